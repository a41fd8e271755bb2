//! The JSON codec.

use crate::shapes::*;
use shapewright_schema::{Document, Structure, Timestamp};
use shapewright_wire::json::{Strictness, from_slice, parse_document, print_document, to_vec};

fn read<T: Structure + Default>(json: &str, strictness: Strictness) -> Result<T, String> {
    let mut value = T::default();
    from_slice(json.as_bytes(), &mut value, strictness)
        .map(|_| value)
        .map_err(|error| error.to_string())
}

fn lenient(json: &str) -> All {
    read(json, Strictness::Lenient).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn strict(json: &str) -> All {
    read(json, Strictness::Strict).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn refusal(json: &str) -> String {
    read::<All>(json, Strictness::Strict)
        .err()
        .unwrap_or_else(|| panic!("{json} was accepted"))
}

fn written(value: &dyn Structure) -> String {
    String::from_utf8(to_vec(value).unwrap()).unwrap()
}

#[test]
fn every_kind_makes_the_round_trip() {
    let text = written(&full());
    for strictness in [Strictness::Lenient, Strictness::Strict] {
        let back: All = read(&text, strictness).unwrap();
        assert_same(&back, &full());
        assert_eq!(written(&back), text);
    }
    // serde_json agrees that it is JSON.
    let mut other: serde_json::Value = serde_json::from_str(&text).unwrap();
    other.as_object_mut().unwrap().remove("bigInteger");
    assert_eq!(other["text"], full().text.unwrap());
    let spaced = serde_json::to_string_pretty(&other).unwrap();
    assert_same(&strict(&spaced).text, &full().text);
}

#[test]
fn what_is_written() {
    let time = Timestamp::new(5, 0).unwrap();
    let value = All {
        double: Some(1.0),
        float: Some(f32::NEG_INFINITY),
        time: Some(time),
        date_time: Some(time),
        http_date: Some(time),
        text: Some("\u{1f}\u{7f}\"".to_owned()),
        ..All::default()
    };
    let expected = concat!(
        r#"{"text":"\u001f"#,
        "\u{7f}",
        r#"\"","float":"-Infinity","double":1.0,"time":5,"dateTime":"1970-01-01T00:00:05Z","#,
        r#""httpDate":"Thu, 01 Jan 1970 00:00:05 GMT"}"#
    );
    assert_eq!(written(&value), expected);
    assert_eq!(written(&All::default()), "{}");
    assert_eq!(written(&Item::default()), r#"{"name":""}"#);
}

#[test]
fn escapes() {
    let cases = [
        (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r#""\u00e4\uD83D\uDE39\u0000""#, "ä😹\0"),
        (r#""0123456\n89abcde\\""#, "0123456\n89abcde\\"),
        (r#""01234567""#, "01234567"),
    ];
    for (json, text) in cases {
        assert_eq!(
            strict(&format!(r#"{{"text":{json}}}"#)).text.as_deref(),
            Some(text),
            "{json}"
        );
    }
    let wrong = [
        r"\x",
        r"\u12",
        r"\u12g4",
        r"\ud83d",
        r"\ude39",
        r"\ud83d\ud83d",
        r"\ud83d ",
        "\n",
        "\0",
        "12345678\u{1f}",
        "\\",
    ];
    for wrong in wrong {
        for json in [
            format!("{{\"text\":\"{wrong}\"}}"),
            format!("{{\"other\":\"{wrong}\"}}"),
            format!("{{\"{wrong}\":1}}"),
        ] {
            assert!(read::<All>(&json, Strictness::Lenient).is_err(), "{json}");
        }
    }
}

#[test]
fn members_come_in_any_order_and_number() {
    let value = lenient(
        r#" { "long" : 1 , "__type":"x", "unknown":[{"a":[]},1e5,"",null,true], "byte":2,"long":3, "text":null } "#,
    );
    assert_eq!((value.long, value.byte, value.text), (Some(3), Some(2), None));
    assert_eq!(lenient(r#"{"text":"a","text":null}"#).text, None);
    // Of a structure that is there twice the last counts, all of it.
    let value = lenient(r#"{"nested":{"byte":1},"nested":{"short":2}}"#).nested.unwrap();
    assert_eq!((value.byte, value.short), (None, Some(2)));
    let value = lenient(r#"{"itemMap":{"k":{"name":"a","count":1},"k":{"name":"b"}}}"#)
        .item_map
        .unwrap();
    assert_eq!((value["k"].name.as_str(), value["k"].count), ("b", Some(7)));
    assert_eq!(strict(r#"{"tex\u0074":"a"}"#).text.as_deref(), Some("a"));
    assert_same(&lenient("null"), &lenient("{}"));
    assert!(read::<All>("null", Strictness::Strict).is_err());
}

#[test]
fn nulls() {
    let value = strict(r#"{"sparse":[null,1],"sparseMap":{"a":null},"document":null,"nested":null}"#);
    assert_eq!(value.sparse.unwrap(), [None, Some(1)]);
    assert_eq!(value.sparse_map.unwrap()["a"], None);
    assert_eq!(value.document, Some(Document::Null));
    assert!(value.nested.is_none());
    // Dense collections: a client drops them, a server refuses them.
    let value = lenient(r#"{"strings":["a",null,"b"],"longs":{"a":null,"b":1}}"#);
    assert_eq!(value.strings.unwrap(), ["a", "b"]);
    assert_eq!(value.longs.unwrap().len(), 1);
    assert_eq!(
        refusal(r#"{"strings":["a",null]}"#),
        "/strings/1: wanted a value, found null"
    );
    assert_eq!(
        refusal(r#"{"longs":{"a/b":null}}"#),
        "/longs/a~1b: wanted a value, found null"
    );
}

#[test]
fn unions() {
    assert!(
        matches!(strict(r#"{"Choice":{"TEXT":"a","number":null,"__type":"x"}}"#).choice, Some(Choice::Text(text)) if text == "a")
    );
    assert!(matches!(
        strict(r#"{"Choice":{"unit":{}}}"#).choice,
        Some(Choice::Unit(_))
    ));
    assert_eq!(
        written(&All {
            choice: Some(Choice::Unit(Empty::default())),
            ..All::default()
        }),
        r#"{"Choice":{"unit":{}}}"#
    );
    assert_eq!(
        refusal(r#"{"Choice":{"TEXT":"a","number":1}}"#),
        "/choice: wanted one member, found several"
    );
    assert_eq!(
        refusal(r#"{"Choice":{"number":null}}"#),
        "/choice: wanted a map with one member, found none"
    );
    assert_eq!(
        refusal(r#"{"Choice":{"odd":1}}"#),
        "/choice: wanted one of TEXT, number, item, unit, found `odd`"
    );
    assert!(refusal(r#"{"Choice":{"number":1,"odd":1}}"#).contains("found `odd`"));
    // A client passes over what it does not know, and keeps its name.
    let unknown = lenient(r#"{"Choice":{"odd":{"a":1}}}"#);
    assert!(matches!(&unknown.choice, Some(Choice::Unknown(name)) if name == "odd"));
    assert!(matches!(
        lenient(r#"{"Choice":{"number":1,"odd":1}}"#).choice,
        Some(Choice::Number(1))
    ));
    assert!(lenient(r#"{"Choice":{}}"#).choice.is_none());
    assert!(read::<All>(r#"{"Choice":{"TEXT":"a","number":1}}"#, Strictness::Lenient).is_err());
    let error = to_vec(&unknown).unwrap_err().to_string();
    assert_eq!(
        error,
        "/choice: the union `Choice` holds the member `odd`, which the description does not know"
    );
}

#[test]
fn numbers() {
    let integer = |text: &str, strictness| {
        read::<All>(&format!(r#"{{"integer":{text}}}"#), strictness).map(|value| value.integer.unwrap())
    };
    for (text, number) in [("0", 0), ("-0", 0), ("2147483647", i32::MAX), ("-2147483648", i32::MIN)] {
        assert_eq!(integer(text, Strictness::Strict), Ok(number), "{text}");
    }
    for (text, number) in [
        ("1.0", 1),
        ("12e2", 1200),
        ("-1200e-2", -12),
        ("0e999999999999", 0),
        ("0.0e-99999", 0),
    ] {
        assert_eq!(integer(text, Strictness::Lenient), Ok(number), "{text}");
        assert!(integer(text, Strictness::Strict).is_err(), "{text}");
    }
    for wrong in [
        "1.5",
        "1e-1",
        "2147483648",
        "-2147483649",
        "1e10",
        "99999999999999999999999",
        "1e999999999999",
        "\"1\"",
        "true",
        "NaN",
        "Infinity",
        "0x1",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "2ABC",
        "1_0",
    ] {
        assert!(integer(wrong, Strictness::Lenient).is_err(), "{wrong}");
        assert!(integer(wrong, Strictness::Strict).is_err(), "{wrong}");
    }
    assert_eq!(
        refusal(r#"{"byte":128}"#),
        "/byte: wanted a whole number from -128 to 127, found `128`"
    );
    assert_eq!(
        refusal(r#"{"byte":"1"}"#),
        "/byte: wanted a whole number from -128 to 127, found text"
    );
    assert_eq!(strict(r#"{"long":9223372036854775807}"#).long, Some(i64::MAX));
    assert!(read::<All>(r#"{"long":9223372036854775808}"#, Strictness::Lenient).is_err());
}

#[test]
fn floats_are_the_nearest() {
    let texts = [
        "0",
        "-0.0",
        "1",
        "0.1",
        "1.1",
        "1e22",
        "1e23",
        "1e-22",
        "9007199254740993",
        "123456789.12345679",
        "5e-324",
        "1e-400",
        "1.7976931348623157e308",
        "2.2250738585072011e-308",
        "0.3000000000000000000000000000001",
        "3.4028235e38",
        "8.98846567431158e307",
        "12345678901234567890123",
        "1E5",
        "7.2057594037927933e16",
    ];
    for text in texts {
        let value = strict(&format!(r#"{{"double":{text}}}"#)).double.unwrap();
        assert_eq!(value.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
        if text.parse::<f32>().unwrap().is_finite() {
            let value = strict(&format!(r#"{{"float":{text}}}"#)).float.unwrap();
            assert_eq!(value.to_bits(), text.parse::<f32>().unwrap().to_bits(), "{text}");
        }
    }
    assert!(refusal(r#"{"double":1e309}"#).contains("64 bits"));
    assert!(refusal(r#"{"float":1e39}"#).contains("32 bits"));
    assert!(strict(r#"{"double":"NaN"}"#).double.unwrap().is_nan());
    assert_eq!(strict(r#"{"float":"-Infinity"}"#).float, Some(f32::NEG_INFINITY));
    assert_eq!(refusal(r#"{"double":"1.5"}"#), "/double: wanted a number, found text");
}

#[test]
fn times() {
    let time = |seconds, nanoseconds| Timestamp::new(seconds, nanoseconds).unwrap();
    let cases = [
        ("1398796238", time(1_398_796_238, 0)),
        ("1398796238.123456789", time(1_398_796_238, 123_456_789)),
        ("1.398796238E9", time(1_398_796_238, 0)),
        ("-1.25", time(-2, 750_000_000)),
        ("1398796238.000", time(1_398_796_238, 0)),
    ];
    for (text, time) in cases {
        assert_eq!(strict(&format!(r#"{{"time":{text}}}"#)).time, Some(time), "{text}");
    }
    let text = r#""2014-04-29T18:30:38.5Z""#;
    assert_eq!(
        strict(&format!(r#"{{"dateTime":{text}}}"#)).date_time,
        Some(time(1_398_796_238, 500_000_000))
    );
    let offset = r#"{"dateTime":"2014-04-29T20:30:38+02:00"}"#;
    assert_eq!(lenient(offset).date_time, Some(time(1_398_796_238, 0)));
    let none = r#"{"dateTime":"2014-04-29T18:30:38"}"#;
    assert_eq!(lenient(none).date_time, Some(time(1_398_796_238, 0)));
    assert!(refusal(none).starts_with("/dateTime: wanted a time"));
    assert!(refusal(offset).starts_with("/dateTime: wanted a time like `2026-01-31T12:00:00Z`, found `2014"));
    assert_eq!(
        lenient(&format!(r#"{{"time":{text}}}"#)).time,
        lenient(&format!(r#"{{"dateTime":{text}}}"#)).date_time
    );
    for wrong in [
        r#""dateTime":1398796238"#,
        r#""time":"2014-04-29T18:30:38Z""#,
        r#""httpDate":"2014-04-29T18:30:38Z""#,
        r#""time":1e30"#,
        r#""time":1e300"#,
        r#""time":"NaN""#,
        r#""dateTime":"1996-12-19 16:39:57Z""#,
        r#""dateTime":"1996-12-19T16:39Z""#,
    ] {
        refusal(&format!("{{{wrong}}}"));
    }
}

#[test]
fn blobs_are_canonical_base64() {
    assert_eq!(&*strict(r#"{"blob":"YmxvYg=="}"#).blob.unwrap(), b"blob");
    for wrong in ["xyz", "YmxvYg=", "-_==", "YmxvYg== "] {
        refusal(&format!(r#"{{"blob":"{wrong}"}}"#));
    }
    refusal(r#"{"blob":[1]}"#);
}

#[test]
fn defaults_and_missing_members() {
    let value = lenient(r#"{"nested":{"greeting":"ho"},"since":null}"#);
    assert_eq!(value.greeting.as_deref(), Some("hi"));
    assert_eq!(value.since, Some(Timestamp::UNIX_EPOCH));
    assert_eq!(value.nested.unwrap().greeting.as_deref(), Some("ho"));

    let mut value = All::default();
    let json =
        r#"{"items":[{"name":"a"},{},{"name":null}],"itemMap":{"k":{}},"Choice":{"item":{}},"nested":{"items":[{}]}}"#;
    let presence = from_slice(json.as_bytes(), &mut value, Strictness::Strict).unwrap();
    let missing = [
        "/items/1/name",
        "/items/2/name",
        "/itemMap/k/name",
        "/choice/item/name",
        "/nested/items/0/name",
    ];
    assert_eq!(presence.missing, missing);
    let many = format!(r#"{{"items":[{}{{}}]}}"#, "{},".repeat(1000));
    assert_eq!(
        from_slice(many.as_bytes(), &mut value, Strictness::Strict)
            .unwrap()
            .missing
            .len(),
        100
    );
    assert!(
        from_slice(json.as_bytes(), &mut value, Strictness::Lenient)
            .unwrap()
            .missing
            .is_empty()
    );

    // Nested structures are written with their defaults, the outermost without.
    let value = All {
        nested: Some(Box::default()),
        ..All::default()
    };
    assert_eq!(
        written(&value),
        r#"{"nested":{"greeting":"hi","since":"1970-01-01T00:00:00Z"}}"#
    );
}

#[test]
fn errors_say_where_and_what() {
    let cases = [
        (
            r#"{"nested":{"items":[{"name":1}]}}"#,
            "/nested/items/0/name: wanted text, found a number",
        ),
        (r#"{"strings":{}}"#, "/strings: wanted a list, found a map"),
        (r#"{"longs":[]}"#, "/longs: wanted a map, found a list"),
        (r#"{"boolean":"true"}"#, "/boolean: wanted a boolean, found text"),
        (r#"[{}]"#, "wanted a map, found a list"),
        (
            "{\n  \"text\": 'a'}",
            "/text: wanted text, found `'` in line 2, column 11",
        ),
        (r#"{"text":"a"} x"#, "wanted the end, found `x` in line 1, column 14"),
        (
            r#"{"text":"a",}"#,
            "wanted a key in quotation marks, found `}` in line 1, column 13",
        ),
        (r#"{"text" "a"}"#, "wanted `:`, found `\"` in line 1, column 9"),
        ("", "wanted a map, found the end in line 1, column 1"),
    ];
    for (json, error) in cases {
        assert_eq!(refusal(json), error, "{json}");
    }
}

#[test]
fn documents() {
    let same = [
        "null",
        "true",
        "-1",
        "9223372036854775807",
        "1.5",
        "-0.0",
        "1e+300",
        "\"a\\\"\"",
        "[]",
        "{}",
        r#"{"a":[1,{"b":null}]}"#,
        "9223372036854775808",
        "123456789012345678901234567890",
        "0.1000000000000000055511151231257827",
        "1e400",
        "123456789.12345679",
    ];
    for json in same {
        let document = parse_document(json.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(print_document(&document)).unwrap(), json);
    }
    assert_eq!(parse_document(b"1.0").unwrap(), Document::Float(1.0));
    assert_eq!(parse_document(b"0.1").unwrap(), Document::Float(0.1));
    assert!(matches!(parse_document(b"1e400").unwrap(), Document::Number(_)));
    for wrong in [
        "",
        " ",
        "nul",
        "[1,]",
        "{\"a\"}",
        "1 2",
        "tru",
        "\u{feff}1",
        "/*a*/1",
        "NaN",
        "'a'",
    ] {
        assert!(parse_document(wrong.as_bytes()).is_err(), "{wrong}");
    }
}
