//! What is wrong with a description, where, and how to fix it.
//!
//! Parsing and checking push every [`Diagnostic`] they find into one [`Diagnostics`] sink and go on, so that one run
//! shows all problems of a file. This module knows nothing of the format; it never reads a file and never prints.

mod code;
mod entry;
mod location;
mod sink;
mod suggest;
mod text;

pub use code::{Code, Severity};
pub use entry::Diagnostic;
pub use location::{Excerpt, LineIndex, Location, Span};
pub use sink::Diagnostics;
pub use text::quoted;
