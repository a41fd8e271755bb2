//! Every rule, by cases: two descriptions that differ in one thing, and what is said of it in each direction.
//!
//! `tests/changes/base.json` is a description whose shapes with `@` in their names are there three times: reached from a
//! request, from an answer, and from an error. A case of `cases.json` changes it by merge patches (RFC 7396), a list of them in
//! turn, into an old and a new description. One that names such a shape is tried in all three directions.

use crate::support::workspace;
use serde_json::{Map, Value};
use shapewright_codegen::{
    Source,
    diagnostic::Diagnostics,
    diff::{self, Change, Description, Diff, RULES, RustApi},
    spec::parse::parse,
};
use std::{collections::BTreeSet, fmt::Write, fs};

/// The directions, and what `@` stands for in each.
const DIRECTIONS: [(&str, &str); 3] = [("input", "Request"), ("output", "Response"), ("error", "Fault")];

fn read(file: &str) -> Value {
    let text = fs::read_to_string(workspace().join("tests/changes").join(file)).expect("the file can be read");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("tests/changes/{file}: {error}"))
}

fn merge(into: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *into = patch.clone();
        return;
    };
    if !into.is_object() {
        *into = Value::Object(Map::new());
    }
    let into = into.as_object_mut().expect("it is one now");
    for (key, value) in patch {
        match value {
            Value::Null => _ = into.shift_remove(key),
            value => merge(into.entry(key).or_insert(Value::Null), value),
        }
    }
}

/// The same with a name in place of each `@`.
fn named(value: &Value, name: &str) -> Value {
    let text = value.to_string().replace('@', name);
    serde_json::from_str(&text).expect("a name does not make it anything else")
}

/// The description of all three directions.
fn base() -> Value {
    let template = read("base.json");
    let mut base = template.clone();
    base["shapes"] = Value::Object(Map::new());
    for (_, name) in DIRECTIONS {
        merge(&mut base["shapes"], &named(&template["shapes"], name));
    }
    base["shapes"]["Fault"]["error"] = serde_json::json!({ "fault": "client" });
    base
}

fn side(base: &Value, patches: Option<&Value>, name: &str) -> Description {
    let mut value = base.clone();
    match patches {
        Some(Value::Array(patches)) => patches.iter().for_each(|patch| merge(&mut value, &named(patch, name))),
        Some(patch) => merge(&mut value, &named(patch, name)),
        None => {}
    }
    let mut sink = Diagnostics::new();
    let parsed = parse(&Source::new("case", value.to_string()), &mut sink);
    assert!(sink.is_empty(), "{sink}");
    Description::new(parsed.expect("no problem, so a description"))
}

fn verdicts(change: &Change) -> String {
    let verdicts = change.verdicts;
    let bump = change.bump.name();
    format!(
        "wire {}, Rust {}, mock {}: {bump}",
        verdicts.wire, verdicts.rust, verdicts.mock
    )
}

/// What a case gives in one direction: the change that it is about, which must be there once.
fn found<'a>(diff: &'a Diff, rule: &str, title: &str) -> &'a Change {
    let found: Vec<&Change> = diff.changes.iter().filter(|change| change.rule.name == rule).collect();
    let all: Vec<&str> = diff.changes.iter().map(|change| change.rule.name).collect();
    assert_eq!(found.len(), 1, "{title}: found {all:?}");
    found[0]
}

#[test]
fn every_rule_has_a_case() {
    let cases = read("cases.json");
    let text = |case: &Value, key: &str| case[key].as_str().unwrap_or_default().to_owned();
    let cases = cases.as_array().expect("a list of cases");
    let tried: BTreeSet<String> = cases.iter().map(|case| text(case, "rule")).collect();
    let known: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(tried, known);

    let base = base();
    let mut shown = String::new();
    for case in cases {
        let rule = text(case, "rule");
        let title = format!("{rule} {}", text(case, "as")).trim().to_owned();
        _ = writeln!(shown, "{title}");
        let is_everywhere = !case.to_string().contains('@');
        for (index, (direction, name)) in DIRECTIONS.into_iter().enumerate() {
            if is_everywhere && index > 0 {
                continue;
            }
            let (old, new) = (side(&base, case.get("old"), name), side(&base, case.get("new"), name));
            let diff = diff::diff(&old, &new);
            let change = found(&diff, &rule, &title);
            if is_everywhere {
                _ = writeln!(shown, "  {}", verdicts(change));
                continue;
            }
            assert_eq!(change.directions.to_string(), direction, "{title}");
            _ = writeln!(shown, "  {direction}: {}", verdicts(change));
            // The table's words are what is said, whichever way the verdicts are put together.
            let cells = change.rule.cells[index];
            assert_eq!(
                (change.verdicts.wire, change.verdicts.mock),
                (cells.wire, cells.mock),
                "{title}"
            );
            if cells.rust != RustApi::ByType {
                assert_eq!(change.verdicts.rust, cells.rust.verdict(), "{title}");
            }
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(workspace().join("tests/changes"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("verdicts", shown));
}
