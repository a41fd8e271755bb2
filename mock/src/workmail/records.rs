//! Members of records, as the other files write and read them.

use shapewright_server::{
    Fields, Record,
    schema::{Document, Timestamp},
};

/// Members of a record.
pub(super) fn fields<const N: usize>(members: [(&str, Document); N]) -> Fields {
    members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Text as the value of a member.
pub(super) fn text(text: impl Into<String>) -> Document {
    Document::String(text.into())
}

/// A time as the value of a member.
pub(super) fn time(time: Timestamp) -> Document {
    Document::String(time.to_string())
}

/// The time that a member holds.
pub(super) fn time_of(record: &Record, member: &str) -> Option<Timestamp> {
    record.text(member)?.parse().ok()
}

/// The texts that a member holds; `None` where it holds none, so that no condition is stated by it.
pub(super) fn texts<'r>(record: &'r Record, member: &str) -> Option<Vec<&'r str>> {
    match record.get(member) {
        Some(Document::List(elements)) if !elements.is_empty() => {
            Some(elements.iter().filter_map(Document::as_str).collect())
        }
        _ => None,
    }
}
