//! Protocols: how an operation becomes an HTTP message. One file a family; [`ALL`] is the one place that lists them.

pub(crate) mod interface;
#[cfg(feature = "xml")]
mod query;
mod rest;
mod rpc;

pub use interface::{Facts, Protocol, RouteKey};

#[cfg(feature = "xml")]
use bytes::Bytes;
#[cfg(feature = "xml")]
use http::Request;
use shapewright_schema::Service;
use std::fmt;

/// The protocols that are compiled in.
pub static ALL: &[&dyn Protocol] = &[
    &rpc::AWS_JSON_1_0,
    &rpc::AWS_JSON_1_1,
    &rest::REST_JSON_1,
    #[cfg(feature = "cbor")]
    &rpc::RPC_V2_CBOR,
    #[cfg(feature = "xml")]
    &rest::REST_XML,
    #[cfg(feature = "xml")]
    &query::AWS_QUERY,
    #[cfg(feature = "xml")]
    &query::EC2_QUERY,
];

/// The protocol for messages about no service that is known.
pub static UNKNOWN: &dyn Protocol = &rest::REST_JSON_1;

/// The parameters `Action` and `Version` of a request that is a form: they name its operation. `None` when it is no form,
/// or names no operation.
#[cfg(feature = "xml")]
pub fn action(request: &Request<Bytes>) -> Option<(String, String)> {
    query::action(request)
}

/// The protocol of this name. `None` when it is unknown or not compiled in.
pub fn by_name(name: &str) -> Option<&'static dyn Protocol> {
    ALL.iter().copied().find(|protocol| protocol.name() == name)
}

/// The protocols of a service that are compiled in, the preferred one first.
pub fn of(service: &'static Service) -> impl Iterator<Item = &'static dyn Protocol> + Clone {
    service.protocols.iter().filter_map(|name| by_name(name))
}

/// The preferred protocol of a service: the first that is compiled in.
///
/// # Errors
/// When none is.
pub fn preferred(service: &'static Service) -> Result<&'static dyn Protocol, NoProtocol> {
    of(service).next().ok_or(NoProtocol(service.protocols))
}

/// None of a service's protocols is compiled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoProtocol(&'static [&'static str]);

impl fmt::Display for NoProtocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.join(", ");
        write!(
            f,
            "no protocol of the service is compiled in (it has {names}): turn on the feature of its codec, for instance \
             `cbor`"
        )
    }
}

impl std::error::Error for NoProtocol {}
