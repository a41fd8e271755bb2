//! What several subjects need.

use shapewright_spec::parse::Source;
use std::path::{Path, PathBuf};

/// The workspace's folder.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("a package of the workspace")
        .to_owned()
}

/// A file or folder of these tests.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// The description of a committed service.
pub fn source(service: &str) -> Source {
    let path = format!("specs/{service}.json");
    let text = std::fs::read_to_string(workspace().join(&path)).expect("the description can be read");
    Source::new(path, text)
}
