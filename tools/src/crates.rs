//! Folders of generated crates in this repository.

use crate::{failure::Failure, workspace};
use shapewright_cli::{
    packaging::{Settings, Workspace},
    paths::resolved,
};
use shapewright_codegen::Artifact;
use std::path::Path;
use xtask::fingerprint;

/// What goes beside the crates in a folder: nothing but fingerprints in `generated/`, whose crates are members of this
/// workspace, and a workspace of their own elsewhere.
pub fn of(out: &Path, runtime_version: Option<&str>) -> Result<Workspace, Failure> {
    let generated = resolved(&workspace()?)?.join("generated");
    if resolved(out)?.starts_with(generated) {
        return Ok(Workspace::of_the_runtime(fingerprint));
    }
    let settings = Settings {
        runtime_version: runtime_version.map(str::to_owned),
        ..Settings::default()
    };
    Workspace::new(out, &settings)
}

fn fingerprint(service: &str, description: &str, crates: &[Artifact]) -> Artifact {
    let folder = format!("{service}/");
    let files = crates.iter().filter_map(|artifact| {
        let path = artifact.path.strip_prefix(&folder)?;
        Some((path, artifact.text.as_bytes()))
    });
    Artifact {
        path: format!("{folder}{}", fingerprint::FILE),
        text: fingerprint::text(description.as_bytes(), files),
    }
}
