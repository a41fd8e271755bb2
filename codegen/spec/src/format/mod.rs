//! The normalized description of a service, as serde types.
//!
//! One [`Spec`] is one JSON file. Shape ids are local to the file, every shape is named, and the order of
//! operations, shapes, members and enum values is kept as written. These types hold what a file says and
//! nothing else: they do not resolve targets (see `lower`) and do not judge (see `check`).
//!
//! The JSON Schema of the format, `specs/spec.schema.json`, is made from these types.

mod protocols;
mod reach;
mod shape;
mod tagging;
mod waiter;

pub use protocols::Protocols;
pub use shape::*;
pub use tagging::*;
pub use waiter::*;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the format that this library reads and writes.
pub const VERSION: u32 = 1;

/// A service description: one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Spec {
    /// Where an editor finds the JSON Schema of this file. Has no meaning to the generator.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub json_schema: Option<String>,
    /// The version of the format, always [`VERSION`].
    pub spec: u32,
    /// The service itself.
    pub service: Service,
    /// The operations, by name.
    #[serde(default)]
    pub operations: IndexMap<String, Operation>,
    /// The shapes, by id.
    #[serde(default)]
    pub shapes: IndexMap<String, Shape>,
    /// What a client can wait for, by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub waiters: IndexMap<String, Waiter>,
    /// The lifecycles that a mock keeps state for, by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub resources: IndexMap<String, Resource>,
    /// The operations on the tags of records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagging: Option<Tagging>,
}

/// Facts about the service as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Service {
    /// The prefix of the generated crates' names: lower case, digits and hyphens.
    pub name: String,
    /// The service id, for instance `WorkMail`.
    pub id: String,
    /// The name for people, for instance `Amazon WorkMail`.
    pub title: String,
    /// The API version, usually a date.
    pub version: String,
    /// How requests and responses are written: a protocol, or a list of all that the service speaks, best first.
    pub protocol: Protocols,
    /// What stands before the dot in `X-Amz-Target`, and for the service in the path of `rpcv2Cbor`. Protocols without
    /// HTTP bindings need it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_prefix: Option<String>,
    /// How requests are signed.
    pub signing: Signing,
    /// The ways to prove who calls, the preferred one first. None: `sigv4`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub auth: Vec<Auth>,
    /// How the host name is made.
    pub endpoint: Endpoint,
    /// Headers that all requests of clients carry, by name: what the service asks for and no member says. A member that is
    /// bound to the same header counts instead, where it is set.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub headers: IndexMap<String, String>,
    /// The namespace of XML bodies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xml_namespace: Option<XmlNamespace>,
    /// The service spoke `awsQuery` once: its errors carry their old codes beside the shapes' ids.
    #[serde(default, skip_serializing_if = "is_false")]
    pub query_compatible: bool,
    /// The error responses of `restXml` are a bare `Error`, without an `ErrorResponse` around it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub bare_errors: bool,
    /// Documentation in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}

/// How requests are signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Signing {
    /// The service name in the credential scope.
    pub name: String,
}

/// A way to prove who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Auth {
    /// Signature Version 4.
    Sigv4,
    /// Signature Version 4A, which holds for several regions.
    Sigv4a,
    /// A token in the header `Authorization`.
    Bearer,
    /// User name and password in the header `Authorization`.
    Basic,
    /// HTTP Digest.
    Digest,
    /// A key in a header or in the query.
    ApiKey,
    /// Nothing: everybody may call.
    None,
}

impl Auth {
    /// Whether requests are not signed: everybody may call, and a signature is none of the ways.
    pub fn is_anonymous(ways: &[Self]) -> bool {
        ways.contains(&Self::None) && !ways.contains(&Self::Sigv4)
    }
}

/// How the host name of the service, or of an operation, is made: `<prefix>.<region>.<suffix of the partition>`, with `-fips`
/// after the prefix where that is asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Endpoint {
    /// The first label of the host name, for instance `email` in `email.eu-west-1.amazonaws.com`.
    pub prefix: String,
    /// Where the service has multi-region endpoints: the label between the endpoint's id and the prefix, for instance
    /// `endpoints` in `abc.endpoints.email.amazonaws.com`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multi_region: Option<String>,
    /// The service has only addresses of both IP versions, as `dsql.eu-west-1.api.aws`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub dual_stack_only: bool,
    /// Addresses that are made otherwise: the first whose conditions hold counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<EndpointException>,
}

