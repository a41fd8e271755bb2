//! `cargo xtask codegen`: descriptions in, committed crates out.

use crate::{catalog, crates, failure::Failure, workspace};
use shapewright_codegen::{
    Artifact, Source,
    diagnostic::{Diagnostics, Severity},
    fs::{self, Change},
    load, packages,
};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

/// What to generate, from where and into where.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Write nothing; show what would change and fail if anything would.
    #[arg(long)]
    check: bool,
    /// Only this service.
    #[arg(long, value_name = "SERVICE")]
    only: Option<String>,
    /// The folder of the descriptions.
    #[arg(long, value_name = "DIR", default_value = "specs")]
    specs: PathBuf,
    /// The folder to write into.
    #[arg(long, value_name = "DIR", default_value = "generated")]
    out: PathBuf,
    /// The version of the runtime crates that a workspace of its own depends on. Else it depends on those beside this tool.
    #[arg(long, value_name = "VERSION")]
    runtime_version: Option<String>,
    /// Import every service of botocore and generate all that can be, into `--out`.
    #[arg(long, conflicts_with_all = ["check", "only", "specs"], requires = "out")]
    all: bool,
    /// The folder of botocore or of its data, for `--all`. Else that of the installed one is taken.
    #[arg(long, value_name = "DIR", requires = "all")]
    botocore: Option<PathBuf>,
}

impl Arguments {
    /// All services, from `specs/` into `generated/`.
    pub fn all() -> Self {
        Self {
            check: false,
            only: None,
            specs: "specs".into(),
            out: "generated".into(),
            runtime_version: None,
            all: false,
            botocore: None,
        }
    }

    /// The same, only checking.
    pub fn check() -> Self {
        Self {
            check: true,
            ..Self::all()
        }
    }

    /// All services of one folder into another.
    pub fn between(specs: PathBuf, out: PathBuf) -> Self {
        Self {
            specs,
            out,
            ..Self::all()
        }
    }
}

/// Generates, or checks that nothing would change.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let start = Instant::now();
    let workspace = workspace()?;
    if arguments.all {
        return everything(&workspace, arguments);
    }
    let out = workspace.join(&arguments.out);
    let generated = generate(&workspace, arguments)?;
    let changes = fs::changes(&out, &generated.owned, &generated.artifacts)?;
    if arguments.check {
        return report_drift(arguments, &changes);
    }
    fs::apply(&out, &changes)?;
    let removed = changes
        .iter()
        .filter(|change| matches!(change, Change::Remove { .. }))
        .count();
    println!(
        "{} services, {} files: {} written, {removed} removed, the rest as they were ({} ms)",
        generated.services,
        generated.artifacts.len(),
        changes.len() - removed,
        start.elapsed().as_millis(),
    );
    Ok(())
}

/// Every service of botocore: descriptions into `specs` of the folder, and crates beside it.
fn everything(workspace: &Path, arguments: &Arguments) -> Result<(), Failure> {
    let out = workspace.join(&arguments.out);
    if out.starts_with(workspace.join("generated")) {
        return Err(Failure::new(
            "error: `--all` writes a workspace of its own; name its folder with `--out`",
        ));
    }
    let runtime = arguments.runtime_version.as_deref();
    let top: Vec<Artifact> = crates::manifest(&out, runtime)?
        .into_iter()
        .chain([crates::rustfmt()])
        .collect();
    fs::apply(&out, &fs::changes(&out, &[], &top)?)?;
    let outcomes = catalog::walk(arguments.botocore.as_deref(), &catalog::Output::crates(&out))?;
    println!("{}", catalog::summary(&outcomes));
    Ok(())
}

struct Generated {
    services: usize,
    artifacts: Vec<Artifact>,
    /// The folders that hold nothing but artifacts.
    owned: Vec<String>,
}

fn generate(workspace: &Path, arguments: &Arguments) -> Result<Generated, Failure> {
    let specs = workspace.join(&arguments.specs);
    let mut sink = Diagnostics::default();
    let mut artifacts = vec![crates::rustfmt()];
    artifacts.extend(crates::manifest(
        &workspace.join(&arguments.out),
        arguments.runtime_version.as_deref(),
    )?);
    let mut owned = Vec::new();
    let mut known = Vec::new();
    for path in fs::descriptions(&specs)? {
        let shown = path
            .strip_prefix(workspace)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace('\\', "/");
        let Some(source) = Source::from_bytes(shown, fs::read(&path)?, &mut sink) else {
            continue;
        };
        let Some(ir) = load(&source, &mut sink) else { continue };
        known.push(ir.service.name.clone());
        if arguments.only.as_ref().is_some_and(|only| *only != ir.service.name) {
            continue;
        }
        owned.push(ir.service.name.clone());
        artifacts.extend(packages(&ir));
    }
    if !sink.is_empty() {
        eprintln!("{sink}");
    }
    if sink.iter().any(|found| found.severity == Severity::Error) {
        return Err(Failure::new("nothing was written, because descriptions have errors"));
    }
    if let Some(only) = arguments.only.as_ref().filter(|_| owned.is_empty()) {
        let known = known.join(", ");
        return Err(Failure::new(format!(
            "error: no description is of the service `{only}`; there are {known}"
        )));
    }
    let services = owned.len();
    if arguments.only.is_none() {
        // Folders of services whose description is gone go too.
        owned.extend(folders(&workspace.join(&arguments.out))?);
    }
    Ok(Generated {
        services,
        artifacts,
        owned,
    })
}

fn folders(path: &Path) -> Result<Vec<String>, Failure> {
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

fn report_drift(arguments: &Arguments, changes: &[Change]) -> Result<(), Failure> {
    if changes.is_empty() {
        println!("{} is as the descriptions say", arguments.out.display());
        return Ok(());
    }
    for change in changes {
        match change {
            Change::Write { path, old, new } => {
                let old = old.as_deref().unwrap_or_default();
                let diff = similar::TextDiff::from_lines(old, new);
                println!("{}", diff.unified_diff().header(path, path));
            }
            Change::Remove { path } => println!("no description makes {path} any more\n"),
        }
    }
    let mut command = "cargo xtask codegen".to_owned();
    if let Some(only) = &arguments.only {
        command.push_str(&format!(" --only {only}"));
    }
    Err(Failure::new(format!(
        "error: {} files are not as the descriptions say; `{command}` mends that",
        changes.len()
    )))
}
