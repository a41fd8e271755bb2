//! Every documented operation, called by the official Rust SDK against the mock server at `SHAPEWRIGHT_ENDPOINT`.
//!
//! It is the strictest of the official parsers: a response with a wrong type, form or encoding fails here that other
//! clients let pass. `cargo xtask test` starts the server and runs this.

mod macie2;
mod sesv2;
mod support;
mod workmail;
