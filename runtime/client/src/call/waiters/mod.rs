//! Waiting until a service responds as the description of a waiter says.
//!
//! What is generic here only makes outputs and names errors; the poller does all else once for all waiters. A crate
//! whose description has no waiters compiles none of it, nor the crate that evaluates paths: it is the feature `waiters`.

pub(crate) mod facts;
mod matching;
mod outcome;
mod poller;
mod waiter;

pub use facts::WaitState;
pub use outcome::{WaitError, WaitOutcome, WaitProgress};
pub use waiter::{Waiter, Waiting};
