//! Finds the files of models: on paths that are given, or in an installed botocore. The only I/O of the importer.

use super::{Files, Input};
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};
use shapewright_spec::diagnostic::quoted;
use shapewright_spec::parse::Source;
use std::fmt;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// A model format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Smithy 2.0 in its JSON form.
    Smithy,
    /// The files of botocore.
    Botocore,
}

/// Why no model was found.
#[derive(Debug)]
pub struct NotFound(String);

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotFound {}

fn unreadable(path: &Path, error: &io::Error) -> NotFound {
    NotFound(format!("cannot read {}: {error}", path.display()))
}

/// The models that an argument names: a file, a folder, or a service of botocore.
///
/// # Errors
/// When there is none, or a file cannot be read.
pub fn models(argument: &str, from: Option<Format>, botocore: Option<&Path>) -> Result<Vec<Input>, NotFound> {
    let path = Path::new(argument);
    let is_path = from == Some(Format::Smithy) || argument.contains(['/', '\\']) || argument.ends_with(".json");
    if path.is_file() {
        return Ok(vec![file(path, from)?]);
    }
    // A folder that happens to be called like a service is not meant.
    if path.is_dir() && (is_path || holds_models(path)) {
        return folder(path, from);
    }
    if is_path {
        return Err(NotFound(format!("there is no file or folder {argument}")));
    }
    Ok(vec![service(&data(botocore)?, argument)?])
}

/// The names of all services in botocore's data.
///
/// # Errors
/// When the folder cannot be read.
pub fn services(data: &Path) -> Result<Vec<String>, NotFound> {
    let mut names = Vec::new();
    for path in entries(data)? {
        if path.is_dir() && newest(&path)?.is_some() {
            names.push(name_of(&path));
        }
    }
    Ok(names)
}

/// A service of botocore, in its newest version.
///
/// # Errors
/// When there is none of this name, or a file cannot be read.
pub fn service(data: &Path, name: &str) -> Result<Input, NotFound> {
    let path = data.join(name);
    match path.is_dir().then(|| newest(&path)).transpose()?.flatten() {
        Some(version) => version_folder(&version),
        None => {
            let names = services(data)?;
            let close = names.iter().max_by(|a, b| {
                let close = |candidate: &str| strsim::jaro_winkler(candidate, name);
                close(a).total_cmp(&close(b))
            });
            let meant = close.map_or(String::new(), |close| format!("; did you mean {}?", quoted(close)));
            Err(NotFound(format!(
                "botocore in {} has no service {}{meant}",
                data.display(),
                quoted(name)
            )))
        }
    }
}

/// What the model of a service of botocore says of the service itself: `metadata`. No more of the file is read.
///
/// # Errors
/// When there is none of this name, or the file cannot be read.
pub fn metadata(data: &Path, name: &str) -> Result<Map<String, Value>, NotFound> {
    let version = newest(&data.join(name))?;
    let service = version.and_then(|version| named(&version, "service-2.json"));
    let path = service.ok_or_else(|| NotFound(format!("{} has no service {}", data.display(), quoted(name))))?;
    let file = fs::File::open(&path).map_err(|error| unreadable(&path, &error))?;
    let reader: Box<dyn Read> = match path.extension().is_some_and(|ending| ending == "gz") {
        true => Box::new(flate2::read::GzDecoder::new(file)),
        false => Box::new(file),
    };
    let mut found = None;
    let read = serde_json::Deserializer::from_reader(BufReader::new(reader)).deserialize_map(Metadata(&mut found));
    match (found, read) {
        (Some(metadata), _) => Ok(metadata),
        (None, Err(error)) => Err(NotFound(format!("{}: {error}", path.display()))),
        (None, Ok(())) => Err(NotFound(format!("{} has no metadata", path.display()))),
    }
}

/// Takes `metadata` out of a model, and leaves the rest unread.
struct Metadata<'a>(&'a mut Option<Map<String, Value>>);

impl<'de> Visitor<'de> for Metadata<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a model of botocore")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "metadata" {
                *self.0 = Some(map.next_value()?);
                break;
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// The folder of botocore's data: in the folder that is given, or of the botocore that is installed.
///
/// # Errors
/// When there is none.
pub fn data(botocore: Option<&Path>) -> Result<PathBuf, NotFound> {
    let is_data = |path: &PathBuf| path.join("endpoints.json").is_file() || path.join("s3").is_dir();
    if let Some(given) = botocore {
        let inside = [given.to_owned(), given.join("data"), given.join("botocore/data")];
        let missing = || NotFound(format!("{} holds no data of botocore", given.display()));
        return inside.into_iter().find(is_data).ok_or_else(missing);
    }
    let asked = asked_python().into_iter();
    let mut installed = asked.chain(well_known()).map(|package| package.join("data"));
    installed.find(is_data).ok_or_else(|| {
        NotFound(
            "botocore is not installed: `pip install botocore`, or say where it is with `--botocore DIR`".to_owned(),
        )
    })
}

