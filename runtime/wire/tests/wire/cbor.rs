//! The CBOR codec and rpcv2Cbor, feature by feature.

use crate::shapes::*;
use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::{Document, Structure, Timestamp};
use shapewright_wire::{DecodeErrorKind, decode_error, decode_response, encode_request, error_head, protocol::by_name};

/// Bytes from their hexadecimal digits; white space is for people.
fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

/// A map of one entry.
fn entry(key: &str, value: &str) -> Vec<u8> {
    let mut bytes = vec![0xa1, 0x60 | u8::try_from(key.len()).unwrap()];
    bytes.extend(key.bytes());
    bytes.extend(hex(value));
    bytes
}

fn request(body: Vec<u8>) -> Request<Bytes> {
    Request::post("/").body(body.into()).unwrap()
}

/// What a server reads.
fn strict(body: Vec<u8>) -> Result<All, String> {
    let mut value = All::default();
    decode_request(&CBOR, &EVERYTHING, &request(body), &[], &mut value)
        .map(|_| value)
        .map_err(|error| error.to_string())
}

/// What a client reads.
fn lenient(body: Vec<u8>) -> Result<All, String> {
    let mut value = All::default();
    decode_response(&CBOR, &EVERYTHING, &Response::new(body.into()), &mut value)
        .map(|()| value)
        .map_err(|error| error.to_string())
}

/// What both read.
fn both(body: Vec<u8>) -> All {
    let value = strict(body.clone()).unwrap();
    assert_same(&value, &lenient(body).unwrap());
    value
}

#[test]
fn messages() {
    // Digits and power of ten travel, not their notation.
    let full = All {
        big_decimal: Some("1.10".parse().unwrap()),
        ..full()
    };
    let request = encode_request(&CBOR, &EVERYTHING, &full).unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "/service/StoreService/operation/Do");
    for (name, value) in [
        ("smithy-protocol", "rpc-v2-cbor"),
        ("content-type", "application/cbor"),
        ("accept", "application/cbor"),
    ] {
        assert_eq!(request.headers()[name], value);
    }
    let mut back = All::default();
    decode_request(&CBOR, &EVERYTHING, &request, &[], &mut back).unwrap();
    assert_same(&full, &back);
    let response = encode_response(&CBOR, &EVERYTHING, &full).unwrap();
    assert_eq!(response.headers()["smithy-protocol"], "rpc-v2-cbor");
    assert_eq!(response.headers()["content-type"], "application/cbor");
    let mut back = All::default();
    decode_response(&CBOR, &EVERYTHING, &response, &mut back).unwrap();
    assert_same(&full, &back);
    let json = Request::post("/").header("content-type", "application/json");
    let json = json.body(Bytes::from_static(b"\xa0")).unwrap();
    let error = decode_request(&CBOR, &EVERYTHING, &json, &[], &mut All::default()).unwrap_err();
    assert_eq!(error.kind, DecodeErrorKind::UnsupportedMediaType);
}

#[test]
fn no_body_is_a_structure_without_members() {
    assert_same(&both(Vec::new()), &both(vec![0xa0]));
    let request = encode_request(&CBOR, &NOTHING, &Empty::default()).unwrap();
    assert_eq!(request.body(), &Bytes::from_static(b"\xbf\xff"));
    assert!(lenient(vec![0xf6]).is_ok());
    assert!(strict(vec![0xf6]).is_err());
}

#[test]
fn lengths_that_are_not_stated() {
    let body = hex(
        "bf 64 74657874 7f 62 6162 61 63 ff 64 626c6f62 5f 41 01 42 0203 ff 67 737472696e6773 9f 61 61 ff 65 6c6f6e6773 bf 61 6b 05 ff ff",
    );
    let value = both(body);
    assert_eq!(value.text.as_deref(), Some("abc"));
    assert_eq!(&**value.blob.as_ref().unwrap(), [1, 2, 3]);
    assert_eq!(value.strings, Some(vec!["a".to_owned()]));
    assert_eq!(value.longs.unwrap()["k"], 5);
    // A piece of another kind, and one that has no stated length itself.
    assert!(strict(entry("text", "7f 41 61 ff")).is_err());
    assert!(strict(entry("text", "7f 7f 61 61 ff ff")).is_err());
}

