//! Shapes and their members, as a description writes them.

use super::{Deprecated, common::is_false};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

/// A shape. `type` says which; each type has its own facts and refuses the others'.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Shape {
    /// Bytes, base64 in JSON.
    Blob(Simple),
    /// True or false.
    Boolean(Simple),
    /// Text.
    String(Simple),
    /// Text out of a set that can grow.
    Enum(Enum),
    /// A 32-bit integer out of a set that can grow.
    IntEnum(IntEnum),
    /// An 8-bit signed integer.
    Byte(Simple),
    /// A 16-bit signed integer.
    Short(Simple),
    /// A 32-bit signed integer.
    Integer(Simple),
    /// A 64-bit signed integer.
    Long(Simple),
    /// A 32-bit float.
    Float(Simple),
    /// A 64-bit float.
    Double(Simple),
    /// An integer of any size.
    BigInteger(Simple),
    /// A decimal number of any size and precision.
    BigDecimal(Simple),
    /// A point in time.
    Timestamp(Simple),
    /// Any JSON value.
    Document(Simple),
    /// A list.
    List(List),
    /// A map with string keys.
    Map(Map),
    /// Named members.
    Structure(Structure),
    /// Exactly one of several named members.
    Union(Structure),
}

impl Shape {
    /// The value of `type`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Blob(_) => "blob",
            Self::Boolean(_) => "boolean",
            Self::String(_) => "string",
            Self::Enum(_) => "enum",
            Self::IntEnum(_) => "intEnum",
            Self::Byte(_) => "byte",
            Self::Short(_) => "short",
            Self::Integer(_) => "integer",
            Self::Long(_) => "long",
            Self::Float(_) => "float",
            Self::Double(_) => "double",
            Self::BigInteger(_) => "bigInteger",
            Self::BigDecimal(_) => "bigDecimal",
            Self::Timestamp(_) => "timestamp",
            Self::Document(_) => "document",
            Self::List(_) => "list",
            Self::Map(_) => "map",
            Self::Structure(_) => "structure",
            Self::Union(_) => "union",
        }
    }

    /// Documentation in Markdown.
    pub fn docs(&self) -> Option<&str> {
        match self {
            Self::Enum(shape) => shape.docs.as_deref(),
            Self::IntEnum(shape) => shape.docs.as_deref(),
            Self::List(shape) => shape.docs.as_deref(),
            Self::Map(shape) => shape.docs.as_deref(),
            Self::Structure(shape) | Self::Union(shape) => shape.docs.as_deref(),
            _ => self.simple()?.docs.as_deref(),
        }
    }

    /// The facts of a shape without parts of its own. Enums have values, so they are none.
    pub fn simple(&self) -> Option<&Simple> {
        match self {
            Self::Blob(simple)
            | Self::Boolean(simple)
            | Self::String(simple)
            | Self::Byte(simple)
            | Self::Short(simple)
            | Self::Integer(simple)
            | Self::Long(simple)
            | Self::Float(simple)
            | Self::Double(simple)
            | Self::BigInteger(simple)
            | Self::BigDecimal(simple)
            | Self::Timestamp(simple)
            | Self::Document(simple) => Some(simple),
            Self::Enum(_) | Self::IntEnum(_) | Self::List(_) | Self::Map(_) | Self::Structure(_) | Self::Union(_) => {
                None
            }
        }
    }
}

/// A shape without parts of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Simple {
    /// Documentation in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// The fewest and most characters of a string, or bytes of a blob.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Length>,
    /// The smallest and largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// A regular expression (ECMA 262) that is found in the string. It is a search unless it is anchored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// How the timestamp is written, where it is not the protocol's own way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp_format: Option<TimestampFormat>,
    /// The value never shows in logs or in `Debug`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// The blob is sent and received without being held in memory.
    #[serde(default, skip_serializing_if = "is_false")]
    pub streaming: bool,
    /// The length of the streaming blob must be known before it is sent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub requires_length: bool,
    /// What the string or blob holds, for instance `application/json`. A string in a header is then in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
}

/// An enum of strings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Enum {
    /// Documentation in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// The values, as they are on the wire.
    pub values: IndexMap<String, EnumValue>,
    /// The value never shows in logs or in `Debug`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
}

/// Facts about one value of an enum.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnumValue {
    /// Documentation in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// A name for code, where the value itself does not make one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The value should not be used any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// The value is taken like the others, but no message of a server names it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub internal: bool,
}

/// An enum of 32-bit integers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IntEnum {
    /// Documentation in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// The values, by name.
    pub values: IndexMap<String, IntEnumValue>,
}

/// One value of an [`IntEnum`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IntEnumValue {
    /// The number on the wire.
    pub value: i32,
    /// Documentation in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    /// Documentation in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// What the list holds.
    pub member: Element,
    /// The fewest and most elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Length>,
    /// No element may be there twice.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unique_items: bool,
    /// Elements may be null.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sparse: bool,
    /// The list never shows in logs or in `Debug`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
}

