//! The credential chain: every place where credentials may be, in order.
//!
//! What to look for is decided here, so that a message can say where it was looked for; how to get it from a service is
//! left to the providers of `reqsign`, over the client's own HTTP stack.

mod context;
mod convert;
mod instance;
mod role;
mod search;
mod sources;

pub(crate) use instance::instance_region;
pub use search::CredentialChain;
