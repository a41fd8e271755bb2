//! Import of models that are not part of this repository: those beside it, where they are there.

use crate::support::{source, workspace};
use serde_json::{Map, Value};
use shapewright_codegen::packages;
use shapewright_import::{self as import, Imported, Input, Options};
use shapewright_ir::load;
use shapewright_spec::{diagnostic::Diagnostics, parse::Source};
use std::{fs, path::PathBuf};

/// The models beside the repository.
fn models() -> Option<Vec<PathBuf>> {
    let folder = workspace().join("../shared/models");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("SKIPPED: there are no models in {}", folder.display());
        return None;
    };
    let mut models: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    models.sort();
    Some(models)
}

fn imported(path: &PathBuf, options: &Options) -> Imported {
    let text = fs::read_to_string(path).expect("the model can be read");
    let input = Input::Smithy(Source::new(path.display().to_string(), text));
    let mut sink = Diagnostics::new();
    import::import(&[input], options, &mut sink).unwrap_or_else(|| panic!("{}: {sink}", path.display()))
}

/// All of them, but for streams of events and for protocols without codecs, come out as files of three crates.
#[test]
fn models_are_generated() {
    let options = Options {
        without_event_streams: true,
        ..Options::default()
    };
    for path in models().unwrap_or_default() {
        let imported = imported(&path, &options);
        let protocol = imported.spec.service.protocol.first();
        let mut sink = Diagnostics::new();
        let ir = load(&Source::new("description.json", imported.text), &mut sink);
        assert_eq!(
            ir.is_some(),
            shapewright_spec::check::is_supported(protocol),
            "{}: {sink}",
            path.display()
        );
        if let Some(ir) = ir {
            for artifact in packages(&ir).iter().filter(|artifact| artifact.path.ends_with(".rs")) {
                assert!(syn::parse_file(&artifact.text).is_ok(), "{}", artifact.path);
            }
        }
    }
}

/// What the description of a service and that of its model say differently, but for documentation, lifecycles and the
/// order of members: the path, and what stands in the description and in the model.
fn differences(service: &str) -> Option<Vec<String>> {
    let path = models()?
        .into_iter()
        .find(|path| path.ends_with(format!("{service}.json")))?;
    let text = source(service).text;
    let mut described: Value = serde_json::from_str(&text).expect("the description is JSON");
    let operations = described["operations"]
        .as_object()
        .expect("it has operations")
        .keys()
        .cloned()
        .collect();
    let options = Options {
        operations,
        ..Options::default()
    };
    let mut modelled: Value = serde_json::from_str(&imported(&path, &options).text).expect("it is JSON");
    for value in [&mut described, &mut modelled] {
        without_docs(value);
        value.as_object_mut()?.remove("resources");
        value.as_object_mut()?.remove("tagging");
    }
    let mut found = Vec::new();
    compare(&described, &modelled, &mut String::new(), &mut found);
    Some(found)
}

fn without_docs(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.get("docs").is_some_and(Value::is_string) {
                object.shift_remove("docs");
            }
            object.values_mut().for_each(without_docs);
        }
        Value::Array(values) => values.iter_mut().for_each(without_docs),
        _ => {}
    }
}

fn compare(described: &Value, modelled: &Value, path: &mut String, found: &mut Vec<String>) {
    let length = path.len();
    match (described, modelled) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
            for key in keys {
                path.push('/');
                path.push_str(key);
                match (a.get(key), b.get(key)) {
                    (Some(a), Some(b)) => compare(a, b, path, found),
                    (Some(a), None) => found.push(format!("{path}: {} is not in the model", short(a))),
                    (None, b) => found.push(format!(
                        "{path}: only the model has {}",
                        short(b.unwrap_or(&Value::Null))
                    )),
                }
                path.truncate(length);
            }
        }
        (Value::Array(a), Value::Array(b)) if sorted(a) == sorted(b) => {}
        _ if described == modelled => {}
        _ => found.push(format!(
            "{path}: {} in the description, {} in the model",
            short(described),
            short(modelled)
        )),
    }
}

