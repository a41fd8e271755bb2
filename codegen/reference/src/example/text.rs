//! Texts of samples: they say what they are for, and obey their length and pattern.

use shapewright_ir::Constraints;

/// Samples for members whose names end so, tried before all others.
const KNOWN: &[(&str, &str)] = &[
    ("email", "ann@example.com"),
    ("address", "ann@example.com"),
    ("domainname", "example.com"),
    ("accountid", "111122223333"),
    ("rolearn", "arn:aws:iam::111122223333:role/example"),
    ("arn", "arn:aws:example:eu-west-1:111122223333:example"),
    ("url", "https://example.com"),
];

/// Longer than that no sample is.
const LONGEST: usize = 10_000;

/// The text for what is called `name`.
pub fn text(constraints: &Constraints, name: &str, number: usize) -> String {
    let lower = name.to_ascii_lowercase();
    let known = KNOWN
        .iter()
        .filter(|(end, _)| lower.ends_with(end))
        .map(|(_, text)| (*text).to_owned());
    let candidates = known.chain([words(name), format!("example-{}", words(name))]);
    let pattern = constraints.pattern.as_deref();
    let compiled = pattern.and_then(|pattern| {
        regress::Regex::with_flags(pattern, "u")
            .or_else(|_| regress::Regex::new(pattern))
            .ok()
    });
    let (least, most) = (
        size(constraints.min_length, 0),
        size(constraints.max_length, usize::MAX),
    );
    let fits = |text: &String| {
        let length = text.chars().count();
        least <= length && length <= most && compiled.as_ref().is_none_or(|pattern| pattern.find(text).is_some())
    };
    let fitted = |text: String| -> String {
        let length = text.chars().count().max(least).min(most).min(LONGEST);
        text.chars().chain(std::iter::repeat('x')).take(length).collect()
    };
    // Counting up makes texts like `m-abcdef0123456789`, which read better than chance.
    let counting = move |start: u64| {
        let mut next = start as usize + number;
        move |bound: usize| {
            let chosen = next.checked_rem(bound).unwrap_or_default();
            next += 1;
            chosen
        }
    };
    let made = pattern.map(|pattern| shapewright_pattern::texts(pattern, most, counting));
    let otherwise = fitted(words(name));
    candidates
        .map(fitted)
        .chain(made.into_iter().flatten().flat_map(|text| [text.clone(), fitted(text)]))
        .find(fits)
        .unwrap_or(otherwise)
}

fn size(length: Option<u64>, otherwise: usize) -> usize {
    length.map_or(otherwise, |length| usize::try_from(length).unwrap_or(usize::MAX))
}

/// `display-name` of `DisplayName`.
fn words(name: &str) -> String {
    let mut words = String::new();
    let mut before = '_';
    for c in name.chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            words.push('-');
        }
        if c.is_ascii_alphanumeric() {
            words.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    words
}
