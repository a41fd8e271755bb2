//! Tests that look at more than one crate, in one binary.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cases;
mod changes;
mod contract;
mod endpoints;
mod forgotten;
mod generate;
mod import;
mod imports;
mod in_process;
mod independence;
mod mocks;
mod pages;
mod readme;
mod reference;
mod seeding;
mod serde_names;
mod support;
mod waiters;
