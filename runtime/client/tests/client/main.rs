//! Clients as callers see them: a small service as generated code has it, in process and over sockets.

#![allow(clippy::unwrap_used, reason = "a test may fail so")]

mod calls;
#[cfg(feature = "credential-chain")]
mod chain;
mod config;
mod errors;
mod faults;
mod faulty;
mod kiln;
mod limits;
mod overrides;
mod paged;
mod pages;
mod retries;
mod sample;
mod sockets;
#[cfg(feature = "tls")]
mod tls;
mod traced;
mod waits;
#[cfg(feature = "credential-chain")]
mod world;
