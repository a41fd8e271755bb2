//! The tests of `it` once more, on handlers that response every operation by its schema.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

include!("it/modules.rs");
