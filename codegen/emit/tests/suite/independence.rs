//! What an operation adds to a description changes nothing that was generated without it: what a type is follows from its
//! shape alone.

use crate::support::{fixture, lowered, workspace};
use quote::ToTokens;
use serde_json::{Value, json};
use shapewright_codegen::packages;
use shapewright_ir::load_only;
use shapewright_spec::{diagnostic::Diagnostics, parse::Source};
use std::{collections::BTreeMap, fs};

/// The items of a file of types: each by its name, an `impl` by its type and trait.
fn items(text: &str) -> BTreeMap<String, String> {
    let file = syn::parse_file(text).expect("generated code is Rust");
    let mut items = BTreeMap::new();
    for item in &file.items {
        let key = match item {
            syn::Item::Struct(item) => item.ident.to_string(),
            syn::Item::Enum(item) => item.ident.to_string(),
            syn::Item::Static(item) => item.ident.to_string(),
            syn::Item::Type(item) => item.ident.to_string(),
            // It has a method for each error of the service.
            syn::Item::Impl(item) if matches!(*item.self_ty, syn::Type::TraitObject(_)) => continue,
            syn::Item::Impl(item) => {
                let of = item.trait_.as_ref().map(|(path, _)| path.to_token_stream().to_string());
                let ty = item.self_ty.to_token_stream().to_string();
                format!("{ty}: {}", of.unwrap_or_default())
            }
            _ => continue,
        };
        items.insert(key, item.to_token_stream().to_string());
    }
    items
}

/// The types, schemas and call builders that are generated for these operations of a description.
fn types_of(source: &Source, operations: &[String]) -> BTreeMap<(String, String), String> {
    let mut sink = Diagnostics::new();
    let ir = load_only(source, operations, &mut sink).unwrap_or_else(|| panic!("{sink}"));
    let files = ["structures", "unions", "enums", "errors", "traits", "serde", "schemas"];
    let mut all = BTreeMap::new();
    for artifact in packages(&ir) {
        let wanted = files
            .iter()
            .find(|file| artifact.path.ends_with(&format!("/{file}.rs")));
        if let Some(file) = wanted {
            let items = items(&artifact.text).into_iter();
            all.extend(items.map(|(name, text)| (((*file).to_owned(), name), text)));
        }
    }
    all
}

#[test]
fn types_do_not_depend_on_which_operations_there_are() {
    for entry in fs::read_dir(fixture("cases")).expect("the cases can be listed") {
        let folder = entry.expect("it can be read").path();
        let text = fs::read_to_string(folder.join("spec.json")).expect("a case has a spec.json");
        let source = Source::new(folder.display().to_string(), text);
        let ir = lowered(&source);
        let whole = types_of(&source, &[]);
        for operation in &ir.operations {
            let alone = types_of(&source, std::slice::from_ref(&operation.name));
            for (name, text) in &alone {
                assert_eq!(
                    whole.get(name),
                    Some(text),
                    "{name:?} of {} with {} alone",
                    source.path,
                    operation.name
                );
            }
        }
    }
}

#[test]
fn the_type_of_an_operations_errors_keeps_its_name_when_others_share_it() {
    let path = workspace().join("tests/consumer/specs/weather.json");
    let text = fs::read_to_string(path).expect("the description can be read");
    let names = |change: &dyn Fn(&mut Value)| -> BTreeMap<String, String> {
        let mut spec: Value = serde_json::from_str(&text).expect("it is JSON");
        change(&mut spec);
        let ir = lowered(&Source::new("specs/weather.json", spec.to_string()));
        let operations = ir.operations.iter();
        operations
            .map(|operation| {
                (
                    operation.name.clone(),
                    ir.error_types[operation.error_type].name.clone(),
                )
            })
            .collect()
    };
    let before = names(&|_| {});
    let after = names(&|spec| {
        // A new first operation that can return what a later one can.
        let operations = spec["operations"].as_object_mut().expect("there are operations");
        let mut first = operations["DeleteStation"].clone();
        first["http"]["uri"] = json!("/earlier/{StationId}");
        let rest = std::mem::take(operations);
        operations.insert("ADeleteEarlier".to_owned(), first);
        operations.extend(rest);
    });
    assert_eq!(after["ADeleteEarlier"], after["DeleteStation"]);
    for (operation, name) in &before {
        assert_eq!(after.get(operation), Some(name), "{operation}");
    }
}
