//! What is the same: values, and HTTP messages by what a case says of them.

use crate::case::{CBOR, body as body_of, without_namespace};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use shapewright_client::{
    bytes::Bytes,
    http::{HeaderMap, Request, Response},
};

/// What is said of two things that differ.
pub fn differ(what: &str, expected: impl std::fmt::Display, got: impl std::fmt::Display) -> String {
    format!("{what} differs\n  expected {expected}\n  got      {got}")
}

/// Holds a shown value to the parameters of a case, shown the same way.
///
/// # Errors
/// When they differ.
pub fn values(expected: &Value, got: &Value) -> Result<(), String> {
    if same(expected, got) {
        return Ok(());
    }
    Err(differ("the value", expected, got))
}

/// Whether two JSON values say the same: `1` and `1.0` do.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, value)| right.get(key).is_some_and(|other| same(value, other)))
        }
        _ => left == right,
    }
}

/// Holds a request to a case: method, path, query, host, headers and body.
///
/// # Errors
/// When they differ.
pub fn request(case: &Value, got: &Request<Bytes>) -> Result<(), String> {
    let method = case["method"].as_str().unwrap_or_default();
    if got.method().as_str() != method {
        return Err(differ("the method", method, got.method()));
    }
    let path = case["uri"].as_str().unwrap_or_default();
    if got.uri().path() != path {
        return Err(differ("the path", path, got.uri().path()));
    }
    query(case, got.uri().query().unwrap_or_default())?;
    if let Some(host) = case["resolvedHost"].as_str().or(case["host"].as_str()) {
        // A path after it is part of the URI.
        let host = host.split('/').next().unwrap_or(host);
        let found = text_of(got.headers(), "host").or_else(|| got.uri().authority().map(ToString::to_string));
        if found.as_deref() != Some(host) {
            return Err(differ("the host", host, found.unwrap_or_default()));
        }
    }
    headers(case, got.headers())?;
    body(case, got.body())
}

/// Holds a query to a case, by name and value.
fn query(case: &Value, got: &str) -> Result<(), String> {
    let mut left: Vec<&str> = got.split('&').filter(|part| !part.is_empty()).collect();
    for wanted in texts(&case["queryParams"]) {
        let found = left.iter().position(|part| equals_after(part, wanted));
        let found = found.ok_or_else(|| differ("the query", format!("`{wanted}`"), got))?;
        left.remove(found);
    }
    let has = |name: &str| left.iter().any(|part| part.split('=').next() == Some(name));
    if let Some(name) = texts(&case["forbidQueryParams"]).find(|name| has(name)) {
        return Err(differ("the query", format!("no `{name}`"), got));
    }
    if let Some(name) = texts(&case["requireQueryParams"]).find(|name| !has(name)) {
        return Err(differ("the query", format!("`{name}`"), got));
    }
    Ok(())
}

/// A name without a value is one with an empty value.
fn equals_after(part: &str, wanted: &str) -> bool {
    part.strip_suffix('=').unwrap_or(part) == wanted.strip_suffix('=').unwrap_or(wanted)
}

/// Holds headers to a case: those that it names, forbids and requires.
///
/// # Errors
/// When they differ.
pub fn headers(case: &Value, got: &HeaderMap) -> Result<(), String> {
    for (name, wanted) in case["headers"].as_object().into_iter().flatten() {
        let wanted = wanted.as_str().unwrap_or_default();
        let found = text_of(got, name);
        if found.as_deref() != Some(wanted) {
            return Err(differ(
                &format!("the header {name}"),
                wanted,
                found.as_deref().unwrap_or("none"),
            ));
        }
    }
    if let Some(name) = texts(&case["forbidHeaders"]).find(|name| got.contains_key(*name)) {
        return Err(differ("the head", format!("no {name}"), format!("{got:?}")));
    }
    if let Some(name) = texts(&case["requireHeaders"]).find(|name| !got.contains_key(*name)) {
        return Err(differ("the head", name, format!("{got:?}")));
    }
    Ok(())
}

/// A header's value; that of several of the same name is a list.
fn text_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let values: Vec<_> = headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// Holds a body to a case, where the case has one.
///
/// # Errors
/// When they differ.
pub fn body(case: &Value, got: &[u8]) -> Result<(), String> {
    let Some(wanted) = case["body"].as_str() else {
        return Ok(());
    };
    media(wanted, case["bodyMediaType"].as_str(), got)
}

