//! The text of a file as JSON.

use crate::notes::Notes;
use serde_json::{Map, Value};

pub(super) fn object(text: &str, file: &str, notes: &mut Notes) -> Option<Map<String, Value>> {
    match serde_json::from_str(text) {
        Ok(Value::Object(root)) => Some(root),
        Ok(_) => {
            notes.unreadable("", &format!("`{file}` is no JSON object"));
            None
        }
        Err(error) => {
            notes.unreadable("", &format!("`{file}` is not JSON: {error}"));
            None
        }
    }
}