/// An address that is made otherwise, and when it counts. A condition that is not there always holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndpointException {
    /// The partition of the region, for instance `aws-cn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition: Option<String>,
    /// The region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Whether cryptography that FIPS 140 approves is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fips: Option<bool>,
    /// Whether addresses of both IP versions are asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dual_stack: Option<bool>,
    /// The host name. `{region}` stands for the region, `{globalRegion}` for the one region that global services of the
    /// partition have, `{fips}` for `-fips` where that is asked for, `{suffix}` for the partition's suffix by what is asked
    /// for, `{plainSuffix}` and `{dualStackSuffix}` for either. A path can follow, which then stands before all others.
    pub host: String,
    /// The region that requests are signed for, where it is not the one that is asked for; `{globalRegion}` stands for the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_region: Option<String>,
}

/// A wire protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub enum Protocol {
    /// AWS JSON 1.0: `POST /` with a target header.
    #[serde(rename = "awsJson1_0")]
    AwsJson1_0,
    /// AWS JSON 1.1: `POST /` with a target header.
    #[serde(rename = "awsJson1_1")]
    AwsJson1_1,
    /// REST with JSON bodies.
    #[serde(rename = "restJson1")]
    RestJson1,
    /// RPC with CBOR bodies.
    #[serde(rename = "rpcv2Cbor")]
    RpcV2Cbor,
    /// REST with XML bodies.
    #[serde(rename = "restXml")]
    RestXml,
    /// Form-encoded requests, XML responses.
    #[serde(rename = "awsQuery")]
    AwsQuery,
    /// The variant of `awsQuery` that EC2 speaks.
    #[serde(rename = "ec2Query")]
    Ec2Query,
}

impl Protocol {
    /// The name in a description.
    pub fn name(self) -> &'static str {
        match self {
            Self::AwsJson1_0 => "awsJson1_0",
            Self::AwsJson1_1 => "awsJson1_1",
            Self::RestJson1 => "restJson1",
            Self::RpcV2Cbor => "rpcv2Cbor",
            Self::RestXml => "restXml",
            Self::AwsQuery => "awsQuery",
            Self::Ec2Query => "ec2Query",
        }
    }

    /// Whether a request names the operation, and all members travel in its body.
    pub fn is_rpc(self) -> bool {
        !self.has_http_bindings()
    }

    /// Whether a request names the service as well.
    pub fn has_target_prefix(self) -> bool {
        matches!(self, Self::AwsJson1_0 | Self::AwsJson1_1 | Self::RpcV2Cbor)
    }

    /// Whether requests are forms.
    pub fn is_query(self) -> bool {
        matches!(self, Self::AwsQuery | Self::Ec2Query)
    }

    /// Whether responses are XML.
    pub fn is_xml(self) -> bool {
        self.is_query() || self == Self::RestXml
    }

    /// Whether members travel in the URI and in headers as well as in the body.
    pub fn has_http_bindings(self) -> bool {
        matches!(self, Self::RestJson1 | Self::RestXml)
    }
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Operation {
    /// Documentation in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// Method, URI and status of success.
    pub http: Http,
    /// The structure that a request carries. Absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// The structure that an answer carries. Absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// The error structures that this operation can answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
    /// The operation changes nothing on the server.
    #[serde(default, skip_serializing_if = "is_false")]
    pub readonly: bool,
    /// Sending the same request again has no further effect.
    #[serde(default, skip_serializing_if = "is_false")]
    pub idempotent: bool,
    /// The operation should not be used any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// How the operation is read page by page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paginated: Option<Paginated>,
    /// How the host name is made, where it is not the way of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Endpoint>,
    /// A prefix of the host name; `{Member}` stands for a member marked `hostLabel`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host_prefix: Option<String>,
    /// The ways to prove who calls, where they are not those of the service.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub auth: Vec<Auth>,
    /// The signature need not cover the body.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unsigned_payload: bool,
    /// How requests and answers carry a checksum of their bodies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum: Option<Checksum>,
    /// The encodings that a large body may be compressed with, the preferred one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compression: Vec<String>,
}

