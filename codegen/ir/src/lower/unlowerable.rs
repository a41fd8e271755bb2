//! What lowering refuses.

use shapewright_spec::diagnostic::Code;

/// A rule that the description breaks and that lowering cannot do without. `check` finds all of these first, with their
/// places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlowerable {
    /// The rule.
    pub code: Code,
    /// What breaks it.
    pub message: String,
}

impl Unlowerable {
    pub(super) fn new(code: Code, message: String) -> Self {
        Self { code, message }
    }
}
