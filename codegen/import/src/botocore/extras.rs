//! What botocore itself adds to a service's files: `{ "merge": { ... } }`.

use super::json::object;
use crate::notes::Notes;
use serde_json::{Map, Value};

/// Merges an extra into a file, as botocore does when it loads the file.
pub(super) fn merge(file: &mut Map<String, Value>, extra: Option<&str>, notes: &mut Notes) {
    let Some(mut extra) = extra.and_then(|text| object(text, "sdk-extras.json", notes)) else {
        return;
    };
    if let Some(Value::Object(merge)) = extra.shift_remove("merge") {
        deep(file, merge);
    }
}

fn deep(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(into)), Value::Object(value)) => deep(into, value),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}
