//! What several subjects need.

use shapewright_spec::{
    diagnostic::Diagnostics,
    parse::{Parsed, Source, parse},
};
use std::path::PathBuf;

/// The workspace's folder.
pub fn workspace() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a package of the workspace")
        .to_owned()
}

/// The description of a committed service.
pub fn source(service: &str) -> Source {
    let path = format!("specs/{service}.json");
    let text = std::fs::read_to_string(workspace().join(&path)).expect("the description can be read");
    Source::new(path, text)
}

/// A committed description, parsed.
pub fn parsed(service: &str) -> Parsed {
    let mut sink = Diagnostics::new();
    let parsed = parse(&source(service), &mut sink);
    assert!(sink.is_empty(), "{sink}");
    parsed.expect("no problem, so a description")
}
