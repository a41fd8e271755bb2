//! The read-only intermediate representation: everything that emitters need, decided.
//!
//! `lower` makes it, `emit` reads it. Nothing here has a name in two cases or a target that may be missing: Rust names,
//! boxing, usage and bindings are settled. The order is that of the description.

use shapewright_endpoint::{Address, Asked, EndpointFacts};

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
    /// The wire protocol.
    pub protocol: Protocol,
    /// What stands before the dot in `X-Amz-Target`; may be empty.
    pub target_prefix: String,
    /// The service name in the credential scope.
    pub signing_name: String,
    /// How the host name is made.
    pub endpoint: Endpoint,
    /// Headers that all requests of clients carry.
    pub headers: Vec<(String, String)>,
    /// The service spoke `awsQuery` once.
    pub query_compatible: bool,
    /// Documentation.
    pub docs: Docs,
    /// The type that stands for the service in the mock crate.
    pub type_name: String,
    /// The trait of the mock crate.
    pub trait_name: String,
}

/// How a host name is made.
#[derive(Debug)]
pub struct Endpoint {
    /// The first label of the host name.
    pub prefix: String,
    /// The label between an endpoint id and the prefix, in multi-region endpoints.
    pub multi_region: Option<String>,
    /// There are only addresses of both IP versions.
    pub dual_stack_only: bool,
    /// Addresses that are made otherwise.
    pub exceptions: Vec<EndpointException>,
}

impl Endpoint {
    /// Where a client sends requests.
    pub fn address(&self, asked: Asked<'_>) -> Address {
        let exceptions: Vec<_> = self
            .exceptions
            .iter()
            .map(|exception| shapewright_endpoint::EndpointException {
                partition: exception.partition.as_deref(),
                region: exception.region.as_deref(),
                fips: exception.fips,
                dual_stack: exception.dual_stack,
                host: &exception.host,
                signing_region: exception.signing_region.as_deref(),
            })
            .collect();
        let facts = EndpointFacts {
            dual_stack_only: self.dual_stack_only,
            exceptions: &exceptions,
            ..EndpointFacts::of(&self.prefix)
        };
        facts.address(asked)
    }
}

/// An address that is made otherwise, and when it counts.
#[derive(Debug)]
pub struct EndpointException {
    /// The partition of the region.
    pub partition: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// Whether FIPS is asked for.
    pub fips: Option<bool>,
    /// Whether addresses of both IP versions are asked for.
    pub dual_stack: Option<bool>,
    /// The host name, with placeholders.
    pub host: String,
    /// The region that requests are signed for, where it is another one.
    pub signing_region: Option<String>,
}

/// A protocol that can be generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// AWS JSON 1.0.
    AwsJson1_0,
    /// AWS JSON 1.1.
    AwsJson1_1,
    /// REST with JSON bodies.
    RestJson1,
}

/// Documentation: lines of Markdown, none for what the description says nothing about.
#[derive(Debug, Clone, Default)]
pub struct Docs(pub Vec<String>);

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// The name in the description.
    pub name: String,
    /// The name of its marker type, of its call builder, and of its static in the other case.
    pub type_name: String,
    /// The static with its schema.
    pub static_name: String,
    /// The method of the client and of the mock's trait.
    pub method_name: String,
    /// The client's name for its error type.
    pub error_name: String,
    /// The error type, as an index into [`Ir::error_types`].
    pub error_type: usize,
    /// Documentation.
    pub docs: Docs,
    /// Present when it should not be used any more; the text may be empty.
    pub deprecated: Option<String>,
    /// The HTTP method.
    pub method: String,
    /// The URI.
    pub uri: String,
    /// The HTTP status of success.
    pub status: u16,
    /// The structure that a request carries.
    pub input: ShapeId,
    /// The structure that an answer carries.
    pub output: ShapeId,
    /// It changes nothing on the server.
    pub readonly: bool,
    /// Sending the same request again has no further effect.
    pub idempotent: bool,
    /// How it is read page by page.
    pub pagination: Option<Pagination>,
    /// What its requests have that those of most operations do not.
    pub request: RequestFacts,
    /// The setters of its call builder, one a member of the input.
    pub setters: Vec<Setter>,
    /// What can be waited for with it.
    pub waiters: Vec<Waiter>,
}

/// What can go wrong with those operations that can answer the same errors: one type, generic over the operation.
#[derive(Debug)]
pub struct ErrorType {
    /// The type.
    pub name: String,
    /// The errors, in the order of the description's shapes.
    pub errors: Vec<OperationError>,
}

