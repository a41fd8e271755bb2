//! Shapes, members, operations and services as static data.
//!
//! Parts that few shapes have, or that are large, are held by reference: every `const` function copies what it changes, and
//! the compiler runs them all.
//!
//! Generated model crates hold one `static` [`Schema`] a shape and one [`Operation`] an operation. They are plain data,
//! made by `const` functions, so that they cost a compiler next to nothing. Codecs, validation, redaction and the mock's
//! state engine walk them.

use crate::{EndpointFacts, StaticSlice, TimestampFormat};
use std::fmt;

/// A shape: its name, what it is made of, and what its values must obey.
#[derive(Debug)]
pub struct Schema {
    /// The shape's id in the description.
    pub name: &'static str,
    /// What it is made of.
    pub kind: Kind,
    /// What its values must obey.
    pub constraints: &'static Constraints,
    /// Values never show in logs or in `Debug`.
    pub sensitive: bool,
    /// How a timestamp is written, where it is not the protocol's own way.
    pub timestamp_format: Option<TimestampFormat>,
    /// What a string or blob holds, for instance `image/png`.
    pub media_type: Option<&'static str>,
    /// Those values of an enum that are taken like the others, but that no message names.
    pub internal: &'static [&'static str],
    /// Present when the shape is an error.
    pub error: Option<ErrorFacts>,
    /// Present when the shape is a blob that need not be held in memory where it is the body of a request or a response.
    pub streaming: Option<Streaming>,
}

/// How a blob streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Streaming {
    /// Its length may be unknown when it is sent.
    AnyLength,
    /// Its length must be known when it is sent.
    KnownLength,
}

/// What a shape is made of.
#[derive(Debug)]
pub enum Kind {
    /// Bytes.
    Blob,
    /// True or false.
    Boolean,
    /// Text.
    String,
    /// Text out of these values, as they are on the wire; the set can grow.
    Enum(&'static [&'static str]),
    /// A 32-bit integer out of these; the set can grow.
    IntEnum(&'static [i32]),
    /// An 8-bit signed integer.
    Byte,
    /// A 16-bit signed integer.
    Short,
    /// A 32-bit signed integer.
    Integer,
    /// A 64-bit signed integer.
    Long,
    /// A 32-bit float.
    Float,
    /// A 64-bit float.
    Double,
    /// An integer of any size.
    BigInteger,
    /// A decimal number of any size and precision.
    BigDecimal,
    /// A point in time.
    Timestamp,
    /// Any JSON value.
    Document,
    /// A list of what the member says. Sparse: elements may be null.
    List {
        /// The element.
        member: &'static Member,
        /// Elements may be null.
        sparse: bool,
    },
    /// A map with string keys.
    Map {
        /// The key: a string or an enum.
        key: &'static Member,
        /// The value.
        value: &'static Member,
        /// Values may be null.
        sparse: bool,
    },
    /// Members, in the order of the description.
    Structure(Members),
    /// Exactly one of these members.
    Union(Members),
}

impl Kind {
    /// The name of the type in a description.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Blob => "blob",
            Self::Boolean => "boolean",
            Self::String => "string",
            Self::Enum(_) => "enum",
            Self::IntEnum(_) => "intEnum",
            Self::Byte => "byte",
            Self::Short => "short",
            Self::Integer => "integer",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::BigInteger => "bigInteger",
            Self::BigDecimal => "bigDecimal",
            Self::Timestamp => "timestamp",
            Self::Document => "document",
            Self::List { .. } => "list",
            Self::Map { .. } => "map",
            Self::Structure(_) => "structure",
            Self::Union(_) => "union",
        }
    }
}

