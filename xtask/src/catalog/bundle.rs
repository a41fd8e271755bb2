//! `cargo xtask catalog bundle`: the descriptions of all services of the pinned botocore, in the file that the catalogue embeds.

use crate::{failure::Failure, workspace};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde_json::Value;
use shapewright_catalog::CatalogService;
use shapewright_import::{self as import, Imported, Options, find};
use shapewright_spec::diagnostic::Diagnostics;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What to write.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Write nothing, and fail where the file is out of date.
    #[arg(long)]
    check: bool,
    /// The folder of botocore or of its data. Else that of the installed one is taken. It must have the pinned version.
    #[arg(long, value_name = "DIR")]
    botocore: Option<PathBuf>,
}

/// The file that the catalogue embeds.
const FILE: &str = "mock/catalog/data/services.bin";

/// Writes or checks the file.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let workspace = workspace()?;
    let data = find::data(arguments.botocore.as_deref())?;
    let version = pinned(&workspace)?;
    check_version(&data, &version)?;
    let names = find::services(&data)?;
    let services: Vec<(CatalogService, String)> = names
        .par_iter()
        .map(|name| one(&data, name))
        .collect::<Result<_, Failure>>()?;
    let bytes = shapewright_catalog::write(&format!("botocore {version}"), &services)?;
    let path = workspace.join(FILE);
    let text: usize = services.iter().map(|(_, text)| text.len()).sum();
    let said = format!(
        "{} services of botocore {version}: {:.1} MB of JSON, {:.2} MB compressed",
        services.len(),
        text as f64 / 1e6,
        bytes.len() as f64 / 1e6
    );
    let is_current = fs::read(&path).is_ok_and(|there| there == bytes);
    if arguments.check && !is_current {
        return Err(Failure::new(format!(
            "error: {FILE} is out of date ({said}); run `cargo xtask catalog bundle`"
        )));
    }
    if !is_current {
        fs::write(&path, bytes)?;
    }
    println!("{FILE}: {said}");
    Ok(())
}

/// The version of botocore that the tests of other languages' clients have too.
fn pinned(workspace: &Path) -> Result<String, Failure> {
    let requirements = fs::read_to_string(workspace.join("tests/clients/requirements.txt"))?;
    let boto3 = requirements.lines().find_map(|line| line.strip_prefix("boto3=="));
    // The two are released together, under one version.
    boto3
        .map(|version| version.trim().to_owned())
        .ok_or_else(|| Failure::new("error: tests/clients/requirements.txt pins no boto3"))
}

fn check_version(data: &Path, version: &str) -> Result<(), Failure> {
    let package = data.parent().unwrap_or(data).join("__init__.py");
    let text = fs::read_to_string(&package).unwrap_or_default();
    match text.contains(&format!("__version__ = '{version}'")) {
        true => Ok(()),
        false => Err(Failure::new(format!(
            "error: {} is not botocore {version}; `pip install botocore=={version}`, or name one by `--botocore DIR`",
            data.display()
        ))),
    }
}

fn one(data: &Path, name: &str) -> Result<(CatalogService, String), Failure> {
    let mut sink = Diagnostics::new();
    let options = Options {
        without_event_streams: true,
        ..Options::default()
    };
    let Imported { spec, .. } = import::import(&[find::service(data, name)?], &options, &mut sink)
        .ok_or_else(|| Failure::new(format!("error: {name} could not be imported\n{sink}")))?;
    let service = CatalogService {
        name: spec.service.name.clone(),
        id: spec.service.id.clone(),
        version: spec.service.version.clone(),
        protocols: spec.service.protocol.iter().map(|protocol| protocol.name().to_owned()).collect(),
        target_prefix: spec.service.target_prefix.clone().unwrap_or_default(),
        signing_name: spec.service.signing.name.clone(),
        endpoint_prefix: spec.service.endpoint.prefix.clone(),
    };
    let mut value = serde_json::to_value(&spec)?;
    without_prose(&mut value, 0);
    Ok((service, value.to_string()))
}

/// Removes what only people read. `depth` is 0 for the description, 1 for a section of it, 2 for an operation, a shape, a
/// resource; what is deeper lies in these.
fn without_prose(value: &mut Value, depth: usize) {
    let Value::Object(object) = value else { return };
    if depth == 0 {
        // Nobody waits for a mock's records at its side.
        object.remove("waiters");
        if let Some(Value::Object(service)) = object.get_mut("service") {
            service.remove("docs");
        }
    }
    if depth > 1 {
        object.remove("docs");
        object.remove("deprecated");
    }
    match depth {
        0 => {
            for section in ["operations", "shapes", "resources"] {
                if let Some(section) = object.get_mut(section) {
                    without_prose(section, 1);
                }
            }
        }
        1 => object.values_mut().for_each(|named| without_prose(named, 2)),
        _ => {
            for part in ["members", "values"] {
                if let Some(Value::Object(parts)) = object.get_mut(part) {
                    parts.values_mut().for_each(|part| without_prose(part, 3));
                }
            }
            for part in ["member", "key", "value"] {
                if let Some(part) = object.get_mut(part) {
                    without_prose(part, 3);
                }
            }
        }
    }
}
