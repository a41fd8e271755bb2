//! The read-only intermediate representation: everything that emitters need, decided.
//!
//! `lower` makes it, `emit` reads it. Nothing here has a name in two cases or a target that may be missing: Rust names,
//! boxing and bindings are settled. The order is that of the description.

mod endpoint;
mod lifecycle;
mod operation;
mod shape;
mod waiter;

pub use endpoint::{Endpoint, EndpointException};
pub use lifecycle::{Filter, Lifecycle, Matching, Reference, TagOperation, Tagging, Transition};
pub use operation::{
    ErrorType, ItemsPath, Operation, OperationError, Pagination, Predicate, RequestFacts, Required, Setter,
};
pub use shape::{
    Binding, Constraints, Element, Enum, ErrorFacts, Holding, IntEnum, IntVariant, Kind, Member, Number, Scalar, Shape,
    Streaming, Structure, Union, Variant,
};
pub use shapewright_spec::{Protocol, TimestampFormat, Xml, XmlNamespace};
pub use waiter::{Acceptor, Comparator, Matcher, PathMatcher, WaitState, Waiter};

/// A service, ready to be emitted.
#[derive(Debug)]
pub struct Ir {
    /// The description's path as it was given, for file headers.
    pub source: String,
    /// The service.
    pub service: Service,
    /// The operations.
    pub operations: Vec<Operation>,
    /// The shapes. A [`ShapeId`] is an index into them.
    pub shapes: Vec<Shape>,
    /// The lifecycles.
    pub lifecycles: Vec<Lifecycle>,
    /// The operations on tags.
    pub tagging: Option<Tagging>,
    /// The error types of the client. An operation names its own by an index into them.
    pub error_types: Vec<ErrorType>,
    /// The methods that ask which error it is, one a code.
    pub predicates: Vec<Predicate>,
    /// The marker types for required members, one a field name, sorted.
    pub markers: Vec<String>,
}

/// The place of a shape in [`Ir::shapes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(pub usize);

impl Ir {
    /// The shape with this id.
    pub fn shape(&self, id: ShapeId) -> &Shape {
        &self.shapes[id.0]
    }

    /// The errors that an operation can answer.
    pub fn errors(&self, operation: &Operation) -> &[OperationError] {
        &self.error_types[operation.error_type].errors
    }

    /// Whether anything can be waited for.
    pub fn waits(&self) -> bool {
        self.operations.iter().any(|operation| !operation.waiters.is_empty())
    }

    /// Whether bodies stream.
    pub fn streams(&self) -> bool {
        self.operations
            .iter()
            .any(|operation| self.shape(operation.input).holds_stream() || self.shape(operation.output).holds_stream())
    }

    /// Whether anything should not be used any more.
    pub fn deprecates(&self) -> bool {
        let member = |members: &[Member]| members.iter().any(|member| member.deprecated.is_some());
        let shape = |shape: &Shape| match &shape.kind {
            Kind::Structure(structure) => structure.deprecated.is_some() || member(&structure.members),
            Kind::Union(union) => union.deprecated.is_some() || member(&union.members),
            Kind::Enum(text_enum) => text_enum.variants.iter().any(|variant| variant.deprecated.is_some()),
            _ => false,
        };
        self.shapes.iter().any(shape) || self.operations.iter().any(|operation| operation.deprecated.is_some())
    }
}

/// Facts about the service.
#[derive(Debug)]
pub struct Service {
    /// The prefix of the crates' names.
    pub name: String,
    /// The service id.
    pub id: String,
    /// The name for people.
    pub title: String,
    /// The API version.
    pub version: String,
    /// The wire protocols, best first; at least one.
    pub protocols: Vec<Protocol>,
    /// What stands before the dot in `X-Amz-Target`, and for the service in the path of `rpcv2Cbor`; may be empty.
    pub target_prefix: String,
    /// The service name in the credential scope.
    pub signing_name: String,
    /// How the host name is made.
    pub endpoint: Endpoint,
    /// Headers that all requests of clients carry.
    pub headers: Vec<(String, String)>,
    /// The service spoke `awsQuery` once.
    pub query_compatible: bool,
    /// The namespace of its XML documents.
    pub xml_namespace: Option<XmlNamespace>,
    /// Its error responses in restXml are a bare `Error`.
    pub bare_errors: bool,
    /// Documentation.
    pub docs: Docs,
    /// The type that stands for the service in the mock crate.
    pub type_name: String,
    /// The trait of the mock crate.
    pub trait_name: String,
}

impl Service {
    /// The protocol of clients: the best one.
    pub fn protocol(&self) -> Protocol {
        self.protocols.first().copied().unwrap_or(Protocol::RestJson1)
    }
}

/// Documentation: lines of Markdown, none for what the description says nothing about.
#[derive(Debug, Clone, Default)]
pub struct Docs(pub Vec<String>);
