//! Reference pages: what they show, that their links lead somewhere, and that no description can write markup.

mod examples;
mod pages;
mod syntax;

use crate::support::{source, workspace};
use shapewright_codegen::{Source, diagnostic::Diagnostics, load_both, reference::Described};
use std::fs;

/// The services that are committed.
const SERVICES: [&str; 3] = ["workmail", "sesv2", "macie2"];

fn described(source: &Source) -> Described {
    let mut sink = Diagnostics::new();
    let both = load_both(source, &mut sink);
    assert!(sink.is_empty(), "{sink}");
    let (spec, ir) = both.expect("a description without problems is loaded");
    Described { spec, ir }
}

/// A committed service.
fn service(name: &str) -> Described {
    described(&source(name))
}

/// A snapshot case.
fn case(name: &str) -> Described {
    let path = format!("tests/cases/{name}/spec.json");
    let text = fs::read_to_string(workspace().join(&path)).expect("the case can be read");
    described(&Source::new(path, text))
}
