//! `cargo xtask conformance`: the protocols' public suites, on crates that are generated for them; and properties of every
//! shape, of theirs and of the services that are described here.

mod botocore;
mod runner;

use crate::{crates, failure::Failure, workspace};
use shapewright_codegen::{
    Artifact, Source,
    diagnostic::{Diagnostics, Severity},
    fs::{self, Change},
    import::{self, Input, Options, find},
    ir::Ir,
    load, packages,
};
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// The protocols that there are codecs for.
const PROTOCOLS: [&str; 3] = ["awsJson1_0", "awsJson1_1", "restJson1"];

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
    let mut cases = Vec::new();
    match vectors(&workspace.join(&arguments.vectors)) {
        Ok(vectors) => {
            suites.extend(imported(&vectors.models)?);
            let from_botocore = botocore::read(&vectors.botocore)?;
            suites.extend(from_botocore.services);
            let written = folder.join("cases");
            apply(&written, &[], &[artifact("botocore.jsonl", from_botocore.cases)])?;
            // The public suites have no wrong requests for awsJson: those are ours.
            cases.extend([vectors.cases, written, workspace.join("tests/conformance/cases")]);
        }
        Err(message) if arguments.require => return Err(Failure::new(format!("error: {message}"))),
        Err(message) => println!("\nSKIPPED: the protocols' suites, because {message}"),
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
        false => Err(Failure::new("error: conformance failed; `--verbose` shows how")),
    }
}

/// Where the public suites lie.
struct Vectors {
    models: PathBuf,
    cases: PathBuf,
    botocore: PathBuf,
}

/// The parts of a folder of suites. The error says what is not there.
fn vectors(folder: &Path) -> Result<Vectors, String> {
    let vectors = Vectors {
        models: folder.join("smithy/models"),
        cases: folder.join("smithy/cases"),
        botocore: folder.join("botocore"),
    };
    let folders = [&vectors.models, &vectors.cases, &vectors.botocore];
    if let Some(missing) = folders.into_iter().find(|folder| !folder.is_dir()) {
        let missing = missing.display();
        return Err(format!(
            "{missing} is not here (`--vectors DIR` names the suites' folder)"
        ));
    }
    Ok(vectors)
}

/// A test service: its name in the cases, and what is generated of it.
struct Suite {
    name: String,
    ir: Ir,
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
            && PROTOCOLS.contains(&protocol)
        {
            suites.push(Suite {
                name: name.to_owned(),
                ir: ir(
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

fn ir(from: &str, models: &[Input]) -> Result<Ir, Failure> {
    let mut sink = Diagnostics::new();
    let options = Options {
        without_event_streams: true,
        ..Options::default()
    };
    let ir = import::import(models, &options, &mut sink).and_then(|imported| {
        let source = Source::new(format!("specs/{}.json", imported.spec.service.name), imported.text);
        load(&source, &mut sink)
    });
    checked(ir, &sink, from)
}

fn checked(ir: Option<Ir>, sink: &Diagnostics, from: &str) -> Result<Ir, Failure> {
    ir.ok_or_else(|| {
        let errors = sink.iter().filter(|found| found.severity == Severity::Error);
        let said: Vec<String> = errors.map(ToString::to_string).collect();
        Failure::new(format!("{}\nerror: {from} gives no crates", said.join("\n")))
    })
}

/// Writes the crates of all suites, and beside them the program that runs cases on them.
fn generate(workspace: &Path, folder: &Path, suites: &[Suite]) -> Result<(), Failure> {
    let crates = folder.join("crates");
    let mut artifacts: Vec<Artifact> = crates::manifest(&crates, None)?.into_iter().collect();
    artifacts.push(crates::rustfmt());
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
    let changes: Vec<Change> = fs::changes(folder, owned, artifacts)?;
    fs::apply(folder, &changes)?;
    Ok(())
}
