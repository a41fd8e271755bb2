//! `generate`: descriptions in, crates out.

use crate::{
    descriptions::{Names, fail_on_errors, sources},
    failure::Failure,
    packaging::{Settings, Workspace, folders},
    terminal,
    words::count,
};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;
use shapewright_codegen::{
    Artifact,
    fs::{self, Change},
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

/// The options of the command.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Descriptions, or folders of descriptions. If a folder is the only one, crates in the output folder whose description is
    /// gone are removed.
    #[arg(value_name = "DESCRIPTION", required = true)]
    descriptions: Vec<PathBuf>,
    /// The folder to write into
    #[arg(long, short, value_name = "DIR", default_value = "generated")]
    out: PathBuf,
    /// Generate only these operations, and the shapes that they need
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    operations: Vec<String>,
    /// Write nothing: show what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,
    /// How to print the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
    #[command(flatten)]
    settings: Settings,
}

/// How the result of a command is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// Sentences for people.
    #[default]
    Text,
    /// A JSON object for programs.
    Json,
}

/// Runs the command.
///
/// # Errors
/// With exit code 1 if a description has errors, or if `--check` finds a difference.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let files = crate::descriptions::files(&arguments.descriptions)?;
    if !arguments.operations.is_empty() && files.len() != 1 {
        return Err(Failure::new(
            "error: `--operations` selects the operations of one service: name the file of its description",
        ));
    }
    let is_folder = matches!(arguments.descriptions.as_slice(), [only] if only.is_dir());
    let request = Request {
        files,
        root: None,
        out: arguments.out.clone(),
        shown: arguments.out.display().to_string(),
        only: None,
        operations: arguments.operations.clone(),
        removes_others: is_folder,
        workspace: Workspace::new(&arguments.out, &arguments.settings)?,
        command: command(arguments),
    };
    run_request(&request, arguments.check, arguments.format)
}

/// The command that brings the crates up to date. The workspace keeps the settings.
fn command(arguments: &Arguments) -> String {
    let mut command = "shapewright generate".to_owned();
    for description in &arguments.descriptions {
        command.push_str(&format!(" {}", description.display()));
    }
    if arguments.out != *"generated" {
        command.push_str(&format!(" --out {}", arguments.out.display()));
    }
    if !arguments.operations.is_empty() {
        command.push_str(&format!(" --operations {}", arguments.operations.join(",")));
    }
    command
}

/// What to generate.
#[derive(Debug)]
pub struct Request {
    /// The descriptions.
    pub files: Vec<PathBuf>,
    /// The folder from which descriptions under it are named.
    pub root: Option<PathBuf>,
    /// The folder to write into.
    pub out: PathBuf,
    /// How messages name that folder.
    pub shown: String,
    /// Only this service.
    pub only: Option<String>,
    /// Of that service, or of the only one, these operations.
    pub operations: Vec<String>,
    /// Remove the crates of other services.
    pub removes_others: bool,
    /// What goes beside the crates.
    pub workspace: Workspace,
    /// The command that brings the crates up to date, for messages.
    pub command: String,
}

/// Generates and writes, or only compares.
///
/// # Errors
/// With exit code 1 if a description has errors, or if a comparison finds a difference.
pub fn run_request(request: &Request, is_check: bool, format: Format) -> Result<(), Failure> {
    let start = Instant::now();
    let generated = generate(request)?;
    let Generated { owned, artifacts, .. } = &generated;
    let changes = fs::changes(&request.out, owned, artifacts, fs::is_generated)?;
    if is_check {
        let foreign = fs::foreign(&request.out, owned, artifacts, fs::is_generated)?;
        return report_drift(request, &generated, &changes, &foreign, format);
    }
    fs::apply(&request.out, &changes)?;
    let removed = changes
        .iter()
        .filter(|change| matches!(change, Change::Remove { .. }))
        .count();
    let (files, written) = (generated.artifacts.len(), changes.len() - removed);
    match format {
        Format::Json => terminal::line(Written::new(request, &generated, &changes, &[]).to_json()?),
        Format::Text => terminal::line(format_args!(
            "{}, {} in {}: {written} written, {removed} removed, {} unchanged ({} ms)",
            count(generated.services.len(), "service"),
            count(files, "file"),
            request.shown,
            files - written,
            start.elapsed().as_millis(),
        )),
    }
    Ok(())
}