impl Schema {
    /// A shape without constraints.
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            constraints: &Constraints::NONE,
            sensitive: false,
            timestamp_format: None,
            media_type: None,
            internal: &[],
            error: None,
            streaming: None,
        }
    }

    /// A structure.
    pub const fn structure(name: &'static str, members: &'static [Member]) -> Self {
        Self::new(name, Kind::Structure(Members::of(members)))
    }

    /// A union.
    pub const fn union(name: &'static str, members: &'static [Member]) -> Self {
        Self::new(name, Kind::Union(Members::of(members)))
    }

    /// A list of `member`.
    pub const fn list(name: &'static str, member: &'static Member) -> Self {
        Self::new(name, Kind::List { member, sparse: false })
    }

    /// A list of `member` or null.
    pub const fn sparse_list(name: &'static str, member: &'static Member) -> Self {
        Self::new(name, Kind::List { member, sparse: true })
    }

    /// A map of `key` to `value`.
    pub const fn map(name: &'static str, key: &'static Member, value: &'static Member) -> Self {
        Self::new(
            name,
            Kind::Map {
                key,
                value,
                sparse: false,
            },
        )
    }

    /// A map of `key` to `value` or null.
    pub const fn sparse_map(name: &'static str, key: &'static Member, value: &'static Member) -> Self {
        Self::new(
            name,
            Kind::Map {
                key,
                value,
                sparse: true,
            },
        )
    }

    /// The same shape, its values obeying `constraints`.
    pub const fn constrained(mut self, constraints: &'static Constraints) -> Self {
        self.constraints = constraints;
        self
    }

    /// The same shape, never shown.
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The same timestamp, written as `format`.
    pub const fn written_as(mut self, format: TimestampFormat) -> Self {
        self.timestamp_format = Some(format);
        self
    }

    /// The same string or blob, holding `media_type`.
    pub const fn holding(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// The same enum, `values` of it being internal.
    pub const fn internal(mut self, values: &'static [&'static str]) -> Self {
        self.internal = values;
        self
    }

    /// The same structure as an error.
    pub const fn error(mut self, error: ErrorFacts) -> Self {
        self.error = Some(error);
        self
    }

    /// The same blob, which streams.
    pub const fn streaming(mut self, streaming: Streaming) -> Self {
        self.streaming = Some(streaming);
        self
    }

    /// The member that is the body of a request or a response and need not be held in memory: its index, and how it streams.
    pub fn stream(&self) -> Option<(usize, Streaming)> {
        self.members().iter().enumerate().find_map(|(index, member)| {
            let streaming = member.target.streaming?;
            (member.binding == Binding::Payload).then_some((index, streaming))
        })
    }

    /// The members of a structure or union; of any other shape none.
    pub fn members(&self) -> &'static [Member] {
        match self.kind {
            Kind::Structure(members) | Kind::Union(members) => members.all(),
            _ => &[],
        }
    }

    /// The index and facts of the member that the description calls `name`.
    pub fn member(&self, name: &str) -> Option<(usize, &'static Member)> {
        self.members()
            .iter()
            .enumerate()
            .find(|(_, member)| member.name == name)
    }
}

/// The members of a structure or union, in the order of the description.
pub type Members = StaticSlice<Member>;

/// One member of a structure or union, or what a list or map holds.
#[derive(Debug)]
pub struct Member {
    /// The name in the description. Empty for what a list or map holds.
    pub name: &'static str,
    /// The name in a body.
    pub wire_name: &'static str,
    /// The shape of its values.
    pub target: &'static Schema,
    /// Where it travels.
    pub binding: Binding,
    /// What its values must obey besides the constraints of the target.
    pub constraints: &'static Constraints,
    /// It must be there.
    pub required: bool,
    /// A client fills it with a random token when the caller does not.
    pub idempotency_token: bool,
    /// Its value is the URL that a client sends the request to.
    pub endpoint: bool,
    /// Values never show in logs or in `Debug`.
    pub sensitive: bool,
    /// How a timestamp is written, where it is not the way of its target.
    pub timestamp_format: Option<TimestampFormat>,
    /// What a string or blob holds, where its target does not say it.
    pub media_type: Option<&'static str>,
    /// The value of a member that is not there, as JSON text.
    pub default: Option<&'static str>,
}

impl Member {
    /// An optional member that travels in the body under its own name.
    pub const fn new(name: &'static str, target: &'static Schema) -> Self {
        Self {
            name,
            wire_name: name,
            target,
            binding: Binding::Body,
            constraints: &Constraints::NONE,
            required: false,
            idempotency_token: false,
            endpoint: false,
            sensitive: false,
            timestamp_format: None,
            media_type: None,
            default: None,
        }
    }

    /// What its values must obey: what the member says itself stands in for what its target says.
    pub fn effective_constraints(&self) -> Constraints {
        let (own, target) = (self.constraints, self.target.constraints);
        let either = |is_set: bool| if is_set { own } else { target };
        let length = either(own.min_length.or(own.max_length).is_some());
        let range = either(own.min.or(own.max).is_some());
        Constraints {
            min_length: length.min_length,
            max_length: length.max_length,
            min: range.min,
            max: range.max,
            pattern: own.pattern.or(target.pattern),
            unique_items: own.unique_items || target.unique_items,
        }
    }

