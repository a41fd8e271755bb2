//! Where requests go.

use crate::errors::ConfigError;
use http::{
    Uri,
    uri::{Authority, PathAndQuery, Scheme},
};
use shapewright_endpoint::{Asked, EndpointFacts};
use std::net::IpAddr;

/// A scheme, a host with an optional port, what every path starts with, and the region to sign for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Endpoint {
    scheme: Scheme,
    authority: Authority,
    /// Without a slash at the end.
    base: String,
    /// The region that requests are signed for, where it is not the client's or the call's.
    pub(crate) signing_region: Option<String>,
}

impl Endpoint {
    /// The endpoint of a service, or of an operation, in a region.
    ///
    /// # Errors
    /// When the region cannot stand in a host name.
    pub(crate) fn regional(facts: &EndpointFacts<'_>, asked: Asked<'_>) -> Result<Self, ConfigError> {
        check_region(asked.region)?;
        let address = facts.address(asked);
        let (host, base) = address
            .host
            .split_at(address.host.find('/').unwrap_or(address.host.len()));
        let authority = host
            .parse()
            .map_err(|_| ConfigError::InvalidRegion(asked.region.to_owned()))?;
        Ok(Self {
            scheme: Scheme::HTTPS,
            authority,
            base: base.to_owned(),
            signing_region: Some(address.signing_region).filter(|region| region != asked.region),
        })
    }

    /// An endpoint that the caller names.
    ///
    /// # Errors
    /// When `url` is not an `http` or `https` URL of a host, a port and a path at most.
    pub(crate) fn parse(url: &str) -> Result<Self, ConfigError> {
        let invalid = |why| ConfigError::InvalidEndpoint { url: shown(url), why };
        let uri: Uri = url.trim().parse().map_err(|_| invalid("it is not a URL"))?;
        let parts = uri.into_parts();
        let scheme = parts
            .scheme
            .filter(|scheme| *scheme == Scheme::HTTP || *scheme == Scheme::HTTPS)
            .ok_or_else(|| invalid("it does not start with http:// or https://"))?;
        let authority = parts
            .authority
            .filter(|authority| !authority.host().is_empty())
            .ok_or_else(|| invalid("it names no host"))?;
        if authority.as_str().contains('@') {
            return Err(invalid("a user name or password has no place in it"));
        }
        // `Authority` takes any text for a port, and has none where it is no number.
        let has_port = authority.as_str().len() > authority.host().len();
        if has_port && authority.port_u16().is_none_or(|port| port == 0) {
            return Err(invalid("its port is no number from 1 to 65535"));
        }
        let path = parts.path_and_query.unwrap_or_else(|| PathAndQuery::from_static("/"));
        if path.query().is_some() {
            return Err(invalid("a query has no place in it"));
        }
        let base = path.path().trim_end_matches('/').to_owned();
        Ok(Self {
            scheme,
            authority,
            base,
            signing_region: None,
        })
    }

    /// Where a client sends whose requests never leave the process.
    pub(crate) fn in_process() -> Self {
        Self {
            scheme: Scheme::HTTP,
            authority: Authority::from_static("localhost"),
            base: String::new(),
            signing_region: None,
        }
    }

    /// Whether the connection is to be encrypted.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// The URI of a request whose path and query are `target`, at the host that `prefix` stands before. A host that is
    /// an IP address or `localhost` takes no prefix.
    pub(crate) fn uri(&self, prefix: Option<&str>, target: &Uri) -> Result<Uri, http::Error> {
        let authority = match prefix {
            Some(prefix) if self.takes_prefix() => format!("{prefix}{}", self.authority).parse()?,
            _ => self.authority.clone(),
        };
        let target = target
            .path_and_query()
            .cloned()
            .unwrap_or_else(|| PathAndQuery::from_static("/"));
        let target = if self.base.is_empty() {
            target
        } else {
            format!("{}{target}", self.base).parse()?
        };
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(authority)
            .path_and_query(target)
            .build()
    }

