//! The one door to the file system, for xtask and build scripts: reads descriptions, writes files that differ, removes
//! files that no description makes any more.

use crate::render::Artifact;
use std::{
    collections::HashSet,
    fmt, fs, io,
    path::{Path, PathBuf},
};

/// A file or folder that could not be read, written or removed.
#[derive(Debug)]
pub struct FsError {
    doing: &'static str,
    path: PathBuf,
    source: io::Error,
}

impl fmt::Display for FsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} {}: {}", self.doing, self.path.display(), self.source)
    }
}

impl std::error::Error for FsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

fn failed<'a>(doing: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> FsError + 'a {
    move |source| FsError {
        doing,
        path: path.to_owned(),
        source,
    }
}

/// Reads a file's bytes.
///
/// # Errors
/// When it cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, FsError> {
    fs::read(path).map_err(failed("read", path))
}

/// The descriptions in a folder, sorted: every `.json` file but schemas.
///
/// # Errors
/// When the folder cannot be read.
pub fn descriptions(folder: &Path) -> Result<Vec<PathBuf>, FsError> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed("read", folder))? {
        let path = entry.map_err(failed("read", folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if is_description(&name) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whether a file of this name is a description: JSON, but no schema.
pub fn is_description(name: &str) -> bool {
    name.ends_with(".json") && !name.ends_with(".schema.json")
}

/// A difference between what lies on disk and what should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The file is new or has another text.
    Write {
        /// The path, under the output folder.
        path: String,
        /// The text on disk; `None` when there is no such file.
        old: Option<String>,
        /// The text that it should have.
        new: String,
    },
    /// The file is not made by any description any more.
    Remove {
        /// The path, under the output folder.
        path: String,
    },
}

impl Change {
    /// The path, under the output folder.
    pub fn path(&self) -> &str {
        match self {
            Self::Write { path, .. } | Self::Remove { path } => path,
        }
    }
}

/// What would have to change under `root` for it to hold exactly `artifacts` in the folders named by `owned` (paths under
/// `root`). Lines that end in CR LF count as the same.
///
/// # Errors
/// When something under `root` cannot be read.
pub fn changes(root: &Path, owned: &[String], artifacts: &[Artifact]) -> Result<Vec<Change>, FsError> {
    let mut changes = Vec::new();
    let mut wanted = HashSet::with_capacity(artifacts.len());
    for artifact in artifacts {
        wanted.insert(artifact.path.as_str());
        let path = root.join(&artifact.path);
        let old = match fs::read(&path) {
            Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed("read", &path)(error)),
        };
        let same = old
            .as_ref()
            .is_some_and(|old| *old == artifact.text || old.replace("\r\n", "\n") == artifact.text);
        if !same {
            changes.push(Change::Write {
                path: artifact.path.clone(),
                old,
                new: artifact.text.clone(),
            });
        }
    }
    let mut stale = Vec::new();
    for folder in owned {
        files_under(root, folder, &mut stale)?;
    }
    stale.retain(|path| !wanted.contains(path.as_str()));
    stale.sort();
    stale.dedup();
    changes.extend(stale.into_iter().map(|path| Change::Remove { path }));
    Ok(changes)
}

fn files_under(root: &Path, folder: &str, files: &mut Vec<String>) -> Result<(), FsError> {
    let path = root.join(folder);
    let entries = match fs::read_dir(&path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed("read", &path)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(failed("read", &path))?;
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(failed("read", &path))?.is_dir() {
            files_under(root, &name, files)?;
        } else {
            files.push(name);
        }
    }
    Ok(())
}

/// Makes the changes. Each file is written beside its place and then moved there, so that none is ever half written.
///
/// # Errors
/// When a file cannot be written or removed; the changes before it have been made.
pub fn apply(root: &Path, changes: &[Change]) -> Result<(), FsError> {
    for change in changes {
        let path = root.join(change.path());
        match change {
            Change::Write { new, .. } => write(&path, new)?,
            Change::Remove { .. } => {
                fs::remove_file(&path).map_err(failed("remove", &path))?;
                remove_empty_folders(root, &path);
            }
        }
    }
    Ok(())
}

/// Writes one file whole.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, text: &str) -> Result<(), FsError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed("make", folder))?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        // The half-written file is in nobody's way, so a failure to remove it does not matter.
        let _ = fs::remove_file(&beside);
        failed("write", path)(error)
    })
}

fn remove_empty_folders(root: &Path, path: &Path) {
    let mut folder = path.parent();
    while let Some(path) = folder.filter(|path| *path != root) {
        // A folder that is not empty stays, and so do those above it.
        if fs::remove_dir(path).is_err() {
            return;
        }
        folder = path.parent();
    }
}
