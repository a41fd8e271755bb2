//! Methods, URIs and statuses of operations.

use super::context::Checker;
use crate::diagnostic::{Code, quoted};
use std::collections::HashMap;

/// The methods of HTTP (RFC 9110, RFC 5789) that can carry an operation.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The parts of a URI that members are bound to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Uri<'a> {
    /// The labels of the path, in order.
    pub(super) labels: Vec<&'a str>,
    /// The names in the literal query.
    pub(super) query: Vec<&'a str>,
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
        .map(|parameter| parameter.split_once('=').map_or(parameter, |(name, _)| name))
        .collect();
    match parsed.query.len() > MOST {
        true => Err((
            format!("a URI has at most {MOST} literal parameters"),
            "bind members to the query",
        )),
        false => Ok(parsed),
    }
}

/// More labels and parameters than any service has; a hostile URI could have a million.
const MOST: usize = 100;

pub(super) fn check(checker: &mut Checker<'_>) {
    if !checker.speaks_http() {
        return;
    }
    let spec = checker.spec;
    let mut routes: HashMap<(&str, String), &str> = HashMap::new();
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
            let message = format!("{} is not a status of an answer", http.status);
            let help = "use 200 to 599; a success is mostly 200";
            checker.report(Code::BadStatus, &["operations", name, "http", "status"], message, help);
        }
        let path = ["operations", name, "http", "uri"];
        match parse(&http.uri) {
            Err((message, help)) => checker.report(Code::BadUri, &path, message, help),
            Ok(uri) => {
                let route = (http.method.as_str(), route(&http.uri, &uri));
                if let Some(other) = routes.insert(route, name) {
                    let message = format!("{} has the same method and URI", quoted(other));
                    let help = "a server could not tell the two apart: change one of them";
                    checker.report(Code::RouteConflict, &path, message, help);
                }
            }
        }
    }
}

/// The URI without the names of its labels, and with the parameters of its query in one order: a server asks for each.
fn route(uri: &str, parsed: &Uri<'_>) -> String {
    let route = parsed.labels.iter().fold(uri.to_owned(), |route, label| {
        route
            .replace(&format!("{{{label}}}"), "{}")
            .replace(&format!("{{{label}+}}"), "{+}")
    });
    match route.split_once('?') {
        None => route,
        Some((path, query)) => {
            let mut parameters: Vec<&str> = query.split('&').collect();
            parameters.sort_unstable();
            format!("{path}?{}", parameters.join("&"))
        }
    }
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
                query: vec!["mode", "x"]
            }
        );
        assert_eq!(
            route("/v1/{a}/b/{c+}/?mode=import&x", &uri),
            "/v1/{}/b/{+}/?mode=import&x"
        );
        assert_eq!(route("/y?b=2&a=1", &parse("/y?b=2&a=1").unwrap()), "/y?a=1&b=2");
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