    /// What a list or map holds.
    pub const fn element(target: &'static Schema) -> Self {
        Self::new("", target)
    }

    /// The same member, required.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same member, travelling elsewhere than in the body.
    pub const fn bound(mut self, binding: Binding) -> Self {
        self.binding = binding;
        self
    }

    /// The same member, with another name in the body.
    pub const fn wire_name(mut self, name: &'static str) -> Self {
        self.wire_name = name;
        self
    }

    /// The same member, its values obeying `constraints` too.
    pub const fn constrained(mut self, constraints: &'static Constraints) -> Self {
        self.constraints = constraints;
        self
    }

    /// The same member as idempotency token.
    pub const fn idempotency_token(mut self) -> Self {
        self.idempotency_token = true;
        self
    }

    /// The same member as the URL that requests go to.
    pub const fn endpoint(mut self) -> Self {
        self.endpoint = true;
        self
    }

    /// The same member, never shown.
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The same timestamp member, written as `format`.
    pub const fn written_as(mut self, format: TimestampFormat) -> Self {
        self.timestamp_format = Some(format);
        self
    }

    /// The same string or blob, holding `media_type`.
    pub const fn holding(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// The same member; where it is not there its value is `json`.
    pub const fn default_value(mut self, json: &'static str) -> Self {
        self.default = Some(json);
        self
    }

    /// Whether its values must not be shown, by its own word or its target's.
    pub fn is_sensitive(&self) -> bool {
        self.sensitive || self.target.sensitive
    }

    /// How its timestamps are written: by its own word, its target's, or as `otherwise` says.
    pub fn timestamp_format_or(&self, otherwise: TimestampFormat) -> TimestampFormat {
        self.timestamp_format
            .or(self.target.timestamp_format)
            .unwrap_or(otherwise)
    }

    /// What its strings or blobs hold, by its own word or its target's.
    pub fn media_type(&self) -> Option<&'static str> {
        self.media_type.or(self.target.media_type)
    }
}

/// Where a member of an operation's input, output or error travels.
///
/// `shapewright-spec` has the same fact as a type of the file format. They are two, since the runtime must not depend on the
/// generator, and build scripts must not compile the runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// In the body, with the others.
    Body,
    /// In the URI, at the label of this name.
    Label(&'static str),
    /// In the query, under this name.
    Query(&'static str),
    /// All entries of the map in the query.
    QueryParams,
    /// In the header of this name.
    Header(&'static str),
    /// Each entry of the map in a header whose name starts so.
    PrefixHeaders(&'static str),
    /// It is the body.
    Payload,
    /// It is the HTTP status of the response.
    Status,
}

/// A number in a constraint, exact for every 64-bit integer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
        }
    }
}

/// What values must obey. Each bound includes itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Constraints {
    /// The fewest characters, bytes, elements or entries.
    pub min_length: Option<u64>,
    /// The most characters, bytes, elements or entries.
    pub max_length: Option<u64>,
    /// The smallest number.
    pub min: Option<Number>,
    /// The largest number.
    pub max: Option<Number>,
    /// A regular expression (ECMA 262) that is found in the string.
    pub pattern: Option<&'static str>,
    /// No element may be there twice.
    pub unique_items: bool,
}

impl Constraints {
    /// No constraint.
    pub const NONE: Self = Self {
        min_length: None,
        max_length: None,
        min: None,
        max: None,
        pattern: None,
        unique_items: false,
    };

    /// At least `least` characters, bytes, elements or entries.
    pub const fn min_length(mut self, least: u64) -> Self {
        self.min_length = Some(least);
        self
    }

    /// At most `most` characters, bytes, elements or entries.
    pub const fn max_length(mut self, most: u64) -> Self {
        self.max_length = Some(most);
        self
    }

    /// No number under `least`.
    pub const fn min(mut self, least: Number) -> Self {
        self.min = Some(least);
        self
    }

    /// No number over `most`.
    pub const fn max(mut self, most: Number) -> Self {
        self.max = Some(most);
        self
    }

    /// `pattern` is found in every string.
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// No element twice.
    pub const fn unique_items(mut self) -> Self {
        self.unique_items = true;
        self
    }
}