/// Where Python finds botocore.
fn asked_python() -> Option<PathBuf> {
    let script = "import botocore, os; print(os.path.dirname(botocore.__file__))";
    let output = Command::new("python3").args(["-c", script]).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(path.trim()))
}

/// Packages of Python environments around here, and of the AWS CLI.
fn well_known() -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = env::var_os("VIRTUAL_ENV").map(PathBuf::from).into_iter().collect();
    roots.extend(["target/clients-venv", ".venv", "/usr/local", "/usr"].map(PathBuf::from));
    roots.extend(env::var_os("HOME").map(|home| Path::new(&home).join(".local")));
    let mut found = Vec::new();
    for lib in roots.iter().map(|root| root.join("lib")) {
        for python in entries(&lib).unwrap_or_default() {
            if name_of(&python).starts_with("python") {
                found.push(python.join("site-packages/botocore"));
                found.push(python.join("dist-packages/botocore"));
            }
        }
    }
    found.push(PathBuf::from("/usr/local/aws-cli/v2/current/dist/awscli/botocore"));
    found
}

/// A folder: a service of botocore, one version of it, or models of Smithy.
fn folder(path: &Path, from: Option<Format>) -> Result<Vec<Input>, NotFound> {
    if from != Some(Format::Smithy) {
        if named(path, "service-2.json").is_some() {
            return Ok(vec![version_folder(path)?]);
        }
        if let Some(version) = newest(path)? {
            return Ok(vec![version_folder(&version)?]);
        }
    }
    let files = entries(path)?
        .into_iter()
        .filter(|path| name_of(path).ends_with(".json"));
    let models: Vec<Input> = files
        .map(|path| file(&path, Some(Format::Smithy)))
        .collect::<Result<_, _>>()?;
    match models.is_empty() {
        true => Err(NotFound(format!("{} holds no models", path.display()))),
        false => Ok(models),
    }
}

fn holds_models(path: &Path) -> bool {
    let holds_json = || entries(path).is_ok_and(|paths| paths.iter().any(|path| name_of(path).ends_with(".json")));
    newest(path).is_ok_and(|version| version.is_some()) || named(path, "service-2.json").is_some() || holds_json()
}

/// One file: a model of Smithy, or the `service-2.json` of a folder.
fn file(path: &Path, from: Option<Format>) -> Result<Input, NotFound> {
    let is_service = name_of(path).starts_with("service-2.json");
    match from {
        Some(Format::Botocore) => botocore(path),
        None if is_service => botocore(path),
        _ => Ok(Input::Smithy(Source::new(path.display().to_string(), text(path)?))),
    }
}

/// The newest version of a service: the last folder by name that has one.
fn newest(path: &Path) -> Result<Option<PathBuf>, NotFound> {
    let versions = entries(path)?
        .into_iter()
        .filter(|path| is_version(path) && named(path, "service-2.json").is_some());
    Ok(versions.max())
}

/// Whether a folder is called after a version, which is a date.
fn is_version(path: &Path) -> bool {
    name_of(path).starts_with(|c: char| c.is_ascii_digit()) && path.is_dir()
}

fn version_folder(path: &Path) -> Result<Input, NotFound> {
    let service =
        named(path, "service-2.json").ok_or_else(|| NotFound(format!("{} holds no service-2.json", path.display())))?;
    botocore(&service)
}

/// The files beside a `service-2.json`.
fn botocore(service: &Path) -> Result<Input, NotFound> {
    let folder = service.parent().unwrap_or(Path::new("."));
    let beside = |name: &str| named(folder, name).map(|path| text(&path)).transpose();
    let absolute = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = absolute
        .parent()
        .filter(|_| is_version(&absolute))
        .map(name_of)
        .filter(|name| !name.is_empty());
    Ok(Input::Botocore(Box::new(Files {
        path: service.display().to_string(),
        name,
        service: text(service)?,
        paginators: beside("paginators-1.json")?,
        waiters: beside("waiters-2.json")?,
        endpoint_rules: beside("endpoint-rule-set-1.json")?,
        service_extras: beside("service-2.sdk-extras.json")?,
        paginators_extras: beside("paginators-1.sdk-extras.json")?,
    })))
}

/// A file of this name in a folder, as it is or compressed.
fn named(folder: &Path, name: &str) -> Option<PathBuf> {
    let candidates = [folder.join(name), folder.join(format!("{name}.gz"))];
    candidates.into_iter().find(|path| path.is_file())
}

fn text(path: &Path) -> Result<String, NotFound> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    let mut text = String::new();
    let read = match bytes.starts_with(&[0x1f, 0x8b]) {
        true => flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text),
        false => bytes.as_slice().read_to_string(&mut text),
    };
    read.map_err(|error| unreadable(path, &error))?;
    Ok(text)
}

/// What lies in a folder, sorted.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, NotFound> {
    let entries = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut paths: Vec<PathBuf> = entries.map_err(|error| unreadable(folder, &error))?;
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
