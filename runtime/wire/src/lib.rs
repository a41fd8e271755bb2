//! The wire protocols, both directions: a structure to an HTTP message and back.
//!
//! A client calls [`encode_request`], then [`decode_response`] or [`error_head`] and [`decode_error`]. A server calls
//! [`decode_request`], then [`encode_response`], [`encode_error`] or [`encode_unmodelled_error`].
//!
//! - [`json`]: the codec of bodies, written once for all shapes.
//! - [`uri`]: URI templates, for routing and for filling labels.
//! - [`protocol`]: one file a family of protocols, on top of the bindings (`bindings`, `headers`, `query`, `text`) that
//!   both directions share.
//!
//! This crate does no I/O, knows no service, and checks no constraint: what a value must obey is the server's business.
//! No input makes it panic.

mod bindings;
mod error;
mod failure;
mod headers;
mod host;
pub mod json;
pub mod protocol;
mod query;
mod text;
pub mod uri;

pub use error::{DecodeError, DecodeErrorKind, EncodeError};
pub use failure::{ErrorHead, encode_unmodelled_error, error_head, request_id};
pub use host::{endpoint, host_prefix};

use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::{Operation, Schema, Service, Structure};

/// The required members that a message left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presence {
    /// Their places as JSON pointers by the names of the description, for instance `/Name` or
    /// `/FolderConfigurations/0/Action`: the first hundred at any depth, and the first alone under a map's key of more
    /// than a hundred bytes; those without a default, whether the value could tell by itself or not. An explicit null
    /// counts as left out.
    pub missing: Vec<String>,
}

/// Writes a request: method, path and query, `Content-Type`, target, bound headers, the service's own headers, body. Host
/// and `Content-Length` are the transport's.
///
/// # Errors
/// When a member of the URI is not there or empty, or a value cannot stand where its member travels.
pub fn encode_request(
    service: &'static Service,
    operation: &'static Operation,
    input: &dyn Structure,
) -> Result<Request<Bytes>, EncodeError> {
    protocol::of(service)
        .encode_request(service, operation, input)
        .and_then(|mut request| {
            headers::of_service(service, request.headers_mut())?;
            Ok(request)
        })
        .map_err(|error| *error)
}

/// Fills the output from a successful answer. Required members that the answer leaves out keep their empty value.
///
/// # Errors
/// When the answer does not fit the shape; `output` may then be filled in part.
pub fn decode_response(
    service: &'static Service,
    _operation: &'static Operation,
    response: &Response<Bytes>,
    output: &mut dyn Structure,
) -> Result<(), DecodeError> {
    decode_answer(service, response, output)
}

/// Fills an error shape from an error answer. Its message is found however the answer spells the key, and also where
/// another member cannot be read.
///
/// # Errors
/// When the answer does not fit the shape; `error` may then be filled in part.
pub fn decode_error(
    service: &'static Service,
    schema: &'static Schema,
    response: &Response<Bytes>,
    error: &mut dyn Structure,
) -> Result<(), DecodeError> {
    let decoded = decode_answer(service, response, error);
    failure::fill_message(service, schema, response, error);
    decoded
}

fn decode_answer(
    service: &'static Service,
    response: &Response<Bytes>,
    value: &mut dyn Structure,
) -> Result<(), DecodeError> {
    protocol::of(service)
        .decode_response(response, value)
        .map_err(|error| *error)
}

/// Fills the input from a request, with the labels that [`uri::Template::match_path`] gave.
///
/// # Errors
/// When the request does not fit the shape; `input` may then be filled in part. Required members that are not there are
/// no error but told of in the [`Presence`].
pub fn decode_request(
    service: &'static Service,
    operation: &'static Operation,
    request: &Request<Bytes>,
    labels: &[(&'static str, String)],
    input: &mut dyn Structure,
) -> Result<Presence, DecodeError> {
    protocol::of(service)
        .decode_request(operation, request, labels, input)
        .map_err(|error| *error)
}

/// Writes a successful answer: status, `Content-Type`, bound headers, body. The request id is the server's.
///
/// # Errors
/// When a value cannot stand where its member travels.
pub fn encode_response(
    service: &'static Service,
    operation: &'static Operation,
    output: &dyn Structure,
) -> Result<Response<Bytes>, EncodeError> {
    protocol::of(service)
        .encode_response(operation, output)
        .map_err(|error| *error)
}

/// Writes a modelled error: its status, its code in the header `x-amzn-errortype` and in the body's `__type`, its
/// members.
///
/// # Errors
/// When the structure is no error shape, or a value cannot stand where its member travels.
pub fn encode_error(service: &'static Service, error: &dyn Structure) -> Result<Response<Bytes>, EncodeError> {
    failure::encode_error(service, error).map_err(|error| *error)
}