#[test]
fn integers() {
    assert_eq!(both(entry("long", "3b 7fffffffffffffff")).long, Some(i64::MIN));
    assert_eq!(both(entry("long", "1b 7fffffffffffffff")).long, Some(i64::MAX));
    // Longer than it must be.
    assert_eq!(both(entry("byte", "1b 0000000000000005")).byte, Some(5));
    for too_large in ["1b 8000000000000000", "3b 8000000000000000"] {
        assert!(strict(entry("long", too_large)).is_err());
    }
    assert!(strict(entry("byte", "18 80")).is_err());
    // A float that is whole.
    assert_eq!(
        lenient(entry("integer", "fb 4000000000000000")).unwrap().integer,
        Some(2)
    );
    assert!(strict(entry("integer", "fb 4000000000000000")).is_err());
    assert!(lenient(entry("integer", "f9 3e00")).is_err());
}

#[test]
fn floats() {
    for (bytes, wanted) in [
        ("f9 3c00", 1.0),
        ("f9 0001", 2f64.powi(-24)),
        ("f9 c000", -2.0),
        ("f9 7bff", 65504.0),
        ("f9 fc00", f64::NEG_INFINITY),
        ("fa 3fc00000", 1.5),
        ("fb 3ff8000000000000", 1.5),
        ("20", -1.0),
        ("1b ffffffffffffffff", 18_446_744_073_709_551_615.0),
    ] {
        assert_eq!(both(entry("double", bytes)).double, Some(wanted), "{bytes}");
    }
    // No number, which is not its own equal.
    assert!(strict(entry("double", "f9 7e00")).unwrap().double.unwrap().is_nan());
    assert_eq!(both(entry("float", "fb 3ff8000000000000")).float, Some(1.5));
    assert!(strict(entry("float", "fb 7fefffffffffffff")).is_err());
}

#[test]
fn numbers_of_any_size() {
    let read = |bytes: &str| both(entry("bigInteger", bytes)).big_integer.unwrap().to_string();
    assert_eq!(read("c2 49 010000000000000000"), "18446744073709551616");
    assert_eq!(read("c3 49 010000000000000000"), "-18446744073709551617");
    assert_eq!(read("3b ffffffffffffffff"), "-18446744073709551616");
    assert_eq!(read("c2 40"), "0");
    let decimal = |bytes: &str| both(entry("bigDecimal", bytes)).big_decimal.unwrap().to_string();
    assert_eq!(decimal("c4 82 21 19 6ab3"), "273.15");
    assert_eq!(decimal("c4 82 20 18 6e"), "11.0");
    assert_eq!(decimal("c4 82 22 05"), "0.005");
    assert_eq!(decimal("c4 82 18 64 01"), "1e100");
    assert_eq!(decimal("f9 3e00"), "1.5");
    for wrong in ["49 010000000000000000", "c1 01 02", "f9 3e00"] {
        assert!(strict(entry("bigInteger", wrong)).is_err(), "{wrong}");
    }
    for wrong in ["c4 81 01", "c4 83 01 01 01", "c4 80"] {
        assert!(strict(entry("bigDecimal", wrong)).is_err(), "{wrong}");
    }
    for text in [
        "0",
        "-1",
        "99999999999999999999",
        "-18446744073709551616",
        "-18446744073709551617",
    ] {
        let value = All {
            big_integer: Some(text.parse().unwrap()),
            big_decimal: Some(text.parse().unwrap()),
            ..All::default()
        };
        let request = encode_request(&CBOR, &EVERYTHING, &value).unwrap();
        assert_same(
            &strict(request.body().to_vec()).unwrap().big_integer,
            &value.big_integer,
        );
    }
}

#[test]
fn timestamps() {
    let at = |seconds, nanoseconds| Some(Timestamp::new(seconds, nanoseconds).unwrap());
    for member in ["time", "dateTime", "httpDate"] {
        // The format that a member has elsewhere does not count.
        let value = both(entry(member, "c1 1a 535fd4ee"));
        let times = [value.time, value.date_time, value.http_date];
        assert!(times.contains(&at(1_398_789_358, 0)), "{times:?}");
    }
    assert_eq!(
        both(entry("time", "c1 fb 41d4d7f53b a00000")).time,
        at(1_398_789_358, 500_000_000)
    );
    assert_eq!(both(entry("time", "c1 20")).time, at(-1, 0));
    assert_eq!(lenient(entry("time", "01")).unwrap().time, at(1, 0));
    assert!(strict(entry("time", "01")).is_err(), "no tag");
    assert!(lenient(entry("time", "c2 01")).is_err(), "another tag");
    assert!(
        lenient(entry("time", "c1 fb 7ff8000000000000")).is_err(),
        "not a number"
    );
    assert!(
        lenient(entry("time", "c1 1b 7fffffffffffffff")).is_err(),
        "beyond the calendar"
    );
}

