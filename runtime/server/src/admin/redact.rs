//! Requests and responses as they may be shown: sensitive members, session tokens and signatures are left out.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Uri, header::CONTENT_TYPE};
use serde::Serialize;
use shapewright_schema::{Binding, Blob, Document, Kind, Member, Operation, Schema};
use shapewright_wire::{Protocol, json::parse_document};
use std::collections::BTreeMap;

/// What stands where something is left out.
const REDACTED: &str = "*** redacted ***";
/// What presigned URLs say that must not be shown.
const SECRET_PARAMETERS: [&str; 2] = ["X-Amz-Security-Token", "X-Amz-Signature"];
const SESSION_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");

/// A body: one of the three, or null where it is empty.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Body {
    /// A body that can be read, as JSON.
    Json(Document),
    /// Text that cannot.
    Text(String),
    /// All else.
    Base64(Document),
}

/// A body of this shape in a message of this protocol.
pub(super) fn body(
    protocol: &'static dyn Protocol,
    headers: &HeaderMap,
    bytes: &Bytes,
    schema: Option<&'static Schema>,
) -> Option<Body> {
    if bytes.is_empty() {
        return None;
    }
    let schema = schema.map(carried);
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let document = match media_type {
        Some(media_type) if media_type.eq_ignore_ascii_case(protocol.facts().media_type) => protocol.parse_body(bytes),
        None => protocol.parse_body(bytes).or_else(|| parse_document(bytes).ok()),
        Some(media_type) if media_type.contains("json") => parse_document(bytes).ok(),
        Some(_) => None,
    };
    if let Some(mut document) = document {
        if let Some(schema) = schema {
            hide(&mut document, schema);
        }
        return Some(Body::Json(document));
    }
    if schema.is_some_and(|schema| has_secrets(schema, &mut Vec::new())) {
        // It cannot be read, so nobody knows where they are.
        return Some(Body::Text(REDACTED.to_owned()));
    }
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => Body::Text(text.to_owned()),
        Err(_) => Body::Base64(Document::of(&Blob::new(&bytes[..]))),
    })
}

/// The shape of a body, where the structure of this shape travels.
fn carried(schema: &'static Schema) -> &'static Schema {
    let mut members = schema.members().iter();
    members
        .find(|member| member.binding == Binding::Payload)
        .map_or(schema, |member| member.target)
}

/// Takes sensitive members out of a document that came over the wire.
fn hide(document: &mut Document, schema: &'static Schema) {
    if schema.sensitive {
        *document = Document::from(REDACTED);
        return;
    }
    match (&schema.kind, document) {
        (Kind::Structure(members) | Kind::Union(members), Document::Map(fields)) => {
            for member in members.all() {
                if let Some(field) = fields.get_mut(member.wire_name) {
                    hide_member(field, member);
                }
            }
        }
        (Kind::List { member, .. }, Document::List(elements)) => {
            elements.iter_mut().for_each(|element| hide_member(element, member));
        }
        (Kind::Map { key, .. }, document @ Document::Map(_)) if key.is_sensitive() => {
            *document = Document::from(REDACTED);
        }
        (Kind::Map { value, .. }, Document::Map(fields)) => {
            fields.values_mut().for_each(|field| hide_member(field, value));
        }
        _ => {}
    }
}

fn hide_member(document: &mut Document, member: &Member) {
    if member.is_sensitive() {
        *document = Document::from(REDACTED);
    } else {
        hide(document, member.target);
    }
}

/// Takes sensitive members out of a record's.
#[cfg(feature = "page")]
pub(super) fn hide_fields(fields: &mut BTreeMap<String, Document>, schema: &'static Schema) {
    for member in schema.members() {
        if let Some(field) = fields.get_mut(member.name) {
            hide_member(field, member);
        }
    }
}

/// Whether a shape holds sensitive members, however deep.
fn has_secrets(schema: &'static Schema, seen: &mut Vec<&'static Schema>) -> bool {
    if schema.sensitive {
        return true;
    }
    if seen.iter().any(|other| std::ptr::eq(*other, schema)) {
        return false;
    }
    seen.push(schema);
    let mut has = |member: &'static Member| member.is_sensitive() || has_secrets(member.target, seen);
    match &schema.kind {
        Kind::Structure(members) | Kind::Union(members) => members.iter().any(has),
        Kind::List { member, .. } => has(member),
        Kind::Map { key, value, .. } => has(key) || has(value),
        _ => false,
    }
}

/// The sensitive members of an operation's input that do not travel in the body, by what `binding` picks.
fn hidden<T>(operation: Option<&Operation>, binding: impl Fn(Binding) -> Option<T>) -> Vec<T> {
    let members = operation.map_or(&[][..], |operation| operation.input.members());
    let sensitive = members.iter().filter(|member| member.is_sensitive());
    sensitive.filter_map(|member| binding(member.binding)).collect()
}

/// A request's URI. Where a label is sensitive the path is the operation's template.
pub(super) fn uri(uri: &Uri, operation: Option<&Operation>) -> String {
    let label = |binding| matches!(binding, Binding::Label(_)).then_some(());
    let parameter = |binding| match binding {
        Binding::Query(name) => Some(name),
        _ => None,
    };
    let path = match operation {
        Some(operation) if !hidden(Some(operation), label).is_empty() => {
            operation.uri.split('?').next().unwrap_or_default()
        }
        _ => uri.path(),
    };
    let Some(query) = uri.query() else {
        return path.to_owned();
    };
    let mut secrets = hidden(operation, parameter);
    secrets.extend(SECRET_PARAMETERS);
    let pairs = query.split('&').map(|pair| {
        let name = pair.split('=').next().unwrap_or(pair);
        let decoded = form_urlencoded::parse(name.as_bytes()).next();
        let is_secret = decoded.is_some_and(|(name, _)| secrets.iter().any(|secret| name.eq_ignore_ascii_case(secret)));
        if is_secret {
            format!("{name}={REDACTED}")
        } else {
            pair.to_owned()
        }
    });
    format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
}

/// Headers by name; one that is there more than once with commas between.
pub(super) fn headers(headers: &HeaderMap, operation: Option<&Operation>) -> BTreeMap<String, String> {
    let named = |binding| match binding {
        Binding::Header(name) => Some(name),
        _ => None,
    };
    let prefixed = |binding| match binding {
        Binding::PrefixHeaders(prefix) => Some(prefix),
        _ => None,
    };
    let (names, prefixes) = (hidden(operation, named), hidden(operation, prefixed));
    let is_secret = |name: &HeaderName| {
        let name = name.as_str();
        let starts = |prefix: &&str| {
            name.get(..prefix.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        names.iter().any(|hidden| hidden.eq_ignore_ascii_case(name)) || prefixes.iter().any(starts)
    };
    let mut shown = BTreeMap::<String, String>::new();
    for (name, value) in headers {
        let value = match String::from_utf8_lossy(value.as_bytes()) {
            _ if is_secret(name) || *name == SESSION_TOKEN => REDACTED.to_owned(),
            value if name == http::header::AUTHORIZATION => unsigned(&value),
            value => value.into_owned(),
        };
        shown
            .entry(name.to_string())
            .and_modify(|all| {
                all.push_str(", ");
                all.push_str(&value);
            })
            .or_insert(value);
    }
    shown
}

/// An `Authorization` header without its signature; of another scheme than AWS's nothing.
fn unsigned(value: &str) -> String {
    match value.split_once("Signature=") {
        Some((start, _)) if value.starts_with("AWS4-") => format!("{start}Signature={REDACTED}"),
        _ => REDACTED.to_owned(),
    }
}