/// Holds a body to a text by the meaning of its media type.
///
/// # Errors
/// When they differ.
pub fn media(wanted: &str, media_type: Option<&str>, got: &[u8]) -> Result<(), String> {
    let said = || differ("the body", wanted, String::from_utf8_lossy(got));
    let Some(read) = reader(media_type).filter(|_| !wanted.is_empty()) else {
        return if wanted.as_bytes() == got { Ok(()) } else { Err(said()) };
    };
    match (read(&raw(wanted, media_type)?), read(got)) {
        (Some(wanted), Some(got)) if same(&wanted, &got) => Ok(()),
        (None, _) => Err("the case's body cannot be read".to_owned()),
        (Some(wanted), Some(got)) => Err(differ("the body", wanted, got)),
        (Some(_), None) => Err(said()),
    }
}

/// The bytes of a case's body.
fn raw(wanted: &str, media_type: Option<&str>) -> Result<Vec<u8>, String> {
    body_of(&serde_json::json!({ "body": wanted, "bodyMediaType": media_type }))
}

/// Reads a body into a value that compares by meaning.
type Reader = fn(&[u8]) -> Option<Value>;

/// What reads bodies of a media type as JSON values, where two bodies can say the same in different bytes.
fn reader(media_type: Option<&str>) -> Option<Reader> {
    match media_type? {
        CBOR => Some(|bytes| ciborium::from_reader(bytes).ok().map(of_cbor)),
        FORM => Some(|bytes| Some(of_form(std::str::from_utf8(bytes).ok()?))),
        xml if xml.ends_with("xml") => Some(|bytes| of_xml(std::str::from_utf8(bytes).ok()?)),
        json if json.ends_with("json") => Some(|bytes| serde_json::from_slice(bytes).ok()),
        _ => None,
    }
}

/// The media type of forms.
const FORM: &str = "application/x-www-form-urlencoded";

/// The pairs of a form, in the order of their names.
fn of_form(text: &str) -> Value {
    let decoded = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let mut pairs: Vec<[String; 2]> = text
        .split('&')
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            [decoded(name), decoded(value)]
        })
        .collect();
    pairs.sort();
    serde_json::json!(pairs)
}

/// A document as nested lists: the order of elements with different names means nothing, nor do the ids of requests.
fn of_xml(text: &str) -> Option<Value> {
    let document = roxmltree::Document::parse(text).ok()?;
    Some(of_element(document.root_element()))
}

fn of_element(element: roxmltree::Node<'_, '_>) -> Value {
    let name = |namespace: Option<&str>, name: &str| match namespace {
        Some(namespace) => format!("{{{namespace}}}{name}"),
        None => name.to_owned(),
    };
    let attributes = element.attributes();
    let attributes: Map<String, Value> = attributes
        .map(|attribute| (name(attribute.namespace(), attribute.name()), attribute.value().into()))
        .collect();
    let is_id = |child: &roxmltree::Node<'_, '_>| {
        let name = child.tag_name().name();
        name.eq_ignore_ascii_case("requestid") || name == "ResponseMetadata"
    };
    let children = element.children().filter(roxmltree::Node::is_element);
    let mut inner: Vec<Value> = children.filter(|child| !is_id(child)).map(of_element).collect();
    // The sort keeps the order of elements with the same name, but for those that look like entries of a map.
    let key = |element: &Value| {
        let name = element["element"].as_str().unwrap_or_default().to_owned();
        let is_entry = element["inner"].as_array().is_some_and(|parts| parts.len() == 2);
        (name, is_entry.then(|| element.to_string()))
    };
    inner.sort_by_key(key);
    let text: String = element.children().filter_map(|child| child.is_text().then(|| child.text())?).collect();
    let text = if inner.is_empty() { text.as_str() } else { text.trim() };
    let tag = element.tag_name();
    serde_json::json!({
        "element": name(tag.namespace(), tag.name()), "attributes": attributes, "inner": inner, "text": text,
    })
}

