//! Reads the files that options name.

use std::{fs, path::Path};

/// The text of a file. The error names the file.
pub fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("cannot read {}: {error}", file.display()))
}
