//! Descriptions as commands read them, and as messages name them.

use crate::{failure::Failure, paths::resolved, terminal};
use shapewright_codegen::fs;
use shapewright_spec::{diagnostic::Diagnostics, parse::Source};
use std::path::{Path, PathBuf};

/// The files that arguments name: descriptions, and all descriptions in folders.
///
/// # Errors
/// When an argument names no description.
pub fn files(arguments: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for argument in arguments {
        let shown = argument.display();
        if argument.is_dir() {
            let found = fs::descriptions(argument)?;
            if found.is_empty() {
                return Err(Failure::new(format!(
                    "error: {shown} has no description: a description is a file whose name ends in `.json`; \
                     `shapewright new NAME` writes one to start from"
                )));
            }
            files.extend(found);
        } else if argument.is_file() {
            files.push(argument.clone());
        } else {
            return Err(Failure::new(format!("error: there is no file or folder {shown}")));
        }
    }
    Ok(files)
}

/// Reads descriptions. Each is named as `shown` says. A file that is not text is reported to the sink.
///
/// # Errors
/// When a file cannot be read.
pub fn sources(
    files: &[PathBuf],
    shown: impl Fn(&Path) -> Result<String, Failure>,
    sink: &mut Diagnostics,
) -> Result<Vec<Source>, Failure> {
    let mut sources = Vec::new();
    for path in files {
        sources.extend(Source::from_bytes(shown(path)?, fs::read(path)?, sink));
    }
    Ok(sources)
}

/// Names of descriptions that say nothing about where a repository is, since they appear in generated files: paths from a
/// root folder, or else from the folder that a description and its crates have in common.
#[derive(Debug)]
pub struct Names {
    root: Option<PathBuf>,
    out: PathBuf,
}

impl Names {
    /// Names for descriptions whose crates go into this folder.
    ///
    /// # Errors
    /// When a path cannot be resolved.
    pub fn new(root: Option<&Path>, out: &Path) -> Result<Self, Failure> {
        Ok(Self {
            root: root.map(resolved).transpose()?,
            out: resolved(out)?,
        })
    }

    /// The name of a description.
    ///
    /// # Errors
    /// When the path cannot be resolved.
    pub fn of(&self, path: &Path) -> Result<String, Failure> {
        let path = resolved(path)?;
        let root = self.root.as_deref().filter(|root| path.starts_with(root));
        let folder = path.parent().unwrap_or(Path::new(""));
        // On Windows a path on another drive has nothing in common; then the file name has to do.
        let common = || {
            folder
                .ancestors()
                .find(|folder| self.out.starts_with(folder))
                .unwrap_or(folder)
        };
        let inside = path.strip_prefix(root.unwrap_or_else(common)).unwrap_or(&path);
        Ok(inside.to_string_lossy().replace('\\', "/"))
    }
}

/// Shows the problems of descriptions, and fails if there is an error; `consequence` says what comes of that.
///
/// # Errors
/// When there is an error.
pub fn fail_on_errors(sink: &Diagnostics, consequence: &str) -> Result<(), Failure> {
    if !sink.is_empty() {
        terminal::message(sink);
    }
    match sink.has_errors() {
        true => Err(Failure::finding(format!(
            "error: {consequence}, because descriptions have errors"
        ))),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_nothing_about_where_a_repository_is() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        let name = |root: Option<&str>, out: &str, path: &str| {
            Names::new(root.map(at).as_deref(), &at(out))
                .unwrap()
                .of(&at(path))
                .unwrap()
        };
        assert_eq!(name(None, "generated", "weather.json"), "weather.json");
        assert_eq!(name(None, "a/generated", "a/specs/weather.json"), "specs/weather.json");
        assert_eq!(
            name(Some("a"), "b/generated", "a/specs/weather.json"),
            "specs/weather.json"
        );
        assert_eq!(
            name(Some("a"), "b/generated", "b/specs/weather.json"),
            "specs/weather.json"
        );
    }
}
