//! awsJson1_0 and awsJson1_1.

use crate::shapes::*;
use bytes::Bytes;
use http::{Request, Response};
use shapewright_wire::{DecodeErrorKind, decode_response, encode_request, host_prefix};

#[test]
fn requests() {
    let request = encode_request(&JSON_1_1, &NOTHING, &Empty::default()).unwrap();
    assert_eq!(
        (request.method().as_str(), request.uri().to_string().as_str()),
        ("POST", "/")
    );
    assert_eq!(request.headers()["content-type"], "application/x-amz-json-1.1");
    assert_eq!(request.headers()["x-amz-target"], "StoreService.Do");
    assert_eq!(request.body(), "{}");
    let request = encode_request(&JSON_1_0, &EVERYTHING, &full()).unwrap();
    assert_eq!(request.headers()["content-type"], "application/x-amz-json-1.0");
    let mut back = All::default();
    decode_request(&JSON_1_0, &EVERYTHING, &request, &[], &mut back).unwrap();
    assert_same(&back, &full());
}

#[test]
fn bindings_mean_nothing() {
    let input = Bound {
        id: Some("a".to_owned()),
        limit: Some(1),
        text: Some("t".to_owned()),
        ..Bound::default()
    };
    let request = encode_request(&JSON_1_1, &BIND, &input).unwrap();
    assert_eq!(request.body(), r#"{"id":"a","limit":1,"text":"t"}"#);
    let mut back = Bound::default();
    let presence = decode_request(&JSON_1_1, &BIND, &request, &[], &mut back).unwrap();
    assert_same(&back, &input);
    assert_eq!(presence.missing, ["/path", "/name"]);
}

#[test]
fn answers() {
    let response = encode_response(&JSON_1_1, &EVERYTHING, &full()).unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (200, &"application/x-amz-json-1.1".parse().unwrap())
    );
    let mut back = All::default();
    decode_response(&JSON_1_1, &EVERYTHING, &response, &mut back).unwrap();
    assert_same(&back, &full());
    assert_eq!(
        encode_response(&JSON_1_1, &NOTHING, &Empty::default()).unwrap().body(),
        "{}"
    );
    // Servers fill in the defaults of what their handler has not set.
    let response = encode_response(&JSON_1_1, &EVERYTHING, &All::default()).unwrap();
    assert_eq!(response.body(), r#"{"greeting":"hi","since":"1970-01-01T00:00:00Z"}"#);
    for body in ["", "{}", "null", r#"{"foo":true}"#] {
        decode_response(
            &JSON_1_1,
            &NOTHING,
            &Response::new(Bytes::from(body)),
            &mut Empty::default(),
        )
        .unwrap();
    }
    for body in ["<html>", "{", "[]"] {
        assert!(
            decode_response(
                &JSON_1_1,
                &NOTHING,
                &Response::new(Bytes::from(body)),
                &mut Empty::default()
            )
            .is_err()
        );
    }
}

#[test]
fn what_a_server_takes() {
    let request = |media_type: &str, body: &'static str| {
        let request = Request::builder()
            .header("content-type", media_type)
            .body(Bytes::from(body))
            .unwrap();
        decode_request(&JSON_1_1, &EVERYTHING, &request, &[], &mut All::default())
    };
    request("application/x-amz-json-1.1; charset=utf-8", r#"{"byte":5}"#).unwrap();
    request("application/x-amz-json-1.1", "").unwrap();
    let error = request("text/xml", "{}").unwrap_err();
    assert_eq!(error.kind, DecodeErrorKind::UnsupportedMediaType);
    assert_eq!(
        error.to_string(),
        "wanted the Content-Type application/x-amz-json-1.1, found text/xml"
    );
    assert_eq!(
        request("application/x-amz-json-1.1", "null").unwrap_err().kind,
        DecodeErrorKind::Type
    );
    assert_eq!(
        request("application/x-amz-json-1.1", "{").unwrap_err().kind,
        DecodeErrorKind::Syntax
    );
}

#[test]
fn host_prefixes() {
    let host = |account: Option<&str>| {
        let host = Host {
            account: account.map(str::to_owned),
        };
        host_prefix(&NOTHING, &host).map_err(|error| error.to_string())
    };
    assert_eq!(host(Some("a-1")), Ok(Some("a-1.data.".to_owned())));
    let error = "/account: member `account` is part of the host name and must be 1 to 63 letters, digits or hyphens";
    for wrong in [None, Some(""), Some("a.b"), Some("a/b"), Some("ä")] {
        assert_eq!(host(wrong), Err(error.to_owned()));
    }
    assert_eq!(
        host_prefix(&DELETE, &Empty::default()).unwrap_err().to_string(),
        "the host prefix `{account}.data.` names `account`, which is no member"
    );
}
