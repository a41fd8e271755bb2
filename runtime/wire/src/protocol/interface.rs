//! What a protocol is.

use crate::{
    error::{DecodeError, EncodeError},
    error_head::{ErrorHead, fill_message},
    part::Part,
    presence::Presence,
};
use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::{Document, Operation, Schema, Service, Structure};
use std::fmt;

/// How a request names its operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteKey {
    /// By the header `X-Amz-Target`.
    Target,
    /// By the path `/service/{service}/operation/{operation}`, beside the header `smithy-protocol` with this value.
    Path(&'static str),
    /// By method and URI template.
    Uri,
    /// By the parameters `Action` and `Version` of a form.
    Action,
}

/// What a protocol says beyond its messages.
#[derive(Debug)]
pub struct Facts {
    /// Its name in descriptions, for instance `awsJson1_1`.
    pub name: &'static str,
    /// The media type of its bodies.
    pub media_type: &'static str,
    /// How a request names its operation.
    pub route_key: RouteKey,
    /// The status of every refused signature, where it is not the refusal's own.
    pub signature_status: Option<u16>,
    /// The status of throttling that the description does not model.
    pub throttling_status: u16,
    /// The keys of an error's body that can hold its code, the likeliest first.
    pub(crate) code_keys: &'static [&'static str],
    /// Whether the header `x-amzn-errortype` holds the code of an error as well.
    pub(crate) has_error_header: bool,
    /// Which members of an error travel in its body.
    pub(crate) error_part: Part,
}

/// How an operation becomes an HTTP message, in both directions. Clients write requests and read responses; servers read
/// requests and write responses.
///
/// Errors are boxed, so that success costs nothing.
pub trait Protocol: Sync {
    /// What the protocol says beyond its messages.
    fn facts(&self) -> &'static Facts;

    /// The name in descriptions, for instance `awsJson1_1`.
    fn name(&self) -> &'static str {
        self.facts().name
    }

    /// Writes a request: method, path and query, `Content-Type`, target, bound headers, the service's own headers, body.
    /// Host and `Content-Length` are the transport's.
    ///
    /// # Errors
    /// When a member of the URI is not there or empty, or a value cannot stand where its member travels.
    fn encode_request(
        &self,
        service: &'static Service,
        operation: &'static Operation,
        input: &dyn Structure,
    ) -> Result<Request<Bytes>, Box<EncodeError>>;

    /// Fills an output from a successful response. Required members that the response leaves out keep their empty value.
    ///
    /// # Errors
    /// When the response does not fit the shape; `value` may then be filled in part.
    fn decode_response(&self, response: &Response<Bytes>, value: &mut dyn Structure) -> Result<(), Box<DecodeError>>;

    /// What an error response says in the places that all errors share. It never fails: what is not there is left out,
    /// and a body that cannot be read says nothing.
    fn error_head(&self, service: &'static Service, response: &Response<Bytes>) -> ErrorHead;

    /// Fills an error from an error response. Its message is found however the response spells the key, and also where
    /// another member cannot be read.
    ///
    /// # Errors
    /// When the response does not fit the shape; `error` may then be filled in part.
    fn decode_error(
        &self,
        service: &'static Service,
        schema: &'static Schema,
        response: &Response<Bytes>,
        error: &mut dyn Structure,
    ) -> Result<(), Box<DecodeError>> {
        let decoded = self.decode_error_members(response, error);
        fill_message(schema, error, || self.error_head(service, response).message);
        decoded
    }

    /// Fills the members of an error from an error response, by the names that the description gives them.
    ///
    /// # Errors
    /// When the response does not fit the shape; `error` may then be filled in part.
    fn decode_error_members(
        &self,
        response: &Response<Bytes>,
        error: &mut dyn Structure,
    ) -> Result<(), Box<DecodeError>> {
        self.decode_response(response, error)
    }

    /// Fills an input from a request, with the labels that [`Template::match_path`](crate::uri::Template::match_path)
    /// gave.
    ///
    /// # Errors
    /// When the request does not fit the shape; `input` may then be filled in part. Required members that are not there
    /// are no error but reported in the [`Presence`].
    fn decode_request(
        &self,
        operation: &'static Operation,
        request: &Request<Bytes>,
        labels: &[(&'static str, String)],
        input: &mut dyn Structure,
    ) -> Result<Presence, Box<DecodeError>>;

    /// Writes a successful response: status, `Content-Type`, bound headers, body. The request id is the server's.
    ///
    /// # Errors
    /// When a value cannot stand where its member travels.
    fn encode_response(
        &self,
        service: &'static Service,
        operation: &'static Operation,
        output: &dyn Structure,
    ) -> Result<Response<Bytes>, Box<EncodeError>>;

    /// Writes a modelled error: its status, its code and its members.
    ///
    /// # Errors
    /// When the structure is no error shape, or a value cannot stand where its member travels.
    fn encode_error(
        &self,
        service: &'static Service,
        error: &dyn Structure,
    ) -> Result<Response<Bytes>, Box<EncodeError>>;

    /// Writes an error that the description does not have. A status that is none of HTTP becomes 500.
    fn encode_unmodelled_error(
        &self,
        service: &'static Service,
        status: u16,
        code: &str,
        message: &str,
    ) -> Response<Bytes>;

    /// Adds the id of the request to the body of a response that this protocol has written, where it has a place for it.
    fn add_request_id(&self, response: &mut Response<Bytes>, id: &str) {
        let _ = (response, id);
    }

    /// A body of this protocol as a document. `None` when the bytes are not of its codec, and for XML and forms: only a
    /// shape tells their lists from their values.
    fn parse_body(&self, body: &[u8]) -> Option<Document>;
}

impl fmt::Debug for dyn Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl PartialEq for dyn Protocol {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for dyn Protocol {}
