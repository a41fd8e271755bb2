//! `spec -> ir`: resolves targets and decides names, boxing, bindings and docs.
//!
//! It expects a description that `check` found no error in. Where one is wrong all the same it says so instead of
//! guessing.

mod docs;
mod facts;
mod lifecycle;
mod names;
mod naming;
mod operation;
mod record;
mod recursion;
mod select;
mod service;
mod shape;
mod unlowerable;
mod waiter;

pub use self::unlowerable::Unlowerable;

use self::{names::Names, shape::Lowering};
use crate::ir::Ir;
use shapewright_spec::Spec;

/// Makes the [`Ir`] of these operations of a checked description, of all where none is named. `source` is its path, as file
/// headers name it.
///
/// # Errors
/// When the description breaks a rule that `check` would have found.
pub fn lower_only(spec: &Spec, operations: &[String], source: &str) -> Result<Ir, Unlowerable> {
    if operations.is_empty() {
        return lower(spec, source);
    }
    let operations = operations.iter().map(String::as_str).collect();
    lower_as(&select::select(spec, &operations), Names::of(spec), source)
}

/// Makes the [`Ir`] of a checked description. `source` is its path, as file headers name it.
///
/// # Errors
/// When the description breaks a rule that `check` would have found.
pub fn lower(spec: &Spec, source: &str) -> Result<Ir, Unlowerable> {
    lower_as(spec, Names::of(spec), source)
}

fn lower_as(spec: &Spec, names: Names<'_>, source: &str) -> Result<Ir, Unlowerable> {
    let lowering = Lowering::new(spec, names);
    let mut shapes = lowering.shapes()?;
    let (mut operations, error_types) = operation::operations(&lowering, &mut shapes)?;
    waiter::waiters(spec, &shapes, &error_types, &mut operations)?;
    let lifecycles = lifecycle::lifecycles(&lowering)?;
    let tagging = lifecycle::tagging(&lowering)?;
    let mut markers: Vec<String> = operations
        .iter()
        .flat_map(|operation| &operation.setters)
        .filter_map(|setter| setter.required.as_ref().map(|required| required.marker.clone()))
        .collect();
    markers.sort_unstable();
    markers.dedup();
    Ok(Ir {
        source: source.to_owned(),
        service: service::service(&spec.service)?,
        operations,
        predicates: operation::predicates(&shapes, &error_types),
        error_types,
        shapes,
        lifecycles,
        tagging,
        markers,
    })
}
