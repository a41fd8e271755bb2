//! restJson1.

use crate::shapes::*;
use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::{Blob, Operation, Structure, Timestamp};
use shapewright_wire::{DecodeError, DecodeErrorKind, Presence, decode_response, encode_request, uri::Template};
use std::collections::BTreeMap;

/// What a server makes of a request, routed as a server does.
fn serve(
    operation: &'static Operation,
    request: &Request<Bytes>,
    input: &mut dyn Structure,
) -> Result<Presence, DecodeError> {
    let labels = Template::parse(operation.uri)
        .unwrap()
        .match_path(request.uri().path())
        .unwrap();
    decode_request(&REST, operation, request, &labels, input)
}

fn map<T>(entries: impl IntoIterator<Item = (&'static str, T)>) -> Option<BTreeMap<String, T>> {
    Some(
        entries
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn bound() -> Bound {
    let time = Timestamp::new(1_576_540_098, 0).unwrap();
    Bound {
        id: Some("arn:a/b c+".to_owned()),
        path: Some("x y/z".to_owned()),
        reasons: Some(texts(&["a&b", "ü"])),
        limit: Some(5),
        since: Some(time),
        params: map([
            ("limit", texts(&["hidden"])),
            ("mode", texts(&["hidden"])),
            ("other key", texts(&["1", "2"])),
        ]),
        text: Some("hello, ä".to_owned()),
        texts: Some(texts(&["a", "b,c", "\"d\\", "", " e "])),
        times: Some(vec![time, time]),
        meta: map([("one", "1".to_owned()), ("two", "2".to_owned())]),
        name: Some("n".to_owned()),
        numbers: Some(vec![1, -2]),
    }
}

#[test]
fn every_binding_makes_the_round_trip() {
    let request = encode_request(&REST, &BIND, &bound()).unwrap();
    assert_eq!(request.method(), "PUT");
    assert_eq!(
        request.uri(),
        "/things/arn%3Aa%2Fb%20c%2B/x%20y/z/end?mode=full&Reason=a%26b&Reason=%C3%BC&limit=5&since=2019-12-16T23%3A48%3A18Z&other%20key=1&other%20key=2"
    );
    let headers = request.headers();
    assert_eq!(headers["x-texts"], r#"a, "b,c", "\"d\\", "", " e ""#);
    assert_eq!(
        headers["x-times"],
        "Mon, 16 Dec 2019 23:48:18 GMT, Mon, 16 Dec 2019 23:48:18 GMT"
    );
    assert_eq!(headers["x-meta-two"], "2");
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(request.body(), r#"{"Name":"n"}"#);

    let mut back = Bound::default();
    assert!(serve(&BIND, &request, &mut back).unwrap().missing.is_empty());
    let mut expected = bound();
    // A server puts all parameters into the map.
    expected.params = map([
        ("mode", texts(&["full"])),
        ("Reason", texts(&["a&b", "ü"])),
        ("limit", texts(&["5"])),
        ("since", texts(&["2019-12-16T23:48:18Z"])),
        ("other key", texts(&["1", "2"])),
    ]);
    assert_same(&back, &expected);
}

#[test]
fn a_label_must_be_there() {
    for id in [None, Some(String::new())] {
        let input = Bound {
            id,
            path: Some("p".to_owned()),
            ..Bound::default()
        };
        let error = encode_request(&REST, &BIND, &input).unwrap_err();
        assert_eq!(
            error.to_string(),
            "/id: member `id` is bound to the URI and must not be empty"
        );
    }
    let request = Request::builder().uri("/things//p/end").body(Bytes::new()).unwrap();
    let error = serve(&BIND, &request, &mut Bound::default()).unwrap_err();
    assert_eq!(
        (error.kind, error.to_string().as_str()),
        (
            DecodeErrorKind::Missing,
            "/id: the label `Id` of the URI must not be empty"
        )
    );
}

#[test]
fn members_that_are_not_there() {
    let input = Bound {
        id: Some("i".to_owned()),
        path: Some("p".to_owned()),
        reasons: Some(Vec::new()),
        text: Some(String::new()),
        texts: Some(Vec::new()),
        ..Bound::default()
    };
    let request = encode_request(&REST, &BIND, &input).unwrap();
    assert_eq!(request.uri(), "/things/i/p/end?mode=full");
    assert_eq!(
        (&request.headers()["x-text"], &request.headers()["x-texts"]),
        (&"".parse().unwrap(), &"".parse().unwrap())
    );
    assert!(!request.headers().contains_key("x-times"));
    assert_eq!(request.body(), "{}");
    let mut back = Bound::default();
    assert_eq!(serve(&BIND, &request, &mut back).unwrap().missing, ["/name"]);
    assert_eq!(
        (back.text.as_deref(), &back.texts, &back.reasons, &back.meta),
        (Some(""), &Some(Vec::new()), &None, &None)
    );
    let presence = decode_request(&REST, &BIND, &Request::new(Bytes::new()), &[], &mut back).unwrap();
    assert_eq!(presence.missing, ["/id", "/path", "/name"]);
}

#[test]
fn headers_that_servers_refuse() {
    let refusal = |name: &str, value: &str| {
        let request = Request::builder().header(name, value).body(Bytes::new()).unwrap();
        decode_request(&REST, &BIND, &request, &[], &mut Bound::default())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refusal("x-times", "Mon, 16 Dec 2019 23:48:18 GMT, x"),
        "/times/1: wanted a time like `Tue, 29 Apr 2014 18:30:38 GMT`, found `x`"
    );
    assert_eq!(
        refusal("x-numbers", "1, 2.5"),
        "/numbers/1: wanted a whole number of 32 bits, found `2.5`"
    );
    assert_eq!(
        refusal("x-texts", "\"a"),
        "/texts: wanted `\"` at the end of an element, found the end"
    );
    assert_eq!(
        refusal("x-texts", "\"a\" b"),
        "/texts: wanted `,` after a quoted element, found more text"
    );
    let request = |query: &str| {
        let request = Request::builder().uri(format!("/?{query}")).body(Bytes::new()).unwrap();
        decode_request(&REST, &BIND, &request, &[], &mut Bound::default()).map_err(|error| error.to_string())
    };
    for wrong in ["", "1.0", "+1", "0x1", "2147483648", "true", "NaN"] {
        assert_eq!(
            request(&format!("limit={}", wrong.replace('+', "%2B"))),
            Err(format!("/limit: wanted a whole number of 32 bits, found `{wrong}`"))
        );
    }
    for wrong in [
        "1576540098",
        "2019-12-16T23:48:18",
        "2019-12-16T23:48:18%2B01:00",
        "Mon,%2016%20Dec%202019%2023:48:18%20GMT",
    ] {
        assert!(request(&format!("since={wrong}")).is_err(), "{wrong}");
    }
    request("limit=1&limit=x&Reason&since=2019-12-16T23:48:18.5Z").unwrap();
}

#[test]
fn a_header_list_may_come_in_several_headers() {
    let request = Request::builder()
        .header("x-texts", "a, b")
        .header("X-Texts", "c")
        .body(Bytes::new())
        .unwrap();
    let mut input = Bound::default();
    decode_request(&REST, &BIND, &request, &[], &mut input).unwrap();
    assert_eq!(input.texts, Some(texts(&["a", "b", "c"])));
}

#[test]
fn answers() {
    let output = Answer {
        status: Some(201),
        etag: Some("e".to_owned()),
        name: Some("n".to_owned()),
    };
    let response = encode_response(&REST, &BIND, &output).unwrap();
    assert_eq!(
        (response.status().as_u16(), response.body()),
        (201, &Bytes::from(r#"{"name":"n"}"#))
    );
    assert_eq!(
        (&response.headers()["etag"], &response.headers()["content-type"]),
        (&"e".parse().unwrap(), &"application/json".parse().unwrap())
    );
    let mut back = Answer::default();
    decode_response(&REST, &BIND, &response, &mut back).unwrap();
    assert_same(&back, &output);
    let wrong = Answer {
        status: Some(7),
        ..Answer::default()
    };
    assert_eq!(
        encode_response(&REST, &BIND, &wrong).unwrap_err().to_string(),
        "the status is not one of HTTP, 100 to 999"
    );
    let response = encode_response(&REST, &NOTHING, &Empty::default()).unwrap();
    assert_eq!((response.status().as_u16(), response.body()), (200, &Bytes::from("{}")));
    let response = encode_response(&REST, &DELETE, &Empty::default()).unwrap();
    assert_eq!(
        (response.status().as_u16(), response.body(), response.headers().len()),
        (204, &Bytes::new(), 0)
    );
    let wrong = Answer {
        etag: Some("a\nb".to_owned()),
        ..Answer::default()
    };
    assert_eq!(
        encode_response(&REST, &BIND, &wrong).unwrap_err().to_string(),
        "/etag: a header must not hold control characters"
    );
}

#[test]
fn no_body_no_content_type() {
    for operation in [&GET_HEADER, &NOTHING] {
        let request = if operation.method == "GET" {
            encode_request(
                &REST,
                operation,
                &HeaderOnly {
                    text: Some("t".to_owned()),
                },
            )
        } else {
            encode_request(&REST, operation, &Empty::default())
        };
        let request = request.unwrap();
        assert!(request.body().is_empty() && !request.headers().contains_key("content-type"));
    }
}

/// Writes an input, reads it back as a server and as a client, and gives media type and body.
fn payload<T: Structure + Default>(operation: &'static Operation, value: &T) -> (Option<String>, String) {
    let request = encode_request(&REST, operation, value).unwrap();
    let mut back = T::default();
    serve(operation, &request, &mut back).unwrap();
    assert_same(&back, value);
    let response = encode_response(&REST, operation, value).unwrap();
    assert_eq!(response.body(), request.body());
    let media_type = request
        .headers()
        .get("content-type")
        .map(|value| value.to_str().unwrap().to_owned());
    (media_type, String::from_utf8_lossy(request.body()).into_owned())
}

#[test]
fn payloads() {
    let some = |media_type: &str, body: &str| (Some(media_type.to_owned()), body.to_owned());
    let item = Item {
        name: "a".to_owned(),
        count: Some(2),
    };
    assert_eq!(
        payload(
            &PUT_TEXT,
            &TextPayload {
                text: Some("raw \"text\"".to_owned())
            }
        ),
        some("text/plain", "raw \"text\"")
    );
    assert_eq!(
        payload(
            &PUT_BLOB,
            &BlobPayload {
                blob: Some(Blob::new(*b"bytes"))
            }
        ),
        some("application/octet-stream", "bytes")
    );
    assert_eq!(
        payload(&PUT_ITEM, &ItemPayload { item: Some(item) }),
        some("application/json", r#"{"name":"a","count":2}"#)
    );
    assert_eq!(
        payload(
            &PUT_CHOICE,
            &ChoicePayload {
                choice: Some(Choice::Number(1))
            }
        ),
        some("application/json", r#"{"number":1}"#)
    );
    // A structure that is not set is `{}`, anything else no body.
    assert_eq!(
        payload(&PUT_ITEM, &ItemPayload::default()),
        some("application/json", "{}")
    );
    assert_eq!(payload(&PUT_TEXT, &TextPayload::default()), (None, String::new()));
    assert_eq!(payload(&PUT_BLOB, &BlobPayload::default()), (None, String::new()));
    assert_eq!(payload(&PUT_CHOICE, &ChoicePayload::default()), (None, String::new()));

    let mut output = ItemPayload::default();
    decode_response(
        &REST,
        &PUT_ITEM,
        &Response::new(Bytes::from(r#"{"name":"a"}"#)),
        &mut output,
    )
    .unwrap();
    assert_eq!(output.item.unwrap().count, Some(7));
    let request = Request::builder()
        .uri("/item")
        .header("content-type", "application/json");
    let request = request.body(Bytes::from(r#"{"count":1}"#)).unwrap();
    assert_eq!(
        serve(&PUT_ITEM, &request, &mut ItemPayload::default()).unwrap().missing,
        ["/item/name"]
    );
}

#[test]
fn media_types() {
    let send =
        |operation: &'static Operation, input: &mut dyn Structure, name: &str, value: &str, body: &'static str| {
            let mut request = Request::builder().uri(operation.uri);
            if !value.is_empty() {
                request = request.header(name, value);
            }
            serve(operation, &request.body(Bytes::from(body)).unwrap(), input).map_err(|error| error.kind)
        };
    let content_type =
        |operation, input: &mut dyn Structure, value: &str, body| send(operation, input, "content-type", value, body);
    let unsupported = Err(DecodeErrorKind::UnsupportedMediaType);
    let none = Ok(Presence::default());
    assert_eq!(
        content_type(
            &EVERYTHING,
            &mut All::default(),
            "application/json; charset=utf-8",
            "{}"
        ),
        none
    );
    assert_eq!(
        content_type(&EVERYTHING, &mut All::default(), "Application/JSON", "{}"),
        none
    );
    assert_eq!(content_type(&EVERYTHING, &mut All::default(), "", ""), none);
    assert_eq!(content_type(&EVERYTHING, &mut All::default(), "", "{}"), unsupported);
    assert_eq!(
        content_type(&EVERYTHING, &mut All::default(), "application/hal+json", "{}"),
        unsupported
    );
    assert_eq!(
        content_type(&PUT_TEXT, &mut TextPayload::default(), "application/json", "a"),
        unsupported
    );
    assert_eq!(
        content_type(&PUT_TEXT, &mut TextPayload::default(), "", "a"),
        unsupported
    );
    assert_eq!(
        content_type(&PUT_BLOB, &mut BlobPayload::default(), "image/jpeg", "a"),
        none
    );
    assert_eq!(content_type(&PUT_BLOB, &mut BlobPayload::default(), "", "a"), none);
    assert_eq!(
        content_type(&GET_HEADER, &mut HeaderOnly::default(), "application/json", "{}"),
        unsupported
    );
    assert_eq!(
        content_type(&NOTHING, &mut Empty::default(), "application/json", "{}"),
        none
    );

    let accept = |operation, input: &mut dyn Structure, value: &str| send(operation, input, "accept", value, "");
    let refused = Err(DecodeErrorKind::NotAcceptable);
    for value in ["application/json", "*/*", "text/html, application/*;q=0.5", ""] {
        assert_eq!(accept(&EVERYTHING, &mut All::default(), value), none, "{value}");
    }
    assert_eq!(
        accept(&EVERYTHING, &mut All::default(), "application/hal+json"),
        refused
    );
    assert_eq!(
        accept(&PUT_TEXT, &mut TextPayload::default(), "application/json"),
        refused
    );
    assert_eq!(accept(&PUT_BLOB, &mut BlobPayload::default(), "application/json"), none);
    assert_eq!(accept(&NOTHING, &mut Empty::default(), "application/json"), none);
}
