//! Faults: what goes wrong on purpose.
//!
//! A fault looks at requests before anything else does, so what it refuses has no effect on the state. The only one that
//! lets a request through first is the cut: there the operation has happened, and the client does not get to know.

mod active;
mod error;
mod fault;
mod form;
mod mock;

pub(crate) use active::Faults;
pub use active::InjectedFault;
pub use error::FaultError;
pub use fault::Fault;
pub(crate) use fault::{Action, End, Subject, modelled};
