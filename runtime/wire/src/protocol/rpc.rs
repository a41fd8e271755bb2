//! RPC protocols: every member in the body, the operation in a header or in the path.

#[cfg(feature = "cbor")]
use crate::codec::cbor::Cbor;
use crate::{
    bindings::is_unit,
    codec::{interface::Codec, json::Json},
    error::{DecodeErrorKind, Fault, Unwritable, fault, unwritable},
    error_head::ErrorHead,
    failure, headers,
    media_type::essence,
    part::Part,
    presence::Presence,
    protocol::interface::{Facts, Protocol, RouteKey},
    strictness::Strictness,
};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, Uri,
    header::{ACCEPT, CONTENT_TYPE},
};
use shapewright_schema::{Document, Operation, Service, Structure};
use std::marker::PhantomData;

/// A protocol that sends all members in a body of the codec `C`.
pub(super) struct Rpc<C> {
    facts: &'static Facts,
    /// The media types that a request may have; it may also have none.
    accepts: &'static [&'static str],
    codec: PhantomData<C>,
}

impl<C> Rpc<C> {
    const fn new(facts: &'static Facts, accepts: &'static [&'static str]) -> Self {
        Self {
            facts,
            accepts,
            codec: PhantomData,
        }
    }
}

pub(super) static AWS_JSON_1_0: Rpc<Json> = Rpc::new(&FACTS_1_0, ANY_JSON);
pub(super) static AWS_JSON_1_1: Rpc<Json> = Rpc::new(&FACTS_1_1, ANY_JSON);
#[cfg(feature = "cbor")]
pub(super) static RPC_V2_CBOR: Rpc<Cbor> = Rpc::new(&FACTS_CBOR, &["application/cbor"]);

/// Any of the JSON types will do: the target header has said already what the request is.
const ANY_JSON: &[&str] = &[
    "application/x-amz-json-1.1",
    "application/x-amz-json-1.0",
    "application/json",
];

static FACTS_1_0: Facts = Facts {
    name: "awsJson1_0",
    media_type: "application/x-amz-json-1.0",
    ..FACTS_1_1
};

static FACTS_1_1: Facts = Facts {
    name: "awsJson1_1",
    media_type: "application/x-amz-json-1.1",
    route_key: RouteKey::Target,
    signature_status: Some(400),
    throttling_status: 400,
    code_keys: &["__type", "code"],
    has_error_header: true,
    error_part: Part::All,
};

#[cfg(feature = "cbor")]
static FACTS_CBOR: Facts = Facts {
    name: "rpcv2Cbor",
    media_type: "application/cbor",
    route_key: RouteKey::Path("rpc-v2-cbor"),
    signature_status: None,
    throttling_status: 429,
    code_keys: &["__type"],
    has_error_header: false,
    error_part: Part::All,
};

/// Which of the RPC protocols by path a message speaks.
const SMITHY_PROTOCOL: HeaderName = HeaderName::from_static("smithy-protocol");

impl<C: Codec> Protocol for Rpc<C> {
    fn facts(&self) -> &'static Facts {
        self.facts
    }

    fn encode_request(
        &self,
        service: &'static Service,
        operation: &'static Operation,
        input: &dyn Structure,
    ) -> Result<Request<Bytes>, Unwritable> {
        let media_type = HeaderValue::from_static(self.facts.media_type);
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::POST;
        let has_body = match self.facts.route_key {
            RouteKey::Path(mark) => {
                *request.uri_mut() = path(service, operation)?;
                let headers = request.headers_mut();
                headers.insert(SMITHY_PROTOCOL, HeaderValue::from_static(mark));
                headers.insert(ACCEPT, media_type.clone());
                !is_unit(input.schema())
            }
            RouteKey::Target | RouteKey::Uri | RouteKey::Action => {
                *request.uri_mut() = Uri::from_static("/");
                request
                    .headers_mut()
                    .insert("x-amz-target", target(service, operation)?);
                true
            }
        };
        if has_body {
            *request.body_mut() = C::write(service, input, Part::All, false)?.into();
            request.headers_mut().insert(CONTENT_TYPE, media_type);
        }
        if service.query_compatible {
            let value = HeaderValue::from_static("true");
            request.headers_mut().insert("x-amzn-query-mode", value);
        }
        headers::of_service(service, request.headers_mut())?;
        Ok(request)
    }