/// The result as JSON.
#[derive(Serialize)]
struct Written<'a> {
    services: &'a [String],
    out: &'a str,
    /// How many files there are after all.
    files: usize,
    /// The paths that were written, or that would be.
    written: Vec<&'a str>,
    /// The paths that were removed, or that would be.
    removed: Vec<&'a str>,
    /// Files in the folders of crates that Shapewright did not write.
    foreign: &'a [String],
}

impl<'a> Written<'a> {
    fn new(request: &'a Request, generated: &'a Generated, changes: &'a [Change], foreign: &'a [String]) -> Self {
        let (written, removed): (Vec<&Change>, Vec<&Change>) = changes
            .iter()
            .partition(|change| matches!(change, Change::Write { .. }));
        let paths = |changes: Vec<&'a Change>| changes.into_iter().map(Change::path).collect();
        Self {
            services: &generated.services,
            out: &request.shown,
            files: generated.artifacts.len(),
            written: paths(written),
            removed: paths(removed),
            foreign,
        }
    }

    fn to_json(&self) -> Result<String, Failure> {
        Ok(serde_json::to_string_pretty(self)?)
    }
}

struct Generated {
    services: Vec<String>,
    artifacts: Vec<Artifact>,
    /// The folders that hold nothing but artifacts.
    owned: Vec<String>,
}

fn generate(request: &Request) -> Result<Generated, Failure> {
    let names = Names::new(request.root.as_deref(), &request.out)?;
    let mut sink = Diagnostics::default();
    let sources = sources(&request.files, |path| names.of(path), &mut sink)?;
    let loaded = sources
        .iter()
        .filter_map(|source| Some((wanted(request, source, &mut sink)?, source)));
    let loaded: Vec<(Ir, &Source)> = loaded.collect();
    fail_on_errors(&sink, "nothing was written")?;
    refuse_two_of_a_name(&loaded)?;
    let only = request.only.as_ref();
    let chosen: Vec<&(Ir, &Source)> = loaded
        .iter()
        .filter(|(ir, _)| only.is_none_or(|only| *only == ir.service.name))
        .collect();
    let services: Vec<String> = chosen.iter().map(|(ir, _)| ir.service.name.clone()).collect();
    if let Some(only) = only.filter(|_| services.is_empty()) {
        let known: Vec<&str> = loaded.iter().map(|(ir, _)| ir.service.name.as_str()).collect();
        return Err(Failure::new(format!(
            "error: no description is of the service `{only}`; there are {}",
            known.join(", ")
        )));
    }
    let packages = |(ir, source): &(Ir, &Source)| request.workspace.packages(ir, &source.text);
    let packages: Vec<Vec<Artifact>> = chosen.into_par_iter().map(packages).collect();
    let mut artifacts = request.workspace.top.clone();
    artifacts.extend(packages.into_iter().flatten());
    let mut owned = services.clone();
    if request.removes_others && only.is_none() {
        owned.extend(folders(&request.out)?);
    }
    Ok(Generated {
        services,
        artifacts,
        owned,
    })
}

/// Two services of one name would be written over each other.
fn refuse_two_of_a_name(loaded: &[(Ir, &Source)]) -> Result<(), Failure> {
    for (at, (ir, _)) in loaded.iter().enumerate() {
        if let Some((other, _)) = loaded[..at]
            .iter()
            .find(|(other, _)| other.service.name == ir.service.name)
        {
            return Err(Failure::finding(format!(
                "error: {} and {} both describe a service called `{}`; nothing was written",
                other.source, ir.source, ir.service.name
            )));
        }
    }
    Ok(())
}

/// What is to be generated from a description: of the service that `operations` is about those operations.
fn wanted(request: &Request, source: &Source, sink: &mut Diagnostics) -> Option<Ir> {
    let ir = load(source, sink)?;
    let is_other = request.only.as_ref().is_some_and(|only| *only != ir.service.name);
    if request.operations.is_empty() || is_other {
        return Some(ir);
    }
    // `load` has reported the warnings.
    let mut found = Diagnostics::new();
    let selected = load_only(source, &request.operations, &mut found);
    found
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .for_each(|error| sink.push(error.clone()));
    selected
}

