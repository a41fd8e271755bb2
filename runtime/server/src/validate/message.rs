//! How it is said that a value does not obey.

use shapewright_schema::{Document, View};

/// The most characters of a value that a message shows.
const SHOWN: usize = 64;

/// One thing that is wrong with an input.
#[derive(Debug)]
pub(crate) struct Violation {
    /// Where: the path of the member as a JSON pointer.
    pub(crate) pointer: String,
    /// What is there, as a message shows it. `None`: it must not be shown.
    pub(super) got: Option<String>,
    /// How long it is, where that is what is wrong.
    pub(super) length: Option<usize>,
    /// What it must be.
    pub(super) must: String,
}

impl Violation {
    /// What is there, in a few words.
    pub(crate) fn got(&self) -> String {
        let got = self.got.as_deref().unwrap_or("a value that is not shown");
        match self.length {
            Some(length) => format!("{got} with length {length}"),
            None => got.to_owned(),
        }
    }

    /// What it must do, in a few words.
    pub(crate) fn must(&self) -> String {
        self.must.strip_prefix("Member must ").unwrap_or(&self.must).to_owned()
    }

    fn in_our_words(&self) -> String {
        let got = self.got.as_deref().unwrap_or("(not shown)");
        let length = self
            .length
            .map_or_else(String::new, |length| format!(" with length {length}"));
        format!(
            "Value {got}{length} at '{}' failed to satisfy constraint: {}",
            self.pointer, self.must
        )
    }

    /// As Smithy's framework says it: without the value.
    pub(super) fn in_smithys_words(&self) -> String {
        let length = self
            .length
            .map_or_else(String::new, |length| format!(" with length {length}"));
        format!(
            "Value{length} at '{}' failed to satisfy constraint: {}",
            self.pointer, self.must
        )
    }
}

/// All violations in one message, in Smithy's words or in ours.
pub(super) fn say(violations: &[Violation], smithys: bool) -> String {
    let count = violations.len();
    let plural = if count == 1 { "" } else { "s" };
    let (end, words): (_, fn(&Violation) -> String) = if smithys {
        (".", Violation::in_smithys_words)
    } else {
        (":", Violation::in_our_words)
    };
    let said: Vec<String> = violations.iter().map(words).collect();
    format!("{count} validation error{plural} detected{end} {}", said.join("; "))
}

/// A document as a message shows it.
pub(crate) fn got(value: &Document) -> String {
    match value {
        Document::Null => "null".to_owned(),
        Document::Boolean(value) => value.to_string(),
        Document::Integer(value) => value.to_string(),
        Document::Float(value) => value.to_string(),
        Document::Number(value) => value.to_string(),
        Document::String(value) => format!("'{}'", shortened(value)),
        other => other.kind().to_owned(),
    }
}

/// A value as a message shows it.
pub(super) fn shown(view: View<'_>) -> String {
    match view {
        View::Absent => "null".to_owned(),
        View::Boolean(value) => value.to_string(),
        View::Integer(value) => value.to_string(),
        View::Float(value) => value.to_string(),
        View::Double(value) => value.to_string(),
        View::String(value) => format!("'{}'", shortened(value)),
        View::BigInteger(value) => shortened(value.as_str()),
        View::BigDecimal(value) => shortened(value.as_str()),
        View::Timestamp(value) => value.to_string(),
        View::Blob(_) | View::Stream(_) => "bytes".to_owned(),
        View::Document(value) => value.kind().to_owned(),
        View::List(_) => "list".to_owned(),
        View::Map(_) => "map".to_owned(),
        View::Structure(_) => "structure".to_owned(),
        View::Union(_) => "union".to_owned(),
    }
}

/// The text, cut where it is long.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
