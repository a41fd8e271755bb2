//! Every rule on a small description that breaks it: `tests/diagnostics/<case>/spec.json`, with what is said about it in
//! `tests/snapshots/diagnostics`. And descriptions that are meant to do harm.

use shapewright_spec::check::check;
use shapewright_spec::diagnostic::{Code, Diagnostics};
use shapewright_spec::parse::{Source, parse};
use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// How many parts a hostile description has: more than the stack of a test has room for where one calls another, and
/// enough for what takes quadratic time to take minutes.
const MANY: usize = 20_000;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

/// All that is wrong with a file.
fn diagnose(bytes: Vec<u8>) -> Diagnostics {
    let mut sink = Diagnostics::new();
    if let Some(source) = Source::from_bytes("spec.json", bytes, &mut sink)
        && let Some(parsed) = parse(&source, &mut sink)
    {
        check(&parsed, &mut sink);
    }
    sink
}

#[test]
fn every_case_is_explained() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/diagnostics");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::glob!("diagnostics", "*/spec.json", |path| {
            let name = path
                .parent()
                .and_then(Path::file_name)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            let mut settings = insta::Settings::clone_current();
            settings.remove_snapshot_suffix();
            settings.bind(|| insta::assert_snapshot!(name, diagnose(fs::read(path).unwrap())));
        });
    });
}

