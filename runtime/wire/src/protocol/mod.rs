//! Protocols: how an operation becomes an HTTP message. One file a family; [`of`] is the one place that lists them.

pub(crate) mod aws_json;
pub(crate) mod rest_json;

use crate::{
    Presence,
    bindings::Part,
    error::{Fault, Unwritable},
};
use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::{Operation, Protocol as Name, Service, Structure};

/// What a protocol says beyond its messages.
#[derive(Debug)]
pub struct Facts {
    /// Its name in descriptions, for instance `awsJson1_1`.
    pub name: &'static str,
    /// The media type of its bodies.
    pub media_type: &'static str,
    /// Whether a request names its operation by method and URI, rather than by name.
    pub routes_by_uri: bool,
    /// The status of every refused signature, where it is not the refusal's own.
    pub signature_status: Option<u16>,
    /// The status of throttling that the description does not model.
    pub throttling_status: u16,
    /// The keys of an error's body that can hold its code, the likeliest first.
    pub(crate) code_keys: &'static [&'static str],
    /// Which members of an error travel in its body.
    pub(crate) error_part: Part,
}

/// How an operation becomes an HTTP message, in both directions.
pub(crate) trait Protocol: Sync {
    fn facts(&self) -> &'static Facts;

    fn encode_request(
        &self,
        service: &'static Service,
        operation: &'static Operation,
        input: &dyn Structure,
    ) -> Result<Request<Bytes>, Unwritable>;

    /// Fills an output or an error.
    fn decode_response(&self, response: &Response<Bytes>, value: &mut dyn Structure) -> Result<(), Fault>;

    fn decode_request(
        &self,
        operation: &'static Operation,
        request: &Request<Bytes>,
        labels: &[(&'static str, String)],
        input: &mut dyn Structure,
    ) -> Result<Presence, Fault>;

    fn encode_response(
        &self,
        operation: &'static Operation,
        output: &dyn Structure,
    ) -> Result<Response<Bytes>, Unwritable>;
}

/// The protocol of a service.
pub(crate) fn of(service: &'static Service) -> &'static dyn Protocol {
    match service.protocol {
        Name::AwsJson1_0 => &aws_json::AWS_JSON_1_0,
        Name::AwsJson1_1 => &aws_json::AWS_JSON_1_1,
        Name::RestJson1 => &rest_json::REST_JSON_1,
    }
}

/// What the protocol of a service says beyond its messages.
pub fn facts(service: &'static Service) -> &'static Facts {
    of(service).facts()
}