fn sorted(values: &[Value]) -> Vec<String> {
    let mut texts: Vec<String> = values.iter().map(Value::to_string).collect();
    texts.sort();
    texts
}

/// A value, cut to what one line can show.
fn short(value: &Value) -> String {
    let empty = Map::new();
    let members = value.get("members").and_then(Value::as_object).unwrap_or(&empty);
    match members.is_empty() {
        true => value.to_string().chars().take(120).collect(),
        false => format!("a structure of {} members", members.len()),
    }
}

/// Why the description of a service says something else than its model: the service, the differences (a `*` stands for
/// anything), how many they are, and the reason. The descriptions follow documents that are older than the models, or say
/// otherwise.
const REASONS: &[(&str, &str, usize, &str)] = &[
    (
        "workmail",
        "/operations/*/readonly: true is not in the model",
        26,
        "the model marks nothing as read-only",
    ),
    (
        "workmail",
        "/operations/*/idempotent: only the model has true",
        19,
        "what reads need not be marked as idempotent",
    ),
    (
        "workmail",
        "/operations/*/paginated/items: * is not in the model",
        11,
        "the model does not say where items are",
    ),
    (
        "workmail",
        "/shapes/*/default: only the model has *",
        12,
        "the documents name no defaults",
    ),
    (
        "workmail",
        "/shapes/*/members/*: only the model has *",
        46,
        "the member is newer than the documents",
    ),
    (
        "workmail",
        "/shapes/UserRole/values/REMOTE_USER: only the model has *",
        1,
        "the value is newer than the documents",
    ),
    (
        "workmail",
        "/shapes/*/required: true is not in the model",
        2,
        "the documents require it",
    ),
    (
        "workmail",
        "/shapes/*/error/status: 400 is not in the model",
        20,
        "the documents say the status, which is the usual one",
    ),
    (
        "workmail",
        "/shapes/*: only the model has *",
        10,
        "only newer members lead there",
    ),
    (
        "sesv2",
        "/operations/*/readonly: true is not in the model",
        1,
        "the model marks nothing as read-only",
    ),
    (
        "sesv2",
        "/shapes/*/name: only the model has *",
        1,
        "the value makes a better name in code",
    ),
    (
        "sesv2",
        "/shapes/TooManyRequestsException/error/*: true is not in the model",
        2,
        "the name of the error says it",
    ),
    (
        "macie2",
        "/operations/*/readonly: true is not in the model",
        5,
        "the model marks nothing as read-only",
    ),
    (
        "macie2",
        "/shapes/*/administratorAccountId: only the model has *",
        2,
        "the member is newer than the documents",
    ),
    (
        "macie2",
        "/shapes/ThrottlingException/error/*: true is not in the model",
        2,
        "the name of the error says it",
    ),
];

/// Whether a text is as a pattern says, in which a `*` stands for anything.
fn is_like(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| text.strip_prefix(start)) else {
        return false;
    };
    for part in parts {
        match (part, rest.find(part)) {
            ("", _) => return true,
            (_, Some(at)) => rest = &rest[at + part.len()..],
            (_, None) => return false,
        }
    }
    rest.is_empty()
}

#[test]
fn the_documented_services_come_out_of_their_models_again() {
    for service in ["workmail", "sesv2", "macie2"] {
        let Some(found) = differences(service) else { continue };
        let reasons: Vec<_> = REASONS.iter().filter(|(of, ..)| *of == service).collect();
        let mut counts = vec![0; reasons.len()];
        for difference in &found {
            let reason = reasons.iter().position(|(_, pattern, ..)| is_like(pattern, difference));
            counts[reason.unwrap_or_else(|| panic!("{service}: nothing says why {difference}"))] += 1;
        }
        let expected: Vec<usize> = reasons.iter().map(|(_, _, count, _)| *count).collect();
        assert_eq!(counts, expected, "{service}: {reasons:#?}");
    }
}
