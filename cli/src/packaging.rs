//! The workspace of generated crates: its manifest, which keeps the settings that the crates were generated with.

use crate::{failure::Failure, paths::resolved};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde_json::Value;
use shapewright_codegen::{Artifact, CrateKind, Packaging, fs::is_generated, package};
use shapewright_ir::Ir;
use std::path::{Path, PathBuf};

/// The version of the runtime crates, which is that of this crate.
const RUNTIME_VERSION: &str = env!("CARGO_PKG_VERSION");
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
/// The runtime crates that generated crates depend on directly, and what their dependency says besides.
const RUNTIME: [(&str, &str); 3] = [("schema", ""), ("client", ", default-features = false"), ("server", "")];

/// Where generated crates get the runtime from, and what their manifests say. A setting that is not given stays what it was
/// when the crates were generated last: their `Cargo.toml` keeps it.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Manifests of the generated crates")]
pub struct Settings {
    /// Depend on this version of the runtime crates. Without any of the `--runtime` options, crates depend on the runtime
    /// that this program was built with.
    #[arg(long, value_name = "VERSION", group = "runtime")]
    pub runtime_version: Option<String>,
    /// Depend on the runtime crates of this Git repository.
    #[arg(long, value_name = "URL", group = "runtime")]
    pub runtime_git: Option<String>,
    /// The commit of that repository.
    #[arg(long, value_name = "COMMIT", requires = "runtime_git")]
    pub runtime_rev: Option<String>,
    /// Depend on the runtime crates of a clone of Shapewright in this folder.
    #[arg(long, value_name = "DIR", group = "runtime")]
    pub runtime_path: Option<PathBuf>,
    /// Put this before the names of the crates: `acme` gives `acme-weather-client`. An empty text removes it.
    #[arg(long, value_name = "PREFIX", value_parser = prefix)]
    pub crate_prefix: Option<String>,
    /// The version of the generated crates [default: 0.1.0]
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub crate_version: Option<String>,
    /// The licence of the generated crates, as an SPDX expression
    #[arg(long, value_name = "LICENCE")]
    pub license: Option<String>,
    /// An author of the generated crates. May be given more than once
    #[arg(long, value_name = "AUTHOR")]
    pub author: Vec<String>,
    /// The repository that the generated crates are kept in
    #[arg(long, value_name = "URL")]
    pub repository: Option<String>,
    /// Whether the generated crates may be published to a registry [default: false]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub publish: Option<bool>,
}

fn prefix(text: &str) -> Result<String, String> {
    let is_name = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let starts_well = text.is_empty() || text.starts_with(|first: char| first.is_ascii_alphabetic());
    match is_name && starts_well && !text.ends_with(['-', '_']) {
        true => Ok(text.to_owned()),
        false => Err(
            "a prefix starts with a letter and has letters, digits, `-` and `_`; the `-` after it is added".to_owned(),
        ),
    }
}

fn version(text: &str) -> Result<String, String> {
    let (core, _) = text.split_once(['-', '+']).unwrap_or((text, ""));
    let parts: Vec<&str> = core.split('.').collect();
    let is_number = |part: &&str| part.parse::<u64>().is_ok_and(|number| number.to_string() == **part);
    match parts.len() == 3 && parts.iter().all(is_number) {
        true => Ok(text.to_owned()),
        false => Err("a version has three numbers, such as `1.0.0`".to_owned()),
    }
}

/// Where the runtime crates come from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Runtime {
    Version(String),
    Git {
        url: String,
        rev: Option<String>,
    },
    /// The folder that has the folders of the runtime crates.
    Path(PathBuf),
}

impl Runtime {
    fn given(settings: &Settings) -> Result<Option<Self>, Failure> {
        if let Some(version) = &settings.runtime_version {
            return Ok(Some(Self::Version(version.clone())));
        }
        if let Some(url) = &settings.runtime_git {
            let (url, rev) = (url.clone(), settings.runtime_rev.clone());
            return Ok(Some(Self::Git { url, rev }));
        }
        let Some(folder) = &settings.runtime_path else {
            return Ok(None);
        };
        let runtime = resolved(&folder.join("runtime"))?;
        match is_runtime(&runtime) {
            true => Ok(Some(Self::Path(runtime))),
            false => Err(Failure::new(format!(
                "error: {} is not a clone of Shapewright: it has no folder runtime/client",
                folder.display()
            ))),
        }
    }

