//! Clients as callers see them: a small service as generated code has it, in process and over sockets.

#![allow(clippy::unwrap_used, reason = "a test may fail so")]

#[cfg(feature = "blocking")]
mod blocked;
mod calls;
#[cfg(feature = "credential-chain")]
mod chain;
mod config;
mod errors;
mod faults;
mod faulty;
#[cfg(feature = "waiters")]
mod kiln;
#[cfg(feature = "layers")]
mod layered;
mod limits;
mod overrides;
mod paged;
mod pages;
mod retries;
mod sample;
mod sockets;
mod streamed;
#[cfg(feature = "tls")]
mod tls;
#[cfg(feature = "tracing")]
mod traced;
#[cfg(feature = "waiters")]
mod waits;
#[cfg(feature = "credential-chain")]
mod world;
