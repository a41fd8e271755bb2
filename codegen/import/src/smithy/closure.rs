//! The shapes of a service: those that its operations reach, and what they are called in the description.

use super::shapes::{Shapes, place, target, targets_in};
use crate::notes::Notes;
use indexmap::IndexMap;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The namespace of shapes that every model has.
const PRELUDE: &str = "smithy.api#";

/// The structure without members that stands for nothing.
pub(super) const UNIT: &str = "smithy.api#Unit";

/// The shapes of a service by their absolute ids, with their names.
pub(super) struct Closure {
    names: IndexMap<String, String>,
    prelude: Vec<String>,
}

impl Closure {
    /// Follows the operations.
    pub(super) fn new(
        shapes: &Shapes,
        service_id: &str,
        service: &Value,
        operations: &[&str],
        notes: &mut Notes,
    ) -> Self {
        let mut reached: HashSet<&str> = HashSet::new();
        let mut prelude: Vec<String> = Vec::new();
        let mut open: Vec<&str> = operations.to_vec();
        open.extend(targets_in(service.get("errors")));
        while let Some(id) = open.pop() {
            if !reached.insert(id) {
                continue;
            }
            match shapes.get(id) {
                Some(shape) => open.extend(targets(shape)),
                None if id == UNIT => {}
                None if id.starts_with(PRELUDE) => prelude.push(id.to_owned()),
                None => notes.unreadable(&place(id), "the model names this shape and does not have it"),
            }
        }
        if reached.contains(UNIT)
            && shapes
                .values()
                .filter(|shape| is_in(shape, &reached))
                .any(has_unit_member)
        {
            prelude.push(UNIT.to_owned());
        }
        prelude.sort_unstable();
        let renames = service.get("rename");
        let mut names: IndexMap<String, String> = IndexMap::new();
        let mut taken: HashMap<String, &str> = HashMap::new();
        for id in shapes.keys().filter(|id| reached.contains(id.as_str())) {
            let renamed = renames.and_then(|renames| renames.get(id)).and_then(Value::as_str);
            let name = renamed.unwrap_or_else(|| local(id)).to_owned();
            // Operations have names of their own.
            let is_operation = operations.contains(&id.as_str());
            if !is_operation && let Some(other) = taken.insert(name.clone(), id) {
                let message = format!("`{other}` has the same name");
                let help = format!("rename one of them in the service `{service_id}`");
                notes.unreadable(&place(id), &format!("{message}: {help}"));
            }
            names.insert(id.clone(), name);
        }
        for id in &prelude {
            let name = match taken.contains_key(local(id)) {
                true => format!("Smithy{}", local(id)),
                false => local(id).to_owned(),
            };
            names.insert(id.clone(), name);
        }
        Self { names, prelude }
    }

    /// Whether a shape belongs to the service.
    pub(super) fn has(&self, id: &str) -> bool {
        self.names.contains_key(id)
    }

    /// What a shape is called.
    pub(super) fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.names.get(id).map_or_else(|| local(id), String::as_str)
    }

    /// The shapes of the prelude that are used.
    pub(super) fn prelude(&self) -> &[String] {
        &self.prelude
    }

    /// Where each shape and operation stands in the model.
    pub(super) fn places(&self) -> HashMap<String, String> {
        let names = self.names.iter();
        names.map(|(id, name)| (name.clone(), place(id))).collect()
    }
}

/// The name of a shape without its namespace.
pub(super) fn local(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

fn is_in(shape: &&Value, reached: &HashSet<&str>) -> bool {
    // A shape that no operation reaches may use what it likes.
    shape.get("members").is_some() && targets(shape).iter().all(|target| reached.contains(target))
}

fn has_unit_member(shape: &Value) -> bool {
    let is_enum = matches!(shape.get("type").and_then(Value::as_str), Some("enum" | "intEnum"));
    !is_enum && targets(shape).contains(&UNIT)
}

/// The shapes that a shape names.
fn targets(shape: &Value) -> Vec<&str> {
    let mut found = Vec::new();
    if matches!(shape.get("type").and_then(Value::as_str), Some("enum" | "intEnum")) {
        return found;
    }
    for part in ["input", "output", "member", "key", "value"] {
        found.extend(shape.get(part).and_then(target));
    }
    found.extend(targets_in(shape.get("errors")));
    if let Some(Value::Object(members)) = shape.get("members") {
        found.extend(members.values().filter_map(target));
    }
    found
}
