//! The wire protocols, feature by feature, on hand-written shapes.

// Helpers are not tests to clippy, but a panic is what they are for.
#![allow(clippy::unwrap_used)]

#[macro_use]
mod macros;
mod shapes;

mod aws_json;
mod cbor;
mod failures;
mod fuzz;
mod hostile;
mod json;
mod query;
mod rest_json;
mod rest_xml;
mod uri;
