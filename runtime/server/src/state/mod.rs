//! The state of mocked services: records in memory, apart for each service, account and region.
//!
//! [`Store`] holds one such state behind one lock, [`Transaction`] is the only way in, `engine` is what operations do
//! by their lifecycles.

mod call;
mod collection;
mod conditions;
pub(crate) mod engine;
pub(crate) mod errors;
mod fill;
pub(crate) mod kept;
mod make;
mod page;
pub(crate) mod path;
mod record;
mod refer;
mod resolve;
mod seeding;
mod store;
mod tag;
mod tags;
pub(crate) mod tokens;
mod transaction;

pub use record::{Fields, Record};
pub(crate) use seeding::SeedRejection;
pub(crate) use store::{Store, Stores};
pub use transaction::Transaction;
