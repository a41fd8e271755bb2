//! `import`: models of Smithy and botocore in, descriptions out.

use crate::{catalog, failure::Failure, generate::Format as Output, terminal, words::count};
use serde_json::json;
use shapewright_codegen::fs;
use shapewright_import::{self as import, Input, Lifecycles, Options, find};
use shapewright_spec::diagnostic::Diagnostics;
use std::path::{Path, PathBuf};

/// The options of the command.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Models: files, folders, or names of services of an installed botocore
    #[arg(value_name = "MODEL", required_unless_present = "all")]
    models: Vec<String>,
    /// Import all services of botocore
    #[arg(long, conflicts_with_all = ["models", "from", "operations", "merge"])]
    all: bool,
    /// Another model of the same service: facts that only this model has are added
    #[arg(long, value_name = "MODEL")]
    merge: Vec<String>,
    /// The format of the models, if the files do not show it
    #[arg(long, value_enum, value_name = "FORMAT")]
    from: Option<Format>,
    /// Import only these operations, and the shapes that they need
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    operations: Vec<String>,
    /// Leave out operations with event streams, which cannot be generated yet
    #[arg(long)]
    without_event_streams: bool,
    /// Do not infer resources: the mock returns responses that the schema allows, and keeps no state
    #[arg(long)]
    no_lifecycles: bool,
    /// List the operations that work on no resource, and why; with `--all`, the number for each service
    #[arg(long)]
    verbose: bool,
    /// The folder of botocore or of its data [default: the botocore that Python has installed]
    #[arg(long, value_name = "DIR")]
    botocore: Option<PathBuf>,
    /// Replace a description that exists and differs
    #[arg(long)]
    force: bool,
    /// The folder to write descriptions into
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Output,
}

/// A model format.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    Smithy,
    Botocore,
}

impl From<Format> for find::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Smithy => Self::Smithy,
            Format::Botocore => Self::Botocore,
        }
    }
}

/// Imports each model and writes its description, by default into this folder.
///
/// # Errors
/// With exit code 1 if a model cannot be imported.
pub fn run(arguments: &Arguments, default_out: &Path) -> Result<(), Failure> {
    let out = arguments.out.as_deref().unwrap_or(default_out);
    if arguments.all {
        let outcomes = catalog::walk(arguments.botocore.as_deref(), &catalog::Output::descriptions(out))?;
        terminal::line(catalog::summary(&outcomes));
        if arguments.verbose {
            terminal::line(format_args!("\n{}", catalog::stateful(&outcomes)));
        }
        return Ok(());
    }
    let options = Options {
        operations: arguments.operations.clone(),
        without_event_streams: arguments.without_event_streams,
        without_lifecycles: arguments.no_lifecycles,
    };
    let find = |name: &str| find::models(name, arguments.from.map(Into::into), arguments.botocore.as_deref());
    let mut merged = Vec::new();
    for name in &arguments.merge {
        merged.extend(find(name)?);
    }
    let (mut failed, mut written) = (0, Vec::new());
    for name in &arguments.models {
        for model in find(name)? {
            let mut models = vec![model];
            models.extend(merged.iter().cloned());
            match one(&models, &options, out, arguments)? {
                Some(description) => written.push(description),
                None => failed += 1,
            }
        }
    }
    if arguments.format == Output::Json {
        let result = json!({ "descriptions": written, "failed": failed });
        terminal::line(serde_json::to_string_pretty(&result)?);
    }
    match failed {
        0 => Ok(()),
        failed => Err(Failure::finding(format!(
            "error: {} could not be imported",
            count(failed, "model")
        ))),
    }
}

/// Writes the description of one service. None if there is an error.
fn one(
    models: &[Input],
    options: &Options,
    out: &Path,
    arguments: &Arguments,
) -> Result<Option<serde_json::Value>, Failure> {
    let mut sink = Diagnostics::new();
    let imported = import::import(models, options, &mut sink);
    if !sink.is_empty() {
        terminal::message(&sink);
    }
    let Some(imported) = imported else {
        return Ok(None);
    };
    let path = out.join(format!("{}.json", imported.spec.service.name));
    let shown = path.strip_prefix(".").unwrap_or(&path).display();
    // People write lifecycles and documentation into descriptions.
    if !arguments.force && path.exists() && fs::read(&path)? != imported.text.as_bytes() {
        return Err(Failure::new(format!(
            "error: {shown} exists and differs from what would be written; replace it with `--force`, or name another folder \
             with `--out`"
        )));
    }
    fs::write(&path, &imported.text)?;
    let (operations, shapes) = (imported.spec.operations.len(), imported.spec.shapes.len());
    let Lifecycles {
        resources,
        stateful,
        left_out,
    } = &imported.lifecycles;
    if arguments.format == Output::Text {
        let (operations, shapes) = (count(operations, "operation"), count(shapes, "shape"));
        terminal::line(format_args!("{shown}: {operations}, {shapes}"));
        if !options.without_lifecycles {
            show(&imported.lifecycles, arguments.verbose);
        }
    }
    let without_state: serde_json::Map<_, _> = left_out
        .iter()
        .map(|(operation, why)| (operation.to_string(), why.to_string().into()))
        .collect();
    Ok(Some(json!({
        "path": shown.to_string(),
        "service": imported.spec.service.name,
        "operations": operations,
        "shapes": shapes,
        "resources": resources,
        "operations_with_state": stateful,
        "operations_without_state": without_state,
    })))
}

/// Shows which operations keep state.
fn show(lifecycles: &Lifecycles, is_verbose: bool) {
    let Lifecycles {
        resources,
        stateful,
        left_out,
    } = lifecycles;
    terminal::line(format_args!(
        "  in the mock, {} keep state ({}); the other {} return a response that the schema allows",
        count(*stateful, "operation"),
        count(*resources, "resource"),
        left_out.len()
    ));
    if is_verbose {
        for (operation, why) in left_out {
            terminal::line(format_args!("    {operation}: {why}"));
        }
    }
}
