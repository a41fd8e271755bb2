//! The service.

use super::{Docs, Endpoint};

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
    /// Documentation.
    pub docs: Docs,
    /// The type that stands for the service in the mock crate.
    pub type_name: String,
    /// The trait of the mock crate.
    pub trait_name: String,
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
    /// RPC with CBOR bodies.
    RpcV2Cbor,
}

impl Protocol {
    /// The name in descriptions and in the runtime.
    pub fn name(self) -> &'static str {
        match self {
            Self::AwsJson1_0 => "awsJson1_0",
            Self::AwsJson1_1 => "awsJson1_1",
            Self::RestJson1 => "restJson1",
            Self::RpcV2Cbor => "rpcv2Cbor",
        }
    }
}

impl Service {
    /// The protocol of clients: the best one.
    pub fn protocol(&self) -> Protocol {
        self.protocols.first().copied().unwrap_or(Protocol::RestJson1)
    }
}
