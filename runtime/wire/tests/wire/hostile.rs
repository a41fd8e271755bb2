//! Input that means harm: it may be refused, never panic, never overflow the stack.

use crate::shapes::*;
use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::{Member, Schema, Structure, Value};
use shapewright_wire::{
    decode_response, error_head,
    json::{Strictness, from_slice, parse_document, to_vec},
};
use std::collections::BTreeMap;

const BOTH: [Strictness; 2] = [Strictness::Lenient, Strictness::Strict];

fn read(bytes: &[u8]) -> [bool; 2] {
    BOTH.map(|strictness| from_slice(bytes, &mut All::default(), strictness).is_ok())
}

#[test]
fn depth_is_limited() {
    let count = 100_000;
    let texts = [
        "[".repeat(count),
        "{\"a\":".repeat(count),
        format!("{{\"a\":{}", "[".repeat(count)),
        format!("{{\"a\":{}{}}}", "[".repeat(count), "]".repeat(count)),
        format!("{{\"document\":{}", "[".repeat(count)),
        "{\"nested\":".repeat(count),
        format!("{{\"nested\":{}", "{\"Choice\":{\"item\":".repeat(count)),
    ];
    for text in texts {
        assert_eq!(read(text.as_bytes()), [false; 2]);
        assert!(parse_document(text.as_bytes()).is_err());
    }
    let deep = |depth: usize| format!("{}{}", "{\"nested\":".repeat(depth - 1) + "{", "}".repeat(depth));
    assert_eq!(read(deep(128).as_bytes()), [true; 2]);
    assert_eq!(read(deep(129).as_bytes()), [false; 2]);

    // Siblings are not depth.
    let wide = format!(
        "{{\"items\":[{}{{}}],\"x\":[{}[]]}}",
        "{},".repeat(1000),
        "[],".repeat(1000)
    );
    assert_eq!(read(wide.as_bytes()), [true; 2]);

    let mut value = All::default();
    for _ in 0..300 {
        value = All {
            nested: Some(Box::new(value)),
            ..All::default()
        };
    }
    assert!(
        to_vec(&value)
            .unwrap_err()
            .to_string()
            .ends_with("values are nested more than 256 deep")
    );
}

static ITEMS_BY_KEY: Schema = Schema::map("ItemsByKey", &Member::element(&STRING), &Member::element(&ITEMS));

structure! { KEYED, Keyed {
    0 lists: BTreeMap<String, Vec<Item>> => Member::new("lists", &ITEMS_BY_KEY);
} }

/// Each missing member's place names the keys that lead to it.
#[test]
fn a_long_key_is_not_kept_once_for_each_missing_member() {
    let places = |key: &str| {
        let text = format!(r#"{{"lists":{{"{key}":[{}{{}}]}}}}"#, "{},".repeat(1000));
        let presence = from_slice(text.as_bytes(), &mut Keyed::default(), Strictness::Strict);
        presence.unwrap().missing
    };
    assert_eq!(places("short").len(), 100);
    let long = "k".repeat(100_000);
    assert_eq!(places(&long), [format!("/lists/{long}/0/name")]);
}

#[test]
fn cut_off_anywhere() {
    let whole = to_vec(&full()).unwrap();
    assert_eq!(read(&whole), [true; 2]);
    for end in 0..whole.len() {
        assert_eq!(read(&whole[..end]), [false; 2], "{end}");
    }
}

#[test]
fn bytes_that_are_no_utf8() {
    for bytes in [
        &b"{\"text\":\"\xff\"}"[..],
        b"{\"text\":\"\xed\xa0\x80\"}",
        b"\xff",
        b"{\"\xc3\":1}",
    ] {
        assert_eq!(read(bytes), [false; 2]);
    }
}

/// A generator of numbers that gives the same ones each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

#[test]
fn random_changes() {
    let mut random = Random(42);
    let whole = to_vec(&full()).unwrap();
    let pieces: [&[u8]; 22] = [
        b"null",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"\"",
        b"\\",
        b"\\u",
        b"\\ud83d",
        b"-",
        b".",
        b"e",
        b"1e999",
        b"\0",
        b"\xff",
        b"0",
        b"9999999999999999999",
        b" ",
        b"true",
        b"\"nested\":{",
    ];
    for _ in 0..30_000 {
        let mut bytes = whole.clone();
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len());
            match random.below(4) {
                0 => bytes[at] = random.below(256) as u8,
                1 => drop(bytes.remove(at)),
                2 => drop(bytes.splice(at..at, pieces[random.below(pieces.len())].iter().copied())),
                _ => {
                    let from = random.below(bytes.len());
                    let part = bytes[from..(from + random.below(40)).min(bytes.len())].to_vec();
                    drop(bytes.splice(at..at, part));
                }
            }
        }
        let accepted = read(&bytes);
        // What is read is JSON to others too; they know neither half surrogates nor numbers out of range.
        let others = serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).is_ok();
        assert!(others || !accepted[0], "{}", String::from_utf8_lossy(&bytes));
        assert!(accepted[0] || !accepted[1], "{}", String::from_utf8_lossy(&bytes));
        assert_eq!(
            parse_document(&bytes).is_ok(),
            serde_json::from_slice::<serde_json::Value>(&bytes).is_ok() || out_of_range(&bytes)
        );
        error_head(&REST, &Response::new(Bytes::from(bytes)));
    }
}

/// serde_json's own values cannot hold numbers larger than any float; documents can.
fn out_of_range(bytes: &[u8]) -> bool {
    let error = serde_json::from_slice::<serde_json::Value>(bytes)
        .err()
        .map(|error| error.to_string());
    error.is_some_and(|error| error.contains("out of range")) && parse_document(bytes).is_ok()
}

#[test]
fn random_heads() {
    let mut random = Random(7);
    let alphabet = b"\"\\,;= :/%+&?{}az09-.TZ\xc3\xa4\t";
    for _ in 0..20_000 {
        let mut text = |len: usize| {
            (0..random.below(len))
                .map(|_| alphabet[random.below(alphabet.len())])
                .collect::<Vec<_>>()
        };
        let (header, query, body) = (text(40), text(30), text(30));
        let Ok(query) = String::from_utf8(query) else { continue };
        let uri = format!("/things/a/b/end?{query}");
        let mut request = Request::builder().uri(uri);
        for name in [
            "X-Text",
            "X-Texts",
            "X-Times",
            "X-Meta-a",
            "X-Numbers",
            "Accept",
            "Content-Type",
        ] {
            request = request.header(name, &header[..]);
        }
        let labels = [
            ("Id", "x".to_owned()),
            ("Path", String::from_utf8_lossy(&header).into_owned()),
        ];
        if let Ok(request) = request.body(Bytes::from(body.clone())) {
            let _ = decode_request(&REST, &BIND, &request, &labels, &mut Bound::default());
        }
        let response = Response::builder()
            .header("ETag", &header[..])
            .header("x-amzn-errortype", &header[..]);
        if let Ok(response) = response.body(Bytes::from(body)) {
            let _ = decode_response(&REST, &BIND, &response, &mut Answer::default());
            error_head(&REST, &response);
        }
    }
}
