//! What a signature is, and which are refused.

#![allow(clippy::unwrap_used)]

mod known;
mod verified;

use http::{
    HeaderValue,
    header::HOST,
    request::{Builder, Parts},
};
use shapewright_schema::Timestamp;
use shapewright_sigv4::SigningKeys;

const ACCESS_KEY_ID: &str = "AKIDEXAMPLE";

/// So many seconds after 2026-01-31T12:34:56.5Z.
fn at(seconds: i64) -> Timestamp {
    Timestamp::new(1_769_862_896 + seconds, 500_000_000).unwrap()
}

/// The head of a request, with its `Host`.
fn head(request: Builder) -> Parts {
    let (mut head, ()) = request.body(()).unwrap().into_parts();
    let authority = head.uri.authority().unwrap().as_str();
    let host = HeaderValue::from_str(authority).unwrap();
    head.headers.insert(HOST, host);
    head
}

fn keys() -> SigningKeys {
    SigningKeys::default()
}
