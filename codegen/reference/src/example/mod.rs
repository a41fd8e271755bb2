//! Sample calls: one value for each operation's input, written as Rust, as Python and as HTTP.
//!
//! A sample holds what a request must have. Its texts and numbers obey their constraints, so that the mock takes it.

mod http;
mod python;
mod rust;
mod sample;
mod text;

pub use self::{http::http, python::python, rust::rust, sample::input};
