//! The cases of the rules: two descriptions that differ in one thing.
//!
//! `tests/changes/base.json` is a description whose shapes with `@` in their names are there three times: reached from a
//! request, from a response, and from an error. A case of `cases.json` changes it by merge patches (RFC 7396), a list of them in
//! turn, into an old and a new description. One that names such a shape is tried in all three directions.

use crate::support::fixture;
use serde_json::{Map, Value};
use shapewright_diff::Description;
use shapewright_spec::{
    diagnostic::Diagnostics,
    parse::{Source, parse},
};
use std::fs;

/// The directions, and what `@` stands for in each.
pub const DIRECTIONS: [(&str, &str); 3] = [("input", "Request"), ("output", "Response"), ("error", "Fault")];

/// One case.
pub struct Case {
    /// The rule that it is about.
    pub rule: String,
    /// The rule, and what tells it from other cases of the rule.
    pub title: String,
    patches: [Value; 2],
    base: Value,
}

/// All cases.
pub fn all() -> Vec<Case> {
    let base = base();
    let cases = read("cases.json");
    let text = |case: &Value, key: &str| case[key].as_str().unwrap_or_default().to_owned();
    let case = |case: &Value| Case {
        rule: text(case, "rule"),
        title: format!("{} {}", text(case, "rule"), text(case, "as")).trim().to_owned(),
        patches: ["old", "new"].map(|side| case[side].clone()),
        base: base.clone(),
    };
    cases.as_array().expect("a list of cases").iter().map(case).collect()
}

impl Case {
    /// The directions that it is tried in, as indices into [`DIRECTIONS`], or none where it does not depend on one.
    pub fn ways(&self) -> Vec<Option<usize>> {
        match self.patches.iter().any(|patch| patch.to_string().contains('@')) {
            true => (0..DIRECTIONS.len()).map(Some).collect(),
            false => vec![None],
        }
    }

    /// The texts of the old and the new description.
    pub fn sides(&self, way: Option<usize>) -> [String; 2] {
        let name = DIRECTIONS[way.unwrap_or(0)].1;
        self.patches.each_ref().map(|patches| {
            let mut value = self.base.clone();
            match patches {
                Value::Array(patches) => patches.iter().for_each(|patch| merge(&mut value, &named(patch, name))),
                Value::Null => {}
                patch => merge(&mut value, &named(patch, name)),
            }
            value.to_string()
        })
    }
}

/// A description that can be read. What it says need not be right: some facts are for protocols that have no codecs.
pub fn description(text: &str) -> Description {
    let mut sink = Diagnostics::new();
    let parsed = parse(&Source::new("case", text), &mut sink);
    assert!(sink.is_empty(), "{sink}");
    Description::new(parsed.expect("no problem, so a description"))
}

fn read(file: &str) -> Value {
    let text = fs::read_to_string(fixture("changes").join(file)).expect("the file can be read");
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
