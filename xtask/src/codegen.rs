//! `cargo xtask codegen`: descriptions in, committed crates out.

use crate::{catalog, crates, failure::Failure, words::count, workspace};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use shapewright_codegen::{
    Artifact, CrateKind,
    fs::{self, Change},
    package,
};
use shapewright_ir::{Ir, load, load_only};
use shapewright_spec::{
    diagnostic::{Diagnostics, Severity},
    parse::Source,
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
    /// Of that service only these operations, and what they need.
    #[arg(long, value_name = "NAME", value_delimiter = ',', requires = "only")]
    operations: Vec<String>,
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
            operations: Vec::new(),
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
        "{}, {} files: {} written, {removed} removed, the rest as they were ({} ms)",
        count(generated.services, "service"),
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
    let top = top(&out, arguments.runtime_version.as_deref())?;
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
    let out = resolved(&workspace.join(&arguments.out))?;
    let mut sink = Diagnostics::default();
    let sources = sources(&workspace.join(&arguments.specs), &out, &mut sink)?;
    let irs = sources.iter().filter_map(|source| wanted(arguments, source, &mut sink));
    let irs: Vec<Ir> = irs.collect();
    fail_on_errors(&sink, "nothing was written")?;
    let only = arguments.only.as_ref();
    let chosen: Vec<&Ir> = irs
        .iter()
        .filter(|ir| only.is_none_or(|only| *only == ir.service.name))
        .collect();
    let mut owned: Vec<String> = chosen.iter().map(|ir| ir.service.name.clone()).collect();
    if let Some(only) = only.filter(|_| owned.is_empty()) {
        let known: Vec<&str> = irs.iter().map(|ir| ir.service.name.as_str()).collect();
        return Err(Failure::new(format!(
            "error: no description is of the service `{only}`; there are {}",
            known.join(", ")
        )));
    }
    let services = owned.len();
    let kinds = CrateKind::ALL.into_par_iter();
    let packages = |ir| kinds.clone().flat_map_iter(move |kind| package(ir, kind));
    let packages: Vec<Artifact> = chosen.into_par_iter().flat_map(packages).collect();
    let mut artifacts = top(&out, arguments.runtime_version.as_deref())?;
    artifacts.extend(packages);
    if only.is_none() {
        // Folders of services whose description is gone go too.
        owned.extend(folders(&out)?);
    }
    Ok(Generated {
        services,
        artifacts,
        owned,
    })
}

/// The descriptions of a folder. Those that are no text are told to the sink.
pub fn sources(specs: &Path, out: &Path, sink: &mut Diagnostics) -> Result<Vec<Source>, Failure> {
    let from = shown_from(specs, out)?;
    let mut sources = Vec::new();
    for path in fs::descriptions(&resolved(specs)?)? {
        sources.extend(Source::from_bytes(shown(&from, &path), fs::read(&path)?, sink));
    }
    Ok(sources)
}

/// The folder from which on paths of descriptions are shown, in messages and in the heads of generated files: the workspace,
/// or what descriptions outside of it have in common with their crates. So no generated file tells where a repository lies.
pub fn shown_from(specs: &Path, out: &Path) -> Result<PathBuf, Failure> {
    let (specs, out, workspace) = (resolved(specs)?, resolved(out)?, resolved(&workspace()?)?);
    let from = match specs.starts_with(&workspace) {
        true => Some(workspace.as_path()),
        false => specs.ancestors().find(|folder| out.starts_with(folder)),
    };
    Ok(from.unwrap_or(Path::new("")).to_owned())
}

/// A path as it is shown, from such a folder on.
pub fn shown(from: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(from).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}

/// The path without links and `..`, also where its end is not there yet.
pub fn resolved(path: &Path) -> std::io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    match path.ancestors().find(|folder| folder.exists()) {
        Some(there) => Ok(there
            .canonicalize()?
            .join(path.strip_prefix(there).unwrap_or(Path::new("")))),
        None => Ok(path),
    }
}

/// What the output folder has beside the crates of services.
pub fn top(out: &Path, runtime_version: Option<&str>) -> Result<Vec<Artifact>, Failure> {
    let manifest = crates::manifest(out, runtime_version)?;
    Ok(manifest.into_iter().chain([crates::rustfmt()]).collect())
}

/// Says what was found in descriptions, and fails if there is an error, with what comes of that.
pub fn fail_on_errors(sink: &Diagnostics, consequence: &str) -> Result<(), Failure> {
    if !sink.is_empty() {
        eprintln!("{sink}");
    }
    match sink.iter().any(|found| found.severity == Severity::Error) {
        true => Err(Failure::new(format!("{consequence}, because descriptions have errors"))),
        false => Ok(()),
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
        if entry.path().join("model/Cargo.toml").is_file() {
            names.push(name);
        }
    }
    Ok(names)
}

/// What is to be generated from a description: of the service that `--operations` is about those operations.
fn wanted(arguments: &Arguments, source: &Source, sink: &mut Diagnostics) -> Option<Ir> {
    let ir = load(source, sink)?;
    if arguments.operations.is_empty() || arguments.only.as_ref() != Some(&ir.service.name) {
        return Some(ir);
    }
    // Which service it is has just been found out, and what there is to warn of has been said.
    let mut found = Diagnostics::new();
    let selected = load_only(source, &arguments.operations, &mut found);
    found
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .for_each(|error| sink.push(error.clone()));
    selected
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
    if !arguments.operations.is_empty() {
        command.push_str(&format!(" --operations {}", arguments.operations.join(",")));
    }
    Err(Failure::new(format!(
        "error: {} files are not as the descriptions say; `{command}` mends that",
        changes.len()
    )))
}
