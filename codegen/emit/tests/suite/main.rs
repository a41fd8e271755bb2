//! What is generated, and how its files come to be.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cases;
mod fuzz;
mod generate;
mod independence;
mod reserved;
mod support;
