//! `cargo xtask conformance`: the protocols' public suites, on crates that are generated for them; and properties of every
//! shape, of theirs and of the services that are described here.

mod botocore;
mod runner;
mod suite;

use crate::{crates, failure::Failure, workspace};
use shapewright_codegen::{
    Artifact,
    fs::{self, Change},
    packages,
};
use shapewright_import::find;
use shapewright_ir::load;
use shapewright_spec::{diagnostic::Diagnostics, parse::Source};
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};
use suite::{PROTOCOLS, Suite, checked, imported_ir};

/// Which suites to run.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of the suites, with `smithy/models` and `smithy/cases`, `botocore/input` and `botocore/output`.
    #[arg(long, value_name = "DIR", default_value = "../shared/protocol-tests")]
    vectors: PathBuf,
    /// Only this protocol.
    #[arg(long, value_name = "PROTOCOL", value_parser = PROTOCOLS)]
    protocol: Option<String>,
    /// Show each failure, with what was expected and what came.
    #[arg(long)]
    verbose: bool,
    /// Fail where the suites are not there, instead of saying that they are skipped.
    #[arg(long)]
    require: bool,
}

impl Arguments {
    /// All suites, from where they lie by default. `require`: it is an error when they do not.
    pub fn all(require: bool) -> Self {
        Self {
            vectors: "../shared/protocol-tests".into(),
            protocol: None,
            verbose: false,
            require,
        }
    }
}

/// Imports the suites' services, generates their crates, and runs every case on them.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let workspace = workspace()?;
    let folder = workspace.join("target/conformance");
    let mut suites = described(&workspace)?;
    let vectors = workspace.join(&arguments.vectors);
    let (smithy, botocore) = (vectors.join("smithy"), vectors.join("botocore"));
    let mut cases = Vec::new();
    if is_there(&smithy, arguments.require)? {
        suites.extend(imported(&smithy.join("models"))?);
        // The public suites have no wrong requests for awsJson, among others: those are ours, for the same services.
        cases.extend([smithy.join("cases"), workspace.join("tests/conformance/cases")]);
    }
    if is_there(&botocore, arguments.require)? {
        let from_botocore = botocore::read(&botocore)?;
        suites.extend(from_botocore.services);
        let written = folder.join("cases");
        apply(&written, &[], &[artifact("botocore.jsonl", from_botocore.cases)])?;
        cases.push(written);
    }
    generate(&workspace, &folder, &suites)?;
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder.join("runner")).args(["run", "--quiet"]);
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from);
    command.arg("--target-dir").arg(target).arg("--");
    for folder in cases {
        command.arg("--cases").arg(folder);
    }
    command
        .arg("--expected")
        .arg(workspace.join("tests/conformance/expected-failures.txt"));
    if let Some(protocol) = &arguments.protocol {
        command.args(["--protocol", protocol]);
    }
    if arguments.verbose {
        command.arg("--verbose");
    }
    match command.status()?.success() {
        true => Ok(()),
        false => Err(Failure::finding("error: conformance failed; `--verbose` shows how")),
    }
}

/// Whether the folder of a suite is there. Says so where it is not, or fails where it is required.
fn is_there(suite: &Path, require: bool) -> Result<bool, Failure> {
    let is_there = suite.is_dir();
    if !is_there {
        let message = format!(
            "{} is not here (`--vectors DIR` names the suites' folder)",
            suite.display()
        );
        if require {
            return Err(Failure::new(format!("error: {message}")));
        }
        println!("\nSKIPPED: a suite of the protocols, because {message}");
    }
    Ok(is_there)
}

/// Imports the models of all protocols that there are codecs for. A file is called `<protocol>.<service>.json`.
fn imported(models: &Path) -> Result<Vec<Suite>, Failure> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(models)? {
        paths.push(entry?.path());
    }
    paths.sort();
    let mut suites = Vec::new();
    for path in paths {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if let Some((protocol, name)) = stem.split_once('.')
            // The services of protocols beside AWS's own traits are in files of their own.
            && PROTOCOLS.contains(&protocol.trim_end_matches("-aws"))
        {
            suites.push(Suite {
                name: name.to_owned(),
                ir: imported_ir(
                    &path.to_string_lossy(),
                    &find::models(&path.to_string_lossy(), Some(find::Format::Smithy), None)?,
                )?,
            });
        }
    }
    Ok(suites)
}

/// The services that are described in this workspace: there are no cases for them, but properties.
fn described(workspace: &Path) -> Result<Vec<Suite>, Failure> {
    let mut suites = Vec::new();
    for path in fs::descriptions(&workspace.join("specs"))? {
        let mut sink = Diagnostics::new();
        let source = Source::new(path.display().to_string(), std::fs::read_to_string(&path)?);
        let ir = checked(load(&source, &mut sink), &sink, &source.path)?;
        suites.push(Suite {
            name: ir.service.id.clone(),
            ir,
        });
    }
    Ok(suites)
}

/// Writes the crates of all suites, and beside them the program that runs cases on them.
fn generate(workspace: &Path, folder: &Path, suites: &[Suite]) -> Result<(), Failure> {
    let crates = folder.join("crates");
    let mut artifacts = crates::of(&crates, None)?.top;
    let mut owned = Vec::new();
    for suite in suites {
        owned.push(suite.ir.service.name.clone());
        artifacts.extend(packages(&suite.ir));
    }
    apply(&crates, &owned, &artifacts)?;
    let runner = [
        artifact("Cargo.toml", runner::manifest(workspace, suites)),
        artifact("src/main.rs", runner::program(suites)),
        // The versions that everything else is tested with.
        artifact("Cargo.lock", std::fs::read_to_string(workspace.join("Cargo.lock"))?),
    ];
    apply(&folder.join("runner"), &[], &runner)
}

fn artifact(path: &str, text: String) -> Artifact {
    Artifact {
        path: path.to_owned(),
        text,
    }
}

fn apply(folder: &Path, owned: &[String], artifacts: &[Artifact]) -> Result<(), Failure> {
    // The folder is under `target`, and all its own.
    let changes: Vec<Change> = fs::changes(folder, owned, artifacts, |_| true)?;
    fs::apply(folder, &changes)?;
    Ok(())
}
