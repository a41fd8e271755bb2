//! Import of models, and the lifecycles that are inferred.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod import;
mod lifecycles;
mod shared;
mod support;
