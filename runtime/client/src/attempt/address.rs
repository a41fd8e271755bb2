//! Where a request goes, and the headers that all its attempts have.

use super::prepare::Written;
use crate::{
    core::{Inner, Overrides, random_uuid},
    endpoint::{Endpoint, EndpointParams, check_region, host, resolve},
    errors::{ConfigError, Failure},
};
use bytes::Bytes;
use http::{
    HeaderName, HeaderValue, Request,
    header::{AUTHORIZATION, HOST, USER_AGENT},
};
use shapewright_schema::Operation;
use shapewright_sigv4::{CONTENT_HASH, DATE, TOKEN};
use std::borrow::Cow;

const AGENT: HeaderValue = HeaderValue::from_static(concat!("shapewright/", env!("CARGO_PKG_VERSION")));
pub(crate) const INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");

/// The request with its URI and the headers that all attempts have, and the region to sign it for, where that is not the
/// client's.
pub(crate) fn address(
    core: &Inner,
    operation: &'static Operation,
    written: Written,
    overrides: &Overrides,
) -> Result<(Request<Bytes>, Option<String>), Failure> {
    let Written {
        mut request,
        prefix,
        url,
    } = written;
    let endpoint = endpoint(core, operation, url.as_deref(), overrides)
        .map_err(|error| Failure::construction("the endpoint of this call is wrong", error))?;
    *request.uri_mut() = endpoint
        .uri(prefix.as_deref(), request.uri())
        .map_err(|error| Failure::construction("the request has no valid URI", error))?;
    let host = HeaderValue::from_maybe_shared(Bytes::from(host(request.uri())))
        .map_err(|error| Failure::construction("the host is no header value", error))?;
    let invocation = random_uuid()
        .map_err(|error| Failure::construction("an id for the call could not be made", error))
        .and_then(|id| {
            HeaderValue::try_from(id).map_err(|error| Failure::construction("the call's id is no header value", error))
        })?;
    let headers = request.headers_mut();
    headers.insert(USER_AGENT, AGENT);
    headers.insert(INVOCATION_ID, invocation);
    for (name, value) in &overrides.headers {
        let wrong = |error| Failure::construction(&format!("the header `{name}` of this call cannot be sent"), error);
        let key = HeaderName::try_from(name).map_err(|error| wrong(http::Error::from(error)))?;
        if [HOST, AUTHORIZATION, DATE, TOKEN, CONTENT_HASH].contains(&key) {
            let why = "the client writes it itself, with the signature: leave it out";
            return Err(Failure::construction(
                &format!("the header `{name}` of this call cannot be sent"),
                why,
            ));
        }
        headers.insert(
            key,
            HeaderValue::try_from(value).map_err(|error| wrong(http::Error::from(error)))?,
        );
    }
    headers.insert(HOST, host);
    // Most endpoints leave the region to the client, which then is not copied.
    let region = endpoint.signing_region.as_ref().or(overrides.region.as_ref()).cloned();
    Ok((request, region))
}

/// Where the call goes: to the URL that the caller names for it, else to the one that its input names, else to the client's
/// endpoint. An operation with an endpoint of its own, and a call with a region of its own, have another one, unless the
/// caller named the client's.
fn endpoint<'a>(
    core: &'a Inner,
    operation: &'static Operation,
    named: Option<&str>,
    overrides: &Overrides,
) -> Result<Cow<'a, Endpoint>, ConfigError> {
    let (own, region) = (operation.request.endpoint, &overrides.region);
    if let Some(region) = region {
        check_region(region)?;
    }
    let params = match (&overrides.endpoint_url, named) {
        (Some(url), _) => EndpointParams {
            url: Some(url.clone()),
            region: None,
            ..core.endpoint_params.clone()
        },
        // The service itself has named it, whatever the client asks of endpoints that it makes.
        (None, Some(url)) => return Endpoint::parse(url).map(Cow::Owned),
        _ if core.endpoint_params.url.is_some() || (own.is_none() && region.is_none()) => {
            return Ok(Cow::Borrowed(&core.endpoint));
        }
        _ => EndpointParams {
            region: region.clone().or_else(|| core.endpoint_params.region.clone()),
            ..core.endpoint_params.clone()
        },
    };
    let facts = own.unwrap_or(&core.service.endpoint);
    resolve(core.service, facts, &params).map(|(endpoint, _)| Cow::Owned(endpoint))
}
