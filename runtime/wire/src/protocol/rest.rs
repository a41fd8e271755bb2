//! Protocols with HTTP bindings: members in the URI, in headers and in bodies.

#[cfg(feature = "xml")]
use crate::codec::xml::Xml;
use crate::{
    bindings::{self, Form, absent},
    codec::{
        interface::PayloadCodec,
        json::{Json, fill_default},
    },
    error::{DecodeErrorKind, Fault, Unwritable, fault, unwritable},
    error_head::ErrorHead,
    failure, headers,
    media_type::essence,
    part::Part,
    presence::Presence,
    protocol::interface::{Facts, Protocol, RouteKey},
    query,
    strictness::Strictness,
    text::{self, Place},
    uri,
};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri,
    header::{ACCEPT, CONTENT_TYPE},
};
use shapewright_schema::{Binding, Document, Kind, Member, Operation, Schema, Service, Structure, View};
use std::{borrow::Cow, marker::PhantomData};

/// A protocol with HTTP bindings, and bodies of the codec `C`.
pub(super) struct Rest<C> {
    facts: &'static Facts,
    codec: PhantomData<C>,
}

impl<C> Rest<C> {
    const fn new(facts: &'static Facts) -> Self {
        Self {
            facts,
            codec: PhantomData,
        }
    }
}

pub(super) static REST_JSON_1: Rest<Json> = Rest::new(&FACTS_JSON);
#[cfg(feature = "xml")]
pub(super) static REST_XML: Rest<Xml> = Rest::new(&FACTS_XML);

static FACTS_JSON: Facts = Facts {
    name: "restJson1",
    media_type: Json::MEDIA_TYPE,
    route_key: RouteKey::Uri,
    signature_status: None,
    throttling_status: 429,
    code_keys: &["code", "__type", "Code"],
    has_error_header: true,
    error_part: Part::Response,
};

#[cfg(feature = "xml")]
static FACTS_XML: Facts = Facts {
    name: "restXml",
    media_type: Xml::MEDIA_TYPE,
    route_key: RouteKey::Uri,
    signature_status: None,
    throttling_status: 503,
    code_keys: &[],
    has_error_header: false,
    error_part: Part::Response,
};