    /// What the manifest of an earlier run says.
    fn kept(manifest: &toml::Table, out: &Path) -> Result<Option<Self>, Failure> {
        let dependency = manifest
            .get("workspace")
            .and_then(|workspace| workspace.get("dependencies")?.get("shapewright-client"));
        let text = |key: &str| Some(dependency?.get(key)?.as_str()?.to_owned());
        if let Some(version) = text("version") {
            return Ok(Some(Self::Version(version)));
        }
        if let Some(url) = text("git") {
            return Ok(Some(Self::Git { url, rev: text("rev") }));
        }
        let Some(client) = text("path") else { return Ok(None) };
        let runtime = resolved(&out.join(client))?;
        // A clone that has moved away is not one to depend on.
        Ok(runtime
            .parent()
            .filter(|runtime| is_runtime(runtime))
            .map(|runtime| Self::Path(runtime.to_owned())))
    }

    /// The one that this program was built with.
    fn built_with() -> Self {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let version = || Self::Version(RUNTIME_VERSION.to_owned());
        let Some(repository) = package.parent() else {
            return version();
        };
        // `cargo install --git` builds in a folder that Cargo owns: `git/checkouts/<repository>/<commit>`.
        let mut parts = repository.iter().rev().map(|part| part.to_string_lossy());
        let (commit, checkouts, git) = (parts.next(), parts.nth(1), parts.next());
        if let (Some(commit), Some("checkouts"), Some("git")) = (commit, checkouts.as_deref(), git.as_deref()) {
            return Self::Git {
                url: REPOSITORY.to_owned(),
                rev: Some(commit.into_owned()),
            };
        }
        let runtime = repository.join("runtime");
        match is_runtime(&runtime) {
            true => Self::Path(runtime),
            false => version(),
        }
    }

    /// The keys of a dependency on one of the crates.
    fn dependency(&self, name: &str, out: &Path) -> Result<String, Failure> {
        Ok(match self {
            Self::Version(version) => format!("version = {}", string(version)),
            Self::Git { url, rev } => match rev {
                Some(rev) => format!("git = {}, rev = {}", string(url), string(rev)),
                None => format!("git = {}", string(url)),
            },
            Self::Path(runtime) => {
                let path = resolved(&runtime.join(name))?;
                // What is committed must not tell where a repository lies.
                let path = pathdiff::diff_paths(&path, out).unwrap_or(path);
                format!("path = {}", string(&path.to_string_lossy().replace('\\', "/")))
            }
        })
    }
}

fn is_runtime(folder: &Path) -> bool {
    folder.join("client/Cargo.toml").is_file()
}

/// A string in TOML, whose basic strings escape as JSON's do.
fn string(text: &str) -> String {
    Value::from(text).to_string()
}

/// What an output folder has beside the crates of services, and how its crates are packaged.
#[derive(Debug)]
pub struct Workspace {
    /// The manifest, if the folder is a workspace of its own, and a file that keeps rustfmt away.
    pub top: Vec<Artifact>,
    /// How the crates are named and versioned.
    pub packaging: Packaging,
    /// What goes beside the crates of each service, if anything.
    pub beside: Option<Beside>,
}

/// Makes a file from the text of a description and the files of its crates.
pub type Beside = fn(service: &str, description: &str, crates: &[Artifact]) -> Artifact;

