//! awsJson1_0 and awsJson1_1: every member in a JSON body, the operation in a header.

use crate::{
    Presence,
    bindings::{Part, is_unit},
    error::{DecodeErrorKind, Fault, Unwritable, fault, unwritable},
    json::{Decoder, Encoder, Strictness},
    rest_json::essence,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, header::CONTENT_TYPE};
use shapewright_schema::{Operation, Protocol, Service, Structure};

/// The media type of the protocol's bodies.
pub(crate) fn media_type(service: &'static Service) -> &'static str {
    match service.protocol {
        Protocol::AwsJson1_0 => "application/x-amz-json-1.0",
        Protocol::AwsJson1_1 => "application/x-amz-json-1.1",
        Protocol::RestJson1 => "application/json",
    }
}

fn body(value: &dyn Structure, top_defaults: bool) -> Result<Bytes, Unwritable> {
    let mut encoder = Encoder::new(top_defaults);
    encoder.structure(value, Part::All)?;
    Ok(encoder.out.into())
}

pub(crate) fn encode_request(
    service: &'static Service,
    operation: &'static Operation,
    input: &dyn Structure,
) -> Result<Request<Bytes>, Unwritable> {
    let mut request = Request::new(body(input, false)?);
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Uri::from_static("/");
    let target = format!("{}.{}", service.target_prefix, operation.name);
    let target = HeaderValue::try_from(target).map_err(|_| {
        unwritable(format!(
            "the target prefix `{}` cannot stand in a header",
            service.target_prefix
        ))
    })?;
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(service)));
    headers.insert("x-amz-target", target);
    if service.query_compatible {
        headers.insert("x-amzn-query-mode", HeaderValue::from_static("true"));
    }
    Ok(request)
}

pub(crate) fn decode_request(request: &Request<Bytes>, input: &mut dyn Structure) -> Result<Presence, Fault> {
    check_media_type(request.headers())?;
    Decoder::new(or_empty(request.body()), Strictness::Strict)?.body(input, Part::All)
}

/// Any of the JSON types will do: the target header has said already what the request is.
fn check_media_type(headers: &HeaderMap) -> Result<(), Fault> {
    let found = headers.get(CONTENT_TYPE).map(|value| essence(value.as_bytes()));
    match found.as_deref() {
        None | Some("application/x-amz-json-1.0" | "application/x-amz-json-1.1" | "application/json") => Ok(()),
        Some(found) => {
            let message = format!("wanted the Content-Type application/x-amz-json-1.1, found {found}");
            Err(fault(DecodeErrorKind::UnsupportedMediaType, message))
        }
    }
}

/// The answer that carries an output.
pub(crate) fn answer(
    service: &'static Service,
    status: StatusCode,
    value: &dyn Structure,
) -> Result<Response<Bytes>, Unwritable> {
    let body = if is_unit(value.schema()) {
        Bytes::new()
    } else {
        body(value, true)?
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type(service)));
    Ok(response)
}

/// Fills an output or error from an answer.
pub(crate) fn decode_answer(response: &Response<Bytes>, value: &mut dyn Structure) -> Result<(), Fault> {
    Decoder::new(or_empty(response.body()), Strictness::Lenient)?.body(value, Part::All)?;
    Ok(())
}

/// No body is one without members.
fn or_empty(body: &[u8]) -> &[u8] {
    if body.is_empty() { b"{}" } else { body }
}
