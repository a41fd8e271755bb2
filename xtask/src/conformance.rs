//! `cargo xtask conformance`: the protocols' public suites, on crates that are generated for them.

use crate::{crates, failure::Failure, workspace};
use shapewright_codegen::{
    Artifact, Source,
    diagnostic::{Diagnostics, Severity},
    fs::{self, Change},
    import::{self, Options, find},
    ir::{Ir, Kind},
    load, packages,
};
use std::{
    env,
    fmt::Write,
    path::{Path, PathBuf},
    process::Command,
};

/// The protocols that there are codecs for.
const PROTOCOLS: [&str; 3] = ["awsJson1_0", "awsJson1_1", "restJson1"];

/// Which suites to run.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of the suites, with `smithy/models` and `smithy/cases`.
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
    /// All suites, from where they lie by default.
    pub fn all() -> Self {
        Self {
            vectors: "../shared/protocol-tests".into(),
            protocol: None,
            verbose: false,
            require: false,
        }
    }
}

/// Imports the suites' services, generates their crates, and runs every case on them.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let workspace = workspace()?;
    let vectors = workspace.join(&arguments.vectors);
    let (models, cases) = (vectors.join("smithy/models"), vectors.join("smithy/cases"));
    if let Some(missing) = [&models, &cases].into_iter().find(|folder| !folder.is_dir()) {
        let message = format!(
            "{} is not here (`--vectors DIR` names the suites' folder)",
            missing.display()
        );
        if arguments.require {
            return Err(Failure::new(format!("error: {message}")));
        }
        println!("\nSKIPPED: conformance, because {message}");
        return Ok(());
    }
    let folder = workspace.join("target/conformance");
    let suites = suites(&models)?;
    generate(&workspace, &folder, &suites)?;
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder.join("runner")).args(["run", "--quiet"]);
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from);
    command.arg("--target-dir").arg(target).arg("--");
    // The public suites have no wrong requests for awsJson: those are ours.
    for folder in [cases, workspace.join("tests/conformance/cases")] {
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

/// A test service: its name in the cases, and what is generated of it.
struct Suite {
    name: String,
    ir: Ir,
}

/// Imports the models of all protocols that there are codecs for. A file is called `<protocol>.<service>.json`.
fn suites(models: &Path) -> Result<Vec<Suite>, Failure> {
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
                ir: ir(&path)?,
            });
        }
    }
    Ok(suites)
}

fn ir(path: &Path) -> Result<Ir, Failure> {
    let mut sink = Diagnostics::new();
    let models = find::models(&path.to_string_lossy(), Some(find::Format::Smithy), None)?;
    let options = Options {
        without_event_streams: true,
        ..Options::default()
    };
    let ir = import::import(&models, &options, &mut sink).and_then(|imported| {
        let source = Source::new(format!("specs/{}.json", imported.spec.service.name), imported.text);
        load(&source, &mut sink)
    });
    ir.ok_or_else(|| {
        let errors = sink.iter().filter(|found| found.severity == Severity::Error);
        let said: Vec<String> = errors.map(ToString::to_string).collect();
        Failure::new(format!(
            "{}\nerror: {} gives no crates",
            said.join("\n"),
            path.display()
        ))
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
        artifact("Cargo.toml", manifest(workspace, suites)),
        artifact("src/main.rs", program(suites)),
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

/// The manifest of the program that runs the cases.
fn manifest(workspace: &Path, suites: &[Suite]) -> String {
    let path = |path: PathBuf| serde_json::Value::from(path.to_string_lossy().as_ref());
    let library = path(workspace.join("tests/conformance"));
    let mut text = format!(
        "# Written by `cargo xtask conformance`.\n[workspace]\n\n\
         [package]\nname = \"conformance-runner\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n\
         [dependencies]\nshapewright-conformance = {{ path = {library} }}\n"
    );
    for suite in suites {
        let name = &suite.ir.service.name;
        for kind in ["model", "client", "mock"] {
            let path = path(PathBuf::from("../crates").join(name).join(kind));
            let _ = writeln!(text, "{name}-{kind} = {{ path = {path}, default-features = false }}");
        }
    }
    text
}

/// The program: the operations and errors of all suites, each with its types.
fn program(suites: &[Suite]) -> String {
    let mut text = String::from(
        "//! Written by `cargo xtask conformance`.\n#![allow(deprecated)]\n\n\
         use shapewright_conformance::{Suite, Typed, run};\n\n\
         fn main() -> std::process::ExitCode {\n    run(&[\n",
    );
    for Suite { name, ir } in suites {
        let krate = ir.service.name.replace('-', "_");
        let _ = writeln!(
            text,
            "        Suite {{\n            name: {name:?},\n            service: &{krate}_model::operations::SERVICE,\n            \
             handler: || {krate}_mock::handler({krate}_mock::Defaults),\n            operations: vec!["
        );
        for operation in &ir.operations {
            let (shape, error) = (&operation.type_name, &operation.error_name);
            let _ = writeln!(
                text,
                "                Typed::<{krate}_model::operations::{shape}, {krate}_client::errors::{error}>::bound(),"
            );
        }
        text.push_str("            ],\n            errors: vec![\n");
        for shape in &ir.shapes {
            if let Kind::Structure(structure) = &shape.kind
                && structure.error.is_some()
            {
                let shape = &structure.type_name;
                let _ = writeln!(
                    text,
                    "                || Box::new({krate}_model::types::{shape}::default()),"
                );
            }
        }
        text.push_str("            ],\n        },\n");
    }
    text.push_str("    ])\n}\n");
    text
}
