//! Every method that generated traits and types have of their own is reserved: a description that uses its name for something
//! gets another name for that. The methods are read from generated code, so that a new one is noticed.

use crate::support::workspace;
use serde_json::{Map, Value, json};
use shapewright_codegen::{Artifact, packages};
use shapewright_ir::load;
use shapewright_spec::{diagnostic::Diagnostics, parse::Source};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};
use syn::{ImplItem, Item, TraitItem, Type};

/// The methods of a type or trait.
#[derive(Default)]
struct Methods {
    /// Its own, each as often as it is there.
    own: Vec<String>,
    /// Those that it has by traits.
    by_traits: BTreeSet<String>,
}

/// The methods of all types and traits in files of Rust.
fn methods<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> BTreeMap<String, Methods> {
    let mut methods: BTreeMap<String, Methods> = BTreeMap::new();
    for (path, text) in texts {
        // A call builder may be called as another type is.
        let module = if path.ends_with("/calls.rs") { "calls::" } else { "" };
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        for item in file.items {
            match item {
                Item::Trait(item) => {
                    let names = item.items.iter().filter_map(|item| match item {
                        TraitItem::Fn(function) => Some(function.sig.ident.to_string()),
                        _ => None,
                    });
                    methods.entry(item.ident.to_string()).or_default().own.extend(names);
                }
                Item::Impl(item) => {
                    let names = item.items.iter().filter_map(|item| match item {
                        ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
                        _ => None,
                    });
                    let entry = methods
                        .entry(module.to_owned() + &type_name(&item.self_ty))
                        .or_default();
                    match item.trait_ {
                        Some(_) => entry.by_traits.extend(names),
                        None => entry.own.extend(names),
                    }
                }
                _ => {}
            }
        }
    }
    methods
}

fn type_name(ty: &Type) -> String {
    let path = match ty {
        Type::Path(path) => Some(&path.path),
        Type::TraitObject(object) => object.bounds.iter().find_map(|bound| match bound {
            syn::TypeParamBound::Trait(bound) => Some(&bound.path),
            _ => None,
        }),
        _ => None,
    };
    let last = path.and_then(|path| path.segments.last());
    last.map(|segment| segment.ident.to_string()).unwrap_or_default()
}

/// A description that has everything that methods are made for, and uses each of these names for each.
fn description(names: &BTreeSet<String>) -> Value {
    let mut operations = Map::new();
    let mut resources = Map::new();
    let mut input = Map::from_iter([("Key".to_owned(), json!({ "target": "ZText", "required": true }))]);
    input.insert("Token".to_owned(), json!({ "target": "ZText" }));
    let mut output = Map::from_iter([("Token".to_owned(), json!({ "target": "ZText" }))]);
    output.insert("Items".to_owned(), json!({ "target": "ZList" }));
    let mut waiters = Map::new();
    let mut errors = vec!["ZGone".to_owned()];
    let mut shapes = Map::from_iter([
        ("ZText".to_owned(), json!({ "type": "string" })),
        ("ZList".to_owned(), json!({ "type": "list", "member": "ZText" })),
        (
            "ZGone".to_owned(),
            json!({ "type": "structure", "error": { "fault": "client" }, "members": {} }),
        ),
        ("ZKind".to_owned(), json!({ "type": "enum", "values": { "A": {} } })),
        (
            "ZNumber".to_owned(),
            json!({ "type": "intEnum", "values": { "A": { "value": 1 } } }),
        ),
        (
            "ZOne".to_owned(),
            json!({ "type": "union", "members": { "A": { "target": "ZText" } } }),
        ),
    ]);
    output.extend([
        ("Kind".to_owned(), json!({ "target": "ZKind" })),
        ("Number".to_owned(), json!({ "target": "ZNumber" })),
        ("One".to_owned(), json!({ "target": "ZOne" })),
    ]);
    let acceptors = json!([{ "state": "success", "matcher": { "success": true } }]);
    let waiter = |operation: &str| json!({ "operation": operation, "acceptors": acceptors });
    waiters.insert("ZReady".to_owned(), waiter("ZGet"));
    resources.insert("ZThing".to_owned(), json!({ "id": "Id", "members": { "Id": "ZText" } }));
    for name in names {
        operations.insert(name.clone(), json!({ "http": { "method": "POST", "uri": "/" } }));
        input.insert(name.clone(), json!({ "target": "ZText" }));
        output.insert(name.clone(), json!({ "target": "ZList" }));
        if let Some(waiter_name) = name.strip_prefix("wait_until_") {
            waiters.insert(waiter_name.to_owned(), waiter("ZGet"));
        }
        if let Some(error) = name.strip_prefix("is_") {
            let shape = json!({ "type": "structure", "error": { "fault": "client" }, "members": {} });
            shapes.insert(error.to_owned(), shape);
            errors.push(error.to_owned());
        }
        if let Some(collection) = name.strip_prefix("seed_") {
            let resource = json!({ "id": "Id", "collection": collection, "members": { "Id": "ZText" } });
            resources.insert(format!("Z_{collection}"), resource);
        }
    }
    operations.insert(
        "ZGet".to_owned(),
        json!({
            "http": { "method": "POST", "uri": "/" }, "input": "ZIn", "output": "ZOut", "errors": errors,
            "paginated": { "inputToken": "Token", "outputToken": "Token", "items": "Items" },
        }),
    );
    shapes.insert("ZIn".to_owned(), json!({ "type": "structure", "members": input }));
    shapes.insert("ZOut".to_owned(), json!({ "type": "structure", "members": output }));
    json!({
        "spec": 1,
        "service": {
            "name": "reserved", "id": "Reserved", "title": "Reserved", "version": "2026-01-01",
            "protocol": "awsJson1_0", "targetPrefix": "Reserved", "signing": { "name": "reserved" },
            "endpoint": { "prefix": "reserved" },
        },
        "operations": operations, "waiters": waiters, "shapes": shapes, "resources": resources,
    })
}