    fn takes_prefix(&self) -> bool {
        let host = self.authority.host();
        let address = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<IpAddr>()
            .is_ok();
        !address && host != "localhost" && !host.ends_with(".localhost")
    }
}

impl std::fmt::Display for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.base)
    }
}

/// Whether the region can stand in a host name.
pub(crate) fn check_region(region: &str) -> Result<(), ConfigError> {
    let label = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if region.is_empty() || region.len() > 63 || !region.chars().all(label) {
        return Err(ConfigError::InvalidRegion(region.to_owned()));
    }
    Ok(())
}

/// The value of the `Host` header: the port is left out where it is the scheme's own.
pub(crate) fn host(uri: &Uri) -> String {
    let host = uri.host().unwrap_or_default();
    let standard = if uri.scheme() == Some(&Scheme::HTTP) { 80 } else { 443 };
    match uri.port_u16().filter(|port| *port != standard) {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// The URL without what stands before an `@`: it may be a password.
fn shown(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => format!("{}://***{}", &url[..scheme], &url[at..]),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(endpoint: &Endpoint, prefix: Option<&str>, target: &str) -> String {
        endpoint.uri(prefix, &target.parse().unwrap()).unwrap().to_string()
    }

    fn regional(prefix: &str, region: &str) -> Result<Endpoint, ConfigError> {
        let asked = Asked {
            region,
            fips: false,
            dual_stack: false,
        };
        Endpoint::regional(&EndpointFacts::of(prefix), asked)
    }

    #[test]
    fn regions() {
        let regional = |region| regional("email", region);
        assert_eq!(
            uri(&regional("eu-west-1").unwrap(), None, "/v2/x?a=b"),
            "https://email.eu-west-1.amazonaws.com/v2/x?a=b"
        );
        for region in ["", "eu west", "a.example.com/", "EU-WEST-1", "x@y"] {
            assert!(regional(region).is_err(), "{region}");
        }
    }

    #[test]
    fn given_urls() {
        for (url, target, expect) in [
            ("http://127.0.0.1:4566", "/", "http://127.0.0.1:4566/"),
            ("http://127.0.0.1:4566/", "/x%2Fy?z", "http://127.0.0.1:4566/x%2Fy?z"),
            ("https://proxy.example/aws/", "/x", "https://proxy.example/aws/x"),
            ("http://[::1]:80", "/", "http://[::1]:80/"),
        ] {
            assert_eq!(uri(&Endpoint::parse(url).unwrap(), None, target), expect);
        }
        for url in [
            "",
            "localhost:80",
            "ftp://x",
            "http://",
            "http://x/?q",
            "/x",
            "https://u:secret@x",
            "http://localhost:45x66",
            "http://127.0.0.1:99999",
            "http://[::1]:99999",
            "http://x:0",
            "http://x:",
        ] {
            let error = Endpoint::parse(url).unwrap_err().to_string();
            assert!(
                error.contains("endpoint") && !error.contains("secret"),
                "{url}: {error}"
            );
        }
    }

    #[test]
    fn host_prefixes() {
        let prefixed = |url| uri(&Endpoint::parse(url).unwrap(), Some("data."), "/");
        assert_eq!(prefixed("https://x.example"), "https://data.x.example/");
        assert_eq!(prefixed("http://127.0.0.1:1"), "http://127.0.0.1:1/");
        assert_eq!(prefixed("http://[::1]:1"), "http://[::1]:1/");
        assert_eq!(prefixed("http://localhost:1"), "http://localhost:1/");
        let regional = regional("x", "eu-west-1").unwrap();
        assert_eq!(
            uri(&regional, Some("data-"), "/"),
            "https://data-x.eu-west-1.amazonaws.com/"
        );
    }

    #[test]
    fn host_headers() {
        for (uri, expect) in [
            ("http://a:80/", "a"),
            ("https://a:443/", "a"),
            ("http://a:443/", "a:443"),
            ("http://[::1]:8/", "[::1]:8"),
        ] {
            assert_eq!(host(&uri.parse().unwrap()), expect);
        }
    }
}
