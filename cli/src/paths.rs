//! Paths as they are compared.

use std::path::{Path, PathBuf};

/// The path without links and `..`, also where its end is not there yet.
pub fn resolved(path: &Path) -> std::io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    match path.ancestors().find(|folder| folder.exists()) {
        Some(there) => Ok(there
            .canonicalize()?
            .join(path.strip_prefix(there).unwrap_or(Path::new("")))),
        None => Ok(path),
    }
}
