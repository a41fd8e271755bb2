//! One side of a comparison: descriptions from files, folders and revisions of git, or made of models.

use crate::{failure::Failure, git::Repository};
use shapewright_codegen::fs;
use shapewright_diff::Description;
use shapewright_import::{self as import, Input, Options, find};
use shapewright_spec::{
    diagnostic::Diagnostics,
    parse::{Source, parse},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// The services of one side, by the names that pair them: those of their files.
pub struct Side {
    pub services: BTreeMap<String, Named>,
    /// It was not a single description that was named.
    pub is_folder: bool,
}

/// A service of one side. It is parsed when it is compared, so that few are held in memory.
pub struct Named {
    /// What it is called in the report.
    pub label: String,
    kind: Kind,
}

enum Kind {
    File(PathBuf),
    Bytes(Vec<u8>),
    Botocore { data: PathBuf, name: String },
    Model(String),
}

impl Side {
    /// The services of a folder of botocore.
    pub fn botocore(folder: &str) -> Result<Self, Failure> {
        let data = find::data(Some(Path::new(folder)))?;
        let services = find::services(&data)?.into_iter().map(|name| {
            let kind = Kind::Botocore {
                data: data.clone(),
                name: name.clone(),
            };
            let label = format!("{folder}: {name}");
            (name, Named { label, kind })
        });
        Ok(Self {
            services: services.collect(),
            is_folder: true,
        })
    }

    /// What an argument names.
    pub fn find(argument: &str) -> Result<Self, Failure> {
        let path = Path::new(argument);
        if path.is_dir() {
            return Self::folder(argument, path);
        }
        if path.is_file() {
            return Ok(Self::one(argument, file(argument)?));
        }
        match argument.split_once(':') {
            Some((revision, path)) => Self::git(&Repository::of(Path::new("."))?, revision, path),
            None => Err(Failure::new(format!(
                "error: there is no file or folder {argument}; at a revision of git it is `REVISION:{argument}`"
            ))),
        }
    }

    fn one(label: &str, kind: Kind) -> Self {
        let path = label.rsplit(':').next().unwrap_or(label);
        let named = Named {
            label: label.to_owned(),
            kind,
        };
        Self {
            services: BTreeMap::from([(stem(path), named)]),
            is_folder: false,
        }
    }

    fn folder(argument: &str, path: &Path) -> Result<Self, Failure> {
        let descriptions = fs::descriptions(path)?;
        let mut services = BTreeMap::new();
        for path in &descriptions {
            let label = path.display().to_string();
            if let kind @ Kind::File(_) = file(&label)? {
                services.insert(stem(&label), Named { label, kind });
            }
        }
        // A service of botocore lies in a folder, too.
        match services.is_empty() {
            true => Ok(Self::one(argument, Kind::Model(argument.to_owned()))),
            false => Ok(Self {
                services,
                is_folder: true,
            }),
        }
    }

    /// A description of a commit, or those that lie in a folder of it. The path is one from the repository's root on.
    fn git(repository: &Repository, revision: &str, path: &str) -> Result<Self, Failure> {
        let commit = repository.commit(revision)?;
        let files = |folder: &Path, is_wanted: &dyn Fn(&str) -> bool| {
            repository.files(&commit, &repository.root().join(folder), is_wanted)
        };
        let named = |path: &Path, bytes: Vec<u8>| {
            let label = format!("{revision}:{}", path.display());
            let kind = Kind::Bytes(bytes);
            (stem(&label), Named { label, kind })
        };
        let path = Path::new(path.trim_end_matches('/'));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut one = files(path.parent().unwrap_or(path), &|file| file == name)?;
        if let Some(bytes) = one.remove(&*name) {
            return Ok(Self {
                services: BTreeMap::from([named(path, bytes)]),
                is_folder: false,
            });
        }
        let found = files(path, &|file| !file.contains('/') && fs::is_description(file))?;
        if found.is_empty() {
            return Err(Failure::new(format!(
                "error: at {revision} there is no description {path}, and no folder {path} with some; a path is one from \
                 the root of the repository on",
                path = path.display()
            )));
        }
        let services = found.into_iter().map(|(name, bytes)| named(&path.join(name), bytes));
        Ok(Self {
            services: services.collect(),
            is_folder: true,
        })
    }
}

impl Named {
    /// Reads it.
    pub fn load(&self) -> Result<Description, Failure> {
        match &self.kind {
            Kind::File(path) => description(&self.label, fs::read(path)?),
            Kind::Bytes(bytes) => description(&self.label, bytes.clone()),
            Kind::Botocore { data, name } => model(&self.label, &find::service(data, name)?),
            Kind::Model(argument) => {
                let models = find::models(argument, None, None)?;
                match models.as_slice() {
                    [one] => model(&self.label, one),
                    others => Err(Failure::new(format!(
                        "error: {argument} holds {} models; name one of them",
                        others.len()
                    ))),
                }
            }
        }
    }
}

/// A description, or a model of Smithy or botocore.
fn file(path: &str) -> Result<Kind, Failure> {
    #[derive(serde::Deserialize)]
    struct Head {
        spec: Option<serde::de::IgnoredAny>,
    }
    let bytes = fs::read(Path::new(path))?;
    // What is no JSON is said by the reader of descriptions, with its place.
    let is_model = serde_json::from_slice::<Head>(&bytes).is_ok_and(|head| head.spec.is_none());
    Ok(match is_model || path.ends_with(".gz") {
        true => Kind::Model(path.to_owned()),
        false => Kind::File(path.into()),
    })
}

fn description(label: &str, bytes: Vec<u8>) -> Result<Description, Failure> {
    let mut sink = Diagnostics::new();
    let parsed = Source::from_bytes(label, bytes, &mut sink).and_then(|source| parse(&source, &mut sink));
    match parsed {
        Some(parsed) if !sink.has_errors() => Ok(Description::new(parsed)),
        _ => Err(Failure::new(format!(
            "{sink}\nerror: {label} cannot be compared, because it has errors"
        ))),
    }
}

/// Lifecycles are left out: they would be what the importer infers, not what somebody has changed.
fn model(label: &str, input: &Input) -> Result<Description, Failure> {
    let mut sink = Diagnostics::new();
    let options = Options {
        without_lifecycles: true,
        ..Options::default()
    };
    match import::import(std::slice::from_ref(input), &options, &mut sink) {
        Some(imported) => Ok(Description::from_spec(imported.spec)),
        None => Err(Failure::new(format!("{label}:\n{sink}"))),
    }
}

fn stem(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.trim_end_matches(".json").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, process::Command};

    #[test]
    fn what_a_commit_has() {
        let folder = tempfile::tempdir().unwrap();
        let git = |arguments: &[&str]| {
            let identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
            let mut git = Command::new("git");
            git.current_dir(folder.path()).args(identity).args(arguments);
            assert!(git.status().unwrap().success(), "{git:?}");
        };
        fs::create_dir_all(folder.path().join("specs/history")).unwrap();
        fs::write(folder.path().join("specs/d\u{e9}mo.json"), "{}").unwrap();
        fs::write(folder.path().join("specs/bytes.json"), [0xff]).unwrap();
        fs::write(folder.path().join("specs/notes.txt"), "no description").unwrap();
        fs::write(folder.path().join("specs/history/old.json"), "{}").unwrap();
        git(&["init", "--quiet"]);
        git(&["add", "--all"]);
        git(&["commit", "--quiet", "--message", "A change"]);

        let repository = Repository::of(folder.path()).unwrap();
        let side = |path: &str| Side::git(&repository, "HEAD", path);
        let all = side("specs/").unwrap();
        assert_eq!(all.services.keys().collect::<Vec<_>>(), ["bytes", "d\u{e9}mo"]);
        assert!(all.is_folder);
        let one = side("specs/d\u{e9}mo.json").unwrap();
        assert_eq!(one.services["d\u{e9}mo"].label, "HEAD:specs/d\u{e9}mo.json");
        assert!(!one.is_folder);
        let unread = all.services["bytes"].load().err().unwrap().to_string();
        assert!(unread.contains("HEAD:specs/bytes.json"), "{unread}");
        let missing = side("specs/other.json").err().unwrap().to_string();
        assert!(
            missing.contains("at HEAD there is no description specs/other.json"),
            "{missing}"
        );
    }
}
