//! Clients as callers see them: a small service as generated code has it, in process and over sockets.

#![allow(clippy::unwrap_used, reason = "a test may fail so")]

mod calls;
#[cfg(feature = "credential-chain")]
mod chain;
mod config;
mod errors;
mod sample;
mod sockets;
#[cfg(feature = "tls")]
mod tls;