impl Workspace {
    /// The workspace in a folder, with these settings and those that it was generated with last.
    ///
    /// # Errors
    /// When a manifest is there that cannot be read, or the runtime is not where the settings say.
    pub fn new(out: &Path, settings: &Settings) -> Result<Self, Failure> {
        let out = resolved(out)?;
        let kept = kept(&out.join("Cargo.toml"))?;
        let setting = |key: &str| Some(kept.get("workspace")?.get("package")?.get(key)?.clone());
        let text = |given: &Option<String>, key: &str| {
            let kept = || Some(setting(key)?.as_str()?.to_owned());
            given.clone().or_else(kept).filter(|text| !text.is_empty())
        };
        let runtime = match Runtime::given(settings)? {
            Some(runtime) => runtime,
            None => Runtime::kept(&kept, &out)?.unwrap_or_else(Runtime::built_with),
        };
        let kept_prefix = || {
            let metadata = kept.get("workspace")?.get("metadata")?.get("shapewright")?;
            Some(metadata.get("crate-prefix")?.as_str()?.to_owned())
        };
        let prefix = settings
            .crate_prefix
            .clone()
            .or_else(kept_prefix)
            .filter(|prefix| !prefix.is_empty());
        let version = text(&settings.crate_version, "version").unwrap_or_else(|| "0.1.0".to_owned());
        let license = text(&settings.license, "license");
        let repository = text(&settings.repository, "repository");
        let authors = match settings.author.is_empty() {
            false => Some(
                settings
                    .author
                    .iter()
                    .map(|author| string(author))
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
            true => setting("authors").and_then(|authors| {
                let authors: Vec<String> = authors
                    .as_array()?
                    .iter()
                    .filter_map(|author| Some(string(author.as_str()?)))
                    .collect();
                (!authors.is_empty()).then(|| authors.join(", "))
            }),
        };
        let publish = settings
            .publish
            .or_else(|| setting("publish")?.as_bool())
            .unwrap_or(false);

        let mut package = format!(
            "[workspace.package]\nversion = {}\nedition = \"2024\"\nrust-version = \"{}\"\npublish = {publish}\n",
            string(&version),
            env!("CARGO_PKG_RUST_VERSION")
        );
        let mut inherited = Vec::new();
        let authors = authors.map(|authors| format!("[{authors}]"));
        for (key, value) in [
            ("license", license.as_deref().map(string)),
            ("authors", authors),
            ("repository", repository.as_deref().map(string)),
        ] {
            if let Some(value) = value {
                package.push_str(&format!("{key} = {value}\n"));
                inherited.push(key.to_owned());
            }
        }
        let metadata = prefix.as_deref().map_or(String::new(), |prefix| {
            format!(
                "\n[workspace.metadata.shapewright]\ncrate-prefix = {}\n",
                string(prefix)
            )
        });
        let mut dependencies = String::new();
        for (name, features) in RUNTIME {
            let place = runtime.dependency(name, &out)?;
            dependencies.push_str(&format!("shapewright-{name} = {{ {place}{features} }}\n"));
        }
        let manifest = format!(
            "# Generated by Shapewright: the workspace of the generated crates. To change a setting, generate with its option.\n\
             [workspace]\nresolver = \"3\"\nmembers = [\"*/model\", \"*/client\", \"*/mock\"]\n\n\
             {package}{metadata}\n[workspace.dependencies]\n{dependencies}\n[workspace.lints.rust]\nunsafe_code = \"forbid\"\n"
        );
        let manifest = Artifact {
            path: "Cargo.toml".to_owned(),
            text: manifest,
        };
        Ok(Self {
            top: vec![manifest, rustfmt()],
            packaging: Packaging {
                prefix,
                version,
                inherited,
            },
            beside: None,
        })
    }

    /// A folder of crates that are members of the workspace of the runtime, whose manifest people write.
    pub fn of_the_runtime(beside: Beside) -> Self {
        Self {
            top: vec![rustfmt()],
            packaging: Packaging {
                prefix: None,
                version: RUNTIME_VERSION.to_owned(),
                inherited: ["license", "repository"].map(str::to_owned).to_vec(),
            },
            beside: Some(beside),
        }
    }

    /// The files of the crates of a service, and what goes beside them.
    pub fn packages(&self, ir: &Ir, description: &str) -> Vec<Artifact> {
        let kinds = CrateKind::ALL.into_par_iter();
        let mut artifacts: Vec<Artifact> = kinds.flat_map_iter(|kind| package(ir, kind, &self.packaging)).collect();
        artifacts.extend(
            self.beside
                .map(|beside| beside(&ir.service.name, description, &artifacts)),
        );
        artifacts
    }
}

/// The manifest of an earlier run. Empty if there is none, or if somebody else wrote the file, which is then an error when it
/// would be replaced.
fn kept(path: &Path) -> Result<toml::Table, Failure> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(toml::Table::new()),
        Err(error) => return Err(Failure::new(format!("error: cannot read {}: {error}", path.display()))),
    };
    if !is_generated(&text) {
        return Ok(toml::Table::new());
    }
    let parsed = text.parse();
    parsed.map_err(|error| Failure::new(format!("error: {}: {error}", path.display())))
}

