//! Errors on the wire: what all of them say, and how a server writes one. Protocols call this with their facts and codec.

use crate::{
    bindings::Part,
    codec::Codec,
    error::{Unwritable, unwritable},
    headers,
    protocol::Facts,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header::CONTENT_TYPE};
use shapewright_schema::{Document, Fault, Kind, Member, Schema, Service, Slot, Structure, View};
use std::collections::BTreeMap;

const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

/// Where services that spoke `awsQuery` once say the code of that time, and whose fault it is: `Code;Sender`.
const QUERY_ERROR: HeaderName = HeaderName::from_static("x-amzn-query-error");

/// The headers that can hold the request id, the likeliest first.
const REQUEST_IDS: [&str; 3] = ["x-amzn-requestid", "x-amz-request-id", "x-amz-requestid"];

/// What every error answer says, whatever its shape.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErrorHead {
    /// The error's code, without namespace and URI. Empty when the answer tells none.
    pub code: String,
    /// The code by which callers know the error, where it is another one: services that spoke `awsQuery` once still say
    /// the code of that time.
    pub query_code: Option<String>,
    /// The message for people.
    pub message: Option<String>,
    /// The id by which the service knows the request.
    pub request_id: Option<String>,
}

impl ErrorHead {
    /// The code by which callers know the error.
    pub fn known_code(&self) -> &str {
        self.query_code.as_deref().unwrap_or(&self.code)
    }

    /// Whether this is one of the error's codes.
    pub fn has_code(&self, code: &str) -> bool {
        self.code == code || self.query_code.as_deref() == Some(code)
    }
}

/// What an error answer says in the places that all errors share.
///
/// The code is taken from the header `x-amzn-errortype`, else from the body: in awsJson from `__type`, then `code`, which
/// errors of some services have as a member; in restJson from `code`, `__type`, then `Code`.
pub(crate) fn error_head<C: Codec>(
    facts: &'static Facts,
    service: &'static Service,
    response: &Response<Bytes>,
) -> ErrorHead {
    let body = match C::parse(response.body()) {
        Some(Document::Map(body)) => body,
        _ => BTreeMap::new(),
    };
    let header = response
        .headers()
        .get(ERROR_TYPE)
        .filter(|_| facts.has_error_header)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let text = |key: &str| match body.get(key)? {
        Document::String(text) => Some(text.clone()),
        Document::Integer(number) => Some(number.to_string()),
        _ => None,
    };
    let codes: Vec<String> = header
        .into_iter()
        .chain(facts.code_keys.iter().filter_map(|key| text(key)))
        .collect();
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
        // The last is that of OAuth 2.0.
        message: ["message", "Message", "errorMessage", "error_description"]
            .into_iter()
            .find_map(text),
        request_id: request_id(response.headers()).map(str::to_owned),
    }
}

/// The code out of `namespace#Code:http://...`.
fn bare_code(code: &str) -> &str {
    let code = code.split_once(':').map_or(code, |(code, _)| code);
    code.rsplit_once('#').map_or(code, |(_, code)| code).trim()
}

/// The id by which the service knows the request, where the headers tell it.
pub fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_IDS
        .into_iter()
        .find_map(|name| headers.get(name)?.to_str().ok())
        .filter(|id| !id.is_empty())
}

/// Services spell the key of a message as `message` or `Message`, whatever their description says.
pub(crate) fn fill_message(
    schema: &'static Schema,
    error: &mut dyn Structure,
    message: impl FnOnce() -> Option<String>,
) {
    let mut members = schema.members().iter().enumerate();
    let is_message = |member: &Member| {
        member.wire_name.eq_ignore_ascii_case("message") && matches!(member.target.kind, Kind::String)
    };
    let Some((index, _)) = members.find(|(_, member)| is_message(member)) else {
        return;
    };
    if matches!(error.member(index).view(), View::Absent | View::String(""))
        && let Some(message) = message()
        && let Slot::String(slot) = error.member_mut(index).slot()
    {
        *slot = message;
    }
}

pub(crate) fn encode_error<C: Codec>(
    protocol: &'static Facts,
    service: &'static Service,
    error: &dyn Structure,
) -> Result<Response<Bytes>, Unwritable> {
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
    let part = protocol.error_part;
    let mut response = answer(protocol, status, facts.code, C::write_error(error, part, facts.code)?);
    if part == Part::Answer {
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

pub(crate) fn encode_unmodelled_error<C: Codec>(
    protocol: &'static Facts,
    status: u16,
    code: &str,
    message: &str,
) -> Response<Bytes> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = [("__type", code), ("message", message)];
    let body = body.map(|(key, text)| (key.to_owned(), Document::String(text.to_owned())));
    answer(protocol, status, code, C::print(&Document::Map(body.into())))
}

fn answer(protocol: &'static Facts, status: StatusCode, code: &str, body: Vec<u8>) -> Response<Bytes> {
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
