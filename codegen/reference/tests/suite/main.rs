//! Reference pages: what they show, that their links lead somewhere, and that no description can write markup.

mod pages;
mod support;
mod syntax;

use crate::support::{source, workspace};
use shapewright_codegen::fs as door;
use shapewright_ir::load_both;
use shapewright_reference::{Described, Recorded};
use shapewright_spec::{diagnostic::Diagnostics, parse::Source};
use std::fs;

/// The services that are committed.
const SERVICES: [&str; 3] = ["workmail", "sesv2", "macie2"];

fn described(source: &Source) -> Described {
    let mut sink = Diagnostics::new();
    let both = load_both(source, &mut sink);
    assert!(sink.is_empty(), "{sink}");
    let (spec, ir) = both.expect("a description without problems is loaded");
    Described {
        spec,
        ir,
        history: Vec::new(),
    }
}

/// A committed service, with its recorded versions.
fn service(name: &str) -> Described {
    let mut service = described(&source(name));
    let folder = workspace().join("specs/history").join(name);
    let paths = if folder.is_dir() {
        door::descriptions(&folder)
    } else {
        Ok(Vec::new())
    };
    for path in paths.expect("the history can be read") {
        let text = fs::read_to_string(&path).expect("the description can be read");
        let Described { spec, ir, .. } = described(&Source::new(path.display().to_string(), text));
        let until = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        service.history.push(Recorded { until, spec, ir });
    }
    service
}

/// A snapshot case.
fn case(name: &str) -> Described {
    let path = format!("codegen/emit/tests/cases/{name}/spec.json");
    let text = fs::read_to_string(workspace().join(&path)).expect("the case can be read");
    described(&Source::new(path, text))
}
