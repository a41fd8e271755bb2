//! Shapes that no operation and no resource reaches.

use super::context::{Checker, slots_of};
use crate::diagnostic::{Code, quoted};
use std::collections::HashSet;

pub(super) fn check(checker: &mut Checker<'_>) {
    if !checker.is_intact() || checker.has_found(Code::UnknownTarget) {
        return;
    }
    let spec = checker.spec;
    let operations = spec.operations.values();
    let mut pending: Vec<&str> = operations
        .flat_map(|operation| operation.input.iter().chain(&operation.output).chain(&operation.errors))
        .chain(spec.resources.values().flat_map(|resource| resource.members.values()))
        .map(String::as_str)
        .collect();
    let mut reached: HashSet<&str> = HashSet::new();
    while let Some(id) = pending.pop() {
        if let Some(shape) = spec.shapes.get(id)
            && reached.insert(id)
        {
            pending.extend(slots_of(id, shape).iter().map(|slot| slot.target));
        }
    }
    for id in spec.shapes.keys() {
        if !reached.contains(id.as_str()) {
            let message = format!("no operation reaches shape {}", quoted(id));
            checker.report_key(Code::UnusedShape, &["shapes", id], message, "remove it, or use it");
        }
    }
}
