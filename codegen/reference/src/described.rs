//! What pages are made of.

use shapewright_ir::Ir;
use shapewright_spec::Spec;

/// A service to make pages of.
#[derive(Debug)]
pub struct Described {
    /// What its description says.
    pub spec: Spec,
    /// What was decided of it.
    pub ir: Ir,
    /// Its recorded versions, the oldest first.
    pub history: Vec<Recorded>,
}

/// An older version of a description.
#[derive(Debug)]
pub struct Recorded {
    /// The day until which it held: `2020-07-16`.
    pub until: String,
    /// What it says.
    pub spec: Spec,
    /// What was decided of it.
    pub ir: Ir,
}
