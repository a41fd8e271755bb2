//! The service as a whole: how it is called, and where.

use super::{Protocols, XmlNamespace, common::is_false};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

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
