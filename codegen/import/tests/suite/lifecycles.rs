//! Lifecycles that are inferred: small models in `tests/lifecycles`, one folder a family of rules. The snapshot has the
//! resources, and the operations that are left to their schema with the reason.

use crate::support::fixture;
use insta::Settings;
use shapewright_import::{self as import, Imported, Options, find};
use shapewright_spec::diagnostic::Diagnostics;
use std::{fmt::Write, fs, path::Path};

fn imported(case: &Path, options: &Options) -> Imported {
    let models = find::models(&case.to_string_lossy(), None, None).expect("a case holds a model");
    let mut sink = Diagnostics::new();
    import::import(&models, options, &mut sink).unwrap_or_else(|| panic!("{}: {sink}", case.display()))
}

fn shown(imported: &Imported) -> String {
    let mut text = String::new();
    for (name, resource) in &imported.spec.resources {
        let resource = serde_json::to_string_pretty(resource).expect("a resource is JSON");
        writeln!(text, "{name} {resource}\n").expect("text takes everything");
    }
    if let Some(tagging) = &imported.spec.tagging {
        let tagging = serde_json::to_string_pretty(tagging).expect("it is JSON");
        writeln!(text, "tagging {tagging}\n").expect("text takes everything");
    }
    text.push_str("left to their schema\n");
    for (operation, why) in &imported.lifecycles.left_out {
        writeln!(text, "  {operation}: {why}").expect("text takes everything");
    }
    text
}

#[test]
fn what_is_inferred_is_as_the_snapshots_say() {
    let mut settings = Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut count = 0;
    for entry in fs::read_dir(fixture("lifecycles")).expect("tests/lifecycles is a folder") {
        let case = entry.expect("it can be read").path();
        let imported = imported(&case, &Options::default());
        let lifecycles = &imported.lifecycles;
        let operations = imported.spec.operations.len();
        assert_eq!(
            lifecycles.stateful + lifecycles.left_out.len(),
            operations,
            "{}",
            case.display()
        );
        settings.set_snapshot_path(&case);
        settings.bind(|| insta::assert_snapshot!("lifecycles", shown(&imported)));
        count += 1;
    }
    assert!(count > 0, "there are cases");
}

#[test]
fn nothing_is_inferred_where_nobody_wants_it() {
    let case = fixture("lifecycles/by-names");
    let options = Options {
        without_lifecycles: true,
        ..Options::default()
    };
    let imported = imported(&case, &options);
    assert!(imported.spec.resources.is_empty());
    assert_eq!(imported.lifecycles, import::Lifecycles::default());
}

#[test]
fn only_operations_that_are_asked_for_keep_state() {
    let case = fixture("lifecycles/by-names");
    let options = Options {
        operations: ["CreateBook", "DescribeBook", "StartInventory"]
            .map(str::to_owned)
            .to_vec(),
        ..Options::default()
    };
    let imported = imported(&case, &options);
    let book = &imported.spec.resources["Book"];
    assert_eq!((&book.list, &book.delete), (&None, &None));
    assert_eq!(imported.spec.resources.len(), 1);
    assert_eq!(imported.lifecycles.stateful, 2);
}
