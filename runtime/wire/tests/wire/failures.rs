//! Errors on the wire.

use crate::shapes::*;
use bytes::Bytes;
use http::Response;
use shapewright_schema::{Service, Structure};
use shapewright_wire::{ErrorHead, decode_error, error_head, request_id};

fn head(header: Option<&str>, body: &'static str) -> ErrorHead {
    head_of(&REST, header, body)
}

fn head_of(service: &'static Service, header: Option<&str>, body: &'static str) -> ErrorHead {
    let mut response = Response::builder().status(400);
    if let Some(header) = header {
        response = response.header("X-Amzn-ErrorType", header);
    }
    error_head(service, &response.body(Bytes::from(body)).unwrap())
}

#[test]
fn codes() {
    let cases = [
        (Some("Foo"), "", "Foo"),
        (Some("Foo:http://internal/x#y"), "", "Foo"),
        (Some("ns#Foo:http://internal/"), "{\"code\":\"Bar\"}", "Foo"),
        (Some(""), "{\"code\":\"Bar\",\"__type\":\"Baz\"}", "Bar"),
        (None, "{\"code\":\"ns#Bar:http://x/\",\"__type\":\"Baz\"}", "Bar"),
        (
            None,
            "{\"__type\":\"a.b#Baz\",\"Details\":[{\"__type\":\"Other\"}]}",
            "Baz",
        ),
        (None, "{\"code\":503}", "503"),
        (None, "{\"code\":null,\"__type\":\"Quota.Exceeded\"}", "Quota.Exceeded"),
        (None, "{\"Code\":\"ns#Bar\"}", "Bar"),
        (None, "{\"Code\":\"Bar\",\"__type\":\"Baz\"}", "Baz"),
        (None, "<html>", ""),
        (None, "[1]", ""),
    ];
    for (header, body, code) in cases {
        assert_eq!(head(header, body).code, code, "{header:?} {body}");
    }
}

/// In awsJson a member may be named `code`.
#[test]
fn codes_of_aws_json() {
    let cases = [
        (Some("Foo"), "{\"__type\":\"Bar\",\"code\":\"Baz\"}", "Foo"),
        (None, "{\"__type\":\"ns#Bar\",\"code\":\"Baz\"}", "Bar"),
        (None, "{\"code\":7,\"__type\":\"Bar\"}", "Bar"),
        (None, "{\"code\":\"Baz\"}", "Baz"),
        (None, "{\"Code\":\"Baz\"}", ""),
    ];
    for (header, body, code) in cases {
        assert_eq!(head_of(&JSON_1_1, header, body).code, code, "{header:?} {body}");
    }
}

#[test]
fn messages_and_request_ids() {
    for body in [
        r#"{"message":"m"}"#,
        r#"{"Message":"m"}"#,
        r#"{"errorMessage":"m"}"#,
        r#"{"error":"invalid_request","error_description":"m"}"#,
        r#"{"message":null,"Message":"m"}"#,
    ] {
        assert_eq!(head(None, body).message.as_deref(), Some("m"), "{body}");
    }
    assert_eq!(head(None, "{}").message, None);
    for name in ["x-amzn-RequestId", "x-amz-request-id"] {
        let response = Response::builder().header(name, "r-1").body(Bytes::new()).unwrap();
        assert_eq!(request_id(response.headers()), Some("r-1"));
        assert_eq!(error_head(&REST, &response).request_id.as_deref(), Some("r-1"));
    }
}

#[test]
fn modelled_errors_make_the_round_trip() {
    let error = NotFound {
        message: Some("no such thing".to_owned()),
        kind: Some("thing".to_owned()),
    };
    for (service, body) in [
        (&REST, r#"{"__type":"NotFoundException","message":"no such thing"}"#),
        (
            &JSON_1_1,
            r#"{"__type":"NotFoundException","message":"no such thing","kind":"thing"}"#,
        ),
    ] {
        let response = encode_error(service, &error).unwrap();
        assert_eq!(response.status(), 404);
        assert_eq!(response.headers()["x-amzn-errortype"], "NotFoundException");
        assert_eq!(response.body(), body);
        let head = error_head(service, &response);
        assert_eq!(
            (head.code.as_str(), head.message.as_deref()),
            ("NotFoundException", Some("no such thing"))
        );
        let mut back = NotFound::default();
        decode_error(service, error.schema(), &response, &mut back).unwrap();
        assert_same(&back, &error);
    }
    assert_eq!(
        encode_error(&REST, &NotFound::default()).unwrap().body(),
        r#"{"__type":"NotFoundException"}"#
    );
    assert_eq!(
        encode_error(&REST, &Empty::default()).unwrap_err().to_string(),
        "`Empty` is not an error shape"
    );
}

#[test]
fn a_message_is_found_under_either_key() {
    let response = Response::new(Bytes::from(r#"{"__type":"NotFoundException","Message":"m"}"#));
    let mut error = NotFound::default();
    decode_error(&JSON_1_1, error.schema(), &response, &mut error).unwrap();
    assert_eq!(error.message.as_deref(), Some("m"));
}

#[test]
fn a_member_that_cannot_be_read_leaves_the_message() {
    for body in [
        r#"{"__type":"NotFoundException","kind":[],"message":"m"}"#,
        r#"{"__type":"NotFoundException","kind":[],"Message":"m"}"#,
    ] {
        let mut error = NotFound::default();
        let unread = decode_error(&JSON_1_1, error.schema(), &Response::new(Bytes::from(body)), &mut error);
        assert_eq!(unread.unwrap_err().pointer, "/kind");
        assert_eq!(error.message.as_deref(), Some("m"));
    }
}

#[test]
fn unmodelled_errors() {
    let response = encode_unmodelled_error(&JSON_1_1, 501, "UnknownOperationException", "no \"Do\"\n");
    assert_eq!(response.status(), 501);
    assert_eq!(response.headers()["content-type"], "application/x-amz-json-1.1");
    assert_eq!(
        response.body(),
        r#"{"__type":"UnknownOperationException","message":"no \"Do\"\n"}"#
    );
    assert_eq!(error_head(&JSON_1_1, &response).code, "UnknownOperationException");
    assert_eq!(encode_unmodelled_error(&REST, 7, "\n", "").status(), 500);
}