/// A CBOR value as a JSON value that says all of it.
fn of_cbor(value: ciborium::Value) -> Value {
    use ciborium::Value as Cbor;
    match value {
        Cbor::Integer(number) => serde_json::to_value(i128::from(number)).unwrap_or_default(),
        Cbor::Float(number) if number.is_finite() => number.into(),
        Cbor::Float(number) => serde_json::json!({ "float": number.to_string() }),
        Cbor::Bytes(bytes) => serde_json::json!({ "bytes": bytes }),
        Cbor::Text(text) => text.into(),
        Cbor::Bool(value) => value.into(),
        Cbor::Tag(tag, value) => serde_json::json!({ "tag": tag, "value": of_cbor(*value) }),
        Cbor::Array(elements) => elements.into_iter().map(of_cbor).collect(),
        Cbor::Map(entries) => {
            let key = |key: Cbor| key.into_text().unwrap_or_else(|key| format!("{key:?}"));
            let entries = entries.into_iter();
            Value::Object(entries.map(|(name, value)| (key(name), of_cbor(value))).collect())
        }
        _ => Value::Null,
    }
}

/// Holds the body of an error to a text. The error's type is the code of the header, where there is one: any protocol may have it in the body's
/// `__type` as well, with or without a namespace, and clients must take all of these for the same.
///
/// # Errors
/// When they differ.
pub fn error(wanted: &str, media_type: Option<&str>, got: &Response<Bytes>) -> Result<(), String> {
    let Some(read) = reader(media_type) else {
        return media(wanted, media_type, got.body());
    };
    let parts = |bytes: &[u8]| {
        let mut json = read(bytes)?;
        let named = json.as_object_mut().and_then(|members| members.remove("__type"));
        let name = named.as_ref().and_then(Value::as_str).map(without_namespace);
        Some((name.map(str::to_owned), json))
    };
    if matches!(media_type, Some(xml) if xml.ends_with("xml")) {
        return media(wanted, media_type, got.body());
    }
    let in_body = || parts(got.body()).and_then(|(name, _)| name);
    let code = text_of(got.headers(), "x-amzn-errortype")
        .or_else(in_body)
        .unwrap_or_default();
    let typeless = |bytes: &[u8]| {
        let (name, json) = parts(bytes)?;
        name.is_none_or(|name| name == code).then_some(json)
    };
    match (typeless(&raw(wanted, media_type)?), typeless(got.body())) {
        (Some(wanted), Some(got)) if same(&wanted, &got) => Ok(()),
        _ => media(wanted, media_type, got.body()),
    }
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_is_compared_by_value() {
        assert!(
            media(
                r#"{"a": 1, "b": [2]}"#,
                Some("application/json"),
                br#"{"b":[2.0],"a":1}"#
            )
            .is_ok()
        );
        assert!(media(r#"{"a": 1}"#, Some("application/json"), br#"{"a":1,"b":null}"#).is_err());
        assert!(media("", Some("application/json"), b"{}").is_err());
        assert!(media("text", None, b"text").is_ok());
    }

    #[test]
    fn the_type_of_an_error_is_its_code() {
        let said = |body: &'static str| {
            let response = Response::builder().header("x-amzn-errortype", "Gone");
            response.body(Bytes::from(body)).expect("fits")
        };
        let json = Some("application/json");
        assert!(error(r#"{"a":1}"#, json, &said(r#"{"__type":"Gone","a":1}"#)).is_ok());
        assert!(error(r#"{"__type":"ns#Gone"}"#, json, &said(r#"{"__type":"Gone"}"#)).is_ok());
        assert!(error(r#"{"__type":"Other"}"#, json, &said(r#"{"__type":"Gone"}"#)).is_err());
        assert!(error(r#"{"a":1}"#, json, &said(r#"{"__type":"Other","a":1}"#)).is_err());
        assert!(error(r#"{"a":1}"#, json, &said(r#"{"__type":"Gone","a":2}"#)).is_err());
    }

    #[test]
    fn a_parameter_that_comes_twice_is_wanted_twice() {
        let case = json!({ "queryParams": ["a=1", "a=1", "b"], "forbidQueryParams": ["c"] });
        assert!(query(&case, "a=1&b=&a=1").is_ok());
        assert!(query(&case, "a=1&b=").is_err());
        assert!(query(&case, "a=1&b=&a=1&c=2").is_err());
    }
}
