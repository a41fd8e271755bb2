//! Tests that look at more than one crate, in one binary.

mod cases;
mod contract;
mod in_process;
mod support;