impl Operation {
    /// The ways to prove who calls, those of the service where it has none of its own.
    pub fn ways_to_prove<'a>(&'a self, service: &'a Service) -> &'a [Auth] {
        if self.auth.is_empty() {
            &service.auth
        } else {
            &self.auth
        }
    }
}

/// How requests and answers carry a checksum of their bodies.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Checksum {
    /// A request without a checksum is refused.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// The input member that names the algorithm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub algorithm_member: Option<String>,
    /// The input member that asks for checksums in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validation_member: Option<String>,
    /// The algorithms that answers may use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response_algorithms: Vec<String>,
    /// The input member, bound to a header, that carries the SHA-256 tree hash of the body: hashes of its mebibytes, put
    /// together in pairs. A client fills it when the caller does not, and sends the body's SHA-256 in
    /// `X-Amz-Content-Sha256`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree_hash: Option<String>,
}

impl Checksum {
    /// Whether requests carry it as `Content-MD5`: it is required, and no algorithm can be chosen.
    pub fn is_md5(&self) -> bool {
        self.required && self.algorithm_member.is_none() && self.tree_hash.is_none()
    }
}

/// The HTTP line of an operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Http {
    /// The method, in capitals.
    pub method: String,
    /// The URI with `{label}` and `{label+}` (greedy), optionally with a literal query.
    pub uri: String,
    /// The status of success.
    #[serde(default = "ok", skip_serializing_if = "is_ok")]
    pub status: u16,
}

fn ok() -> u16 {
    200
}

fn is_ok(status: &u16) -> bool {
    *status == 200
}

/// How an operation is read page by page. Members are named; a dot goes into a nested structure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Paginated {
    /// The input member that takes the token.
    pub input_token: String,
    /// The output member that gives the next token.
    pub output_token: String,
    /// The input member that limits a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_size: Option<String>,
    /// The output member that holds a page's items: a list or a map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
}

impl Spec {
    /// The page token of an operation, where it is one that a mock cannot make: its tokens are text.
    pub fn token_beside_text(&self, operation: &Operation) -> Option<&Shape> {
        let paginated = operation.paginated.as_ref()?;
        let Some(Shape::Structure(input)) = self.shapes.get(operation.input.as_ref()?) else {
            return None;
        };
        let token = self.shapes.get(&input.members.get(&paginated.input_token)?.target)?;
        (!matches!(token, Shape::String(_) | Shape::Enum(_))).then_some(token)
    }
}

/// Marks what should not be used any more.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Deprecated {
    /// Since when, a date or a version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// What to use instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// A lifecycle: enough for a mock to create, read, list, update and delete with no hand-written code.