#[test]
fn nulls() {
    assert_eq!(
        both(entry("sparse", "83 f6 01 f7")).sparse,
        Some(vec![None, Some(1), None])
    );
    assert!(strict(entry("strings", "81 f6")).is_err());
    assert_eq!(
        lenient(entry("strings", "82 f6 61 61")).unwrap().strings,
        Some(vec!["a".to_owned()])
    );
    assert_eq!(both(entry("text", "f6")).text, None);
}

#[test]
fn unknown_members_and_tags_are_passed_over() {
    let body = hex("a3 61 78 9f bf 61 61 c1 c2 41 00 ff f5 ff 64 74657874 d9 d9f7 61 61 61 79 f8 20");
    assert_eq!(both(body).text.as_deref(), Some("a"));
}

#[test]
fn what_is_no_cbor() {
    for wrong in [
        "a1",
        "a1 64",
        "a1 64 7465",
        "1c",
        "ff",
        "bf",
        "bf ff 00",
        "a1 01 02",
        "a1 64 74657874 62 c328",
        "dc",
        "5f",
        "f8",
    ] {
        assert!(strict(hex(wrong)).is_err() && lenient(hex(wrong)).is_err(), "{wrong}");
    }
}

/// Nothing is allocated by a length before its bytes are there.
#[test]
fn lengths_that_lie() {
    for head in [
        "5b ffffffffffffffff",
        "7b 7fffffffffffffff",
        "9b ffffffffffffffff",
        "bb ffffffffffffffff",
        "5a ffffffff",
    ] {
        for member in ["blob", "text", "strings", "longs", "unknown", "document"] {
            assert!(strict(entry(member, head)).is_err(), "{member} {head}");
        }
    }
}

#[test]
fn depth_is_limited() {
    for opening in ["81", "9f", "a1 61 78", "bf 61 78"] {
        let deep = opening.repeat(100_000);
        for member in ["unknown", "document", "strings"] {
            assert!(strict(entry(member, &deep)).is_err());
        }
        assert!(by_name("rpcv2Cbor").unwrap().parse_body(&hex(&deep)).is_none());
    }
    // Tags take no depth.
    let tagged = format!("{} 61 61", "c1".repeat(100_000));
    assert_eq!(both(entry("text", &tagged)).text.as_deref(), Some("a"));
    let deep = "a1 66 6e6573746564".repeat(120) + "a0";
    assert!(strict(hex(&deep)).is_ok());
}

#[test]
fn errors() {
    let error = NotFound {
        message: Some("no such thing".to_owned()),
        kind: Some("Store".to_owned()),
    };
    let response = encode_error(&CBOR, &error).unwrap();
    assert_eq!(response.status(), 404);
    assert!(!response.headers().contains_key("x-amzn-errortype"));
    let head = error_head(&CBOR, &response);
    assert_eq!(
        (head.code.as_str(), head.message.as_deref()),
        ("NotFoundException", Some("no such thing"))
    );
    let mut back = NotFound::default();
    decode_error(&CBOR, error.schema(), &response, &mut back).unwrap();
    assert_same(&error, &back);
    let response = encode_unmodelled_error(&CBOR, 501, "UnknownOperationException", "no Do");
    let shown = by_name("rpcv2Cbor").unwrap().parse_body(response.body()).unwrap();
    let expected = [("__type", "UnknownOperationException"), ("message", "no Do")];
    assert_eq!(
        shown,
        Document::Map(expected.map(|(key, text)| (key.to_owned(), text.into())).into())
    );
    // A client takes the namespace off; a body that is none of CBOR says nothing.
    let response = Response::new(Bytes::from(entry("__type", "69 6e73 23 4e6f7046 7879")));
    assert_eq!(error_head(&CBOR, &response).code, "NopFxy");
    assert_eq!(
        error_head(&CBOR, &Response::new(Bytes::from_static(b"<html>"))).code,
        ""
    );
}

#[test]
fn required_members_that_are_missing() {
    let mut value = All::default();
    let body = entry("items", "82 a1 64 6e616d65 61 61 a0");
    let presence = decode_request(&CBOR, &EVERYTHING, &request(body), &[], &mut value).unwrap();
    assert_eq!(presence.missing, ["/items/1/name"]);
    assert_eq!(value.items.unwrap()[1].count, Some(7), "a default");
}