/// What the requests of some operations have.
#[derive(Debug, Default)]
pub struct RequestFacts {
    /// How the host name is made, where it is not the way of the service.
    pub endpoint: Option<Endpoint>,
    /// A prefix of the host name.
    pub host_prefix: Option<String>,
    /// Requests are not signed.
    pub anonymous: bool,
    /// A signature may leave the body out.
    pub unsigned_payload: bool,
    /// The request must carry a checksum of its body.
    pub checksum: bool,
    /// The header for the tree hash of the body, which the request must carry.
    pub tree_hash: Option<String>,
    /// A large body may be compressed with gzip.
    pub gzip: bool,
}

/// An error of an operation.
#[derive(Debug)]
pub struct OperationError {
    /// The error structure.
    pub shape: ShapeId,
    /// The variant of the operation's error type.
    pub variant: String,
}

/// A method that asks whether an error is a certain one.
#[derive(Debug)]
pub struct Predicate {
    /// The method.
    pub method: String,
    /// The code on the wire.
    pub code: String,
}

/// A setter of a call builder.
#[derive(Debug)]
pub struct Setter {
    /// The index of the member of the input.
    pub member: usize,
    /// The method.
    pub method: String,
    /// For a member that the caller must set: its type parameter and marker.
    pub required: Option<Required>,
}

/// A member that the caller must set.
#[derive(Debug)]
pub struct Required {
    /// The type parameter of the builder.
    pub parameter: String,
    /// The marker type that the parameter defaults to.
    pub marker: String,
}

/// How an operation is read page by page.
#[derive(Debug)]
pub struct Pagination {
    /// The input member that takes the token.
    pub input_token: String,
    /// The output member that gives the next token.
    pub output_token: String,
    /// The input member that limits a page.
    pub page_size: Option<String>,
    /// The output member that holds a page's items.
    pub items: Option<String>,
    /// The way to the items.
    pub path: Option<ItemsPath>,
}

/// The way from an output to a page's items.
#[derive(Debug)]
pub struct ItemsPath {
    /// The list or map.
    pub shape: ShapeId,
    /// The fields on the way, and how each holds what is in it. The last is that of the list or map.
    pub steps: Vec<(String, Holding)>,
}

/// What can be waited for with an operation.
#[derive(Debug)]
pub struct Waiter {
    /// The name in the description.
    pub name: String,
    /// The static with its facts.
    pub static_name: String,
    /// The method of the call builder.
    pub method: String,
    /// Documentation.
    pub docs: Docs,
    /// Present when it should not be used any more; the text may be empty.
    pub deprecated: Option<String>,
    /// The shortest delay, in seconds.
    pub min_delay: u32,
    /// The longest delay, in seconds.
    pub max_delay: u32,
    /// How often the operation is called at most.
    pub max_attempts: Option<u32>,
    /// What answers mean.
    pub acceptors: Vec<Acceptor>,
}

/// What an answer means to a waiter.
#[derive(Debug)]
pub struct Acceptor {
    /// What it says of that which is waited for.
    pub state: WaitState,
    /// Which answers match.
    pub matcher: Matcher,
}

/// What an answer says of that which is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the description")]
pub enum WaitState {
    Success,
    Failure,
    Retry,
}

/// Which answers an acceptor is for.
#[derive(Debug)]
#[allow(missing_docs, reason = "as in the description")]
pub enum Matcher {
    Success(bool),
    /// The code on the wire.
    ErrorCode(String),
    Status(u16),
    Output(PathMatcher),
    InputOutput(PathMatcher),
}

/// Where to look in an answer, and what to find there.
#[derive(Debug)]
pub struct PathMatcher {
    /// A JMESPath expression.
    pub path: String,
    /// What is expected.
    pub expected: String,
    /// How it is compared.
    pub comparator: Comparator,
}

/// How what a path leads to is compared with what is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the description")]
pub enum Comparator {
    StringEquals,
    BooleanEquals,
    AllStringEquals,
    AnyStringEquals,
}

/// One shape.
#[derive(Debug)]
pub struct Shape {
    /// The id in the description.
    pub id: String,
    /// The static with its schema.
    pub static_name: String,
    /// Documentation.
    pub docs: Docs,
    /// Where values of the shape travel.
    pub usage: Usage,
    /// What its values must obey.
    pub constraints: Constraints,
    /// Its values are never shown.
    pub sensitive: bool,
    /// How a timestamp is written.
    pub timestamp_format: Option<TimestampFormat>,
    /// Present when it is a blob that streams where it is the body of a request or an answer.
    pub streaming: Option<Streaming>,
    /// What a string or blob holds.
    pub media_type: Option<String>,
    /// What it is made of.
    pub kind: Kind,
}

/// How a blob streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Streaming {
    /// Its length may be unknown when it is sent.
    AnyLength,
    /// Its length must be known when it is sent.
    KnownLength,
}

impl Shape {
    /// Whether it is a structure with a member that streams.
    pub fn holds_stream(&self) -> bool {
        matches!(&self.kind, Kind::Structure(structure) if structure.holds_stream())
    }
}

