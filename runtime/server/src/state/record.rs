//! Records and their members.

use shapewright_schema::Document;
use std::collections::BTreeMap;

/// The members of a record, by name.
pub type Fields = BTreeMap<String, Document>;

/// A record of a lifecycle.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub(crate) sequence: u64,
    pub(crate) identifiers: Vec<String>,
    pub(crate) fields: Fields,
}

impl Record {
    /// Its place in the order of creation: a later record has a greater number.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The identifiers: those of the records above it from the root, then its own.
    pub fn identifiers(&self) -> &[String] {
        &self.identifiers
    }

    /// The members, the identifiers among them.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// One member.
    pub fn get(&self, member: &str) -> Option<&Document> {
        self.fields.get(member)
    }

    /// One member that is text.
    pub fn text(&self, member: &str) -> Option<&str> {
        self.get(member).and_then(Document::as_str)
    }
}

/// A value as the text that tells it from others: identifiers and unique members are compared by it.
pub(super) fn text_of(value: &Document) -> Option<String> {
    match value {
        Document::Null => None,
        Document::String(text) => Some(text.clone()),
        Document::Integer(number) => Some(number.to_string()),
        Document::Boolean(value) => Some(value.to_string()),
        other => Some(format!("{other:?}")),
    }
}
