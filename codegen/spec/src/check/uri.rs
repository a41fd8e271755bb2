//! Methods, URIs and statuses of operations.

use super::context::Checker;
use crate::diagnostic::{Code, quoted};
use percent_encoding::percent_decode_str;
use std::collections::HashMap;

/// The methods of HTTP (RFC 9110, RFC 5789) that can carry an operation.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The parts of a URI that members are bound to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Uri<'a> {
    /// The labels of the path, in order.
    pub(super) labels: Vec<&'a str>,
    /// The names in the literal query, decoded.
    pub(super) query: Vec<String>,
}

/// Reads a URI pattern. The error is what is wrong and what to do.
pub(super) fn parse(uri: &str) -> Result<Uri<'_>, (String, &'static str)> {
    if !uri.starts_with('/') {
        return Err((
            "a URI starts with a slash".to_owned(),
            "write the path from the host on",
        ));
    }
    if uri
        .chars()
        .any(|character| !character.is_ascii_graphic() || character == '#')
    {
        let message = "a URI has neither white space nor `#`, and no characters outside of ASCII".to_owned();
        return Err((message, "percent-encode the character"));
    }
    let mut escapes = uri.split('%').skip(1);
    if !escapes.all(|rest| rest.len() > 1 && rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit())) {
        let message = "a `%` stands before two hexadecimal digits".to_owned();
        return Err((message, "percent-encode the `%` itself as `%25`"));
    }
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let mut parsed = Uri::default();
    let mut greedy = 0;
    for segment in path.split('/').filter(|segment| segment.contains(['{', '}'])) {
        let Some(label) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            let message = format!("{} is no label", quoted(segment));
            return Err((message, "a label fills the whole part between two slashes: `/{Name}/`"));
        };
        let name = label.strip_suffix('+').unwrap_or(label);
        if name.is_empty() || name.contains(['{', '}', '+']) {
            let message = format!("{} is no name of a label", quoted(name));
            return Err((
                message,
                "write `{Name}`, or `{Name+}` for a label that may hold slashes",
            ));
        }
        greedy += usize::from(name != label);
        if greedy > 1 {
            let message = "a URI has at most one label that may hold slashes".to_owned();
            return Err((message, "remove the `+` of all labels but one"));
        }
        if parsed.labels.contains(&name) {
            return Err((
                format!("label {} is here for the second time", quoted(name)),
                "rename one of the two",
            ));
        }
        if parsed.labels.len() == MOST {
            return Err((format!("a URI has at most {MOST} labels"), "put members into the query"));
        }
        parsed.labels.push(name);
    }
    if query.contains(['{', '}', '?']) {
        let message = "the query of a URI has no labels and no second `?`".to_owned();
        return Err((message, "bind a member with `\"http\": { \"query\": \"name\" }`"));
    }
    let parameters = query.split('&').filter(|parameter| !parameter.is_empty());
    parsed.query = parameters
        .map(|parameter| decode_parameter(parameter.split_once('=').map_or(parameter, |(name, _)| name)))
        .collect();
    match parsed.query.len() > MOST {
        true => Err((
            format!("a URI has at most {MOST} literal parameters"),
            "bind members to the query",
        )),
        false => Ok(parsed),
    }
}

/// The name or value of a parameter as it is compared: what it is, however it is percent-encoded.
fn decode_parameter(raw: &str) -> String {
    decode(&raw.replace('+', " "))
}

fn decode(raw: &str) -> String {
    percent_decode_str(raw).decode_utf8_lossy().into_owned()
}

/// More labels and parameters than any service has; a hostile URI could have a million.
const MOST: usize = 100;

pub(super) fn check(checker: &mut Checker<'_>) {
    if !checker.speaks_http() {
        return;
    }
    let spec = checker.spec;
    let mut routes: HashMap<(&str, Route), &str> = HashMap::new();
    for (name, operation) in &spec.operations {
        if checker.is_faulty(&["operations", name]) {
            continue;
        }
        let http = &operation.http;
        if !METHODS.contains(&http.method.as_str()) {
            let message = format!("{} is not a method", quoted(&http.method));
            let help = format!("use one of `{}`", METHODS.join("`, `"));
            checker.report(Code::BadMethod, &["operations", name, "http", "method"], message, help);
        }
        if !(200..=599).contains(&http.status) {
            let message = format!("{} is not a status of a response", http.status);
            let help = "use 200 to 599; a success is mostly 200";
            checker.report(Code::BadStatus, &["operations", name, "http", "status"], message, help);
        }
        let path = ["operations", name, "http", "uri"];
        match parse(&http.uri) {
            Err((message, help)) => checker.report(Code::BadUri, &path, message, help),
            Ok(_) => {
                let route = (http.method.as_str(), route(&http.uri));
                if let Some(other) = routes.insert(route, name) {
                    let message = format!("{} has the same method and URI", quoted(other));
                    let help = "a server could not tell the two apart: change one of them";
                    checker.report(Code::RouteConflict, &path, message, help);
                }
            }
        }
    }
}

/// The URI as a server tells it from others: labels without their names, literals decoded, and the parameters of the query in
/// one order.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Route {
    segments: Vec<Segment>,
    parameters: Vec<(String, Option<String>)>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Segment {
    Literal(String),
    Label,
    Greedy,
}

fn route(uri: &str) -> Route {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let segments = path.split('/').map(|segment| match segment.starts_with('{') {
        true if segment.ends_with("+}") => Segment::Greedy,
        true => Segment::Label,
        false => Segment::Literal(decode(segment)),
    });
    let parameters = query.split('&').filter(|parameter| !parameter.is_empty());
    let parameters = parameters.map(|parameter| match parameter.split_once('=') {
        Some((name, value)) => (decode_parameter(name), Some(decode_parameter(value))),
        None => (decode_parameter(parameter), None),
    });
    let mut route = Route {
        segments: segments.collect(),
        parameters: parameters.collect(),
    };
    route.parameters.sort_unstable();
    route
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_literal_queries_are_found() {
        let uri = parse("/v1/{a}/b/{c+}/?mode=import&x").unwrap();
        assert_eq!(
            uri,
            Uri {
                labels: vec!["a", "c"],
                query: vec!["mode".to_owned(), "x".to_owned()]
            }
        );
        assert_eq!(
            route("/v1/{a}/b/{c+}/?mode=import&x"),
            route("/v1/{d}/b/{e+}/?mode=import&x")
        );
        assert_ne!(route("/v1/{a}"), route("/v1/{a+}"));
        assert_ne!(route("/v1/{a}"), route("/v1/%7Ba%7D"));
        assert_eq!(route("/y?b=2&a=1"), route("/y?a=1&b=2"));
        assert_eq!(route("/y?q=%7Bx%7D"), route("/y?q=%7bx%7d"));
        assert_eq!(route("/%41"), route("/A"));
        assert_ne!(route("/y?a%3Db"), route("/y?a=b"));
        assert_eq!(parse("/y?%24top=1").unwrap().query, ["$top"]);
        for wrong in [
            "",
            "v1",
            "/a b",
            "/a{b}",
            "/{a",
            "/a}",
            "/{}",
            "/{+}",
            "/{a}/{a}",
            "/{a+}/{b+}",
            "/?a={b}",
            "/é",
            "/%zz",
            "/a%2",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
