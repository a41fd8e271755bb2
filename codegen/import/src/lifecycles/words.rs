//! What names of operations say: a verb for what is done, and the noun that it is done to.

/// What an operation does to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Deed {
    Create,
    Put,
    Read,
    Update,
    Delete,
    List,
}

/// Verbs, the surest of each deed first: where two operations do the same to one noun, the first of them counts.
/// `Start` and `Submit` make records of jobs, whose `Describe` shows them; what starts something that is there already
/// stands behind the `Create` that made it.
const VERBS: [(&str, Deed); 15] = [
    ("Create", Deed::Create),
    ("Register", Deed::Create),
    ("Request", Deed::Create),
    ("Submit", Deed::Create),
    ("Start", Deed::Create),
    ("Put", Deed::Put),
    ("Set", Deed::Put),
    ("Describe", Deed::Read),
    ("Get", Deed::Read),
    ("Update", Deed::Update),
    ("Modify", Deed::Update),
    ("Delete", Deed::Delete),
    ("Deregister", Deed::Delete),
    ("List", Deed::List),
    ("Search", Deed::List),
];

/// Verb and noun of an operation's name: its place among the verbs, what it does, to what. `None` for other verbs.
pub(super) fn split(operation: &str) -> Option<(usize, Deed, &str)> {
    VERBS.iter().enumerate().find_map(|(rank, (verb, deed))| {
        let noun = operation.strip_prefix(verb)?;
        // `Settle` is not `Set`.
        noun.starts_with(|first: char| first.is_ascii_uppercase())
            .then_some((rank, *deed, noun))
    })
}

/// What a plural can be the plural of, the likeliest first. Empty for what is no plural.
pub(super) fn singulars(noun: &str) -> Vec<String> {
    let endings: &[(&str, &[&str])] = &[
        ("ies", &["y", "ie"]),
        ("ices", &["ex", "ix", "ice"]),
        ("ses", &["s", "se", "sis"]),
        ("xes", &["x"]),
        ("ches", &["ch", "che"]),
        ("shes", &["sh"]),
        ("zes", &["z", "ze"]),
        ("ss", &[]),
        ("s", &[""]),
        ("i", &["us"]),
    ];
    let found = endings.iter().find(|(plural, _)| noun.ends_with(plural));
    let Some((plural, singulars)) = found else {
        return Vec::new();
    };
    let stem = &noun[..noun.len() - plural.len()];
    singulars.iter().map(|singular| format!("{stem}{singular}")).collect()
}

/// The words of a name.
pub(super) fn split_words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    for (at, _) in name.char_indices().filter(|(at, c)| *at > 0 && c.is_ascii_uppercase()) {
        words.push(&name[start..at]);
        start = at;
    }
    words.push(&name[start..]);
    words
}

/// The letters of a text alone, small.
pub(super) fn letters(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphabetic);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// The last word of a noun: `Job` of `ClassificationJob`.
pub(super) fn last(noun: &str) -> &str {
    let start = noun.rfind(|c: char| c.is_ascii_uppercase()).unwrap_or(0);
    &noun[start..]
}

/// What kind of name an identifier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Id,
    Arn,
    Name,
    /// `fooIdentifier`: one of the others.
    Identifier,
    /// Just `foo`.
    Bare,
}

impl Kind {
    /// What it can be called where the thing itself is shown, the likeliest first. Whoever makes a thing and says what it
    /// is called says no ARN. A plain `id` is no ARN either.
    pub(super) fn candidates(self, has_stem: bool, is_said: bool) -> &'static [&'static str] {
        match (self, is_said) {
            (Self::Id, false) if has_stem => &["id", "arn"],
            (Self::Id, _) => &["id"],
            (Self::Arn, _) => &["arn"],
            (Self::Name, _) => &["name"],
            (Self::Identifier, true) => &["id", "name"],
            (Self::Identifier, false) => &["id", "arn", "name"],
            (Self::Bare, true) => &["name"],
            (Self::Bare, false) => &["name", "id", "arn"],
        }
    }

    /// Whether it can be any of the others.
    pub(super) fn is_any(self) -> bool {
        matches!(self, Self::Identifier | Self::Bare)
    }
}

/// A member's name without the ending that says of what kind it is: `flow` and `Arn` of `flowArn`.
pub(super) fn stem(member: &str) -> (&str, Kind) {
    let endings = [
        ("identifier", Kind::Identifier),
        ("arn", Kind::Arn),
        ("name", Kind::Name),
        ("id", Kind::Id),
    ];
    let lower = member.to_ascii_lowercase();
    for (ending, kind) in endings {
        if let Some(stem) = lower.strip_suffix(ending) {
            let next = member[stem.len()..].chars().next();
            // `paid` is no identifier of a `pa`.
            if stem.is_empty() || next.is_some_and(|c| c.is_ascii_uppercase()) {
                return (&member[..stem.len()], kind);
            }
        }
    }
    (member, Kind::Bare)
}

/// Whether a member's stem speaks of a noun: `job` does of `ClassificationJob`.
pub(super) fn speaks_of(stem: &str, noun: &str) -> bool {
    let Some(start) = noun.len().checked_sub(stem.len()) else {
        return false;
    };
    !stem.is_empty()
        && noun.is_char_boundary(start)
        && noun[start..].eq_ignore_ascii_case(stem)
        && noun[start..].starts_with(|c: char| c.is_ascii_uppercase())
}
