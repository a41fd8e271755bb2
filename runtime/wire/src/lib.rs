//! The wire protocols, both directions: a structure to an HTTP message and back.
//!
//! A client calls [`encode_request`], then [`decode_response`] or [`error_head`] and [`decode_error`], which use the
//! preferred protocol of a service. A server chooses the [`Protocol`] of a request among those of the service, and calls it.
//!
//! - `codec`: values to bytes and back, written once for all shapes; [`json`] is one.
//! - [`uri`]: URI templates, for routing and for filling labels.
//! - [`protocol`]: one file a family of protocols, on top of a codec and of the bindings (`bindings`, `headers`, `query`,
//!   `text`) that both directions share.
//!
//! This crate does no I/O, knows no service, and checks no constraint: what a value must obey is the server's business.
//! No input makes it panic.

mod bindings;
mod codec;
#[cfg(feature = "xml")]
mod default;
mod error;
mod error_head;
mod failure;
mod headers;
mod host;
mod media_type;
mod number;
mod part;
mod presence;
pub mod protocol;
mod query;
mod strictness;
mod text;
pub mod uri;

pub use codec::json;
pub use error::{DecodeError, DecodeErrorKind, EncodeError};
pub use error_head::{ErrorHead, request_id};
pub use host::{endpoint, host_prefix};
pub use presence::Presence;
pub use protocol::Protocol;

use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::{Operation, Schema, Service, Structure};

/// Writes a request of a service in its preferred protocol: see [`Protocol::encode_request`].
///
/// # Errors
/// When a member of the URI is not there or empty, a value cannot stand where its member travels, or none of the
/// service's protocols is compiled in.
pub fn encode_request(
    service: &'static Service,
    operation: &'static Operation,
    input: &dyn Structure,
) -> Result<Request<Bytes>, EncodeError> {
    let protocol = protocol::preferred(service).map_err(|error| *error::unwritable(error.to_string()))?;
    protocol
        .encode_request(service, operation, input)
        .map_err(|error| *error)
}

/// Fills the output from a successful response in the preferred protocol of a service. Required members that the response
/// leaves out keep their empty value.
///
/// # Errors
/// When the response does not fit the shape; `output` may then be filled in part.
pub fn decode_response(
    service: &'static Service,
    _operation: &'static Operation,
    response: &Response<Bytes>,
    output: &mut dyn Structure,
) -> Result<(), DecodeError> {
    readable(service)?
        .decode_response(response, output)
        .map_err(|error| *error)
}

/// What an error response says in the preferred protocol of a service: see [`Protocol::error_head`].
pub fn error_head(service: &'static Service, response: &Response<Bytes>) -> ErrorHead {
    protocol::preferred(service).map_or_else(
        |_| ErrorHead::default(),
        |protocol| protocol.error_head(service, response),
    )
}

/// Fills an error from an error response in the preferred protocol of a service: see [`Protocol::decode_error`].
///
/// # Errors
/// When the response does not fit the shape; `error` may then be filled in part.
pub fn decode_error(
    service: &'static Service,
    schema: &'static Schema,
    response: &Response<Bytes>,
    error: &mut dyn Structure,
) -> Result<(), DecodeError> {
    readable(service)?
        .decode_error(service, schema, response, error)
        .map_err(|error| *error)
}

fn readable(service: &'static Service) -> Result<&'static dyn Protocol, DecodeError> {
    protocol::preferred(service).map_err(|error| *error::fault(DecodeErrorKind::Syntax, error.to_string()))
}
