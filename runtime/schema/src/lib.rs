//! What generated model crates stand on.
//!
//! - [`schema`]: a shape, its members and its operations as static data.
//! - [`value`]: how code that knows no shape reads a value ([`View`]) and fills one ([`Slot`]).
//! - The simple types that Rust lacks: [`Timestamp`], [`Blob`], [`Document`], [`BigInteger`], [`BigDecimal`].
//! - What is done to any value by its schema: [`mod@copy`], [`debug`](mod@debug) with redaction, [`same`],
//!   [`serde`](mod@serde).
//!
//! This crate knows no service, no protocol and no codec, and does no I/O.

mod big;
mod blob;
mod conversion;
pub mod copy;
pub mod debug;
mod document;
mod hold;
mod operation;
pub mod same;
pub mod schema;
pub mod serde;
mod static_slice;
mod timestamp;
pub mod value;

pub use big::{BigDecimal, BigInteger, NotANumber};
pub use blob::Blob;
pub use conversion::Mismatch;
pub use document::Document;
pub use hold::Boxed;
pub use operation::OperationShape;
pub use schema::{
    Binding, Constraints, ErrorFacts, Fault, Kind, Member, Members, Number, Operation, Pagination, RequestFacts,
    Schema, Service, Streaming,
};
pub use shapewright_endpoint::{EndpointException, EndpointFacts};
pub use shapewright_stream::ByteStream;
pub use static_slice::StaticSlice;
pub use timestamp::{Timestamp, TimestampError, TimestampFormat};
pub use value::{ErrorShape, IntEnumValue, List, ListMut, Map, MapMut, Slot, Structure, TextEnum, Union, Value, View};
