//! The format of service descriptions: the first thing that everything else reads.
//!
//! | module | from | to |
//! |---|---|---|
//! | the types at the root | | a description as serde types: one [`Spec`] is one JSON file |
//! | [`parse`] | the text of a file | a [`Spec`] and the place of every value |
//! | [`check`] | what was parsed | diagnostics |
//! | [`diagnostic`] | | codes, places, rendering, the sink that collects them |
//!
//! It never does I/O, resolves no target for a caller and decides no Rust name: `shapewright-ir` does.

pub mod check;
pub mod diagnostic;
mod format;
pub mod parse;

pub use format::*;
