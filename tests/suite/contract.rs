//! The descriptions hold exactly what the documents say: operations, members and their order, required members, enum
//! values, paginators. `tests/facts/contract.json` is the tests' own copy of those facts.

use crate::support::{parsed, workspace};
use serde_json::{Map, Value, json};
use shapewright_spec::{Shape, Spec};
use std::collections::BTreeSet;

fn facts() -> Value {
    let text = std::fs::read_to_string(workspace().join("tests/facts/contract.json")).expect("the facts can be read");
    serde_json::from_str(&text).expect("the facts are JSON")
}

/// The type of a shape in the notation of the facts.
fn tree(spec: &Spec, id: &str) -> Value {
    match &spec.shapes[id] {
        Shape::Structure(structure) | Shape::Union(structure) => {
            json!({ "struct": members(spec, structure.members.iter().map(|(name, member)| (name, &member.target))) })
        }
        Shape::List(list) => json!({ "list": tree(spec, list.member.target()) }),
        Shape::Map(map) => json!({ "map": tree(spec, map.value.target()) }),
        Shape::Enum(shape) => json!({ "enum": shape.values.keys().collect::<Vec<_>>() }),
        // The documents are those of a Python client, which knows one float and calls every whole number the same.
        Shape::Double(_) => json!("float"),
        other => json!(other.type_name()),
    }
}

fn members<'a>(spec: &Spec, members: impl Iterator<Item = (&'a String, &'a String)>) -> Map<String, Value> {
    members
        .map(|(name, target)| (name.clone(), tree(spec, target)))
        .collect()
}

/// The members of an operation's input or output, in the notation of the facts.
fn root(spec: &Spec, id: Option<&String>) -> Value {
    let Some(id) = id else { return json!({}) };
    let Shape::Structure(structure) = &spec.shapes[id] else {
        panic!("{id} is no structure")
    };
    Value::Object(members(
        spec,
        structure.members.iter().map(|(name, member)| (name, &member.target)),
    ))
}

fn required(spec: &Spec, id: Option<&String>) -> Vec<String> {
    let Some(id) = id else { return Vec::new() };
    let Shape::Structure(structure) = &spec.shapes[id] else {
        panic!("{id} is no structure")
    };
    structure
        .members
        .iter()
        .filter(|(_, member)| member.required)
        .map(|(name, _)| name.clone())
        .collect()
}

/// Equal as text, so that the order of members counts too.
fn same(what: &str, described: &Value, documented: &Value) {
    assert_eq!(described.to_string(), documented.to_string(), "{what}");
}

#[test]
fn the_descriptions_say_what_the_documents_say() {
    let facts = facts();
    let mut operations = 0;
    for (service, facts) in facts["services"].as_object().expect("services") {
        let spec = parsed(service).spec;
        let documented = facts["operations"].as_object().expect("operations");
        let described: BTreeSet<_> = spec.operations.keys().collect();
        assert_eq!(described, documented.keys().collect(), "operations of {service}");
        for (name, facts) in documented {
            let operation = &spec.operations[name];
            same(
                &format!("request of {name}"),
                &root(&spec, operation.input.as_ref()),
                &facts["request"],
            );
            same(
                &format!("response of {name}"),
                &root(&spec, operation.output.as_ref()),
                &facts["response"],
            );
            let mut required = required(&spec, operation.input.as_ref());
            match &facts["required"] {
                Value::Array(names) => {
                    let mut names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
                    names.sort_unstable();
                    required.sort_unstable();
                    assert_eq!(required, names, "required members of {name}");
                }
                count => assert_eq!(
                    Some(required.len() as u64),
                    count.as_u64(),
                    "required members of {name}"
                ),
            }
            operations += 1;
        }
    }
    assert_eq!(operations, 72);
}

#[test]
fn every_documented_paginator_is_described() {
    let facts = facts();
    let mut paginators = 0;
    for (service, facts) in facts["services"].as_object().expect("services") {
        let spec = parsed(service).spec;
        for (name, facts) in facts["paginators"].as_object().expect("paginators") {
            let operation = &spec.operations[name];
            let paginated = operation
                .paginated
                .as_ref()
                .unwrap_or_else(|| panic!("{name} is not paginated"));
            let items = paginated
                .items
                .as_ref()
                .unwrap_or_else(|| panic!("{name} has no items"));
            let output = root(&spec, operation.output.as_ref());
            let mut page = output.as_object().expect("members").clone();
            page.shift_remove(&paginated.output_token);
            same(&format!("a page of {name}"), &Value::Object(page), &facts["response"]);
            assert!(output[items].get("list").is_some(), "the items of {name} are no list");
            paginators += 1;
        }
    }
    assert_eq!(paginators, 8);
}

#[test]
fn every_operation_with_tokens_is_paginated() {
    for service in ["workmail", "sesv2", "macie2"] {
        let spec = parsed(service).spec;
        for (name, operation) in &spec.operations {
            let output = root(&spec, operation.output.as_ref());
            let has_token = output.get("NextToken").or_else(|| output.get("nextToken")).is_some();
            assert_eq!(has_token, operation.paginated.is_some(), "{name} of {service}");
        }
    }
}

#[test]
fn everything_is_documented() {
    for service in ["workmail", "sesv2", "macie2"] {
        let spec = parsed(service).spec;
        assert!(spec.service.docs.is_some(), "{service}");
        for (name, operation) in &spec.operations {
            assert!(operation.docs.is_some(), "{name}");
        }
        for (id, shape) in &spec.shapes {
            assert!(shape.docs().is_some(), "{id}");
            match shape {
                Shape::Structure(structure) | Shape::Union(structure) => {
                    for (name, member) in &structure.members {
                        assert!(member.docs.is_some(), "{id}.{name}");
                    }
                }
                Shape::Enum(shape) => {
                    for (value, facts) in &shape.values {
                        assert!(facts.docs.is_some(), "{id}.{value}");
                    }
                }
                _ => {}
            }
        }
    }
}
