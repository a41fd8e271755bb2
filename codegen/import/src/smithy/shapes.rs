//! The shapes of a model as its text has them.

use crate::notes::Notes;
use serde_json::{Map, Value};

/// The shapes of a model, by their absolute ids.
pub(super) type Shapes = Map<String, Value>;

pub(super) fn shapes(text: &str, notes: &mut Notes) -> Option<Shapes> {
    let mut root = match serde_json::from_str(text) {
        Ok(Value::Object(root)) => root,
        Ok(_) => return unreadable(notes, "", "a model is a JSON object"),
        Err(error) => return unreadable(notes, "", &format!("the model is not JSON: {error}")),
    };
    match root.get("smithy").and_then(Value::as_str) {
        Some(version) if version == "2" || version.starts_with("2.") => {}
        Some(version) => {
            let message =
                format!("version {version} of Smithy is not supported: `smithy ast` of a newer tool writes 2.0");
            return unreadable(notes, "/smithy", &message);
        }
        None => return unreadable(notes, "", "a model of Smithy says its version in `smithy`"),
    }
    match root.shift_remove("shapes") {
        Some(Value::Object(shapes)) => Some(shapes),
        Some(_) => unreadable(notes, "/shapes", "an object is expected here"),
        None => unreadable(notes, "", "the model has no shapes"),
    }
}

pub(super) fn unreadable<T>(notes: &mut Notes, pointer: &str, message: &str) -> Option<T> {
    notes.unreadable(pointer, message);
    None
}

/// The JSON pointer of a shape.
pub(super) fn place(id: &str) -> String {
    format!("/shapes/{}", id.replace('~', "~0").replace('/', "~1"))
}

/// The absolute id in `{ "target": "..." }`.
pub(super) fn target(value: &Value) -> Option<&str> {
    value.get("target")?.as_str()
}

/// The absolute ids in a list of `{ "target": "..." }`.
pub(super) fn targets_in(list: Option<&Value>) -> impl Iterator<Item = &str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(target)
}
