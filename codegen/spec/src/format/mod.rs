//! The normalized description of a service, as serde types.
//!
//! One [`Spec`] is one JSON file. Shape ids are local to the file, every shape is named, and the order of
//! operations, shapes, members and enum values is kept as written. These types hold what a file says and
//! nothing else: they do not resolve targets (see `lower`) and do not judge (see `check`).
//!
//! The JSON Schema of the format, `specs/spec.schema.json`, is made from these types.

mod common;
mod operation;
mod protocols;
mod reach;
mod resource;
mod service;
mod shape;
mod spec;
mod tagging;
mod waiter;

pub use common::{Deprecated, Most, OneOrMany};
pub use operation::*;
pub use protocols::*;
pub use resource::*;
pub use service::*;
pub use shape::*;
pub use spec::*;
pub use tagging::*;
pub use waiter::*;