impl<C: PayloadCodec> Protocol for Rest<C> {
    fn facts(&self) -> &'static Facts {
        self.facts
    }

    fn encode_request(
        &self,
        service: &'static Service,
        operation: &'static Operation,
        input: &dyn Structure,
    ) -> Result<Request<Bytes>, Unwritable> {
        let mut uri = uri::fill(operation.uri, |label| write_label(label, input))?;
        query::write(input, &mut uri)?;
        let (body, media_type) = bindings::write_body::<C>(service, input, Part::Request)?;
        let mut request = Request::new(body);
        *request.method_mut() = Method::from_bytes(operation.method.as_bytes())
            .map_err(|_| unwritable(format!("`{}` is not an HTTP method", operation.method)))?;
        *request.uri_mut() =
            Uri::try_from(uri).map_err(|error| unwritable(format!("the URI cannot be written: {error}")))?;
        write_headers(request.headers_mut(), media_type, input)?;
        headers::of_service(service, request.headers_mut())?;
        Ok(request)
    }

    fn decode_response(&self, response: &Response<Bytes>, value: &mut dyn Structure) -> Result<(), Fault> {
        read_head(response, value)?;
        bindings::read_body::<C>(response.body(), value, Part::Response, Strictness::Lenient)?;
        Ok(())
    }

    fn decode_request(
        &self,
        operation: &'static Operation,
        request: &Request<Bytes>,
        labels: &[(&'static str, String)],
        input: &mut dyn Structure,
    ) -> Result<Presence, Fault> {
        if C::CHECKS_MEDIA_TYPE {
            check_accept::<C>(operation.output, request.headers())?;
            check_media_type::<C>(input.schema(), request.headers(), request.body())?;
        }
        decode_request::<C>(request, labels, input)
    }

    fn encode_response(
        &self,
        service: &'static Service,
        operation: &'static Operation,
        output: &dyn Structure,
    ) -> Result<Response<Bytes>, Unwritable> {
        let status = status_of(operation, output)?;
        let (mut body, mut media_type) = bindings::write_body::<C>(service, output, Part::Response)?;
        let bodiless = status == StatusCode::NO_CONTENT || status == StatusCode::NOT_MODIFIED;
        if bodiless || bindings::is_unit(output.schema()) {
            (body, media_type) = (Bytes::new(), None);
        } else if media_type.is_none()
            && bindings::payload(output.schema()).is_none()
        {
            // No member travels in the body; peers take this for that, and a later version may have one.
            (body, media_type) = (Bytes::from_static(C::EMPTY.unwrap_or_default()), Some(C::MEDIA_TYPE));
        }
        let mut response = Response::new(body);
        *response.status_mut() = status;
        write_headers(response.headers_mut(), media_type, output)?;
        Ok(response)
    }

    fn error_head(&self, service: &'static Service, response: &Response<Bytes>) -> ErrorHead {
        failure::error_head::<C>(self.facts, service, response)
    }

    fn decode_error_members(&self, response: &Response<Bytes>, error: &mut dyn Structure) -> Result<(), Fault> {
        read_head(response, error)?;
        match bindings::payload(error.schema()) {
            Some(_) => bindings::read_body::<C>(response.body(), error, Part::Response, Strictness::Lenient).map(drop),
            None => C::read_error(response.body(), error, Part::Response),
        }
    }

    fn encode_error(&self, service: &'static Service, error: &dyn Structure) -> Result<Response<Bytes>, Unwritable> {
        failure::encode_error::<C>(self.facts, service, error)
    }

    fn encode_unmodelled_error(
        &self,
        service: &'static Service,
        status: u16,
        code: &str,
        message: &str,
    ) -> Response<Bytes> {
        failure::encode_unmodelled_error::<C>(self.facts, service, status, code, message)
    }

    fn add_request_id(&self, response: &mut Response<Bytes>, id: &str) {
        C::add_request_id(response, id);
    }

    fn parse_body(&self, body: &[u8]) -> Option<Document> {
        C::parse(body)
    }
}

fn write_label(label: &'static str, input: &dyn Structure) -> Result<String, Unwritable> {
    let mut members = input.schema().members().iter().enumerate();
    let Some((index, member)) = members.find(|(_, member)| member.binding == Binding::Label(label)) else {
        return Err(unwritable(format!(
            "no member is bound to the label `{label}` of the URI"
        )));
    };
    let empty = || {
        unwritable(format!(
            "member `{}` is bound to the URI and must not be empty",
            member.name
        ))
    };
    let text = match input.member(index).view() {
        View::Absent => Some(String::new()),
        view => text::write(view, member, Place::Plain).map(Cow::into_owned),
    };
    match text {
        // A path has no place for an empty segment, so that is as good as no value.
        Some(text) if text.is_empty() => default_label(member).ok_or_else(empty),
        Some(text) => Ok(text),
        None => Err(unwritable(text::NO_SCALAR)),
    }
    .map_err(|error| error.under(member.name))
}

/// The text of a label whose member has a default and no value.
fn default_label(member: &'static Member) -> Option<String> {
    let mut text = String::new();
    let filled = fill_default(member, &mut text);
    (matches!(filled, Ok(true)) && !text.is_empty()).then_some(text)
}

fn write_headers(
    headers: &mut HeaderMap,
    media_type: Option<&'static str>,
    value: &dyn Structure,
) -> Result<(), Unwritable> {
    if let Some(media_type) = media_type {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    headers::write(value, headers)
}

fn decode_request<C: PayloadCodec>(
    request: &Request<Bytes>,
    labels: &[(&'static str, String)],
    input: &mut dyn Structure,
) -> Result<Presence, Fault> {
    let mut presence = Presence::default();
    for (index, member) in input.schema().members().iter().enumerate() {
        let Binding::Label(label) = member.binding else {
            continue;
        };
        let held = input.member_mut(index);
        match labels.iter().find(|(name, _)| *name == label) {
            Some((_, text)) if text.is_empty() => {
                let message = format!("the label `{label}` of the URI must not be empty");
                return Err(fault(DecodeErrorKind::Missing, message).under(member.name));
            }
            Some((_, text)) => {
                text::read(text, member, held, Place::Plain, true).map_err(|error| error.under(member.name))?
            }
            None => presence.missing.extend(absent(member, held)?.missing),
        }
    }
    presence
        .missing
        .extend(query::read(request.uri().query().unwrap_or_default(), input)?);
    presence
        .missing
        .extend(headers::read(request.headers(), input, true)?.missing);
    let body = bindings::read_body::<C>(request.body(), input, Part::Request, Strictness::Strict)?;
    presence.missing.extend(body.missing);
    Ok(presence)
}

/// A body must be of the one media type that the operation takes. Blobs can be of any unless theirs is modelled, and say
/// none where botocore sends them. Where a member carries the media type, it is for the caller to say.
fn check_media_type<C: PayloadCodec>(input: &'static Schema, headers: &HeaderMap, body: &Bytes) -> Result<(), Fault> {
    let found = headers.get(CONTENT_TYPE).map(|value| essence(value.as_bytes()));
    // An input without any member may come as an empty value: it is what the next version of the operation will take.
    let may_be_empty = input.members().is_empty() && !bindings::is_unit(input);
    let wanted = if may_be_empty {
        Some(C::MEDIA_TYPE)
    } else {
        bindings::media_type::<C>(input, Part::Request)
    };
    let any = Form::of(input, Part::Request) == Form::Bytes
        && (found.is_none() || bindings::modelled_media_type(input).is_none());
    let is_said = || input.members().iter().any(|member| is_header(member, &CONTENT_TYPE));
    let fits = || found == wanted.map(|wanted| essence(wanted.as_bytes()));
    if any || body.is_empty() || fits() || is_said() {
        return Ok(());
    }
    let found = found.as_deref().unwrap_or("none");
    let wanted = wanted.unwrap_or("no body");
    Err(fault(
        DecodeErrorKind::UnsupportedMediaType,
        format!("wanted the Content-Type {wanted}, found {found}"),
    ))
}

/// A client that says what it accepts must accept what the operation responds with.
fn check_accept<C: PayloadCodec>(output: &'static Schema, headers: &HeaderMap) -> Result<(), Fault> {
    let is_any = Form::of(output, Part::Response) == Form::Bytes && bindings::modelled_media_type(output).is_none();
    let is_said = || output.members().iter().any(|member| is_header(member, &CONTENT_TYPE));
    let Some(written) = bindings::media_type::<C>(output, Part::Response).filter(|_| !is_any && !is_said()) else {
        return Ok(());
    };
    let written = essence(written.as_bytes());
    let all = written.split_once('/').map_or("*", |(kind, _)| kind);
    let mut ranges = headers
        .get_all(ACCEPT)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let fits = |range: &[u8]| match essence(range) {
        range if range == written || range == "*/*" || range == "*" => true,
        range => range.strip_suffix("/*") == Some(all),
    };
    if !headers.contains_key(ACCEPT) || ranges.any(fits) {
        return Ok(());
    }
    Err(fault(
        DecodeErrorKind::NotAcceptable,
        format!("the response is {written}, which the Accept header leaves out"),
    ))
}

fn is_header(member: &Member, name: &HeaderName) -> bool {
    matches!(member.binding, Binding::Header(bound) if bound.eq_ignore_ascii_case(name.as_str()))
}

/// The status of a response: what a member says, else that of the operation.
fn status_of(operation: &'static Operation, output: &dyn Structure) -> Result<StatusCode, Unwritable> {
    let mut status = i64::from(operation.status);
    for (index, member) in output.schema().members().iter().enumerate() {
        if let (Binding::Status, View::Integer(found)) = (member.binding, output.member(index).view()) {
            status = found;
        }
    }
    let status = u16::try_from(status)
        .ok()
        .and_then(|status| StatusCode::from_u16(status).ok());
    status.ok_or_else(|| unwritable("the status is not one of HTTP, 100 to 999"))
}

/// Fills the members of an output or error that do not travel in the body.
fn read_head(response: &Response<Bytes>, value: &mut dyn Structure) -> Result<(), Fault> {
    for (index, member) in value.schema().members().iter().enumerate() {
        if member.binding == Binding::Status && !matches!(member.target.kind, Kind::Structure(_)) {
            text::read(
                response.status().as_str(),
                member,
                value.member_mut(index),
                Place::Plain,
                false,
            )
            .map_err(|error| error.under(member.name))?;
        }
    }
    headers::read(response.headers(), value, false)?;
    Ok(())
}
