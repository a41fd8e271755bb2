//! Shapes and their members.

use super::Docs;
use shapewright_spec::TimestampFormat;

/// The place of a shape in [`Ir::shapes`](super::Ir::shapes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(pub usize);

/// One shape.
#[derive(Debug)]
pub struct Shape {
    /// The id in the description.
    pub id: String,
    /// The static with its schema.
    pub static_name: String,
    /// Documentation.
    pub docs: Docs,
    /// What its values must obey.
    pub constraints: Constraints,
    /// Its values are never shown.
    pub sensitive: bool,
    /// How a timestamp is written.
    pub timestamp_format: Option<TimestampFormat>,
    /// Present when it is a blob that streams where it is the body of a request or a response.
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
    /// As a stream: the blob is the body of a request or a response, and need not be held in memory.
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

/// Where a member travels. Unlike `shapewright_spec::Binding`, which a member may lack, it says of every member where that is.
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