#[test]
fn every_code_has_a_case() {
    let mut shown = HashSet::new();
    for case in fs::read_dir(cases()).unwrap() {
        let path = case.unwrap().path();
        if let Ok(bytes) = fs::read(path.join("spec.json")) {
            let codes: HashSet<Code> = diagnose(bytes).iter().map(|found| found.code).collect();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if let Some(code) = Code::ALL.iter().find(|code| code.name() == name) {
                assert!(codes.contains(code), "{name} does not show its code");
            }
            shown.extend(codes);
        }
    }
    let missing: Vec<_> = Code::ALL
        .iter()
        .filter(|code| !shown.contains(code))
        .map(|code| code.name())
        // The cases of the importer are models, and its own; one description alone cannot be two of a service.
        .filter(|name| !name.starts_with("import-") && *name != Code::DuplicateService.name())
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

#[test]
fn every_diagnostic_has_a_place_and_a_help() {
    for case in fs::read_dir(cases()).unwrap() {
        let Ok(bytes) = fs::read(case.unwrap().path().join("spec.json")) else {
            continue;
        };
        let lines = bytes.split(|byte| *byte == b'\n').count();
        for found in &diagnose(bytes.clone()) {
            assert!(
                (1..=lines).contains(&found.location.line) && found.location.column > 0,
                "{found}"
            );
            assert!(found.excerpt.is_some() && found.help.is_some(), "{found}");
            // What a pointer of RFC 6901 names is there, or would be.
            if let Ok(value) = serde_json::from_slice::<serde_json::Value>(&bytes) {
                let (parent, _) = found.location.pointer.rsplit_once('/').unwrap_or_default();
                assert!(
                    value.pointer(parent).is_some() || found.code == Code::BadDefault,
                    "{found}"
                );
            }
        }
    }
}

#[test]
fn codes_are_unique_and_explained() {
    let names: HashSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    for code in Code::ALL {
        assert!(
            code.name()
                .chars()
                .all(|character| character.is_ascii_lowercase() || "-8".contains(character))
        );
        assert!(code.summary().ends_with('.'), "{code}");
    }
}

/// A description that is right, as `tests/diagnostics/nothing-wrong` shows.
fn valid() -> Vec<u8> {
    fs::read(cases().join("nothing-wrong/spec.json")).expect("the case is there")
}

/// A description with so many shapes, each made by a function.
fn description(shapes: usize, shape: impl Fn(usize) -> String) -> Vec<u8> {
    let mut text = String::from(
        r#"{"spec":1,"service":{"name":"a","id":"A","title":"A","version":"1","protocol":"restJson1",
        "signing":{"name":"a"},"endpoint":{"prefix":"a"}},
        "operations":{"Get":{"http":{"method":"GET","uri":"/"},"output":"S0"}},"shapes":{"#,
    );
    for number in 0..shapes {
        let comma = if number > 0 { "," } else { "" };
        write!(text, "{comma}\"S{number}\":{}", shape(number)).expect("a string takes all");
    }
    text.push_str("}}");
    text.into_bytes()
}

/// Reads a file that is meant to do harm: what is said about it must be short. What would take a quadratic time does not end
/// within the limits of CI.
fn survive(bytes: Vec<u8>) -> Diagnostics {
    let sink = diagnose(bytes);
    let report = sink.to_string();
    assert!(report.len() < 200_000, "{} characters", report.len());
    for found in &sink {
        assert!(found.location.line > 0 && found.location.column > 0, "{found}");
    }
    sink
}

fn survive_with_errors(bytes: Vec<u8>) -> Diagnostics {
    let sink = survive(bytes);
    assert!(sink.has_errors());
    sink
}

#[test]
fn small_oddities_are_located() {
    let odd: [&[u8]; 14] = [
        b"",
        b" \n ",
        b"null",
        b"{",
        b"{}",
        b"\"",
        b"\"\\u12\"",
        b"{\"spec\":1,\"a\":\"\\ud800\"}",
        b"{\"spec\":01}",
        b"{\"spec\":1}}",
        b"\xff\xfe{\0}\0",
        b"\xef\xbb\xbf{}",
        b"{\"spec\":1,\x0b\"service\":{}}",
        b"{\"\":{\"\":1}}",
    ];
    for bytes in odd {
        survive_with_errors(bytes.to_vec());
    }
}

#[test]
fn every_truncation_is_located() {
    let valid = valid();
    assert!(diagnose(valid.clone()).is_empty());
    let end = valid.trim_ascii_end().len();
    for length in (0..end).step_by(97).chain(end - 20..end) {
        survive_with_errors(valid[..length].to_vec());
    }
}

#[test]
fn every_replaced_byte_is_survived() {
    let valid = valid();
    for (at, with) in (0..valid.len())
        .step_by(13)
        .zip(b"{}[],:\"0x\\/-\xff\n ".iter().cycle())
    {
        let mut bytes = valid.clone();
        bytes[at] = *with;
        survive(bytes);
    }
}

#[test]
fn deep_values_are_refused() {
    for deep in ["[".repeat(10_000), "{\"a\":".repeat(10_000), "[".repeat(2_000_000)] {
        survive_with_errors(deep.into_bytes());
    }
    // As deep as the parser goes, where any value is allowed.
    let default = format!("{}1{}", "[".repeat(400), "]".repeat(400));
    let shape = |number| match number {
        0 => format!(r#"{{"type":"structure","members":{{"a":{{"target":"S1","default":{default}}}}}}}"#),
        _ => r#"{"type":"list","member":"S2"}"#.to_owned(),
    };
    survive_with_errors(description(2, shape));
}

#[test]
fn long_strings_are_cut() {
    let long = "x".repeat(10_000_000);
    let shape = |number| match number {
        0 => format!(r#"{{"type":"structure","members":{{"a":{{"target":"{long}","pattern":"{long}","nmae":5}}}}}}"#),
        _ => format!(r#"{{"type":"{long}","{long}":"{long}"}}"#),
    };
    survive_with_errors(description(2, shape));
}

#[test]
fn one_long_line_with_many_errors_takes_linear_time() {
    let sink = survive_with_errors(description(MANY, |_| r#"{"type":"strnig"}"#.to_owned()));
    assert_eq!(sink.len(), MANY);
}

#[test]
fn a_hundred_thousand_shapes_are_read() {
    let shape = |number| match number {
        0 => {
            let members: Vec<String> = (1..MANY).map(|to| format!(r#""m{to}":{{"target":"S{to}"}}"#)).collect();
            format!(r#"{{"type":"structure","members":{{{}}}}}"#, members.join(","))
        }
        _ => r#"{"type":"string","pattern":"^[a-z]+$"}"#.to_owned(),
    };
    assert!(survive(description(MANY, shape)).is_empty());
}

#[test]
fn many_unknown_names_take_linear_time() {
    let shape = |number| format!(r#"{{"type":"list","member":"T{number}"}}"#);
    survive_with_errors(description(MANY, shape));
    let fields: String = (0..MANY).map(|number| format!(r#","f{number}":1"#)).collect();
    survive_with_errors(description(1, |_| format!(r#"{{"type":"string"{fields}}}"#)));
}

#[test]
fn a_long_chain_of_shapes_is_followed() {
    let last = MANY;
    let chain = |end: &'static str| {
        move |number| {
            let next = if number + 1 == last {
                end.to_owned()
            } else {
                format!("S{}", number + 1)
            };
            format!(r#"{{"type":"structure","members":{{"a":{{"target":"{next}","required":true}}}}}}"#)
        }
    };
    let sink = survive_with_errors(description(last, chain("S0")));
    assert!(sink.iter().any(|found| found.code == Code::EndlessRecursion));
    let list = |number| format!(r#"{{"type":"list","member":"S{}"}}"#, (number + 1) % last);
    survive_with_errors(description(last, list));
    let parents: Vec<String> = (0..last)
        .map(|number| format!(r#""R{number}":{{"parent":"R{}"}}"#, number + 1))
        .collect();
    let mut text = String::from_utf8(description(1, |_| r#"{"type":"structure"}"#.to_owned())).unwrap();
    text.truncate(text.len() - 1);
    write!(text, r#","resources":{{{}}}}}"#, parents.join(",")).unwrap();
    survive_with_errors(text.into_bytes());
}

#[test]
fn hostile_patterns_and_uris_are_refused() {
    for pattern in [
        "(".repeat(100_000),
        "a|".repeat(100_000),
        "(a*)*".repeat(3_000),
        "[a-".repeat(6_000),
    ] {
        survive(description(1, |_| {
            format!(r#"{{"type":"string","pattern":"{pattern}"}}"#)
        }));
    }
    let uri = (0..100_000).map(|number| format!("/{{a{number}}}")).collect::<String>();
    let text = String::from_utf8(valid()).unwrap().replace("/things/{thingId}", &uri);
    survive_with_errors(text.into_bytes());
}

/// Paths are parsed and followed by recursion.
#[test]
fn paths_that_go_deep() {
    let description = |path: &str| {
        let path = serde_json::Value::from(path);
        let waiter = format!(
            r#""waiters":{{"W":{{"operation":"Get","acceptors":[{{"state":"success","matcher":
            {{"output":{{"path":{path},"expected":"x","comparator":"stringEquals"}}}}}}]}}}},"shapes""#
        );
        let shapes = |_| r#"{"type":"structure","members":{"a":{"target":"S0"}}}"#.to_owned();
        let text = String::from_utf8(description(1, shapes)).expect("it is text");
        text.replace("\"shapes\"", &waiter).into_bytes()
    };
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{a:", "}"),
        ("!", ""),
        ("a[?", "]"),
        ("a[*].", ""),
        ("f(&", ")"),
        ("a||(", ")"),
    ] {
        let nested = |depth: usize| format!("{}a{}", open.repeat(depth), close.repeat(depth));
        let refused = survive_with_errors(description(&nested(20_000)));
        assert!(refused.iter().any(|found| found.code == Code::BadPath), "{open}");
        // As deep as may be.
        survive(description(&nested(
            50 / open.bytes().filter(|byte| b"([{!*&".contains(byte)).count(),
        )));
    }
    for link in [".a", "[0]", "|a", "||a", "==a", "[]"] {
        survive(description(&format!("a{}", link.repeat(499 / link.len()))));
    }
}