/// Where values of a shape travel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Reached from an operation's input.
    pub input: bool,
    /// Reached from an operation's output.
    pub output: bool,
    /// Reached from an error.
    pub error: bool,
}

impl Usage {
    /// Whether any operation reaches the shape.
    pub fn any(self) -> bool {
        self.input || self.output || self.error
    }
}

/// What a shape is made of.
#[derive(Debug)]
pub enum Kind {
    /// A value without parts.
    Scalar(Scalar),
    /// An enum of strings.
    Enum(Enum),
    /// An enum of integers.
    IntEnum(IntEnum),
    /// A list.
    List {
        /// The element.
        member: Element,
        /// Elements may be null.
        sparse: bool,
    },
    /// A map.
    Map {
        /// The key.
        key: Element,
        /// The value.
        value: Element,
        /// Values may be null.
        sparse: bool,
    },
    /// A structure.
    Structure(Structure),
    /// A union.
    Union(Union),
}

/// A value without parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the type of this name in the description")]
pub enum Scalar {
    Blob,
    Boolean,
    String,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
    Timestamp,
    Document,
}

/// An enum of strings.
#[derive(Debug)]
pub struct Enum {
    /// The Rust type.
    pub type_name: String,
    /// The values.
    pub variants: Vec<Variant>,
}

/// One value of an enum of strings.
#[derive(Debug)]
pub struct Variant {
    /// The text on the wire.
    pub value: String,
    /// The Rust variant.
    pub name: String,
    /// Documentation.
    pub docs: Docs,
    /// Present when it should not be used any more; the text may be empty.
    pub deprecated: Option<String>,
    /// It is taken like the others, but no message names it.
    pub internal: bool,
}

/// An enum of integers.
#[derive(Debug)]
pub struct IntEnum {
    /// The Rust type.
    pub type_name: String,
    /// The values.
    pub variants: Vec<IntVariant>,
}

/// One value of an enum of integers.
#[derive(Debug)]
pub struct IntVariant {
    /// The number on the wire.
    pub value: i32,
    /// The Rust variant.
    pub name: String,
    /// Documentation.
    pub docs: Docs,
}

/// A structure.
#[derive(Debug)]
pub struct Structure {
    /// The Rust type.
    pub type_name: String,
    /// The members.
    pub members: Vec<Member>,
    /// Present when it is an error.
    pub error: Option<ErrorFacts>,
    /// Present when it should not be used any more; the text may be empty.
    pub deprecated: Option<String>,
}

impl Structure {
    /// Whether a member streams: such a structure can neither be copied nor compared.
    pub fn holds_stream(&self) -> bool {
        self.members.iter().any(|member| member.holding.streamed)
    }
}

/// A union.
#[derive(Debug)]
pub struct Union {
    /// The Rust type.
    pub type_name: String,
    /// The members; their `field` is the Rust variant.
    pub members: Vec<Member>,
    /// Present when it should not be used any more; the text may be empty.
    pub deprecated: Option<String>,
}

/// A member of a structure or union.
#[derive(Debug)]
pub struct Member {
    /// The name in the description.
    pub name: String,
    /// The Rust field or variant.
    pub field: String,
    /// Documentation.
    pub docs: Docs,
    /// Present when it should not be used any more; the text may be empty.
    pub deprecated: Option<String>,
    /// How the field holds the value.
    pub holding: Holding,
    /// It has an accessor that gives a slice whether the list is there or not.
    pub slice_accessor: bool,
    /// Facts that it shares with what lists and maps hold.
    pub element: Element,
    /// It must be there.
    pub required: bool,
    /// The name in a body.
    pub wire_name: String,
    /// Where it travels.
    pub binding: Binding,
    /// A client fills it with a random token.
    pub idempotency_token: bool,
    /// It is the URL that requests go to.
    pub endpoint: bool,
    /// Its value where it is not there, as JSON text.
    pub default: Option<String>,
}

impl Member {
    /// Whether a call asks for it: nobody else has a value for it.
    pub fn is_asked_for(&self) -> bool {
        let label_has_default = matches!(self.binding, Binding::Label(_)) && self.default.is_some();
        self.required && !self.holding.optional && !self.idempotency_token && !label_has_default
    }
}

/// How a field holds its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// In an `Option`.
    pub optional: bool,
    /// In a `Box`, because the shape holds itself.
    pub boxed: bool,
    /// As a stream: the blob is the body of a request or an answer, and need not be held in memory.
    pub streamed: bool,
}

/// A target with its facts: a member, or what a list or map holds.
#[derive(Debug)]
pub struct Element {
    /// The shape.
    pub target: ShapeId,
    /// Constraints besides the target's.
    pub constraints: Constraints,
    /// Values are never shown.
    pub sensitive: bool,
    /// How a timestamp is written.
    pub timestamp_format: Option<TimestampFormat>,
    /// What a string or blob holds.
    pub media_type: Option<String>,
}

