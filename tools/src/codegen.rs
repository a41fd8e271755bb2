//! `cargo xtask codegen`: descriptions in, committed crates out.

use crate::{crates, failure::Failure, workspace};
use shapewright_cli::{
    catalog,
    generate::{Format, Request, refuse_foreign_descriptions, run_request},
};
use shapewright_codegen::fs;
use std::path::{Path, PathBuf};

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
    /// The version of the runtime crates that a workspace of its own depends on. Without it, on those in this repository.
    #[arg(long, value_name = "VERSION")]
    runtime_version: Option<String>,
    /// Import every service of botocore and generate all that can be generated, into `--out`.
    #[arg(long, conflicts_with_all = ["check", "only", "specs"], requires = "out")]
    all: bool,
    /// The folder of botocore or of its data, for `--all`. Without it, that of the botocore that Python has installed.
    #[arg(long, value_name = "DIR", requires = "all")]
    botocore: Option<PathBuf>,
}

impl Arguments {
    /// All services, from `specs/` into `generated/`.
    fn all() -> Self {
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
    let workspace = workspace()?;
    let out = workspace.join(&arguments.out);
    if arguments.all {
        return everything(&workspace, &out, arguments);
    }
    let request = Request {
        files: fs::descriptions(&workspace.join(&arguments.specs))?,
        workspace: crates::of(&out, arguments.runtime_version.as_deref())?,
        root: Some(workspace),
        out,
        shown: arguments.out.display().to_string(),
        only: arguments.only.clone(),
        operations: arguments.operations.clone(),
        removes_others: true,
        command: command(arguments),
    };
    run_request(&request, arguments.check, Format::Text)
}

/// Every service of botocore: descriptions into `specs` of the folder, and crates beside it.
fn everything(workspace: &Path, out: &Path, arguments: &Arguments) -> Result<(), Failure> {
    if out.starts_with(workspace.join("generated")) {
        return Err(Failure::new(
            "error: `--all` writes a workspace of its own; name its folder with `--out`",
        ));
    }
    let crates = crates::of(out, arguments.runtime_version.as_deref())?;
    let changes = fs::changes(out, &[], &crates.top, fs::is_generated)?;
    refuse_foreign_descriptions(out, &out.join("specs"))?;
    fs::apply(out, &changes)?;
    let outcomes = catalog::walk(
        arguments.botocore.as_deref(),
        &catalog::Output::crates(out, crates.packaging),
    )?;
    println!("{}", catalog::summary(&outcomes));
    Ok(())
}

/// The command that brings the crates up to date.
fn command(arguments: &Arguments) -> String {
    let mut command = "cargo xtask codegen".to_owned();
    if arguments.specs != *"specs" {
        command.push_str(&format!(" --specs {}", arguments.specs.display()));
    }
    if arguments.out != *"generated" {
        command.push_str(&format!(" --out {}", arguments.out.display()));
    }
    if let Some(version) = &arguments.runtime_version {
        command.push_str(&format!(" --runtime-version {version}"));
    }
    if let Some(only) = &arguments.only {
        command.push_str(&format!(" --only {only}"));
    }
    if !arguments.operations.is_empty() {
        command.push_str(&format!(" --operations {}", arguments.operations.join(",")));
    }
    command
}
