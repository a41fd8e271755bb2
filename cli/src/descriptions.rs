//! Descriptions as commands read them, and as messages name them.

use crate::{failure::Failure, paths::resolved, workspace};
use shapewright_codegen::fs;
use shapewright_spec::{
    diagnostic::{Diagnostics, Severity},
    parse::Source,
};
use std::path::{Path, PathBuf};

/// The descriptions of a folder. Those that are no text are told to the sink.
pub fn sources(specs: &Path, out: &Path, sink: &mut Diagnostics) -> Result<Vec<Source>, Failure> {
    let from = shown_from(specs, out)?;
    let mut sources = Vec::new();
    for path in fs::descriptions(&resolved(specs)?)? {
        sources.extend(Source::from_bytes(shown(&from, &path), fs::read(&path)?, sink));
    }
    Ok(sources)
}

/// The folder from which on paths of descriptions are shown, in messages and in the heads of generated files: the workspace,
/// or what descriptions outside of it have in common with their crates. So no generated file tells where a repository lies.
pub fn shown_from(specs: &Path, out: &Path) -> Result<PathBuf, Failure> {
    let (specs, out, workspace) = (resolved(specs)?, resolved(out)?, resolved(&workspace()?)?);
    let from = match specs.starts_with(&workspace) {
        true => Some(workspace.as_path()),
        false => specs.ancestors().find(|folder| out.starts_with(folder)),
    };
    Ok(from.unwrap_or(Path::new("")).to_owned())
}

/// A path as it is shown, from such a folder on.
pub fn shown(from: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(from).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}

/// Says what was found in descriptions, and fails if there is an error, with what comes of that.
pub fn fail_on_errors(sink: &Diagnostics, consequence: &str) -> Result<(), Failure> {
    if !sink.is_empty() {
        eprintln!("{sink}");
    }
    match sink.iter().any(|found| found.severity == Severity::Error) {
        true => Err(Failure::new(format!("{consequence}, because descriptions have errors"))),
        false => Ok(()),
    }
}