/// Where a member travels.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the description")]
pub enum Binding {
    Body,
    Label(String),
    Query(String),
    QueryParams,
    Header(String),
    PrefixHeaders(String),
    Payload,
    Status,
}

/// How a timestamp is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the description")]
pub enum TimestampFormat {
    EpochSeconds,
    DateTime,
    HttpDate,
}

/// What values must obey.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraints {
    /// Fewest characters, bytes, elements or entries.
    pub min_length: Option<u64>,
    /// Most characters, bytes, elements or entries.
    pub max_length: Option<u64>,
    /// The smallest number.
    pub min: Option<Number>,
    /// The largest number.
    pub max: Option<Number>,
    /// A regular expression.
    pub pattern: Option<String>,
    /// No element twice.
    pub unique_items: bool,
}

/// A number in a constraint.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Number {
    Integer(i64),
    Float(f64),
}

/// What makes a structure an error.
#[derive(Debug)]
pub struct ErrorFacts {
    /// The code on the wire.
    pub code: String,
    /// The service's fault, not the client's.
    pub server_fault: bool,
    /// The HTTP status.
    pub status: u16,
    /// The same request may succeed later.
    pub retryable: bool,
    /// The caller sends too many requests.
    pub throttling: bool,
    /// The code under `awsQuery`.
    pub query_code: Option<String>,
}

/// A lifecycle. Operations are indices into [`Ir::operations`], the parent one into [`Ir::lifecycles`].
#[derive(Debug)]
#[allow(missing_docs, reason = "as in the description")]
pub struct Lifecycle {
    pub name: String,
    pub collection: String,
    /// The structure that holds all that a record can say.
    pub record: Shape,
    /// The method that seeds records.
    pub seed_method: String,
    /// There is one record, and no more, in an account and region.
    pub single: bool,
    pub parent: Option<usize>,
    pub id: Vec<String>,
    pub create: Option<usize>,
    pub put: Option<usize>,
    pub read: Vec<usize>,
    pub update: Vec<usize>,
    pub delete: Option<usize>,
    pub list: Option<usize>,
    pub filters: Vec<Filter>,
    pub not_found: Option<ShapeId>,
    pub already_exists: Option<ShapeId>,
    pub unique: Vec<String>,
    pub found_by: Vec<String>,
    pub arn: Option<String>,
    pub tags: Option<String>,
    pub ignore_case: Vec<String>,
    pub refers: Vec<Reference>,
    pub transitions: Vec<Transition>,
    pub most: Option<(usize, ShapeId)>,
    pub item: Option<String>,
    pub names: Vec<(String, String)>,
    pub initial: Vec<(String, String)>,
    pub created: Vec<String>,
    pub modified: Vec<String>,
}

/// The operations on tags.
#[derive(Debug)]
#[allow(missing_docs, reason = "as in the description")]
pub struct Tagging {
    pub tag: Option<TagOperation>,
    pub untag: Option<TagOperation>,
    pub list: Option<TagOperation>,
    pub not_found: Option<ShapeId>,
    pub most: Option<(usize, ShapeId)>,
}

/// An operation on tags, as an index into [`Ir::operations`].
#[derive(Debug)]
#[allow(missing_docs, reason = "as in the description")]
pub struct TagOperation {
    pub operation: usize,
    pub resource: String,
    pub tags: String,
}

/// A condition on the records of a list.
#[derive(Debug)]
pub struct Filter {
    /// The path of the input member that sets it, with dots.
    pub input: String,
    /// The path of the record's member that it is about.
    pub member: String,
    /// What it asks.
    pub matching: Matching,
}

/// What a filter asks of a member.
#[derive(Debug)]
pub enum Matching {
    /// It equals the input's.
    Equal,
    /// It starts with the input's.
    Prefix,
    /// It is one of the input's.
    OneOf,
    /// It has none of the values, unless the input's is the one that lifts this.
    Except(Vec<String>, Option<String>),
}

/// A member that names records of other lifecycles. Values are JSON text.
#[derive(Debug)]
#[allow(missing_docs, reason = "as in the description")]
pub struct Reference {
    pub member: String,
    pub to: Vec<(usize, Vec<(String, String)>)>,
    pub shows: Vec<String>,
}

/// What an operation asks of a record and changes besides. Values are JSON text.
#[derive(Debug)]
#[allow(missing_docs, reason = "as in the description")]
pub struct Transition {
    pub operation: usize,
    pub when: Vec<(String, Vec<String>)>,
    pub error: Option<ShapeId>,
    pub set: Vec<(String, String)>,
    pub stamp: Vec<String>,
}