/// Keeps rustfmt from formatting what the generator has formatted.
fn rustfmt() -> Artifact {
    Artifact {
        path: "rustfmt.toml".to_owned(),
        text:
            "# Generated by Shapewright: generated code is formatted by the generator.\ndisable_all_formatting = true\n"
                .to_owned(),
    }
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
        let manifest = std::fs::read_to_string(entry.path().join("model/Cargo.toml"));
        if manifest.is_ok_and(|text| is_generated(&text)) {
            names.push(name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(out: &Path, settings: &Settings) -> String {
        let workspace = Workspace::new(out, settings).unwrap();
        let manifest = workspace
            .top
            .into_iter()
            .find(|artifact| artifact.path == "Cargo.toml")
            .unwrap();
        std::fs::write(out.join("Cargo.toml"), &manifest.text).unwrap();
        manifest.text
    }

    #[test]
    fn settings_are_kept_until_others_are_given() {
        let folder = tempfile::tempdir().unwrap();
        let given = Settings {
            runtime_git: Some("https://example.com/shapewright".to_owned()),
            runtime_rev: Some("abc".to_owned()),
            crate_prefix: Some("acme".to_owned()),
            crate_version: Some("1.2.3".to_owned()),
            license: Some("MIT".to_owned()),
            author: vec!["Ann \"A\" <ann@example.com>".to_owned()],
            publish: Some(true),
            ..Settings::default()
        };
        let first = manifest(folder.path(), &given);
        for line in [
            "version = \"1.2.3\"",
            "license = \"MIT\"",
            "authors = [\"Ann \\\"A\\\" <ann@example.com>\"]",
            "publish = true",
            "crate-prefix = \"acme\"",
            "shapewright-server = { git = \"https://example.com/shapewright\", rev = \"abc\" }",
        ] {
            assert!(first.lines().any(|found| found == line), "{line} is not in\n{first}");
        }
        assert!(!first.contains("repository"), "{first}");
        assert_eq!(manifest(folder.path(), &Settings::default()), first);

        let changed = Settings {
            runtime_version: Some("0.9.0".to_owned()),
            crate_prefix: Some(String::new()),
            license: Some(String::new()),
            ..Settings::default()
        };
        let second = manifest(folder.path(), &changed);
        assert!(
            second.contains("shapewright-schema = { version = \"0.9.0\" }"),
            "{second}"
        );
        assert!(
            !second.contains("acme") && !second.contains("license") && second.contains("1.2.3"),
            "{second}"
        );
    }

    #[test]
    fn the_runtime_is_the_one_of_this_clone() {
        let folder = tempfile::tempdir().unwrap();
        let text = manifest(folder.path(), &Settings::default());
        let table: toml::Table = text.parse().unwrap();
        let path = table["workspace"]["dependencies"]["shapewright-client"]["path"]
            .as_str()
            .unwrap();
        assert!(
            Path::new(path).is_relative() && folder.path().join(path).join("Cargo.toml").is_file(),
            "{path}"
        );
        let missing = Settings {
            runtime_path: Some(folder.path().to_owned()),
            ..Settings::default()
        };
        let refused = Workspace::new(folder.path(), &missing).unwrap_err().to_string();
        assert!(refused.contains("is not a clone of Shapewright"), "{refused}");
    }

    #[test]
    fn prefixes_and_versions_are_validated() {
        for good in ["acme", "a-b", "a_1", ""] {
            assert_eq!(prefix(good).as_deref(), Ok(good));
        }
        for bad in ["1a", "a-", "-a", "a b", "\u{e9}"] {
            assert!(prefix(bad).is_err(), "{bad}");
        }
        for good in ["0.1.0", "10.0.3-rc.1", "1.2.3+build"] {
            assert_eq!(version(good).as_deref(), Ok(good));
        }
        for bad in ["1", "1.2", "01.2.3", "a.b.c", "1.2.3.4"] {
            assert!(version(bad).is_err(), "{bad}");
        }
    }
}
