//! Folders of generated crates, and what a workspace of them has besides.

use crate::{failure::Failure, paths::resolved, workspace};
use shapewright_codegen::Artifact;
use std::path::Path;

/// Keeps rustfmt from formatting what the generator has formatted.
pub fn rustfmt() -> Artifact {
    Artifact {
        path: "rustfmt.toml".to_owned(),
        text: "# Generated code is formatted by the generator.\ndisable_all_formatting = true\n".to_owned(),
    }
}

/// The manifest of the workspace, where the crates do not go into that of the runtime. Its crates depend on this version of
/// the runtime, or on the runtime beside this tool.
pub fn manifest(out: &Path, runtime_version: Option<&str>) -> Result<Option<Artifact>, Failure> {
    let (workspace, out) = (resolved(&workspace()?)?, resolved(out)?);
    if out.starts_with(workspace.join("generated")) {
        return Ok(None);
    }
    let mut text = String::from(
        "# The workspace of generated crates. Written by `cargo xtask codegen`.\n\
         [workspace]\nresolver = \"3\"\nmembers = [\"*/model\", \"*/client\", \"*/mock\"]\n\n\
         [workspace.package]\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.95\"\n\
         license = \"MIT OR Apache-2.0\"\nrepository = \"https://github.com/shapewright/shapewright\"\n\n\
         [workspace.dependencies]\n",
    );
    for (name, features) in [("schema", ""), ("client", ", default-features = false"), ("server", "")] {
        let beside = workspace.join("runtime").join(name);
        // What is committed must not tell where a repository lies.
        let beside = pathdiff::diff_paths(&beside, &out).unwrap_or(beside);
        let (key, value) = match runtime_version {
            Some(version) => ("version", version.to_owned()),
            None => ("path", beside.to_string_lossy().replace('\\', "/")),
        };
        // TOML's basic strings escape as JSON's do.
        let value = serde_json::Value::from(value);
        text.push_str(&format!("shapewright-{name} = {{ {key} = {value}{features} }}\n"));
    }
    text.push_str("\n[workspace.lints.rust]\nunsafe_code = \"forbid\"\n");
    Ok(Some(Artifact {
        path: "Cargo.toml".to_owned(),
        text,
    }))
}

/// What the output folder has beside the crates of services.
pub fn top(out: &Path, runtime_version: Option<&str>) -> Result<Vec<Artifact>, Failure> {
    let manifest = manifest(out, runtime_version)?;
    Ok(manifest.into_iter().chain([rustfmt()]).collect())
}

/// The services that have crates in a folder.
pub fn folders(path: &Path) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    if !path.exists() {
        return Ok(names);
    }
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // What else lies in the folder is not ours.
        if entry.path().join("model/Cargo.toml").is_file() {
            names.push(name);
        }
    }
    Ok(names)
}
