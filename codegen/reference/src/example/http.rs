//! A call as HTTP: the request that a client sends, without what its signature depends on.

use super::sample::{Sample, TIME};
use crate::book::Book;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};
use shapewright_endpoint::Asked;
use shapewright_ir::{Binding, Kind, Member, Operation, Protocol, TimestampFormat};

/// What stands in a URI as it is.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The same with the slash, for labels that take the rest of a path.
const WITH_SLASH: &AsciiSet = &UNRESERVED.remove(b'/');
/// Where examples call.
const REGION: &str = "eu-west-1";

/// The request with its head.
pub fn http(book: &Book<'_>, operation: &Operation, input: &[(usize, Sample)]) -> String {
    let service = &book.ir.service;
    let mut request = Request {
        book,
        path: operation.uri.clone(),
        query: Vec::new(),
        headers: Vec::new(),
        body: Body::None,
        host_prefix: operation.request.host_prefix.clone().unwrap_or_default(),
    };
    let members = book.members(operation.input);
    for (index, sample) in input {
        request.member(&members[*index], sample);
    }
    let protocol = service.protocol();
    if protocol != Protocol::RestJson1 && matches!(request.body, Body::None) {
        request.body = Body::Json(json!({}));
    }
    let asked = Asked {
        region: REGION,
        fips: false,
        dual_stack: false,
    };
    let endpoint = operation.request.endpoint.as_ref().unwrap_or(&service.endpoint);
    let address = endpoint.address(asked);
    let (host, base) = address
        .host
        .split_at(address.host.find('/').unwrap_or(address.host.len()));
    if protocol == Protocol::RpcV2Cbor {
        request.path = format!("/service/{}/operation/{}", service.target_prefix, operation.name);
    }
    let mut target = format!("{base}{}", request.path);
    for (name, value) in &request.query {
        target.push(if target.contains('?') { '&' } else { '?' });
        target.push_str(&format!("{}={}", encoded(name, UNRESERVED), encoded(value, UNRESERVED)));
    }
    let mut lines = vec![
        format!("{} {target} HTTP/1.1", operation.method),
        format!("Host: {}{host}", request.host_prefix),
    ];
    let (content_type, body) = match request.body {
        Body::None => (None, String::new()),
        Body::Json(value) => {
            let content_type = match protocol {
                Protocol::AwsJson1_0 => "application/x-amz-json-1.0",
                Protocol::AwsJson1_1 => "application/x-amz-json-1.1",
                Protocol::RestJson1 => "application/json",
                // The body is shown in CBOR's diagnostic notation, which JSON is part of.
                Protocol::RpcV2Cbor => "application/cbor",
            };
            (Some(content_type.to_owned()), format!("{value:#}"))
        }
        Body::Raw { content_type, text } => (Some(content_type), text),
    };
    lines.extend(content_type.map(|content_type| format!("Content-Type: {content_type}")));
    match protocol {
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 => {
            lines.push(format!("X-Amz-Target: {}.{}", service.target_prefix, operation.name));
        }
        Protocol::RpcV2Cbor => {
            lines.push("Accept: application/cbor".to_owned());
            lines.push("smithy-protocol: rpc-v2-cbor".to_owned());
        }
        Protocol::RestJson1 => {}
    }
    let is_written = |name: &str| {
        request
            .headers
            .iter()
            .any(|(written, _)| written.eq_ignore_ascii_case(name))
    };
    let own = service.headers.iter().filter(|(name, _)| !is_written(name));
    lines.extend(
        own.chain(&request.headers)
            .map(|(name, value)| format!("{name}: {value}")),
    );
    if !operation.request.anonymous {
        lines.push("X-Amz-Date: 20150101T000000Z".to_owned());
        lines.push(format!(
        "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150101/{}/{}/aws4_request, SignedHeaders=…, Signature=…",
            address.signing_region, service.signing_name
        ));
    }
    format!("{}\n\n{body}", lines.join("\n")).trim_end().to_owned() + "\n"
}

enum Body {
    None,
    Json(Value),
    Raw { content_type: String, text: String },
}

struct Request<'a> {
    book: &'a Book<'a>,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Body,
    host_prefix: String,
}

