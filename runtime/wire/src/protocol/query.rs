//! Query protocols: the operation and its members as a form, and XML in return.

use crate::{
    bindings::is_unit,
    codec::{
        form::{self, Dialect, Pairs},
        interface::{Codec, ErrorBody},
        xml::{self, Encoder, ErrorForm, Xml},
    },
    error::{Fault, Unwritable, unwritable},
    error_head::ErrorHead,
    failure, headers,
    part::Part,
    presence::Presence,
    protocol::interface::{Facts, Protocol, RouteKey},
    strictness::Strictness,
    uri,
};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri, header::CONTENT_TYPE};
use shapewright_schema::{Document, Operation, Service, Structure};

/// A protocol that sends a form and receives XML.
pub(super) struct Query {
    facts: &'static Facts,
    dialect: Dialect,
}

pub(super) static AWS_QUERY: Query = Query {
    facts: &FACTS_AWS,
    dialect: Dialect::Aws,
};
pub(super) static EC2_QUERY: Query = Query {
    facts: &FACTS_EC2,
    dialect: Dialect::Ec2,
};

static FACTS_AWS: Facts = Facts {
    name: "awsQuery",
    media_type: "text/xml",
    route_key: RouteKey::Action,
    signature_status: None,
    throttling_status: 400,
    code_keys: &[],
    has_error_header: false,
    error_part: Part::All,
};

static FACTS_EC2: Facts = Facts {
    name: "ec2Query",
    throttling_status: 503,
    ..FACTS_AWS
};

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

impl Protocol for Query {
    fn facts(&self) -> &'static Facts {
        self.facts
    }

    fn encode_request(
        &self,
        service: &'static Service,
        operation: &'static Operation,
        input: &dyn Structure,
    ) -> Result<Request<Bytes>, Unwritable> {
        let mut form = String::from("Action=");
        uri::encode(operation.name, &mut form);
        form.push_str("&Version=");
        uri::encode(service.version, &mut form);
        form::write(self.dialect, input, &mut form)?;
        let mut request = Request::new(form.into());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = Uri::from_static("/");
        request.headers_mut().insert(CONTENT_TYPE, FORM);
        headers::of_service(service, request.headers_mut())?;
        Ok(request)
    }

    fn decode_response(&self, response: &Response<Bytes>, value: &mut dyn Structure) -> Result<(), Fault> {
        let body = response.body();
        if body.is_empty() {
            return Ok(());
        }
        match self.dialect {
            Dialect::Aws => xml::read_result(body, value),
            Dialect::Ec2 => Xml::read(body, value, Part::All, Strictness::Lenient).map(drop),
        }
    }

    /// The code is one of those that the service had in this protocol, where they are others than its shapes say.
    fn error_head(&self, service: &'static Service, response: &Response<Bytes>) -> ErrorHead {
        let mut head = failure::error_head::<Xml>(self.facts, service, response);
        let facts = service
            .operations
            .iter()
            .flat_map(|operation| operation.errors)
            .filter_map(|schema| schema.error)
            .find(|facts| facts.query_code == Some(&head.code));
        if let Some(facts) = facts {
            head.query_code = Some(std::mem::replace(&mut head.code, facts.code.to_owned()));
        }
        head
    }

    fn decode_error_members(&self, response: &Response<Bytes>, error: &mut dyn Structure) -> Result<(), Fault> {
        xml::read_error(response.body(), error, Part::All)
    }

    fn decode_request(
        &self,
        _operation: &'static Operation,
        request: &Request<Bytes>,
        _labels: &[(&'static str, String)],
        input: &mut dyn Structure,
    ) -> Result<Presence, Fault> {
        form::read(self.dialect, &mut pairs(request)?, input)
    }

    fn encode_response(
        &self,
        service: &'static Service,
        operation: &'static Operation,
        output: &dyn Structure,
    ) -> Result<Response<Bytes>, Unwritable> {
        let mut encoder = Encoder::new(true);
        let outer = format!("{}Response", operation.name);
        encoder.open(&outer, service.xml_namespace);
        match self.dialect {
            Dialect::Aws if is_unit(output.schema()) => {}
            Dialect::Aws => {
                let inner = format!("{}Result", operation.name);
                encoder.open(&inner, None);
                encoder.members(output, Part::All)?;
                encoder.close(&inner);
            }
            Dialect::Ec2 => encoder.members(output, Part::All)?,
        }
        encoder.close(&outer);
        let status = StatusCode::from_u16(operation.status)
            .map_err(|_| unwritable("the status is not one of HTTP, 100 to 999"))?;
        Ok(self.respond(status, encoder.out.into_bytes()))
    }

    fn encode_error(&self, service: &'static Service, error: &dyn Structure) -> Result<Response<Bytes>, Unwritable> {
        let (facts, status) = failure::facts_of(error)?;
        let body = ErrorBody {
            code: facts.query_code.unwrap_or(facts.code),
            fault: facts.fault,
            members: Some((error, Part::All)),
            message: None,
        };
        let body = xml::write_error(self.error_form(), service, &body)?;
        Ok(self.respond(status, body))
    }

    fn encode_unmodelled_error(
        &self,
        service: &'static Service,
        status: u16,
        code: &str,
        message: &str,
    ) -> Response<Bytes> {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = failure::unmodelled(status, code, message);
        let body = xml::write_error(self.error_form(), service, &body);
        self.respond(status, body.unwrap_or_default())
    }

    fn add_request_id(&self, response: &mut Response<Bytes>, id: &str) {
        let is_error = response.status().is_client_error() || response.status().is_server_error();
        let path: &[&str] = match (self.dialect, is_error) {
            (Dialect::Aws, false) => &["ResponseMetadata", "RequestId"],
            (Dialect::Aws, true) => &["RequestId"],
            (Dialect::Ec2, false) => &["requestId"],
            (Dialect::Ec2, true) => &["RequestID"],
        };
        xml::add_to_end(response.body_mut(), path, id);
    }

    fn parse_body(&self, _body: &[u8]) -> Option<Document> {
        None
    }
}

impl Query {
    fn error_form(&self) -> ErrorForm {
        match self.dialect {
            Dialect::Aws => ErrorForm::Wrapped,
            Dialect::Ec2 => ErrorForm::Ec2,
        }
    }

    fn respond(&self, status: StatusCode, body: Vec<u8>) -> Response<Bytes> {
        let mut response = Response::new(body.into());
        *response.status_mut() = status;
        let media_type = HeaderValue::from_static(self.facts.media_type);
        response.headers_mut().insert(CONTENT_TYPE, media_type);
        response
    }
}

/// The pairs of a request: of its body, or of its URI where it has no body.
fn pairs(request: &Request<Bytes>) -> Result<Pairs<'_>, Fault> {
    if request.body().is_empty() {
        return Pairs::parse(request.uri().query().unwrap_or_default().as_bytes());
    }
    Pairs::parse(request.body())
}

/// What a form says that names an operation: its parameters `Action` and `Version`. `None` when it names none.
pub(super) fn action(request: &Request<Bytes>) -> Option<(String, String)> {
    let pairs = pairs(request).ok()?;
    let version = pairs.get("Version").unwrap_or_default().to_owned();
    pairs.get("Action").map(|action| (action.to_owned(), version))
}
