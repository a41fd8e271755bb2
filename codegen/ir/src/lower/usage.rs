//! Where values of each shape travel: in requests, in answers, in errors.

use crate::ir::{ShapeId, Usage};
use indexmap::IndexMap;
use shapewright_spec::Spec;

/// The usage of each shape of `spec`, by index. `index` finds a shape by its id.
pub fn usage(spec: &Spec, index: &IndexMap<&str, ShapeId>) -> Vec<Usage> {
    let mut usage = vec![Usage::default(); spec.shapes.len()];
    let roots = |pick: &dyn Fn(&shapewright_spec::Operation) -> Vec<String>| -> Vec<usize> {
        let ids = spec.operations.values().flat_map(pick);
        ids.filter_map(|id| index.get(id.as_str()).map(|shape| shape.0))
            .collect()
    };
    let inputs = roots(&|operation| operation.input.iter().cloned().collect());
    let outputs = roots(&|operation| operation.output.iter().cloned().collect());
    let errors = roots(&|operation| operation.errors.clone());
    mark(spec, index, inputs, &mut usage, |usage| &mut usage.input);
    mark(spec, index, outputs, &mut usage, |usage| &mut usage.output);
    mark(spec, index, errors, &mut usage, |usage| &mut usage.error);
    usage
}

fn mark(
    spec: &Spec,
    index: &IndexMap<&str, ShapeId>,
    mut open: Vec<usize>,
    usage: &mut [Usage],
    flag: fn(&mut Usage) -> &mut bool,
) {
    while let Some(shape) = open.pop() {
        let Some(entry) = usage.get_mut(shape) else { continue };
        let flag = flag(entry);
        if *flag {
            continue;
        }
        *flag = true;
        if let Some((_, shape)) = spec.shapes.get_index(shape) {
            open.extend(
                shape
                    .targets()
                    .filter_map(|target| index.get(target).map(|shape| shape.0)),
            );
        }
    }
}
