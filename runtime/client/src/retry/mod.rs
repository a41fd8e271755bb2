//! Retries: how often, after what wait, and when to give up.
//!
//! The rules and numbers are those of the standard retry mode of the AWS SDKs as of 2026: exponential backoff with full
//! jitter from 50 ms (1 s when throttled) up to 20 s, and a quota that all calls of a client share. The loop itself is in
//! `attempt/plan.rs`; here is what it asks.

mod cause;
mod clock;
mod quota;
mod rate;
mod retrier;
mod retries;

pub(crate) use cause::{Cause, cause};
pub(crate) use clock::{Clock, Randomness};
pub(crate) use retrier::{Retrier, RetryCost};
pub use retries::{Retries, RetryMode};
