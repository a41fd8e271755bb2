//! A fuzz target: the whole way from a description to files. It runs on stable Rust, a bounded number of times here, without an
//! end under `cargo bolero test`.
//!
//! An input is a seed and edits of it. Seeds are the descriptions of the snapshot cases. Most edits are of values, since
//! edited bytes are seldom JSON, and edited JSON is seldom a description.

use crate::support::{fixture, workspace};
use serde_json::{Value, json};
use shapewright_codegen::{CrateKind, modules, packages};
use shapewright_ir::load;
use shapewright_spec::{diagnostic::Diagnostics, parse::Source};
use std::fs;

/// How often the target runs in a test: some seconds.
const RUNS: usize = 400;

/// What an edit puts in place of a string, or of a key: what Rust, Markdown, URIs and patterns stumble over.
const TEXTS: [&str; 48] = [
    "",
    " ",
    "a\n\n \u{a0}\u{a0}b",
    "\u{3000}\u{2028}\u{202e}",
    "\0",
    "*/ \" \\",
    "```\n```rust\nfn main() {}",
    "    indented\n\n\t\ttabs",
    "- item\n  1. item\n\n      code",
    "| a | b |\n|---|---|",
    "[a]: <b> [c](d) `e",
    "<p>&amp;</p> https://a.b/c).",
    "é",
    "self",
    "Self",
    "crate",
    "type",
    "async",
    "_",
    "a_",
    "A-B",
    "2x",
    "x2",
    "X_2",
    "Option",
    "Clone",
    "Client",
    "Unknown",
    "KeepsState",
    "Send",
    "String",
    "Default",
    "ToString",
    "member",
    "schema",
    "core",
    "value",
    "input",
    "/{a}/{b+}?c=d",
    "/%7Bx%7D?q=%7By%7D",
    "{a}.host",
    "^[a-z]{2,5}$",
    "(?i)[\\p{L}&&[^x]]",
    "1.10",
    "NaN",
    "restJson1",
    "length(output.a) == `1`",
    "X-Header",
];

/// A seed's number, and edits: what to do, where, and with what.
type Input = (u8, Vec<(u8, u16, u8)>);

fn seeds() -> Vec<String> {
    let entries = fs::read_dir(fixture("cases")).expect("tests/cases is a folder");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("it can be read").path().join("spec.json"))
        .collect();
    paths.push(workspace().join("tests/consumer/specs/weather.json"));
    paths.sort();
    let texts = paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("a case has a spec.json"));
    texts.collect()
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(elements) => elements.iter().map(count).sum(),
        Value::Object(entries) => entries.values().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// The value at a place, counted from the root on.
fn at<'v>(value: &'v mut Value, place: &mut usize) -> Option<&'v mut Value> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Value::Array(elements) => elements.iter_mut().find_map(|inner| at(inner, place)),
        Value::Object(entries) => entries.values_mut().find_map(|inner| at(inner, place)),
        _ => None,
    }
}

/// Another value in place of one: mostly of its type, so that there is still a description.
fn replace(value: &mut Value, with: u8) {
    let text = TEXTS[usize::from(with) % TEXTS.len()];
    let numbers = [
        json!(0),
        json!(1),
        json!(-1),
        json!(1e39),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(0.1),
        json!(404),
    ];
    *value = match value {
        Value::String(_) => json!(text),
        Value::Bool(is_set) => json!(!*is_set),
        Value::Number(_) => numbers[usize::from(with) % numbers.len()].clone(),
        Value::Array(elements) if with.is_multiple_of(2) => {
            elements.first().cloned().into_iter().cycle().take(2).collect()
        }
        Value::Null | Value::Array(_) => json!([]),
        Value::Object(_) => json!({}),
    };
}