///
/// Records of a resource live under those of its parent. A record is found by the parent's identifiers and its own;
/// each identifier is the name of the member that carries it in requests. Of the members that a resource names, those of
/// `id`, `arn`, `tags` and `refers` are the record's own; elsewhere a dot goes into a structure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resource {
    /// What the resource is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// What seeds call its records. Without it the plural of its name, or the name itself where there is one record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<String>,
    /// The resource that this one lives under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The members that identify a record, besides those of the parent. None: there is one record per parent.
    #[serde(default)]
    pub id: OneOrMany,
    /// Makes a record. An identifier that the input does not carry is made up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create: Option<String>,
    /// Makes a record or replaces the one with the same identifiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub put: Option<String>,
    /// Answer a record.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub read: OneOrMany,
    /// Change those members of a record that the input carries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub update: Vec<String>,
    /// Removes a record and all that live under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete: Option<String>,
    /// Answers the records in the order of their creation, filtered by the identifiers that the input carries. Its page
    /// token, if it has one, is text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// Which records a list leaves out, by what its input says besides identifiers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    /// The error for a record that is not there. An operation that cannot answer it succeeds without effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_found: Option<String>,
    /// The error for a record that is already there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub already_exists: Option<String>,
    /// Members whose values no two records under one parent may share.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unique: Vec<String>,
    /// Unique members that name a record in requests as its one identifier does, tried in this order after it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found_by: Vec<String>,
    /// The member that holds the ARN of a record. A new record that says none gets one; a request may give it in the place
    /// of the record's last identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// The member that holds the tags of a record, for the operations of `tagging`. Inputs and outputs may have them in
    /// another shape, as a map or as a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<String>,
    /// Identifiers and unique members that are compared without case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore_case: Vec<String>,
    /// Members that name records of other resources. What such a member names must be there, else the operation
    /// answers the other resource's `notFound`, where it can. A record whose identifier is such a member goes when
    /// what it names goes.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub refers: IndexMap<String, Reference>,
    /// For operations of this resource, what they ask of a record and what they change besides what their input says.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub transitions: IndexMap<String, Transition>,
    /// How many records there may be under one parent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Most>,
    /// The output member that holds the record, where the output is not the record itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Other names of a member of the record: the name that an output uses, and the record's own.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub names: IndexMap<String, String>,
    /// Members of the record that no operation carries: the name, and the shape of its values.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub members: IndexMap<String, String>,
    /// What a new record holds besides the input.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub initial: IndexMap<String, Value>,
    /// Timestamp members that are set when a record is made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub created: Vec<String>,
    /// Timestamp members that are set whenever a record is made or changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modified: Vec<String>,
}

/// A condition on the records of a list. Records have to meet all of a list's conditions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Filter {
    /// The input member that sets the condition. A dot goes into a structure, or to the key of a map.
    pub input: String,
    /// The record's member that it is about.
    pub member: String,
    /// How the record's member compares with the input's, where the input has one.
    #[serde(default, rename = "match", skip_serializing_if = "Option::is_none")]
    pub matching: Option<Match>,
    /// Instead of comparing: these values of the record's member are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
    /// The value of the input member with which `except` does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<String>,
}

/// How the member of a record compares with that of an input.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Match {
    /// They are equal.
    #[default]
    Equal,
    /// It starts with the input's.
    Prefix,
    /// It is one of the input's, which is a list. What names no record, where it is about an identifier or the ARN, is
    /// refused by an operation that can answer `notFound`.
    OneOf,
}

impl Resource {
    /// What seeds call the records of this resource, whose name is `name`.
    pub fn collection(&self, name: &str) -> String {
        match &self.collection {
            Some(collection) => collection.clone(),
            None if self.id.as_slice().is_empty() => name.to_owned(),
            None => plural(name),
        }
    }
}

/// The plural of a name, by the rules that most English nouns follow.
fn plural(name: &str) -> String {
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| name.ends_with(end));
    let stem = name
        .strip_suffix('y')
        .filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match stem {
        Some(stem) => format!("{stem}ies"),
        None if hisses => format!("{name}es"),
        None => format!("{name}s"),
    }
}

/// A member that names a record of another resource, by its identifier or what else it is found by.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reference {
    /// The resources that it can be of, under the same parent, and what the record shows besides for each.
    pub to: IndexMap<String, IndexMap<String, Value>>,
    /// Members of the other record that this one shows as its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shows: Vec<String>,
}

/// What an operation on a record asks of it, and what it changes besides what its input says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Transition {
    /// The values that members must have.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub when: IndexMap<String, Vec<Value>>,
    /// The error where they have others. Without one the operation then succeeds and changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Members that get a value; null removes one.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub set: IndexMap<String, Value>,
    /// Timestamp members that are set to the time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stamp: Vec<String>,
}

/// How many there may be: records under one parent, or tags of a record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Most {
    /// So many.
    pub count: usize,
    /// The error for one more.
    pub error: String,
}

/// A name, or a list of names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "expected a name or a list of names")]
pub enum OneOrMany {
    /// One name.
    One(String),
    /// Any number of names.
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl OneOrMany {
    fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    /// The names.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

fn is_false(value: &bool) -> bool {
    !value
}