/// A map with string keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Map {
    /// Documentation in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// What the keys are: a string or an enum.
    pub key: Element,
    /// What the values are.
    pub value: Element,
    /// The fewest and most entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Length>,
    /// Values may be null.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sparse: bool,
    /// The map never shows in logs or in `Debug`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
}

/// What a list or a map holds: a shape id, or a shape id with facts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Element {
    /// A shape id.
    Target(String),
    /// A shape id with facts of its own.
    Member(Box<Member>),
}

impl Element {
    /// The shape id.
    pub fn target(&self) -> &str {
        match self {
            Self::Target(target) => target,
            Self::Member(member) => &member.target,
        }
    }

    /// The facts, where there are any.
    pub fn member(&self) -> Option<&Member> {
        match self {
            Self::Target(_) => None,
            Self::Member(member) => Some(member),
        }
    }
}

/// A structure, a union or an error.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Structure {
    /// Documentation in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// Present when the structure is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
    /// The members, by name.
    #[serde(default)]
    pub members: IndexMap<String, Member>,
    /// The structure never shows in logs or in `Debug`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// The union is a stream of events: each member is a kind of event.
    #[serde(default, skip_serializing_if = "is_false")]
    pub streaming: bool,
    /// How the structure is written in XML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xml: Option<Xml>,
    /// The structure should not be used any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
}

/// What makes a structure an error.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Error {
    /// Whose fault it is. `check` asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// The HTTP status. Absent: 400 for the client's fault, 500 for the server's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The code on the wire, where it is not the shape's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The same request may succeed later.
    #[serde(default, skip_serializing_if = "is_false")]
    pub retryable: bool,
    /// The caller sends too many requests.
    #[serde(default, skip_serializing_if = "is_false")]
    pub throttling: bool,
    /// The code that the error had under `awsQuery`, where the service is `queryCompatible`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query_code: Option<String>,
}

/// Whose fault an error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// The request was wrong.
    Client,
    /// The service failed.
    Server,
}

/// One member of a structure or union.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Member {
    /// The shape id.
    pub target: String,
    /// The member must be there.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// A client's types leave the member optional, though it is required: the service may stop asking for it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub client_optional: bool,
    /// Documentation in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// Where the member travels, when it is not in the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http: Option<Binding>,
    /// The name in the body, where it is not the member's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How the timestamp is written, where it is not the way of its shape or place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp_format: Option<TimestampFormat>,
    /// A client fills the member with a random token when the caller does not.
    #[serde(default, skip_serializing_if = "is_false")]
    pub idempotency_token: bool,
    /// The value never shows in logs or in `Debug`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// The member should not be used any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// The value of a member that is not there. In a label, which must not be empty, also that of one that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// The fewest and most characters, bytes, elements or entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Length>,
    /// The smallest and largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// A regular expression (ECMA 262) that is found in the string. It is a search unless it is anchored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// No element may be there twice.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unique_items: bool,
    /// The member's value is put into the operation's `hostPrefix`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub host_label: bool,
    /// The member's value is the URL that a client sends the request to, as an earlier response gave it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub endpoint: bool,
    /// What the string or blob holds, where its shape does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The member is the body of an event.
    #[serde(default, skip_serializing_if = "is_false")]
    pub event_payload: bool,
    /// The member is a header of an event.
    #[serde(default, skip_serializing_if = "is_false")]
    pub event_header: bool,
    /// How the member is written in XML and in form-encoded requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xml: Option<Xml>,
}

/// How a structure or a member is written in XML and in form-encoded requests.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Xml {
    /// The name of the element or attribute, where it is not the member's or shape's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The member is an attribute of the element around it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub attribute: bool,
    /// The elements of the list or map stand where the list or map would.
    #[serde(default, skip_serializing_if = "is_false")]
    pub flattened: bool,
    /// The namespace of the element.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<XmlNamespace>,
    /// The name in a request of `ec2Query`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query_name: Option<String>,
}

/// A namespace of XML.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct XmlNamespace {
    /// Its URI.
    pub uri: String,
    /// The prefix that it is bound to. None: it is the default namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
}

/// Where a member travels, when it is not in the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Binding {
    /// In the URI, at the label of this name.
    Label(String),
    /// In the query, under this name.
    Query(String),
    /// All entries of the map in the query.
    QueryParams,
    /// In the header of this name.
    Header(String),
    /// Each entry of the map in a header whose name starts so.
    PrefixHeaders(String),
    /// The member is the body.
    Payload,
    /// The member is the HTTP status of the response.
    Status,
}

/// How a timestamp is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum TimestampFormat {
    /// Seconds since 1970, as a number with an optional fraction.
    EpochSeconds,
    /// RFC 3339 in UTC: `1985-04-12T23:20:50.52Z`.
    DateTime,
    /// IMF fixdate: `Tue, 29 Apr 2014 18:30:38 GMT`.
    HttpDate,
}

/// The fewest and the most, both included.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Length {
    /// The fewest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// The most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
}

/// The smallest and the largest number, both included.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The smallest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "json-schema", schemars(with = "Option<f64>"))]
    pub min: Option<Number>,
    /// The largest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "json-schema", schemars(with = "Option<f64>"))]
    pub max: Option<Number>,
}
