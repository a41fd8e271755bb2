//! The journal: every request with its response, as long as there is room.
//!
//! An entry is written once, when the response is there, as the bytes that went over the wire: nothing is decoded until
//! somebody asks. [`Call`] is an entry in the types of its operation, [`Called`] checks them.

mod call;
mod called;
mod entries;
mod entry;
mod member;
mod outcome;
mod recording;

pub use call::Call;
pub use called::{Called, Unmet};
pub(crate) use entries::{BYTES, ENTRIES};
pub use entries::{Filter, Journal};
pub use entry::Entry;
pub use outcome::{ErrorResponse, Outcome};
pub(crate) use recording::{Missed, Received, Recording};
