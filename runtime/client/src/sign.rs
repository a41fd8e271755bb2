//! Signature Version 4, in the `Authorization` header or in the query of a presigned URL.
//!
//! The digests are RustCrypto's; what is put together here is the canonical request, by the rules for every service but
//! S3: the path is normalized and percent-encoded once more than it is on the wire. ARCHITECTURE.md says why no signing
//! crate does it. The known answers in the tests are botocore's.

use crate::{
    credentials::Credentials,
    encoding::{push_hex, push_percent},
};
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{
    HeaderName, HeaderValue, Request,
    header::{AUTHORIZATION, InvalidHeaderValue},
};
use sha2::{Digest, Sha256};
use shapewright_schema::Timestamp;
use std::fmt::Write;

pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const DATE: HeaderName = HeaderName::from_static("x-amz-date");
const TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
/// Headers that belong to one connection or that proxies change; none of them is signed.
const UNSIGNED: [&str; 12] = [
    "authorization",
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amzn-trace-id",
];

/// What a signature is good for.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The region.
    pub(crate) region: &'a str,
    /// The service's signing name.
    pub(crate) service: &'a str,
}

/// Signs a request that has its `Host` header already.
///
/// # Errors
/// When the session token or the access key id cannot stand in a header.
pub(crate) fn sign(
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    scope: Scope<'_>,
    now: Timestamp,
) -> Result<(), InvalidHeaderValue> {
    let time = basic_format(now);
    let date = &time[..8];
    request.headers_mut().insert(DATE, HeaderValue::from_str(&time)?);
    if let Some(token) = credentials.session_token() {
        let mut token = HeaderValue::from_str(token)?;
        token.set_sensitive(true);
        request.headers_mut().insert(TOKEN, token);
    }
    let (canonical, signed_headers) = canonical_request(request);
    let mut value = format!(
        "{ALGORITHM} Credential={}, SignedHeaders={signed_headers}, Signature=",
        credential(credentials, scope, date)
    );
    push_signature(&mut value, credentials, scope, &time, &canonical);
    let mut value = HeaderValue::from_str(&value)?;
    value.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, value);
    Ok(())
}

/// The access key id and what the signature is good for on `date`.
pub(crate) fn credential(credentials: &Credentials, scope: Scope<'_>, date: &str) -> String {
    let Scope { region, service } = scope;
    format!("{}/{date}/{region}/{service}/aws4_request", credentials.access_key_id())
}

/// Adds the signature of a canonical request made at `time`.
pub(crate) fn push_signature(
    out: &mut String,
    credentials: &Credentials,
    scope: Scope<'_>,
    time: &str,
    canonical: &str,
) {
    let date = &time[..8];
    let Scope { region, service } = scope;
    let mut to_sign = format!("{ALGORITHM}\n{time}\n{date}/{region}/{service}/aws4_request\n");
    push_hex(&mut to_sign, &Sha256::digest(canonical));
    let secret = format!("AWS4{}", credentials.secret_access_key());
    let key = [date, region, service, "aws4_request"]
        .into_iter()
        .fold(Key(secret.into_bytes()), |next, part| next.then(part));
    push_hex(out, &key.then(&to_sign).0);
}

/// A key in the chain of keys that leads from the secret to the signature.
struct Key(Vec<u8>);

impl Key {
    fn then(self, message: &str) -> Self {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0).expect("HMAC takes keys of every length");
        mac.update(message.as_bytes());
        Self(mac.finalize().into_bytes().to_vec())
    }
}

/// `20150830T123600Z`.
pub(crate) fn basic_format(time: Timestamp) -> String {
    let text = time.to_string();
    let whole = text.split(['.', 'Z']).next().unwrap_or_default();
    let mut basic: String = whole.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    basic.push('Z');
    basic
}

/// The canonical request, and the names of the headers in it.
pub(crate) fn canonical_request(request: &Request<Bytes>) -> (String, String) {
    let mut out = String::with_capacity(512);
    out.push_str(request.method().as_str());
    out.push('\n');
    push_path(&mut out, request.uri().path());
    out.push('\n');
    push_query(&mut out, request.uri().query().unwrap_or_default());
    out.push('\n');

    let names = signed_names(request);
    for name in &names {
        let _ = write!(out, "{name}:");
        for (index, value) in request.headers().get_all(*name).iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            push_header_value(&mut out, value);
        }
        out.push('\n');
    }
    let signed = names.join(";");
    out.push('\n');
    out.push_str(&signed);
    out.push('\n');
    push_hex(&mut out, &Sha256::digest(request.body()));
    (out, signed)
}

/// The names of the headers that are signed, in their order.
pub(crate) fn signed_names(request: &Request<Bytes>) -> Vec<&str> {
    let names = request.headers().keys().map(HeaderName::as_str);
    let mut names: Vec<&str> = names.filter(|name| !UNSIGNED.contains(name)).collect();
    names.sort_unstable();
    names
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
        segment.bytes().for_each(|byte| push_percent(out, byte));
    }
    if segments.is_empty() || path.ends_with('/') {
        out.push('/');
    }
}

/// The pairs in the order of their names, then of their values, encoded once.
fn push_query(out: &mut String, query: &str) {
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (encoded_once(name), encoded_once(value)))
        .collect();
    pairs.sort_unstable();
    for (index, (name, value)) in pairs.iter().enumerate() {
        let separator = if index > 0 { "&" } else { "" };
        let _ = write!(out, "{separator}{name}={value}");
    }
}

