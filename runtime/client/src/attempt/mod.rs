//! From one request to one response: prepare, address, sign, send, and send again.

mod address;
mod bodies;
mod exchange;
#[cfg(feature = "layers")]
mod layered;
mod observe;
mod output;
mod plan;
mod prepare;
mod progress;
mod send;
mod sign;
mod streamed;
mod streams;
mod tree_hash;

pub(crate) use address::{INVOCATION_ID, address};
pub(crate) use bodies::add_tree_hash;
pub(crate) use exchange::{Completed, exchange};
pub(crate) use output::{Received, read_output};
pub(crate) use prepare::{Prepared, prepare, prepare_repeated};
pub(crate) use sign::signing;
