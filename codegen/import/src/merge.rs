//! Two models of one service as one: each format loses facts that the other has. What only one says is taken from it; where
//! the two say different things, the first is taken, and the difference is reported.

use super::{model::Model, notes::Notes};
use serde_json::{Map, Value};
use shapewright_spec::diagnostic::{Code, Diagnostic};

/// The first model with what only the second says. `None` when the two are of different services.
pub(super) fn merge(first: Model, second: Model, notes: &mut Notes) -> Option<Model> {
    let (own, other) = (&first.spec.service.id, &second.spec.service.id);
    if own != other {
        notes.unreadable(
            "",
            &format!("the models are of different services: `{own}` and `{other}`"),
        );
        return None;
    }
    // A description is made of strings, numbers and lists of them, all of which JSON can say.
    let mut value = serde_json::to_value(&first.spec).ok()?;
    let Value::Object(from) = serde_json::to_value(&second.spec).ok()? else {
        return None;
    };
    let mut merging = Merging {
        model: &first,
        notes,
        path: Vec::new(),
    };
    if let Value::Object(into) = &mut value {
        merging.object(into, from);
    }
    match serde_json::from_value(value) {
        Ok(spec) => Some(Model {
            spec,
            // One format has no resources.
            resources: match first.resources.is_empty() {
                true => second.resources,
                false => first.resources,
            },
            ..first
        }),
        Err(error) => {
            notes.unreadable("", &format!("what both models say together is no description: {error}"));
            None
        }
    }
}

struct Merging<'a> {
    model: &'a Model,
    notes: &'a mut Notes,
    path: Vec<String>,
}

impl Merging<'_> {
    fn object(&mut self, into: &mut Map<String, Value>, from: Map<String, Value>) {
        if !self.is_same_kind(into, &from) {
            return;
        }
        for (key, value) in from {
            self.path.push(key.clone());
            match into.get_mut(&key) {
                None => {
                    into.insert(key, value);
                }
                Some(own) => self.value(own, value),
            }
            self.path.pop();
        }
    }

    fn value(&mut self, own: &mut Value, other: Value) {
        let keys: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match (own, other) {
            // The two formats write the same text in other ways, and count the delays of waiters differently.
            _ if keys.last() == Some(&"docs") || matches!(keys.as_slice(), ["waiters", _]) => {}
            (own, other) if *own == other => {}
            // What goes with a type is not mixed with what goes with another; `is_same_kind` tells of it.
            _ if matches!(keys.as_slice(), ["shapes", _, "type"]) => {}
            (Value::Object(own), Value::Object(other)) => self.object(own, other),
            // One format has lost the anchors of most patterns.
            (Value::String(own), Value::String(other))
                if keys.last() == Some(&"pattern") && is_anchored(own, &other) => {}
            (Value::String(own), Value::String(other))
                if keys.last() == Some(&"pattern") && is_anchored(&other, own) =>
            {
                *own = other;
            }
            (Value::Array(own), Value::Array(other)) if keys.last() == Some(&"errors") => {
                for error in other {
                    if !own.contains(&error) {
                        own.push(error);
                    }
                }
            }
            (own, other) => self.conflict(&own.to_string(), &other.to_string()),
        }
    }

    /// Whether two shapes have one type. One format does not know unions, and says structure.
    fn is_same_kind(&mut self, into: &mut Map<String, Value>, from: &Map<String, Value>) -> bool {
        if self.path.len() != 2 || self.path[0] != "shapes" {
            return true;
        }
        let kind =
            |shape: &Map<String, Value>| shape.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let (own, other) = (kind(into), kind(from));
        if own == "structure" && other == "union" {
            into.insert("type".to_owned(), Value::from("union"));
            return true;
        }
        let is_same = own == other || own == "union" && other == "structure";
        if !is_same {
            self.conflict(&own, &other);
        }
        is_same
    }

    fn conflict(&mut self, own: &str, other: &str) {
        let keys: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let location = self.notes.location(&self.model.pointer(&keys));
        let fact = keys.last().copied().unwrap_or_default();
        let message = format!("`{fact}` is {own} in the first model and {other} in the second");
        let help = "the first is taken; give the models in the other order for the second";
        self.notes
            .push(Diagnostic::new(Code::ImportConflict, location, message).with_help(help));
    }
}

/// Whether a pattern is the other one with anchors.
fn is_anchored(pattern: &str, other: &str) -> bool {
    pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')) == Some(other)
}
