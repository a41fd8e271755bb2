//! The service.

use super::{Docs, Endpoint};
use shapewright_spec::{Protocol, XmlNamespace};

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
