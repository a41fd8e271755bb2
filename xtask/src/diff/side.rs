//! One side of a comparison: descriptions from files, folders and revisions of git, or made of models.

use crate::{failure::Failure, git};
use shapewright_codegen::{
    Source,
    diagnostic::Diagnostics,
    diff::Description,
    fs,
    import::{self, Input, Options, find},
    spec::parse::parse,
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

/// The services of one side, by the names that pair them: those of their files.
pub struct Side {
    pub services: BTreeMap<String, Named>,
}

/// A service of one side. It is read when it is compared, so that few are held in memory.
pub struct Named {
    /// What it is called in the report.
    pub label: String,
    kind: Kind,
}

enum Kind {
    File(PathBuf),
    Git { revision: String, path: String },
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
            Some((revision, path)) => Self::git(revision, path),
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
            false => Ok(Self { services }),
        }
    }

    fn git(revision: &str, path: &str) -> Result<Self, Failure> {
        let label = format!("{revision}:{path}");
        let kind = |path: &str| Kind::Git {
            revision: revision.to_owned(),
            path: path.to_owned(),
        };
        let folder = path.trim_end_matches('/');
        let what = git(&["cat-file", "-t", &format!("{revision}:{folder}")])?;
        if what.trim() != "tree" {
            return Ok(Self::one(&label, kind(path)));
        }
        let listed = git(&["ls-tree", "--name-only", &format!("{revision}:{folder}")])?;
        let names = listed.lines().filter(|name| fs::is_description(name));
        let services = names.map(|name| {
            let path = match folder {
                "" => name.to_owned(),
                _ => format!("{folder}/{name}"),
            };
            let label = format!("{revision}:{path}");
            let kind = kind(&path);
            (stem(name), Named { label, kind })
        });
        Ok(Self {
            services: services.collect(),
        })
    }
}

impl Named {
    /// Reads it.
    pub fn load(&self) -> Result<Description, Failure> {
        match &self.kind {
            Kind::File(path) => description(&self.label, fs::read(path)?),
            Kind::Git { revision, path } => {
                description(&self.label, git(&["show", &format!("{revision}:{path}")])?.into_bytes())
            }
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
        _ => Err(Failure::new(format!("{sink}"))),
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

fn git(arguments: &[&str]) -> Result<String, Failure> {
    Ok(String::from_utf8(git::output(Command::new("git").args(arguments))?)?)
}

fn stem(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.trim_end_matches(".json").to_owned()
}
