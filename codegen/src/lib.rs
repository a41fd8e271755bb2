//! The generator: descriptions in, artifacts or diagnostics out.

pub mod spec;
