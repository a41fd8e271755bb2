//! Stubs: responses that a test gives in the place of the service's behaviour.
//!
//! A stub sees a request once it has been read and validated, after the faults; a request that is not valid is refused
//! as ever. The stub that was added last is asked first; one that does not match, or has been used up, leaves the request
//! to the one before it, and the last to the behaviour. A request that a stub handles changes no state and spends no
//! idempotency token.

mod mock;
mod named;
mod on;
mod stub;

pub use named::{OnNamed, StubError, StubbedNamed};
pub use on::{On, Stubbed};
pub use stub::InjectedStub;
pub(crate) use stub::Stubs;