fn generate(names: &BTreeSet<String>) -> Vec<Artifact> {
    let mut sink = Diagnostics::new();
    let source = Source::new("spec.json".to_owned(), description(names).to_string());
    let ir = load(&source, &mut sink).unwrap_or_else(|| panic!("{sink}"));
    let mut artifacts = packages(&ir);
    artifacts.retain(|artifact| artifact.path.ends_with(".rs"));
    artifacts
}

fn methods_of(artifacts: &[Artifact]) -> BTreeMap<String, Methods> {
    methods(
        artifacts
            .iter()
            .map(|artifact| (artifact.path.as_str(), artifact.text.as_str())),
    )
}

/// The files of Rust under a folder.
fn sources(folder: &Path, texts: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            sources(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("it can be read");
            texts.push((path.display().to_string(), text));
        }
    }
}

/// The methods that the runtime's mock has, to which a generated one dereferences.
fn methods_of_mock() -> BTreeSet<String> {
    let mut texts = Vec::new();
    sources(&workspace().join("runtime/server/src"), &mut texts);
    let texts = texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let mut methods = methods(texts);
    methods
        .remove("Mock")
        .expect("the runtime has a mock")
        .own
        .into_iter()
        .collect()
}

#[test]
fn every_method_of_generated_code_is_reserved() {
    let of_mock = methods_of_mock();
    let mut names: BTreeSet<String> = methods_of(&generate(&BTreeSet::new()))
        .into_values()
        .flat_map(|methods| methods.own.into_iter().chain(methods.by_traits))
        .map(|name| name.trim_start_matches("r#").to_owned())
        .filter(|name| !name.starts_with('z'))
        .collect();
    names.extend(of_mock.iter().cloned());
    for known in [
        "keeps_state",
        "send",
        "can_paginate",
        "is_throttling",
        "member_mut",
        "seed_records",
    ] {
        assert!(names.contains(known), "`{known}` has not been found in {names:?}");
    }

    let artifacts = generate(&names);
    let mut twice = Vec::new();
    for (name, methods) in methods_of(&artifacts) {
        let mut seen = BTreeSet::new();
        for method in methods.own {
            if methods.by_traits.contains(&method) || !seen.insert(method.clone()) {
                twice.push(format!("{name}::{method}"));
            }
            if name == "Reserved" && method.starts_with("seed_") && of_mock.contains(&method) {
                twice.push(format!("{name}::{method}, which hides that of the mock"));
            }
        }
    }
    assert!(twice.is_empty(), "these names have to be reserved: {twice:?}");
}
