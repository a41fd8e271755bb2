//! Associations: records that one operation creates and another deletes, as `AssociateMemberToGroup` does.
//!
//! Such a record holds the identifiers of two resources, and whatever else the request has. It is inferred where both
//! operations require the same identifiers, and a list returns those of the one resource for the other.

use super::draft::{Draft, Misfits};
use super::group::Group;
use super::view::{Members, View, called};
use super::words::{self, Deed, Kind, stem};

/// Verbs that put together, and those that take apart.
const VERBS: [(&str, &str); 3] = [("Associate", "Disassociate"), ("Attach", "Detach"), ("Add", "Remove")];

/// Words that say nothing of what is put together.
const FILLERS: [&str; 13] = [
    "To",
    "From",
    "With",
    "In",
    "Into",
    "For",
    "On",
    "By",
    "Of",
    "Associated",
    "Association",
    "Attached",
    "Attachment",
];

/// A pair: its operations, and what its list shows.
pub(super) struct Pair {
    pub(super) group: Group,
    /// The identifiers, the one that the list shows last.
    pub(super) identifiers: Vec<String>,
    /// The list's member that holds it, where the elements are text.
    pub(super) holder: Option<String>,
    /// Whether elements say the identifier by its own name.
    pub(super) is_named: bool,
}

/// The pairs of a description, of operations that nothing else has.
pub(super) fn pairs(view: View<'_>, drafts: &[Draft], misfits: &mut Misfits) -> Vec<Pair> {
    let claimed: Vec<&str> = drafts.iter().flat_map(|draft| draft.resource.operations()).collect();
    let names = view.spec.operations.keys().map(String::as_str);
    let free: Vec<&str> = names.filter(|name| !claimed.contains(name)).collect();
    let mut open: Vec<Open<'_>> = VERBS
        .iter()
        .flat_map(|verbs| opposites(view, &free, *verbs, misfits))
        .collect();
    let mut lists = free;
    let mut found = Vec::new();
    // A list of just these before one that calls them otherwise.
    for may_say_more in [false, true] {
        open.retain(|pair| {
            let listed = lists.iter().enumerate();
            let mut listed =
                listed.filter_map(|(place, list)| Some((place, listed_by(view, pair, list, may_say_more)?)));
            let Some((place, pair)) = listed.next() else {
                return true;
            };
            lists.remove(place);
            found.push(pair);
            false
        });
    }
    for Open { put, delete, .. } in open {
        let why = "no list surely shows what they put together";
        misfits.extend([put, delete].map(|operation| (operation.to_owned(), why.to_owned())));
    }
    found
}

/// A pair whose list is not known yet.
struct Open<'a> {
    put: &'a str,
    delete: &'a str,
    identifiers: Vec<&'a str>,
    /// The words of what is put together.
    words: Vec<String>,
}

/// The operations of two verbs that put together and take apart the same, and require the same identifiers.
fn opposites<'a>(
    view: View<'a>,
    free: &[&'a str],
    (together, apart): (&str, &str),
    misfits: &mut Misfits,
) -> Vec<Open<'a>> {
    let about = |name: &str, verb: &str| -> Option<Vec<String>> {
        let rest = name.strip_prefix(verb)?;
        rest.starts_with(|c: char| c.is_ascii_uppercase()).then(|| nouns(rest))
    };
    let mut pair = |put: &'a str| -> Option<Open<'a>> {
        let words = about(put, together)?;
        let mut others = free.iter().filter(|name| about(name, apart).as_ref() == Some(&words));
        let (delete, None) = (*others.next()?, others.next()) else {
            return None;
        };
        let identifiers = view.required(delete);
        let required = view.required(put);
        let is_same = identifiers.len() > 1 && identifiers.iter().all(|name| required.contains(name));
        if !is_same {
            let why = "the two do not require the same identifiers, of which a pair has two at least";
            misfits.extend([put, delete].map(|operation| (operation.to_owned(), why.to_owned())));
            return None;
        }
        Some(Open {
            put,
            delete,
            identifiers,
            words,
        })
    };
    free.iter().filter_map(|put| pair(put)).collect()
}

/// The words of a name that say something, in the singular.
fn nouns(name: &str) -> Vec<String> {
    let singular = |word: &str| {
        words::singulars(word)
            .into_iter()
            .next()
            .unwrap_or_else(|| word.to_owned())
    };
    let words = words::split_words(name).into_iter().map(singular);
    words.filter(|word| !FILLERS.contains(&word.as_str())).collect()
}

/// The pair, if a list lists it: it asks for all identifiers but one, and shows that one. Its name has the words of the
/// pair and of what it asks for, or more of what it shows, where it may.
fn listed_by(view: View<'_>, pair: &Open<'_>, list: &str, may_say_more: bool) -> Option<Pair> {
    let (_, Deed::List | Deed::Read, subject) = words::split(list)? else {
        return None;
    };
    let (asked, input) = (view.required(list), view.input(list));
    let (own, above): (Vec<&str>, Vec<&str>) = pair.identifiers.iter().partition(|name| !asked.contains(name));
    let [own] = own.as_slice() else { return None };
    if asked.iter().any(|name| !above.contains(name)) || asked.is_empty() || input.contains_key(*own) {
        return None;
    }
    let words_of = |member: &str| nouns(&capitalized(stem(member).0));
    let asked: Vec<String> = asked.iter().flat_map(|name| words_of(name)).collect();
    let (subject_words, own_words) = (nouns(subject), words_of(own));
    let is_of_pair = |word: &String| pair.words.contains(word) || asked.contains(word);
    let is_said = subject_words
        .iter()
        .all(|word| is_of_pair(word) || may_say_more && own_words.contains(word));
    let is_whole = pair
        .words
        .iter()
        .all(|word| subject_words.contains(word) || asked.contains(word));
    // A list of things that are made is one of all of them.
    let is_made = words::singulars(subject).iter().any(|thing| {
        let mut operations = view.spec.operations.keys();
        operations.any(|name| matches!(words::split(name), Some((_, Deed::Create | Deed::Put, made)) if made == thing))
    });
    if !is_said || !is_whole || is_made {
        return None;
    }
    let listed = view.listed(list)?;
    let is_named = listed.element.is_some_and(|members| members.contains_key(*own));
    let is_shown = match listed.element {
        Some(members) => is_named || is_plain(members, own) && !above.iter().any(|name| members.contains_key(*name)),
        None => own_words.iter().all(|word| subject_words.contains(word)),
    };
    is_shown.then(|| Pair {
        group: Group {
            noun: format!("{}Association", pair.words.concat()),
            put: Some(pair.put.to_owned()),
            delete: Some(pair.delete.to_owned()),
            list: Some(list.to_owned()),
            ..Group::default()
        },
        identifiers: above.iter().chain([own]).map(|name| (*name).to_owned()).collect(),
        holder: listed.element.is_none().then(|| listed.holder.to_owned()),
        is_named,
    })
}

/// Whether elements say an identifier as their own: `id` for a `fooId`.
fn is_plain(members: &Members, identifier: &str) -> bool {
    let plain = match stem(identifier).1 {
        Kind::Id => "id",
        Kind::Arn => "arn",
        Kind::Name => "name",
        Kind::Identifier | Kind::Bare => return false,
    };
    called(members, plain).is_some()
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}
