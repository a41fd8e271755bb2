//! Who may use the interface: no page of another origin, and nobody who was led here by a name that is not this host's.
//!
//! A page on the internet can make the browser of whoever reads it send requests to `127.0.0.1`, and can give its own
//! name that address (DNS rebinding). The first says so in `Origin` or `Sec-Fetch-Site`, the second in `Host`.

use super::{Admin, Failure};
use http::{
    HeaderMap, HeaderName, Method, Request,
    header::{HOST, ORIGIN},
    uri::{Authority, Uri},
};
use std::net::IpAddr;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Refuses requests for a host that is not this one, and those that another origin has made.
pub(super) fn check<B>(admin: &Admin, http: &Request<B>) -> Result<(), Failure> {
    let headers = http.headers();
    for host in texts(headers, HOST).chain(http.uri().authority().map(Authority::as_str)) {
        let name = name_of(host);
        if !name.as_deref().is_some_and(|name| is_ours(admin, name)) {
            return Err(foreign_host(host));
        }
    }
    let own = texts(headers, HOST).next();
    for origin in texts(headers, ORIGIN) {
        if !own.is_some_and(|own| is_same(origin, own)) {
            return Err(foreign_origin(origin));
        }
    }
    if is_from_elsewhere(headers) && !is_navigation(http) {
        return Err(foreign_origin("that"));
    }
    Ok(())
}

/// The values of a header. One that is not text is taken for a name that nobody has.
fn texts(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    headers
        .get_all(name)
        .into_iter()
        .map(|value| value.to_str().unwrap_or("?"))
}

/// The host of `host:port`, in lower case.
fn name_of(host: &str) -> Option<String> {
    let authority: Authority = host.parse().ok()?;
    Some(authority.host().to_ascii_lowercase())
}

fn is_ours(admin: &Admin, name: &str) -> bool {
    let address = name.trim_start_matches('[').trim_end_matches(']');
    address.parse::<IpAddr>().is_ok()
        || name == "localhost"
        || name.ends_with(".localhost")
        || admin.hosts.iter().any(|host| host.eq_ignore_ascii_case(name))
}

/// Whether an origin is the host itself, by either scheme: something before the mock may speak TLS.
fn is_same(origin: &str, host: &str) -> bool {
    let Ok(origin) = origin.parse::<Uri>() else {
        return false;
    };
    let authority = origin.authority().map(Authority::as_str);
    authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host))
}

/// Whether a browser says that another origin has made the request.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    texts(headers, SEC_FETCH_SITE).any(|site| site != "same-origin" && site != "none")
}

/// Whether somebody follows a link to look at the page.
fn is_navigation<B>(http: &Request<B>) -> bool {
    let headers = http.headers();
    let says = |name, wanted: &str| texts(headers, name).any(|value| value == wanted);
    *http.method() == Method::GET && says(SEC_FETCH_MODE, "navigate") && says(SEC_FETCH_DEST, "document")
}

fn foreign_host(host: &str) -> Failure {
    let message = format!(
        "the admin interface is not for the host `{}`; use an IP address or `localhost`, or start the server with \
         `--admin-host NAME`",
        crate::validate::shortened(host)
    );
    Failure::new(403, "ForeignHost", message)
}

fn foreign_origin(origin: &str) -> Failure {
    let message = format!(
        "the admin interface does not serve pages of other origins, and {} is one; call it from a program",
        crate::validate::shortened(origin)
    );
    Failure::new(403, "ForeignOrigin", message)
}
