//! Operations.

use super::{Auth, Deprecated, Endpoint, Service, common::is_false};
use serde::{Deserialize, Serialize};

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
    /// The structure that a response carries. Absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// The error structures that this operation can return.
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
    /// How requests and responses carry a checksum of their bodies.
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

/// How requests and responses carry a checksum of their bodies.
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
    /// The input member that asks for checksums in the response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validation_member: Option<String>,
    /// The algorithms that responses may use.
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
