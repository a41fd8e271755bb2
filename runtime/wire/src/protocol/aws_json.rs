//! awsJson1_0 and awsJson1_1: every member in a JSON body, the operation in a header.

use crate::{
    Presence,
    bindings::{Part, is_unit},
    error::{DecodeErrorKind, Fault, Unwritable, fault, unwritable},
    json::{Decoder, Encoder, Strictness},
    protocol::{Facts, Protocol, rest_json::essence},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, Uri, header::CONTENT_TYPE};
use shapewright_schema::{Operation, Service, Structure};

/// awsJson1_0 and awsJson1_1, which differ in their facts.
pub(crate) struct AwsJson(&'static Facts);

pub(crate) static AWS_JSON_1_0: AwsJson = AwsJson(&FACTS_1_0);
pub(crate) static AWS_JSON_1_1: AwsJson = AwsJson(&FACTS_1_1);

static FACTS_1_0: Facts = Facts {
    name: "awsJson1_0",
    media_type: "application/x-amz-json-1.0",
    routes_by_uri: false,
    signature_status: Some(400),
    throttling_status: 400,
    code_keys: &["__type", "code"],
    error_part: Part::All,
};

static FACTS_1_1: Facts = Facts {
    name: "awsJson1_1",
    media_type: "application/x-amz-json-1.1",
    routes_by_uri: false,
    signature_status: Some(400),
    throttling_status: 400,
    code_keys: &["__type", "code"],
    error_part: Part::All,
};

impl Protocol for AwsJson {
    fn facts(&self) -> &'static Facts {
        self.0
    }

    fn encode_request(
        &self,
        service: &'static Service,
        operation: &'static Operation,
        input: &dyn Structure,
    ) -> Result<Request<Bytes>, Unwritable> {
        encode_request(self.0, service, operation, input)
    }

    fn decode_response(&self, response: &Response<Bytes>, value: &mut dyn Structure) -> Result<(), Fault> {
        decode_answer(response, value)
    }

    fn decode_request(
        &self,
        _operation: &'static Operation,
        request: &Request<Bytes>,
        _labels: &[(&'static str, String)],
        input: &mut dyn Structure,
    ) -> Result<Presence, Fault> {
        decode_request(request, input)
    }

    fn encode_response(
        &self,
        _operation: &'static Operation,
        output: &dyn Structure,
    ) -> Result<Response<Bytes>, Unwritable> {
        answer(self.0, output)
    }
}

fn body(value: &dyn Structure, top_defaults: bool) -> Result<Bytes, Unwritable> {
    let mut encoder = Encoder::new(top_defaults);
    encoder.structure(value, Part::All)?;
    Ok(encoder.out.into())
}

fn encode_request(
    facts: &'static Facts,
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
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(facts.media_type));
    headers.insert("x-amz-target", target);
    if service.query_compatible {
        headers.insert("x-amzn-query-mode", HeaderValue::from_static("true"));
    }
    Ok(request)
}

fn decode_request(request: &Request<Bytes>, input: &mut dyn Structure) -> Result<Presence, Fault> {
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
fn answer(facts: &'static Facts, value: &dyn Structure) -> Result<Response<Bytes>, Unwritable> {
    let body = if is_unit(value.schema()) {
        Bytes::new()
    } else {
        body(value, true)?
    };
    let mut response = Response::new(body);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(facts.media_type));
    Ok(response)
}

/// Fills an output or error from an answer.
fn decode_answer(response: &Response<Bytes>, value: &mut dyn Structure) -> Result<(), Fault> {
    Decoder::new(or_empty(response.body()), Strictness::Lenient)?.body(value, Part::All)?;
    Ok(())
}

/// No body is one without members.
fn or_empty(body: &[u8]) -> &[u8] {
    if body.is_empty() { b"{}" } else { body }
}
