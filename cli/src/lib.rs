//! The commands of the program `shapewright`, as a library: each reads options, calls the crate that does the work, and
//! prints what came of it. The repository's own commands call the same functions, with folders of their own.

pub mod catalog;
pub mod check;
pub mod descriptions;
pub mod diff;
pub mod docs;
pub mod failure;
pub mod generate;
pub mod git;
pub mod import;
pub mod packaging;
pub mod paths;
pub mod schema;
pub mod start;
pub mod terminal;
pub mod words;
