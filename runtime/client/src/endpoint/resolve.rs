//! Which endpoint a client sends to. One rule for all services; what differs among them is data of the service.

use super::address::Endpoint;
use crate::errors::ConfigError;
use shapewright_endpoint::{Asked, EndpointFacts, partition};
use shapewright_schema::Service;

/// What an endpoint is chosen by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndpointParams {
    /// The region. An endpoint that the caller names needs none.
    pub region: Option<String>,
    /// Whether the endpoint must use cryptography that FIPS 140 approves. Does not go with `url`.
    pub fips: bool,
    /// Whether the endpoint must have addresses of both IP versions. Does not go with `url`.
    pub dual_stack: bool,
    /// The endpoint that the caller names.
    pub url: Option<String>,
    /// The id of an endpoint that spreads over regions, for services that have such.
    pub endpoint_id: Option<String>,
}

/// Where requests go, and how they must be signed there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResolvedEndpoint {
    /// The URL, without a slash at the end.
    pub url: String,
    /// How requests must be signed.
    pub signing: SigningScheme,
    /// The region that requests must be signed for, where it is not the one that was asked for: that of a service that
    /// has one address in a partition.
    pub signing_region: Option<String>,
}

/// How an endpoint wants its requests signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningScheme {
    /// Signature Version 4, for the client's region.
    V4,
    /// Signature Version 4A, for any region. Clients of this crate cannot make it.
    V4aAnyRegion,
}

/// The endpoint of a service. [`Builder::build`](crate::Builder::build) goes by it.
///
/// # Errors
/// - [`ConfigError::MissingRegion`]: neither a region nor a URL is given.
/// - [`ConfigError::InvalidRegion`], [`ConfigError::InvalidEndpoint`], [`ConfigError::InvalidEndpointId`].
/// - [`ConfigError::Conflict`]: FIPS or dual stack with a URL, or FIPS with an endpoint id.
/// - [`ConfigError::NoMultiRegion`]: an endpoint id, but the service has no such endpoints.
pub fn resolve_endpoint(service: &Service, params: &EndpointParams) -> Result<ResolvedEndpoint, ConfigError> {
    let (endpoint, signing) = resolve(service, &service.endpoint, params)?;
    Ok(ResolvedEndpoint {
        url: endpoint.to_string(),
        signing,
        signing_region: endpoint.signing_region,
    })
}

/// The endpoint by the facts of the service, or of one of its operations.
pub(crate) fn resolve(
    service: &Service,
    facts: &EndpointFacts<'_>,
    params: &EndpointParams,
) -> Result<(Endpoint, SigningScheme), ConfigError> {
    if let (Some(id), Some(region)) = (&params.endpoint_id, &params.region) {
        let endpoint = multi_region(service, facts, params, id, region)?;
        return Ok((endpoint, SigningScheme::V4aAnyRegion));
    }
    let endpoint = match &params.url {
        Some(_) if params.fips => return Err(conflict(FIPS, URL)),
        Some(_) if params.dual_stack => return Err(conflict(DUAL_STACK, URL)),
        Some(url) => Endpoint::parse(url)?,
        None => {
            let asked = Asked {
                region: params.region.as_deref().ok_or(ConfigError::MissingRegion)?,
                fips: params.fips,
                dual_stack: params.dual_stack,
            };
            Endpoint::regional(facts, asked)?
        }
    };
    Ok((endpoint, SigningScheme::V4))
}

/// `<id>.endpoints.email.amazonaws.com`: IPv4 alone; `<id>.endpoints.email.global.api.aws`: both IP versions. GovCloud
/// shares the suffixes of `aws`, and says `us-gov` before both.
fn multi_region(
    service: &Service,
    facts: &EndpointFacts<'_>,
    params: &EndpointParams,
    id: &str,
    region: &str,
) -> Result<Endpoint, ConfigError> {
    let label = facts
        .multi_region
        .ok_or(ConfigError::NoMultiRegion { service: service.id })?;
    if !id.split('.').all(is_host_label) {
        return Err(ConfigError::InvalidEndpointId(id.to_owned()));
    }
    if params.fips {
        return Err(conflict(FIPS, ENDPOINT_ID));
    }
    if let Some(url) = &params.url {
        return Endpoint::parse(url);
    }
    let place = match (partition(region).id, params.dual_stack) {
        ("aws-us-gov", _) => "us-gov.",
        (_, true) => "global.",
        (_, false) => "",
    };
    let suffix = partition(region).suffix(params.dual_stack);
    let host = format!("{id}.{label}.{}.{place}{suffix}", facts.prefix);
    Endpoint::parse(&format!("https://{host}"))
}

fn is_host_label(label: &str) -> bool {
    let bytes = label.as_bytes();
    (1..=63).contains(&bytes.len())
        && bytes[0] != b'-'
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

const FIPS: &str = "FIPS endpoints (`.fips(true)`, AWS_USE_FIPS_ENDPOINT)";
const DUAL_STACK: &str = "dual-stack endpoints (`.dual_stack(true)`, AWS_USE_DUALSTACK_ENDPOINT)";
const URL: &str = "an endpoint of your own (`.endpoint_url(..)`, AWS_ENDPOINT_URL)";
const ENDPOINT_ID: &str = "a multi-region endpoint (`.endpoint_id(..)`)";

fn conflict(one: &'static str, other: &'static str) -> ConfigError {
    ConfigError::Conflict { one, other }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shapewright_schema::EndpointFacts;

    /// The URLs are those that botocore's resolver gives for Aurora DSQL.
    #[test]
    fn a_service_of_new_addresses_has_no_others() {
        let service = Service {
            name: "dsql",
            id: "DSQL",
            version: "2018-05-10",
            protocols: &["restJson1"],
            query_compatible: false,
            xml_namespace: None,
            bare_errors: false,
            target_prefix: "",
            signing_name: "dsql",
            endpoint: EndpointFacts {
                dual_stack_only: true,
                ..EndpointFacts::of("dsql")
            },
            headers: &[],
            operations: &[],
        };
        for (region, fips, url) in [
            ("eu-west-1", false, "https://dsql.eu-west-1.api.aws"),
            ("eu-west-1", true, "https://dsql-fips.eu-west-1.api.aws"),
            (
                "cn-north-1",
                false,
                "https://dsql.cn-north-1.api.amazonwebservices.com.cn",
            ),
            ("us-gov-west-1", true, "https://dsql-fips.us-gov-west-1.api.aws"),
            ("us-isob-east-1", false, "https://dsql.us-isob-east-1.api.aws.scloud"),
        ] {
            for dual_stack in [false, true] {
                let params = EndpointParams {
                    region: Some(region.to_owned()),
                    fips,
                    dual_stack,
                    ..EndpointParams::default()
                };
                assert_eq!(resolve_endpoint(&service, &params).unwrap().url, url);
            }
        }
    }
}