/// Whose fault an error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The request was wrong.
    Client,
    /// The service failed.
    Server,
}

/// What makes a structure an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorFacts {
    /// The code on the wire.
    pub code: &'static str,
    /// Whose fault it is.
    pub fault: Fault,
    /// The HTTP status.
    pub status: u16,
    /// The same request may succeed later.
    pub retryable: bool,
    /// The caller sends too many requests.
    pub throttling: bool,
    /// The code that it had when the service spoke `awsQuery`, where that is another one.
    pub query_code: Option<&'static str>,
}

/// A service.
#[derive(Debug)]
pub struct Service {
    /// The prefix of the crates' names, for instance `weather`.
    pub name: &'static str,
    /// The service id, for instance `Weather`.
    pub id: &'static str,
    /// The API version.
    pub version: &'static str,
    /// The names of the protocols that the service speaks, the preferred one first, for instance `awsJson1_1`.
    pub protocols: &'static [&'static str],
    /// What stands before the dot in `X-Amz-Target`, and for the service in the path of an RPC protocol; empty where no
    /// protocol has that.
    pub target_prefix: &'static str,
    /// The service name in the credential scope.
    pub signing_name: &'static str,
    /// How the host name is made.
    pub endpoint: EndpointFacts<'static>,
    /// Headers that all requests of clients carry, by name. A member that is bound to one and is there counts instead.
    pub headers: &'static [(&'static str, &'static str)],
    /// The service spoke `awsQuery` once: its errors carry the codes that they had then as well.
    pub query_compatible: bool,
    /// The operations, in the order of the description.
    pub operations: &'static [&'static Operation],
}

impl Service {
    /// The index and facts of the operation called `name`.
    pub fn operation(&self, name: &str) -> Option<(usize, &'static Operation)> {
        self.operations
            .iter()
            .enumerate()
            .find_map(|(index, operation)| (operation.name == name).then_some((index, *operation)))
    }
}

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// The name, for instance `CreateUser`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The URI with `{label}` and `{label+}`, optionally with a literal query.
    pub uri: &'static str,
    /// The HTTP status of success.
    pub status: u16,
    /// The structure that a request carries.
    pub input: &'static Schema,
    /// The structure that a response carries.
    pub output: &'static Schema,
    /// The error structures that it can return.
    pub errors: &'static [&'static Schema],
    /// It changes nothing on the server.
    pub readonly: bool,
    /// Sending the same request again has no further effect.
    pub idempotent: bool,
    /// How it is read page by page.
    pub pagination: Option<Pagination>,
    /// What its requests have that those of most operations do not.
    pub request: RequestFacts,
}

/// What the requests of some operations have.
#[derive(Debug, Clone, Copy)]
pub struct RequestFacts {
    /// How the host name is made, where it is not the way of the service.
    pub endpoint: Option<&'static EndpointFacts<'static>>,
    /// A prefix of the host name; `{Member}` stands for a member of the input.
    pub host_prefix: Option<&'static str>,
    /// Nobody has to prove who calls: requests are not signed.
    pub anonymous: bool,
    /// A signature may leave the body out.
    pub unsigned_payload: bool,
    /// The request must carry a checksum of its body.
    pub checksum: bool,
    /// The header for the SHA-256 tree hash of the body, which the request must carry besides its SHA-256.
    pub tree_hash: Option<&'static str>,
    /// A large body may be compressed with gzip.
    pub gzip: bool,
}

impl RequestFacts {
    /// A request like any other.
    pub const PLAIN: Self = Self {
        endpoint: None,
        host_prefix: None,
        anonymous: false,
        unsigned_payload: false,
        checksum: false,
        tree_hash: None,
        gzip: false,
    };
}

impl Operation {
    /// The error shape whose code is `code`.
    pub fn error(&self, code: &str) -> Option<&'static Schema> {
        self.errors
            .iter()
            .copied()
            .find(|schema| schema.error.is_some_and(|facts| facts.code == code))
    }
}

/// How an operation is read page by page. Members are named; a dot goes into a nested structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pagination {
    /// The input member that takes the token.
    pub input_token: &'static str,
    /// The output member that gives the next token.
    pub output_token: &'static str,
    /// The input member that limits a page.
    pub page_size: Option<&'static str>,
    /// The output member that holds a page's items.
    pub items: Option<&'static str>,
}