/// The text with every byte encoded that is neither unreserved nor part of a `%XX`.
fn encoded_once(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    for (index, &byte) in bytes.iter().enumerate() {
        let escape = byte == b'%'
            && bytes
                .get(index + 1..index + 3)
                .is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        if escape {
            out.push('%');
        } else {
            push_percent(&mut out, byte);
        }
    }
    out
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

#[cfg(test)]
mod tests {
    use super::*;

    struct Case {
        request: http::request::Builder,
        body: &'static str,
        scope: Scope<'static>,
        secret: &'static str,
        token: Option<&'static str>,
        signed_headers: &'static str,
        signature: &'static str,
    }

    /// The answers are those of botocore 1.43.11, `botocore.auth.SigV4Auth`, for the same requests with its clock at
    /// 2026-01-31T12:34:56Z.
    fn known_answers() -> Vec<Case> {
        const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        let request = |method, uri| Request::builder().method(method).uri(uri);
        vec![
            Case {
                request: request("POST", "https://workmail.us-east-1.amazonaws.com/")
                    .header("Content-Type", "application/x-amz-json-1.1")
                    .header("X-Amz-Target", "WorkMailService.ListUsers")
                    .header("User-Agent", "not signed"),
                body: r#"{"OrganizationId":"m-0123"}"#,
                scope: Scope {
                    region: "us-east-1",
                    service: "workmail",
                },
                secret: SECRET,
                token: None,
                signed_headers: "content-type;host;x-amz-date;x-amz-target",
                signature: "745c6efae1f92c9e590145698c2069a61d8aec858805a89e4d908cfec25b88af",
            },
            // A label with a colon and a slash in it, and temporary credentials.
            Case {
                request: request(
                    "GET",
                    "https://email.us-east-1.amazonaws.com/v2/email/reputation/entities/RESOURCE/\
                     arn%3Aaws%3Ases%3Aus-east-1%3A123456789012%3Aidentity%2Fexample.com",
                ),
                body: "",
                scope: Scope {
                    region: "us-east-1",
                    service: "ses",
                },
                secret: "secret",
                token: Some("IQoJb3JpZ2luX2VjE+/="),
                signed_headers: "host;x-amz-date;x-amz-security-token",
                signature: "56839ee5e4c879e2be8be23f4f63b8601b63166a53930b3c4f5cb44a2f3ba180",
            },
            // A query out of order, with a name twice and one without a value.
            Case {
                request: request(
                    "DELETE",
                    "https://macie2.eu-west-1.amazonaws.com/tags/arn%3Aaws%3Amacie2\
                     ?tagKeys=b%20c&tagKeys=a&tagKeys=A%2FB&flag&Z=%7E",
                ),
                body: "",
                scope: Scope {
                    region: "eu-west-1",
                    service: "macie2",
                },
                secret: SECRET,
                token: None,
                signed_headers: "host;x-amz-date",
                signature: "2bf426d72fff56c3be4a65ce415462ab3203ef7aff8e1fb7a3fb648e17ad1d1b",
            },
            // A port, a path to normalize, spaces in a header, a body that is no ASCII, a secret longer than a block.
            Case {
                request: request("PUT", "http://localhost:4566/aws//x/../y%2520z/")
                    .header("X-Custom", "  two   words ")
                    .header("Content-Type", "application/json"),
                body: "\u{e4} body",
                scope: Scope {
                    region: "cn-north-1",
                    service: "ses",
                },
                secret: "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
                token: None,
                signed_headers: "content-type;host;x-amz-date;x-custom",
                signature: "4851a9d4546ffb6b7973efbd8a59e8e9b5b5b04d73eead0b91feba2e25acda61",
            },
        ]
    }

    #[test]
    fn signatures_are_those_of_botocore() {
        for case in known_answers() {
            let mut request = case.request.body(Bytes::from(case.body)).unwrap();
            let host = HeaderValue::try_from(crate::endpoint::host(request.uri())).unwrap();
            request.headers_mut().insert(http::header::HOST, host);
            let credentials = Credentials::new("AKIDEXAMPLE", case.secret, case.token.map(str::to_owned));
            let now = Timestamp::new(1_769_862_896, 500_000_000).unwrap();
            sign(&mut request, &credentials, case.scope, now).unwrap();

            let Scope { region, service } = case.scope;
            let expect = format!(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260131/{region}/{service}/aws4_request, \
                 SignedHeaders={}, Signature={}",
                case.signed_headers, case.signature
            );
            assert_eq!(request.headers()[AUTHORIZATION], expect, "{}", request.uri());
            assert_eq!(request.headers()[DATE], "20260131T123456Z");
            assert_eq!(
                request.headers().get(TOKEN).map(|token| token.to_str().unwrap()),
                case.token
            );
        }
    }

    #[test]
    fn a_token_that_is_no_header_is_an_error() {
        let credentials = Credentials::new("AKID", "secret", Some("line\nbreak".to_owned()));
        let mut request = Request::new(Bytes::new());
        let scope = Scope {
            region: "r",
            service: "s",
        };
        assert!(sign(&mut request, &credentials, scope, Timestamp::UNIX_EPOCH).is_err());
    }
}
