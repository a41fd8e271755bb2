//! What several subjects need.

use shapewright_ir::{Ir, load};
use shapewright_spec::{diagnostic::Diagnostics, parse::Source};
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

/// The Ir of a description that must be without problems.
pub fn lowered(source: &Source) -> Ir {
    let mut sink = Diagnostics::new();
    let ir = load(source, &mut sink);
    assert!(sink.is_empty(), "{sink}");
    ir.expect("a description without problems is loaded")
}
