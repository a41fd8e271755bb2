//! Where requests go: the endpoint of a service in a region, or the one that the caller gives.

mod address;
mod resolve;

pub(crate) use address::{Endpoint, check_region, host};
pub(crate) use resolve::resolve;
pub use resolve::{EndpointParams, ResolvedEndpoint, SigningScheme, resolve_endpoint};
