//! The canonical request: the one form of a request that both sides sign.

use crate::text::{push_encoded, push_encoded_once, push_hex};
use http::{HeaderName, HeaderValue, header::HOST, request::Parts};
use sha2::{Digest, Sha256};

/// The header that says what is signed for the body.
pub const CONTENT_HASH: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// Headers that belong to one connection or that proxies change; none of them is signed.
const UNSIGNED: [&str; 15] = [
    "authorization",
    "baggage",
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amzn-trace-id",
];

/// The hash of a body: SHA-256 in 64 lower-case hexadecimal digits.
pub fn payload_hash(body: impl AsRef<[u8]>) -> String {
    let mut hasher = PayloadHasher::default();
    hasher.update(body);
    hasher.finish()
}

/// Makes the hash of a body that comes in pieces.
#[derive(Debug, Clone, Default)]
pub struct PayloadHasher(Sha256);

impl PayloadHasher {
    /// Adds the next piece.
    pub fn update(&mut self, piece: impl AsRef<[u8]>) {
        self.0.update(piece);
    }

    /// What [`payload_hash`] gives of all pieces together.
    pub fn finish(self) -> String {
        let mut hash = String::with_capacity(64);
        push_hex(&mut hash, &self.0.finalize());
        hash
    }
}

/// The names of the headers that are signed, in their order: all but those that belong to one connection or that proxies
/// change.
pub fn signed_names(head: &Parts) -> Vec<&str> {
    let names = head.headers.keys().map(HeaderName::as_str);
    let mut names: Vec<&str> = names.filter(|name| !UNSIGNED.contains(name)).collect();
    names.sort_unstable();
    names
}

/// The canonical request over the headers of these names, which must be lower-case and in order. A name that no header
/// has stands there without a value; without a header `Host` the URI's authority counts. What the header
/// `X-Amz-Content-Sha256` says, where there is one, counts instead of `payload_hash`.
pub fn canonical_request(head: &Parts, names: &[&str], payload_hash: &str) -> String {
    canonical(head, head.uri.query().unwrap_or_default(), names, payload_hash)
}

/// The same with another query.
pub(crate) fn canonical(head: &Parts, query: &str, names: &[&str], payload_hash: &str) -> String {
    let mut out = String::with_capacity(512);
    out.push_str(head.method.as_str());
    out.push('\n');
    push_path(&mut out, head.uri.path());
    out.push('\n');
    push_query(&mut out, query);
    out.push('\n');
    for name in names {
        out.push_str(name);
        out.push(':');
        push_header(&mut out, head, name);
        out.push('\n');
    }
    out.push('\n');
    for (index, name) in names.iter().enumerate() {
        let separator = if index > 0 { ";" } else { "" };
        out.extend([separator, *name]);
    }
    out.push('\n');
    out.push_str(content_hash(head).unwrap_or(payload_hash));
    out
}

/// What the request says is signed for its body.
pub(crate) fn content_hash(head: &Parts) -> Option<&str> {
    head.headers.get(CONTENT_HASH)?.to_str().ok()
}

/// The path without dot segments and empty segments, each byte that is not unreserved encoded: what is `%3A` on the wire
/// becomes `%253A`.
fn push_path(out: &mut String, path: &str) {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    for segment in &segments {
        out.push('/');
        push_encoded(out, segment);
    }
    if segments.is_empty() || path.ends_with('/') {
        out.push('/');
    }
}

/// The pairs in the order of their names, then of their values, encoded once.
fn push_query(out: &mut String, query: &str) {
    let encoded = |text| {
        let mut out = String::new();
        push_encoded_once(&mut out, text);
        out
    };
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (encoded(name), encoded(value)))
        .collect();
    pairs.sort_unstable();
    for (index, (name, value)) in pairs.iter().enumerate() {
        let separator = if index > 0 { "&" } else { "" };
        out.extend([separator, name, "=", value]);
    }
}

/// All values of a header, with a comma between them.
fn push_header(out: &mut String, head: &Parts, name: &str) {
    let mut values = head.headers.get_all(name).iter().peekable();
    if values.peek().is_none() && name == HOST.as_str() {
        out.push_str(head.uri.authority().map_or("", |authority| authority.as_str()));
    }
    for (index, value) in values.enumerate() {
        if index > 0 {
            out.push(',');
        }
        push_header_value(out, value);
    }
}

/// The value without outer spaces, inner runs of them as one. The protocols write UTF-8 only.
fn push_header_value(out: &mut String, value: &HeaderValue) {
    let text = String::from_utf8_lossy(value.as_bytes());
    for (index, word) in text.split_ascii_whitespace().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}
