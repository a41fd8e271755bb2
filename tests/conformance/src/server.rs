//! Cases for servers: requests go through the generated mock; answers are written by the codec.

use crate::{
    bound::Suite,
    case::{Case, body},
    client::{self, status},
    compare, fill, show,
};
use regex_lite::Regex;
use serde_json::Value;
use shapewright_client::{
    bytes::Bytes,
    http::{Request, Response, header::CONTENT_LENGTH},
};
use shapewright_schema::{Binding, Structure};
use shapewright_server::Mock;
use shapewright_wire::protocol::RouteKey;
use std::sync::{Arc, Mutex};

/// Holds what the mock reads from the case's request to its parameters.
///
/// # Errors
/// What differs.
pub async fn request(suite: &Suite, case: &Case) -> Result<(), String> {
    let bound = suite.operation(case.operation()?)?;
    let mut expected = bound.input();
    fill::structure(&case.json["params"], &mut *expected)?;
    let expected = show::structure(&*expected);
    let mock = Mock::new((suite.handler)());
    let seen = Arc::<Mutex<Option<Value>>>::default();
    let keep = Arc::clone(&seen);
    let look = move |input: &dyn Structure| {
        if let Ok(mut keep) = keep.lock() {
            *keep = Some(show::structure(input));
        }
    };
    bound.watch(&mock, Box::new(look));
    let response = call(&mock, &complete(suite, case)).await?;
    let seen = seen.lock().map_err(|error| error.to_string())?.take();
    match seen {
        Some(got) => match compare::values(&expected, &got) {
            Err(_) if case.goes_way_back() => client::sent(suite, case, &got).await,
            held => held,
        },
        None => Err(compare::differ("the input", expected, shown(&response))),
    }
}

/// Holds the response that the case's parameters are written as to the case: to its text, or, where it only says how an
/// response is read, to what a client reads.
///
/// # Errors
/// What differs.
pub async fn response(suite: &Suite, case: &Case) -> Result<(), String> {
    let parameters = &case.json["params"];
    let written = match case.name("errorShape") {
        Some(name) => {
            let mut error = suite.error(name)?;
            fill::structure(parameters, &mut *error)?;
            case.protocol()?.encode_error(suite.service, &*error)
        }
        None => {
            let bound = suite.operation(case.operation()?)?;
            let mut output = bound.output();
            fill::structure(parameters, &mut *output)?;
            case.protocol()?.encode_response(bound.operation(), &*output)
        }
    };
    let mut got = written.map_err(|error| error.to_string())?;
    // What the mock adds to every response.
    let length = got.body().len();
    got.headers_mut().insert(CONTENT_LENGTH, length.into());
    match compare_response(case, &got) {
        Err(_) if case.goes_way_back() => client::answered(suite, case, got).await,
        held => held,
    }
}

fn compare_response(case: &Case, got: &Response<Bytes>) -> Result<(), String> {
    let code = status(case)?;
    if got.status() != code {
        return Err(compare::differ("the status", code, shown(got)));
    }
    compare::headers(&case.json, got.headers())?;
    match (case.name("errorShape"), case.json["body"].as_str()) {
        (Some(_), Some(wanted)) => compare::error(wanted, case.json["bodyMediaType"].as_str(), got),
        _ => compare::body(&case.json, got.body()),
    }
}

/// Why no server can read the case's parameters from its request, where none can: the case is then one for clients alone.
pub fn unreadable(suite: &Suite, case: &Case) -> Option<&'static str> {
    if case.json["host"].as_str().is_some_and(|host| host.contains('/')) {
        return Some("a server cannot know of a path that a client's endpoint has");
    }
    let bound = case.operation().and_then(|name| suite.operation(name)).ok()?;
    let input = bound.operation().input;
    let parameters = case.json["params"].as_object()?;
    let bindings = parameters.iter().filter(|(_, value)| !value.is_null());
    let mut bindings = bindings.filter_map(|(name, value)| Some((input.member(name)?.1.binding, value)));
    bindings.find_map(|(binding, value)| match binding {
        Binding::Body | Binding::Payload if case.json.get("body").is_none() => {
            Some("a server cannot read the input from a request whose body is not said")
        }
        Binding::Query(_) if value.as_array().is_some_and(Vec::is_empty) => {
            Some("a server cannot tell an empty list in the query from none")
        }
        _ => None,
    })
}

