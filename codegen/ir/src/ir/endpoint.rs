//! Where requests go.

use shapewright_endpoint::{Address, Asked, EndpointFacts};

/// How a host name is made.
#[derive(Debug)]
pub struct Endpoint {
    /// The first label of the host name.
    pub prefix: String,
    /// The label between an endpoint id and the prefix, in multi-region endpoints.
    pub multi_region: Option<String>,
    /// There are only addresses of both IP versions.
    pub dual_stack_only: bool,
    /// Addresses that are made otherwise.
    pub exceptions: Vec<EndpointException>,
}

impl Endpoint {
    /// Where a client sends requests.
    pub fn address(&self, asked: Asked<'_>) -> Address {
        let exceptions: Vec<_> = self
            .exceptions
            .iter()
            .map(|exception| shapewright_endpoint::EndpointException {
                partition: exception.partition.as_deref(),
                region: exception.region.as_deref(),
                fips: exception.fips,
                dual_stack: exception.dual_stack,
                host: &exception.host,
                signing_region: exception.signing_region.as_deref(),
            })
            .collect();
        let facts = EndpointFacts {
            dual_stack_only: self.dual_stack_only,
            exceptions: &exceptions,
            ..EndpointFacts::of(&self.prefix)
        };
        facts.address(asked)
    }
}

/// An address that is made otherwise, and when it counts.
#[derive(Debug)]
pub struct EndpointException {
    /// The partition of the region.
    pub partition: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// Whether FIPS is asked for.
    pub fips: Option<bool>,
    /// Whether addresses of both IP versions are asked for.
    pub dual_stack: Option<bool>,
    /// The host name, with placeholders.
    pub host: String,
    /// The region that requests are signed for, where it is another one.
    pub signing_region: Option<String>,
}
