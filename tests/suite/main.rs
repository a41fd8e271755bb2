//! Tests that look at more than one crate, in one binary.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod contract;
mod endpoints;
mod examples;
mod forgotten;
mod imports;
mod in_process;
mod mocks;
mod modules;
mod pages;
mod readme;
mod seeding;
mod serde_names;
mod support;
mod waiters;
