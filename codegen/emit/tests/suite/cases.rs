//! Snapshot cases: what is generated for each small description in `tests/cases`.
//!
//! A case is a folder named after the feature that it shows. It holds `spec.json`, whose service has the same name;
//! `shown`, the generated files that its snapshots show, one a line; and the snapshots.

use crate::support::{fixture, lowered};
use insta::Settings;
use shapewright_codegen::{Artifact, packages};
use shapewright_spec::parse::Source;
use std::{collections::BTreeSet, fs, panic::catch_unwind, path::PathBuf};

/// The folder of all cases.
fn folder() -> PathBuf {
    fixture("cases")
}

/// The names of all cases, sorted.
fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("tests/cases is a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("it can be read")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

/// The name of a file's snapshot: `model-structures` for `model/src/structures.rs`.
fn snapshot_name(file: &str) -> String {
    let file = file.strip_suffix(".rs").unwrap_or(file);
    file.replace("/src/", "-").replace('/', "-")
}

/// A file without its header: the hash in it would change with every other line.
fn without_header(text: &str) -> &str {
    match text.contains("What follows has the hash") {
        true => text.splitn(3, '\n').last().unwrap_or_default(),
        false => text,
    }
}

fn artifact<'a>(artifacts: &'a [Artifact], path: &str) -> &'a str {
    let found = artifacts.iter().find(|artifact| artifact.path == path);
    &found.unwrap_or_else(|| panic!("no file `{path}` is generated")).text
}

#[test]
fn what_a_case_shows_is_as_its_snapshots_say() {
    // All are looked at before the test fails, so that one run shows everything that has changed.
    let failed: Vec<String> = names()
        .into_iter()
        .filter(|case| catch_unwind(|| check(case)).is_err())
        .collect();
    assert!(failed.is_empty(), "these cases failed: {}", failed.join(", "));
}

fn check(case: &str) {
    let folder = folder().join(case);
    let text = fs::read_to_string(folder.join("spec.json")).expect("a case has a spec.json");
    let ir = lowered(&Source::new(format!("tests/cases/{case}/spec.json"), text));
    assert_eq!(ir.service.name, case, "a case is named as its service");
    let artifacts = packages(&ir);
    let shown = fs::read_to_string(folder.join("shown")).expect("a case has a file `shown`");

    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(&folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for file in shown.lines() {
            let text = artifact(&artifacts, &format!("{case}/{file}"));
            insta::assert_snapshot!(snapshot_name(file), without_header(text));
        }
    });

    let wanted: BTreeSet<String> = shown
        .lines()
        .map(|file| format!("{}.snap", snapshot_name(file)))
        .chain(["spec.json".to_owned(), "shown".to_owned()])
        .collect();
    for entry in fs::read_dir(&folder).expect("the case can be read") {
        let name = entry
            .expect("it can be read")
            .file_name()
            .to_string_lossy()
            .into_owned();
        assert!(
            wanted.contains(&name) || name.ends_with(".snap.new"),
            "tests/cases/{case}/{name} belongs to no line of `shown`: remove it"
        );
    }
}