    fn decode_response(&self, response: &Response<Bytes>, value: &mut dyn Structure) -> Result<(), Fault> {
        C::read(response.body(), value, Part::All, Strictness::Lenient).map(drop)
    }

    fn error_head(&self, service: &'static Service, response: &Response<Bytes>) -> ErrorHead {
        failure::error_head::<C>(self.facts, service, response)
    }

    fn decode_request(
        &self,
        _operation: &'static Operation,
        request: &Request<Bytes>,
        _labels: &[(&'static str, String)],
        input: &mut dyn Structure,
    ) -> Result<Presence, Fault> {
        self.check_media_type(request.headers())?;
        C::read(request.body(), input, Part::All, Strictness::Strict)
    }

    fn encode_response(
        &self,
        service: &'static Service,
        _operation: &'static Operation,
        output: &dyn Structure,
    ) -> Result<Response<Bytes>, Unwritable> {
        let is_unit = is_unit(output.schema());
        let mut response = Response::new(Bytes::new());
        if !is_unit {
            *response.body_mut() = C::write(service, output, Part::All, true)?.into();
        }
        // AWS JSON says its media type of no body as well.
        if !is_unit || self.facts.route_key == RouteKey::Target {
            let media_type = HeaderValue::from_static(self.facts.media_type);
            response.headers_mut().insert(CONTENT_TYPE, media_type);
        }
        self.mark(&mut response);
        Ok(response)
    }

    fn encode_error(&self, service: &'static Service, error: &dyn Structure) -> Result<Response<Bytes>, Unwritable> {
        let mut response = failure::encode_error::<C>(self.facts, service, error)?;
        self.mark(&mut response);
        Ok(response)
    }

    fn encode_unmodelled_error(
        &self,
        service: &'static Service,
        status: u16,
        code: &str,
        message: &str,
    ) -> Response<Bytes> {
        let mut response = failure::encode_unmodelled_error::<C>(self.facts, service, status, code, message);
        self.mark(&mut response);
        response
    }

    fn parse_body(&self, body: &[u8]) -> Option<Document> {
        C::parse(body)
    }
}

impl<C> Rpc<C> {
    fn check_media_type(&self, headers: &HeaderMap) -> Result<(), Fault> {
        let found = headers.get(CONTENT_TYPE).map(|value| essence(value.as_bytes()));
        match found.as_deref() {
            Some(found) if !self.accepts.contains(&found) => {
                let wanted = self.accepts.first().copied().unwrap_or_default();
                let message = format!("wanted the Content-Type {wanted}, found {found}");
                Err(fault(DecodeErrorKind::UnsupportedMediaType, message))
            }
            _ => Ok(()),
        }
    }

    /// Says in a response which protocol it speaks, where the protocol asks for that.
    fn mark(&self, response: &mut Response<Bytes>) {
        if let RouteKey::Path(mark) = self.facts.route_key {
            let mark = HeaderValue::from_static(mark);
            response.headers_mut().insert(SMITHY_PROTOCOL, mark);
        }
    }
}

fn target(service: &'static Service, operation: &'static Operation) -> Result<HeaderValue, Unwritable> {
    let target = format!("{}.{}", service.target_prefix, operation.name);
    HeaderValue::try_from(target).map_err(|_| {
        unwritable(format!(
            "the target prefix `{}` cannot stand in a header",
            service.target_prefix
        ))
    })
}

fn path(service: &'static Service, operation: &'static Operation) -> Result<Uri, Unwritable> {
    let path = format!("/service/{}/operation/{}", service.target_prefix, operation.name);
    Uri::try_from(path).map_err(|_| {
        unwritable(format!(
            "the target prefix `{}` cannot stand in a path",
            service.target_prefix
        ))
    })
}