impl Request<'_> {
    fn member(&mut self, member: &Member, sample: &Sample) {
        let label = format!("{{{}}}", member.name);
        if self.host_prefix.contains(&label) {
            self.host_prefix = self
                .host_prefix
                .replace(&label, &self.text(sample, TimestampFormat::DateTime));
        }
        match &member.binding {
            Binding::Body => {
                let value = self.json(sample);
                if !matches!(self.body, Body::Json(_)) {
                    self.body = Body::Json(Value::Object(Map::new()));
                }
                if let Body::Json(Value::Object(body)) = &mut self.body {
                    body.insert(member.wire_name.clone(), value);
                }
            }
            Binding::Label(name) => {
                let text = self.text(sample, TimestampFormat::DateTime);
                self.path = self
                    .path
                    .replace(&format!("{{{name}}}"), &encoded(&text, UNRESERVED))
                    .replace(&format!("{{{name}+}}"), &encoded(&text, WITH_SLASH));
            }
            Binding::Query(name) => match sample {
                Sample::List(elements) => {
                    let texts: Vec<_> = elements
                        .iter()
                        .map(|sample| self.text(sample, TimestampFormat::DateTime))
                        .collect();
                    self.query.extend(texts.into_iter().map(|text| (name.clone(), text)));
                }
                _ => self
                    .query
                    .push((name.clone(), self.text(sample, TimestampFormat::DateTime))),
            },
            Binding::QueryParams => {
                if let Sample::Map(entries) = sample {
                    let texts = entries
                        .iter()
                        .map(|(key, sample)| (key.clone(), self.text(sample, TimestampFormat::DateTime)));
                    let texts: Vec<_> = texts.collect();
                    self.query.extend(texts);
                }
            }
            Binding::Header(name) => {
                let text = match sample {
                    Sample::List(elements) => {
                        let texts = elements
                            .iter()
                            .map(|sample| self.text(sample, TimestampFormat::HttpDate));
                        texts.collect::<Vec<_>>().join(", ")
                    }
                    // What is no plain text travels in base64.
                    Sample::Text(text) if self.book.media_type(&member.element).is_some() => base64(text.as_bytes()),
                    _ => self.text(sample, TimestampFormat::HttpDate),
                };
                self.headers.push((name.clone(), text));
            }
            Binding::PrefixHeaders(prefix) => {
                if let Sample::Map(entries) = sample {
                    let texts = entries
                        .iter()
                        .map(|(key, sample)| (format!("{prefix}{key}"), self.text(sample, TimestampFormat::HttpDate)));
                    let texts: Vec<_> = texts.collect();
                    self.headers.extend(texts);
                }
            }
            Binding::Payload => {
                let (usual, text) = match sample {
                    Sample::Text(_) | Sample::Enum(..) => ("text/plain", self.text(sample, TimestampFormat::DateTime)),
                    Sample::Bytes(bytes) => ("application/octet-stream", String::from_utf8_lossy(bytes).into_owned()),
                    _ => {
                        self.body = Body::Json(self.json(sample));
                        return;
                    }
                };
                let content_type = self.book.media_type(&member.element).unwrap_or(usual).to_owned();
                self.body = Body::Raw { content_type, text };
            }
            Binding::Status => {}
        }
    }

    /// A value in the URI or a header, where times are written as `otherwise` unless they say how.
    fn text(&self, sample: &Sample, otherwise: TimestampFormat) -> String {
        match self.value(sample, otherwise) {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }

    /// A value in a body.
    fn json(&self, sample: &Sample) -> Value {
        self.value(sample, TimestampFormat::EpochSeconds)
    }

    fn value(&self, sample: &Sample, otherwise: TimestampFormat) -> Value {
        match sample {
            Sample::Text(text) => json!(text),
            Sample::Enum(id, place) => match &self.book.ir.shape(*id).kind {
                Kind::Enum(shape) => json!(shape.variants[*place].value),
                _ => Value::Null,
            },
            Sample::IntEnum(id, place) => match &self.book.ir.shape(*id).kind {
                Kind::IntEnum(shape) => json!(shape.variants[*place].value),
                _ => Value::Null,
            },
            Sample::Whole(number) => json!(number),
            Sample::Float(number) => json!(number),
            Sample::Boolean(value) => json!(value),
            Sample::Bytes(bytes) => json!(base64(bytes)),
            Sample::Time(format) => time(format.unwrap_or(otherwise)),
            Sample::Document => json!("any JSON value"),
            Sample::List(elements) => elements.iter().map(|sample| self.value(sample, otherwise)).collect(),
            Sample::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, sample)| (key.clone(), self.value(sample, otherwise)));
                Value::Object(entries.collect())
            }
            Sample::Structure(id, members) => {
                let all = self.book.members(*id);
                let members = members.iter().map(|(index, sample)| {
                    let member = &all[*index];
                    (member.wire_name.clone(), self.json(sample))
                });
                Value::Object(members.collect())
            }
            Sample::Union(id, index, sample) => {
                let member = &self.book.members(*id)[*index];
                json!({ member.wire_name.as_str(): self.json(sample) })
            }
        }
    }
}

fn time(format: TimestampFormat) -> Value {
    match format {
        TimestampFormat::EpochSeconds => json!(TIME),
        TimestampFormat::DateTime => json!("2015-01-01T00:00:00Z"),
        TimestampFormat::HttpDate => json!("Thu, 01 Jan 2015 00:00:00 GMT"),
    }
}

fn encoded(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

fn base64(bytes: &[u8]) -> String {
    base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes)
}
