//! The errors of lifecycles: which an operation can return, and how messages name records.

use crate::{plan::RecordKind, validate};
use shapewright_schema::{Operation, Schema};

/// Whether an operation can return an error.
pub(super) fn models(operation: &Operation, error: &Schema) -> bool {
    operation.errors.iter().any(|modelled| modelled.name == error.name)
}

pub(super) fn said_of(member: &str, value: Option<String>) -> String {
    match value {
        Some(value) => format!("{member} '{}'", validate::shortened(&value)),
        None => format!("that {member}"),
    }
}

/// A name with its article.
pub(crate) fn one(name: &str) -> String {
    let article = if name.starts_with(['A', 'E', 'I', 'O']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}

pub(super) fn absent(kind: &RecordKind, wanted: &[Option<String>]) -> String {
    let own = kind.identifiers.iter().zip(wanted).skip(kind.inherited);
    let said: Vec<String> = own
        .filter(|(_, value)| value.is_some())
        .map(|(name, value)| said_of(name, value.clone()))
        .collect();
    match said.as_slice() {
        [] => format!("There is no {}", kind.lifecycle.name),
        said => format!("There is no {} with {}", kind.lifecycle.name, said.join(", ")),
    }
}
