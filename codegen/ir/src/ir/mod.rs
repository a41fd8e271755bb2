//! The read-only intermediate representation: everything that emitters need, decided.
//!
//! `lower` makes it, `emit` reads it. Nothing here has a name in two cases or a target that may be missing: Rust names,
//! boxing and bindings are settled. The order is that of the description.

mod docs;
mod endpoint;
mod lifecycle;
mod operation;
mod representation;
mod service;
mod shape;
mod waiter;

pub use docs::Docs;
pub use endpoint::{Endpoint, EndpointException};
pub use lifecycle::{Filter, Lifecycle, Matching, Reference, TagOperation, Tagging, Transition};
pub use operation::{
    ErrorType, ItemsPath, Operation, OperationError, Pagination, Predicate, RequestFacts, Required, Setter,
};
pub use representation::Ir;
pub use service::{Protocol, Service};
pub use shape::{
    Binding, Constraints, Element, Enum, ErrorFacts, Holding, IntEnum, IntVariant, Kind, Member, Number, Scalar, Shape,
    ShapeId, Streaming, Structure, Union, Variant,
};
pub use shapewright_spec::TimestampFormat;
pub use waiter::{Acceptor, Comparator, Matcher, PathMatcher, WaitState, Waiter};
