//! Tests that look at more than one crate, in one binary.

mod cases;
mod contract;
mod generate;
mod imports;
mod in_process;
mod pages;
mod support;
