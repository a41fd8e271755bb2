//! Import of models: small ones in `tests/import`, one folder a feature. A folder holds a model of Smithy or the files of
//! botocore, in `second` another one of the same service, in `operations` the operations that are asked for, and two snapshots: the description, and what is reported.

use crate::support::fixture;
use insta::Settings;
use shapewright_import::{self as import, Options, find};
use shapewright_ir::load;
use shapewright_spec::{
    diagnostic::{Code, Diagnostics, Severity},
    parse::Source,
};
use std::{
    collections::HashSet,
    fs,
    panic::catch_unwind,
    path::{Path, PathBuf},
};

/// The folders of all cases, sorted.
fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(fixture("import")).expect("tests/import is a folder");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    cases.sort();
    cases
}

/// What comes of a case: the text of its description, if there is one, and what is reported.
fn imported(case: &Path) -> (Option<String>, Diagnostics) {
    let asked = fs::read_to_string(case.join("operations")).unwrap_or_default();
    let options = Options {
        operations: asked.lines().map(str::to_owned).collect(),
        ..Options::default()
    };
    let mut models = find::models(&case.to_string_lossy(), None, None).expect("a case holds a model");
    let second = case.join("second");
    if second.is_dir() {
        models.extend(find::models(&second.to_string_lossy(), None, None).expect("it holds a model"));
    }
    let mut sink = Diagnostics::new();
    let imported = import::import(&models, &options, &mut sink);
    (imported.map(|imported| imported.text), sink)
}

#[test]
fn what_comes_of_a_model_is_as_its_snapshots_say() {
    let failed: Vec<_> = cases()
        .into_iter()
        .filter(|case| catch_unwind(|| check(case)).is_err())
        .collect();
    assert!(failed.is_empty(), "these cases failed: {failed:?}");
}

fn check(case: &Path) {
    let (text, sink) = imported(case);
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(case);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/");
        insta::assert_snapshot!("diagnostics", sink.to_string().replace(folder, ""));
        match &text {
            Some(text) => insta::assert_snapshot!("description", text),
            None => assert!(sink.has_errors(), "no description, and no reason"),
        }
    });
}

/// What the importer writes, the generator reads; it refuses only what the importer has warned of.
#[test]
fn descriptions_pass_the_generators_own_rules() {
    for case in cases() {
        let (Some(text), told) = imported(&case) else { continue };
        let warned: HashSet<Code> = told
            .iter()
            .filter(|found| found.severity == Severity::Warning)
            .map(|found| found.code)
            .collect();
        let mut sink = Diagnostics::new();
        let loaded = load(&Source::new("description.json", text), &mut sink);
        assert_eq!(loaded.is_some(), !sink.has_errors());
        let unexpected: Vec<_> = sink
            .iter()
            .filter(|found| found.severity == Severity::Error && !warned.contains(&found.code))
            .collect();
        assert!(unexpected.is_empty(), "{}: {unexpected:?}", case.display());
    }
}

#[test]
fn every_code_of_the_importer_has_a_case() {
    let shown: HashSet<Code> = cases()
        .iter()
        .flat_map(|case| imported(case).1.iter().map(|found| found.code).collect::<Vec<_>>())
        .collect();
    let codes = Code::ALL.iter().filter(|code| code.name().starts_with("import-"));
    let missing: Vec<_> = codes
        .filter(|code| !shown.contains(code))
        .map(|code| code.name())
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}