fn report_drift(
    request: &Request,
    generated: &Generated,
    changes: &[Change],
    foreign: &[String],
    format: Format,
) -> Result<(), Failure> {
    if format == Format::Json {
        terminal::line(Written::new(request, generated, changes, foreign).to_json()?);
    }
    if let Some(first) = foreign.first() {
        return Err(Failure::finding(format!(
            "error: Shapewright did not generate {} in {}; move {first}{} to another folder",
            count(foreign.len(), "file"),
            request.shown,
            if foreign.len() > 1 { " and the others" } else { "" },
        )));
    }
    if changes.is_empty() {
        if format == Format::Text {
            terminal::line(format_args!("{} is up to date", request.shown));
        }
        return Ok(());
    }
    if format == Format::Text {
        for change in changes {
            terminal::print_diff(&shown(change));
        }
    }
    Err(Failure::finding(format!(
        "error: {} in {} {} out of date; run `{}`",
        count(changes.len(), "file"),
        request.shown,
        if changes.len() == 1 { "is" } else { "are" },
        request.command
    )))
}

fn shown(change: &Change) -> String {
    match change {
        Change::Write { path, old, new } => {
            let old = old.as_deref().unwrap_or_default();
            let diff = similar::TextDiff::from_lines(old, new);
            format!("{}\n", diff.unified_diff().header(path, path))
        }
        Change::Remove { path } => format!("{path} would be removed\n\n"),
    }
}

/// Refuses to write into a folder of descriptions that somebody else keeps.
///
/// # Errors
/// When the folder has descriptions, and no workspace of ours is beside it.
pub fn refuse_foreign_descriptions(out: &Path, specs: &Path) -> Result<(), Failure> {
    if !out.join("Cargo.toml").exists() && specs.is_dir() && !fs::descriptions(specs)?.is_empty() {
        // Descriptions carry no header, so that of the workspace tells whose they are.
        return Err(Failure::new(format!(
            "error: cannot replace the descriptions in {}: this command did not write them; move them, or name another folder \
             with `--out`",
            specs.display()
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEATHER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/consumer/specs/weather.json");

    fn weather_into(out: &Path) -> Request {
        Request {
            files: vec![WEATHER.into()],
            root: None,
            out: out.to_owned(),
            shown: out.display().to_string(),
            only: None,
            operations: Vec::new(),
            removes_others: true,
            workspace: Workspace::new(out, &Settings::default()).unwrap(),
            command: "shapewright generate".to_owned(),
        }
    }

    fn write(out: &Path) -> Result<(), Failure> {
        run_request(&weather_into(out), false, Format::Text)
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
            let refused = write(folder.path()).unwrap_err().to_string();
            assert!(refused.contains(&mine.display().to_string()), "{refused}");
            assert_eq!(files(folder.path()), before);
        }
    }

    #[test]
    fn only_generated_files_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        write(folder.path()).unwrap();
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
        write(folder.path()).unwrap();
        assert!(!at("gone/model").exists() && !at("gone/inner").exists());
        for mine in [
            "gone/notes.txt",
            "mine/model/Cargo.toml",
            "mine/notes.txt",
            "weather/model/mine.rs",
        ] {
            assert!(at(mine).exists(), "{mine} is gone");
        }
        let drift = run_request(&weather_into(folder.path()), true, Format::Text);
        let drift = drift.unwrap_err().to_string();
        assert!(drift.contains("weather/model/mine.rs"), "{drift}");
    }

    #[test]
    fn descriptions_of_another_are_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let specs = folder.path().join("specs");
        assert!(refuse_foreign_descriptions(folder.path(), &specs).is_ok());
        fs::write(&specs.join("mine.json"), "{}").unwrap();
        let refused = refuse_foreign_descriptions(folder.path(), &specs)
            .unwrap_err()
            .to_string();
        assert!(refused.contains("cannot replace the descriptions"), "{refused}");
        fs::write(&folder.path().join("Cargo.toml"), "# Generated by Shapewright").unwrap();
        assert!(refuse_foreign_descriptions(folder.path(), &specs).is_ok());
    }
}
