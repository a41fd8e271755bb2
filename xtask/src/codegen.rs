//! `cargo xtask codegen`: descriptions in, committed crates out.

use crate::{
    catalog, crates,
    descriptions::{fail_on_errors, sources},
    failure::Failure,
    paths::resolved,
    words::count,
    workspace,
};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use shapewright_codegen::{
    Artifact, CrateKind,
    fs::{self, Change},
    package,
};
use shapewright_ir::{Ir, check_services, load, load_only};
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
    let Generated { owned, artifacts, .. } = &generated;
    let changes = fs::changes(&out, owned, artifacts, fs::is_generated)?;
    if arguments.check {
        let foreign = fs::foreign(&out, owned, artifacts, fs::is_generated)?;
        return report_drift(arguments, &changes, &foreign);
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
    let top = crates::top(&out, arguments.runtime_version.as_deref())?;
    let changes = fs::changes(&out, &[], &top, fs::is_generated)?;
    let specs = out.join("specs");
    if !out.join("Cargo.toml").exists() && specs.is_dir() && !fs::descriptions(&specs)?.is_empty() {
        // Descriptions carry no header, so that of the workspace tells whose they are.
        return Err(Failure::new(format!(
            "error: cannot replace the descriptions in {}: this command did not write them; move them, or name another folder \
             with `--out`",
            specs.display()
        )));
    }
    fs::apply(&out, &changes)?;
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
    if sources.is_empty() && sink.is_empty() {
        // Else the crates of all services would be removed, as those of services whose description is gone.
        return Err(Failure::new(format!(
            "error: {} has no description: a description is a file whose name ends in `.json`; nothing was changed",
            arguments.specs.display()
        )));
    }
    let irs = sources.iter().filter_map(|source| wanted(arguments, source, &mut sink));
    let irs: Vec<Ir> = irs.collect();
    check_services(&irs, &mut sink);
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
    let mut artifacts = crates::top(&out, arguments.runtime_version.as_deref())?;
    artifacts.extend(packages);
    if only.is_none() {
        // Folders of services whose description is gone go too.
        owned.extend(crates::folders(&out)?);
    }
    Ok(Generated {
        services,
        artifacts,
        owned,
    })
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

fn report_drift(arguments: &Arguments, changes: &[Change], foreign: &[String]) -> Result<(), Failure> {
    if let Some(first) = foreign.first() {
        return Err(Failure::new(format!(
            "error: {} in {} were not generated, and should be elsewhere: {first}{}",
            count(foreign.len(), "file"),
            arguments.out.display(),
            if foreign.len() > 1 { " and others" } else { "" },
        )));
    }
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
        "error: {} files are not as the descriptions say; run `{command}` to fix that",
        changes.len()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weather_into(out: &Path) -> Arguments {
        Arguments::between("tests/consumer/specs".into(), out.to_owned())
    }

    /// All files of a folder with their texts.
    fn files(folder: &Path) -> Vec<(PathBuf, String)> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files.extend(self::files(&path));
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
        files.sort();
        files
    }

    #[test]
    fn nothing_is_written_where_a_file_of_another_is_in_the_way() {
        for (path, text) in [
            ("Cargo.toml", "[workspace]\n"),
            ("rustfmt.toml", "max_width = 80\n"),
            ("weather/client/src/lib.rs", "//! Mine.\n"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let mine = folder.path().join(path);
            fs::write(&mine, text).unwrap();
            let before = files(folder.path());
            let refused = run(&weather_into(folder.path())).unwrap_err().to_string();
            assert!(refused.contains(&mine.display().to_string()), "{refused}");
            assert_eq!(files(folder.path()), before);
        }
    }

    /// Refuses to generate from a folder of these descriptions, and leaves the crates that are there as they are.
    fn refused(descriptions: &[(&str, &str)]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let (specs, out) = (folder.path().join("specs"), folder.path().join("out"));
        run(&weather_into(&out)).unwrap();
        let before = files(&out);
        std::fs::create_dir(&specs).unwrap();
        for (name, text) in descriptions {
            fs::write(&specs.join(name), text).unwrap();
        }
        let message = run(&Arguments::between(specs, out.clone())).unwrap_err().to_string();
        assert_eq!(files(&out), before);
        message
    }

    #[test]
    fn a_folder_without_descriptions_removes_nothing() {
        for descriptions in [&[][..], &[("weather.schema.json", "{}"), ("notes.txt", "none")]] {
            let message = refused(descriptions);
            assert!(message.contains("has no description"), "{message}");
        }
    }

    #[test]
    fn two_descriptions_of_one_service_are_refused() {
        let weather = workspace().unwrap().join("tests/consumer/specs/weather.json");
        let weather = std::fs::read_to_string(weather).unwrap();
        let message = refused(&[("a.json", &weather), ("b.json", &weather)]);
        assert!(message.contains("descriptions have errors"), "{message}");

        let mut sink = Diagnostics::new();
        let ir = |path: &str| load(&Source::new(path, weather.as_str()), &mut Diagnostics::new()).unwrap();
        check_services(&[ir("a.json"), ir("b.json")], &mut sink);
        assert_eq!(
            sink.to_string().lines().take(2).collect::<Vec<_>>(),
            [
                "error[duplicate-service]: a.json describes the service `weather` too",
                " --> b.json (/service/name)"
            ]
        );
    }

    #[test]
    fn only_generated_files_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        run(&weather_into(folder.path())).unwrap();
        // A service whose description is gone, and a crate that looks like one.
        std::fs::create_dir(at("gone")).unwrap();
        std::fs::rename(at("weather"), at("gone/inner")).unwrap();
        std::fs::rename(at("gone/inner/model"), at("gone/model")).unwrap();
        for mine in [
            "gone/notes.txt",
            "mine/model/Cargo.toml",
            "mine/notes.txt",
            "weather/model/mine.rs",
        ] {
            fs::write(&at(mine), "mine\n").unwrap();
        }
        run(&weather_into(folder.path())).unwrap();
        assert!(!at("gone/model").exists() && !at("gone/inner").exists());
        for mine in [
            "gone/notes.txt",
            "mine/model/Cargo.toml",
            "mine/notes.txt",
            "weather/model/mine.rs",
        ] {
            assert!(at(mine).exists(), "{mine} is gone");
        }
        let drift = run(&Arguments {
            check: true,
            ..weather_into(folder.path())
        });
        let drift = drift.unwrap_err().to_string();
        assert!(drift.contains("weather/model/mine.rs"), "{drift}");
    }

    #[test]
    fn descriptions_of_another_are_not_replaced_by_those_of_all_services() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(&folder.path().join("specs/mine.json"), "{}").unwrap();
        let before = files(folder.path());
        let refused = run(&Arguments {
            all: true,
            ..weather_into(folder.path())
        });
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("cannot replace the descriptions"), "{refused}");
        assert_eq!(files(folder.path()), before);
    }
}
