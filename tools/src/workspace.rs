//! Where this repository lies.

use crate::failure::Failure;
use std::path::PathBuf;

/// The workspace's folder.
pub fn workspace() -> Result<PathBuf, Failure> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let workspace = here
        .parent()
        .ok_or_else(|| Failure::new("xtask does not lie in a workspace"))?;
    Ok(workspace.to_owned())
}