fn edit(root: &mut Value, (what, place, with): (u8, u16, u8)) {
    let total = count(root);
    let mut place = usize::from(place) % total;
    let copied = at(root, &mut (usize::from(with) * 7 % total)).map(|value| value.clone());
    let Some(value) = at(root, &mut place) else { return };
    let text = TEXTS[usize::from(with) % TEXTS.len()];
    match (what % 6, value) {
        // Another key, at the same place.
        (0, Value::Object(entries)) if !entries.is_empty() => {
            let renamed = usize::from(what / 6) % entries.len();
            let names = std::mem::take(entries).into_iter().enumerate();
            *entries = names
                .map(|(index, (name, value))| {
                    if index == renamed {
                        (text.to_owned(), value)
                    } else {
                        (name, value)
                    }
                })
                .collect();
        }
        (1, Value::Object(entries)) if !entries.is_empty() => {
            let name = entries.keys().nth(usize::from(with) % entries.len()).cloned();
            name.and_then(|name| entries.shift_remove(&name));
        }
        // The same again under another key.
        (2, Value::Object(entries)) if !entries.is_empty() => {
            let value = entries.values().nth(usize::from(what / 6) % entries.len()).cloned();
            entries.insert(text.to_owned(), value.unwrap_or_default());
        }
        // Words for people are where most of what is written can be wrong.
        (3, Value::Object(entries)) => {
            entries.insert("docs".to_owned(), json!(text));
        }
        (4, value) => *value = copied.unwrap_or_default(),
        (_, value) => replace(value, with),
    }
}

/// Edits of bytes, for what reads them.
fn edit_text(text: &str, (what, place, with): (u8, u16, u8)) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let start = usize::from(place) % (bytes.len() + 1);
    match what % 3 {
        0 => bytes.truncate(start),
        1 if start < bytes.len() => bytes[start] = with,
        _ => drop(bytes.splice(start..start, TEXTS[usize::from(with) % TEXTS.len()].bytes())),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Generates all that a description can be made into. Says whether there was something.
fn generate(text: String) -> bool {
    let mut sink = Diagnostics::new();
    let source = Source::new("spec.json".to_owned(), text);
    let Some(ir) = load(&source, &mut sink) else {
        assert!(!sink.is_empty(), "nothing was generated, for no reason");
        return false;
    };
    let mut artifacts = packages(&ir);
    let root = format!("{}.rs", ir.service.name);
    // The other files of a build script are those of the packages.
    let inline = modules(&ir, &CrateKind::ALL, "/out");
    artifacts.extend(inline.into_iter().filter(|artifact| artifact.path == root));
    for artifact in artifacts.iter().filter(|artifact| artifact.path.ends_with(".rs")) {
        let (path, text) = (&artifact.path, &artifact.text);
        assert!(
            !text.contains("the generator made no valid Rust here"),
            "{path}: {text}\nfrom {}",
            source.text
        );
        if let Err(error) = syn::parse_file(text) {
            panic!("{path}: {error}\n{text}\nfrom {}", source.text);
        }
    }
    true
}

#[test]
fn no_description_makes_the_generator_panic() {
    let seeds = seeds();
    let parsed: Vec<Value> = seeds
        .iter()
        .map(|seed| serde_json::from_str(seed).expect("a case is JSON"))
        .collect();
    bolero::check!()
        .with_iterations(RUNS)
        .with_type::<Input>()
        .for_each(|(seed, edits)| {
            let index = usize::from(*seed) % seeds.len();
            if edits.len() % 8 == 7 {
                let text = edits
                    .iter()
                    .fold(seeds[index].clone(), |text, change| edit_text(&text, *change));
                generate(text);
                return;
            }
            let mut value = parsed[index].clone();
            // Few edits: many leave no description.
            edits.iter().take(3).for_each(|change| edit(&mut value, *change));
            generate(value.to_string());
        });
}

/// Replaces all words for people.
fn explain(value: &mut Value, text: &str) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|inner| explain(inner, text)),
        Value::Object(entries) => {
            for (key, inner) in entries {
                match (key.as_str(), inner) {
                    ("docs" | "message" | "since", inner @ Value::String(_)) => *inner = json!(text),
                    (_, inner) => explain(inner, text),
                }
            }
        }
        _ => {}
    }
}

/// Words for people may be any.
#[test]
fn every_documentation_can_be_generated() {
    let seed = fs::read_to_string(fixture("cases").join("docs/spec.json")).expect("there is such a case");
    let seed: Value = serde_json::from_str(&seed).expect("a case is JSON");
    for text in TEXTS {
        let mut value = seed.clone();
        explain(&mut value, text);
        value["service"]["title"] = json!(format!("Title {text}"));
        assert!(generate(value.to_string()), "{text:?}");
    }
}
