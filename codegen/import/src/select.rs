//! Keeps the operations that are asked for, and the shapes that operations reach.

use super::{Options, model::Model, notes::Notes};
use shapewright_spec::diagnostic::{Code, quoted};
use shapewright_spec::{Operation, Shape, Spec};
use std::collections::HashSet;

/// Leaves out all other operations, and all shapes that none of the kept operations reaches. `None` when an operation is
/// asked for that is not there.
pub(super) fn select(model: &mut Model, options: &Options, notes: &mut Notes) -> Option<()> {
    let wanted = &options.operations;
    if !wanted.is_empty() {
        let mut is_whole = true;
        for name in wanted {
            if !model.spec.operations.contains_key(name) {
                is_whole = false;
                unknown(&model.spec, name, notes);
            }
        }
        if !is_whole {
            return None;
        }
        model.spec.operations.retain(|name, _| wanted.contains(name));
    }
    if options.without_event_streams {
        leave_out_event_streams(model, notes);
    }
    let is_whole = wanted.is_empty() && !options.without_event_streams;
    let operations = &model.spec.operations;
    model
        .spec
        .waiters
        .retain(|_, waiter| is_whole || operations.contains_key(&waiter.operation));
    let spec = &model.spec;
    let reached = spec.reached(spec.operations.values().flat_map(Operation::shapes));
    let reached: HashSet<String> = reached.into_iter().map(str::to_owned).collect();
    if is_whole {
        for id in model.spec.shapes.keys().filter(|id| !reached.contains(*id)) {
            notes.left_out(
                "shapes without use",
                "no operation reaches them",
                &model.pointer(&["shapes", id]),
            );
        }
    }
    model.spec.shapes.retain(|id, _| reached.contains(id));
    Some(())
}

fn unknown(spec: &Spec, name: &str, notes: &mut Notes) {
    let names = spec.operations.keys();
    let meant = names.max_by(|a, b| {
        let close = |candidate: &str| strsim::jaro_winkler(candidate, name);
        close(a).total_cmp(&close(b))
    });
    let help = match meant {
        Some(meant) => format!("did you mean {}?", quoted(meant)),
        None => "the model has no operations".to_owned(),
    };
    let message = format!("there is no operation {}", quoted(name));
    notes.problem(Code::ImportUnknownOperation, "", &message, help);
}

/// Leaves out operations that reach a stream of events.
fn leave_out_event_streams(model: &mut Model, notes: &mut Notes) {
    let spec = &model.spec;
    let is_event_stream = |id: &str| matches!(&spec.shapes[id], Shape::Union(union) if union.streaming);
    let streams = |operation: &Operation| spec.reached(operation.shapes()).into_iter().any(is_event_stream);
    let names: Vec<String> = spec
        .operations
        .iter()
        .filter(|(_, operation)| streams(operation))
        .map(|(name, _)| name.clone())
        .collect();
    for name in names {
        let place = model.pointer(&["operations", &name]);
        notes.left_out(
            "operations that stream events",
            "event streams cannot be generated yet",
            &place,
        );
        model.spec.operations.shift_remove(&name);
    }
}