/// Holds what the mock returns to a wrong request to the case.
///
/// # Errors
/// What differs.
pub async fn malformed(suite: &Suite, case: &Case) -> Result<(), String> {
    suite.operation(case.operation()?)?;
    let mock = Mock::new((suite.handler)());
    let got = call(&mock, &case.json["request"]).await?;
    let wanted = &case.json["response"];
    if wanted["code"].as_u64() != Some(got.status().as_u16().into()) {
        return Err(compare::differ("the status", &wanted["code"], shown(&got)));
    }
    compare::headers(wanted, got.headers())?;
    let body = &wanted["body"];
    let assertion = &body["assertion"];
    if let Some(contents) = assertion["contents"].as_str() {
        compare::error(contents, body["mediaType"].as_str(), &got)?;
    }
    if let Some(pattern) = assertion["messageRegex"].as_str() {
        let pattern = Regex::new(pattern).map_err(|error| error.to_string())?;
        let said: Value = serde_json::from_slice(got.body()).map_err(|error| error.to_string())?;
        let message = said["message"]
            .as_str()
            .or(said["Message"].as_str())
            .unwrap_or_default();
        if !pattern.is_match(message) {
            return Err(compare::differ("the message", pattern, message));
        }
    }
    Ok(())
}

/// The case with the headers that some leave out, although no request goes without: the target, and the media type of the
/// body that the case has.
fn complete(suite: &Suite, case: &Case) -> Value {
    let mut json = case.json.clone();
    let mut headers = json["headers"].as_object().cloned().unwrap_or_default();
    let mut add = |name: &str, value: &str| {
        if !headers.keys().any(|key| key.eq_ignore_ascii_case(name)) {
            headers.insert(name.to_owned(), value.into());
        }
    };
    let prefix = suite.service.target_prefix;
    let has_target = case
        .protocol()
        .is_ok_and(|protocol| protocol.facts().route_key == RouteKey::Target);
    if let (true, Some(operation)) = (has_target, case.name("operation")) {
        add("X-Amz-Target", &format!("{prefix}.{operation}"));
    }
    let has_body = json["body"].as_str().is_some_and(|body| !body.is_empty());
    if let (true, Some(media_type)) = (has_body, json["bodyMediaType"].as_str()) {
        add("Content-Type", media_type);
    }
    json["headers"] = Value::Object(headers);
    json
}

async fn call(mock: &Mock, case: &Value) -> Result<Response<Bytes>, String> {
    let mut uri = case["uri"].as_str().unwrap_or("/").to_owned();
    for parameter in case["queryParams"].as_array().into_iter().flatten() {
        uri.push(if uri.contains('?') { '&' } else { '?' });
        uri.push_str(parameter.as_str().unwrap_or_default());
    }
    let method = case["method"].as_str().unwrap_or("POST");
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in case["headers"].as_object().into_iter().flatten() {
        request = request.header(name, value.as_str().unwrap_or_default());
    }
    if let Some(host) = case["resolvedHost"].as_str().or(case["host"].as_str()) {
        request = request.header("host", host);
    }
    let request = request
        .body(Bytes::from(body(case)?))
        .map_err(|error| error.to_string())?;
    mock.call(request).await.map_err(|error| error.to_string())
}

fn shown(response: &Response<Bytes>) -> String {
    format!(
        "{} {}",
        response.status().as_u16(),
        String::from_utf8_lossy(response.body())
    )
}
