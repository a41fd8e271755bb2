//! Settings of a client, and how they become its core.

mod base;
mod environment;
#[cfg(feature = "layers")]
mod layers;
mod limits;
mod local;
mod settings;
mod tuning;

pub use base::{Builder, from_env};
pub use local::{connected_to, in_process, in_process_at, in_process_streaming_at};
