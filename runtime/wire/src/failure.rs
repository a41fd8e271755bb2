//! Errors in HTTP messages: their status and headers, around a body of the codec. Protocols call this with their facts.

use crate::{
    codec::interface::{Codec, ErrorBody},
    error::{Unwritable, unwritable},
    error_head::{ErrorHead, request_id},
    headers,
    part::Part,
    protocol::interface::Facts,
};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode, header::CONTENT_TYPE};
use shapewright_schema::{ErrorFacts, Fault, Service, Structure};

const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

/// Where services that spoke `awsQuery` once say the code of that time, and whose fault it is: `Code;Sender`.
const QUERY_ERROR: HeaderName = HeaderName::from_static("x-amzn-query-error");

/// What an error response says in the places that all errors share.
///
/// The code is taken from the header `x-amzn-errortype`, else from the body: in awsJson from `__type`, then `code`, which
/// errors of some services have as a member; in restJson from `code`, `__type`, then `Code`.
pub(crate) fn error_head<C: Codec>(
    facts: &'static Facts,
    service: &'static Service,
    response: &Response<Bytes>,
) -> ErrorHead {
    let body = C::error_head(response.body(), facts.code_keys);
    let header = response
        .headers()
        .get(ERROR_TYPE)
        .filter(|_| facts.has_error_header)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let codes: Vec<String> = header.into_iter().chain(body.codes).collect();
    let code = codes.iter().map(|code| bare_code(code)).find(|code| !code.is_empty());
    let query_code = response
        .headers()
        .get(QUERY_ERROR)
        .filter(|_| service.query_compatible)
        .and_then(|value| value.to_str().ok()?.split(';').next())
        .filter(|code| !code.is_empty());
    ErrorHead {
        code: code.unwrap_or_default().to_owned(),
        query_code: query_code.map(str::to_owned),
        message: body.message,
        request_id: request_id(response.headers()).map(str::to_owned).or(body.request_id),
    }
}

/// The code out of `namespace#Code:http://...`.
fn bare_code(code: &str) -> &str {
    let code = code.split_once(':').map_or(code, |(code, _)| code);
    code.rsplit_once('#').map_or(code, |(_, code)| code).trim()
}

/// Writes a modelled error, its code being `code`.
pub(crate) fn encode_error<C: Codec>(
    protocol: &'static Facts,
    service: &'static Service,
    error: &dyn Structure,
) -> Result<Response<Bytes>, Unwritable> {
    let (facts, status) = facts_of(error)?;
    let part = protocol.error_part;
    let body = ErrorBody {
        code: facts.code,
        fault: facts.fault,
        members: Some((error, part)),
        message: None,
    };
    let mut response = respond(protocol, status, facts.code, C::write_error(service, &body)?);
    if part == Part::Response {
        headers::write(error, response.headers_mut())?;
    }
    if let (true, Some(code)) = (service.query_compatible, facts.query_code) {
        let fault = match facts.fault {
            Fault::Client => "Sender",
            Fault::Server => "Receiver",
        };
        let unfit = |_| unwritable(format!("the code `{code}` cannot stand in a header"));
        let code = HeaderValue::try_from(format!("{code};{fault}")).map_err(unfit)?;
        response.headers_mut().insert(QUERY_ERROR, code);
    }
    Ok(response)
}

/// The facts of an error shape, and its status.
pub(crate) fn facts_of(error: &dyn Structure) -> Result<(ErrorFacts, StatusCode), Unwritable> {
    let schema = error.schema();
    let facts = schema
        .error
        .ok_or_else(|| unwritable(format!("`{}` is not an error shape", schema.name)))?;
    let status = StatusCode::from_u16(facts.status).map_err(|_| {
        unwritable(format!(
            "the status {} of `{}` is not one of HTTP",
            facts.status, schema.name
        ))
    })?;
    Ok((facts, status))
}

/// Writes an error that the description does not have. A status that is none of HTTP becomes 500.
pub(crate) fn encode_unmodelled_error<C: Codec>(
    protocol: &'static Facts,
    service: &'static Service,
    status: u16,
    code: &str,
    message: &str,
) -> Response<Bytes> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = C::write_error(service, &unmodelled(status, code, message));
    respond(protocol, status, code, body.unwrap_or_default())
}

/// The body of an error that the description does not have.
pub(crate) fn unmodelled<'a>(status: StatusCode, code: &'a str, message: &'a str) -> ErrorBody<'a> {
    ErrorBody {
        code,
        fault: if status.is_server_error() { Fault::Server } else { Fault::Client },
        members: None,
        message: Some(message),
    }
}

fn respond(protocol: &'static Facts, status: StatusCode, code: &str, body: Vec<u8>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(protocol.media_type));
    // A code that cannot stand in a header is in the body all the same.
    if protocol.has_error_header
        && let Ok(code) = HeaderValue::from_str(code)
    {
        headers.insert(ERROR_TYPE, code);
    }
    response
}
