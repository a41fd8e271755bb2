//! `check`: whether descriptions are without errors.

use crate::{descriptions, failure::Failure, generate::Format, terminal, words::count};
use serde::Serialize;
use shapewright_ir::load;
use shapewright_spec::diagnostic::{Diagnostic, Diagnostics, Severity};
use std::path::PathBuf;

/// The options of the command.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Descriptions, or folders of descriptions
    #[arg(value_name = "DESCRIPTION", required = true)]
    descriptions: Vec<PathBuf>,
    /// Exit with 1 for warnings, too
    #[arg(long)]
    deny_warnings: bool,
    /// How to print the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
}

/// The result as JSON.
#[derive(Serialize)]
struct Checked<'a> {
    descriptions: usize,
    errors: usize,
    warnings: usize,
    problems: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct Problem<'a> {
    severity: &'static str,
    code: String,
    message: &'a str,
    help: Option<&'a str>,
    path: &'a str,
    /// From 1. Absent if only the pointer is known.
    line: Option<usize>,
    column: Option<usize>,
    /// A JSON pointer (RFC 6901). Empty for the whole file.
    pointer: &'a str,
}

impl<'a> Problem<'a> {
    fn of(found: &'a Diagnostic) -> Self {
        let Diagnostic { location, help, .. } = found;
        let is_placed = location.line > 0;
        Self {
            severity: name(found.severity),
            code: found.code.to_string(),
            message: &found.message,
            help: help.as_deref(),
            path: &location.path,
            line: is_placed.then_some(location.line),
            column: is_placed.then_some(location.column),
            pointer: &location.pointer,
        }
    }
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Runs the command.
///
/// # Errors
/// With exit code 1 if a description has errors.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let files = descriptions::files(&arguments.descriptions)?;
    let mut sink = Diagnostics::new();
    let shown = |path: &std::path::Path| Ok(path.to_string_lossy().replace('\\', "/"));
    for source in descriptions::sources(&files, shown, &mut sink)? {
        let _ = load(&source, &mut sink);
    }
    let number = |severity| sink.iter().filter(|found| found.severity == severity).count();
    let checked = Checked {
        descriptions: files.len(),
        errors: number(Severity::Error),
        warnings: number(Severity::Warning),
        problems: sink.sorted().into_iter().map(Problem::of).collect(),
    };
    match arguments.format {
        Format::Json => terminal::line(serde_json::to_string_pretty(&checked)?),
        Format::Text if !sink.is_empty() => terminal::print_problems(&format!("{sink}\n")),
        Format::Text => {}
    }
    let (errors, warnings) = (count(checked.errors, "error"), count(checked.warnings, "warning"));
    let fails = checked.errors > 0 || arguments.deny_warnings && checked.warnings > 0;
    if fails {
        return Err(Failure::finding(format!(
            "error: {} checked: {errors}, {warnings}",
            count(checked.descriptions, "description")
        )));
    }
    if arguments.format == Format::Text {
        terminal::line(format_args!(
            "{} checked: {errors}, {warnings}",
            count(checked.descriptions, "description")
        ));
    }
    Ok(())
}
