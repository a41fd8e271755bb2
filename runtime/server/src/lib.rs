//! What generated mock servers, and the standalone one, stand on.
//!
//! A request goes one way: [`Mock`] finds the service and the operation (`route`), the generated [`Handler`] picks the
//! types, [`respond`] decodes, validates and encodes, and in between either somebody's own code runs or
//! [`Context::default_response`] does: the state engine, where the description gives a lifecycle for the operation, else
//! a made-up response that obeys the schema.
//!
//! What tests want stands around that way, in `exchange`: [`Fault`]s have the request first, then stubs ([`On`]), and the
//! [`Journal`] writes down what came of it, for [`Called`] to check. A [`Snapshot`] is the state as a value.
//!
//! This crate knows no service and never imports the client. State lives in memory, apart for each service, account
//! and region; every change of it is one transaction.

#[cfg(feature = "admin")]
mod admin;
mod clock;
mod compressed;
mod dynamic;
mod exchange;
mod faults;
mod handler;
mod hosted;
mod idempotency;
mod journal;
mod lifecycle;
mod limits;
mod listen;
mod log;
mod mock;
mod names;
mod page_token;
mod place;
mod plan;
mod refusal;
mod request;
mod route;
mod schema_handler;
mod seed;
mod seeded;
mod seeding;
mod signatures;
mod snapshot;
mod state;
mod streams;
mod stubs;
mod synth;
mod validate;

#[cfg(feature = "admin")]
pub use admin::Admin;
pub use clock::Clock;
pub use dynamic::Dynamic;
pub use exchange::ConnectionReset;
pub use faults::{Fault, FaultError, InjectedFault};
pub use handler::{Handler, Incoming, ResponseFuture, respond, unknown_operation};
pub use journal::{Call, Called, Entry, ErrorResponse, Filter, Journal, Outcome, Unmet};
pub use lifecycle::{Condition, Lifecycle, Matching, Most, Reference, TagOperation, Tagging, Transition};
pub use limits::Limits;
pub use listen::Listening;
pub use log::Report;
pub use mock::{Mock, MockBuilder};
pub use names::UnknownName;
pub use place::Place;
pub use refusal::Refusal;
pub use request::{Context, Request};
pub use schema_handler::{SchemaHandler, respond_by_schema};
pub use seeded::Seeded;
pub use seeding::{SeedError, SeedProblem};
pub use shapewright_schema as schema;
pub use shapewright_stream::{ByteStream, StreamError, StreamErrorKind};
pub use signatures::AccessKeys;
pub use snapshot::{Snapshot, SnapshotError};
pub use state::{Fields, Record, Transaction};
pub use stubs::{InjectedStub, On, OnNamed, StubError, Stubbed, StubbedNamed};
