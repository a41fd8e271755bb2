//! `cargo xtask import`: models of Smithy and botocore in, descriptions out.

use crate::{catalog, failure::Failure, workspace};
use shapewright_codegen::fs;
use shapewright_import::{self as import, Input, Lifecycles, Options, find};
use shapewright_spec::diagnostic::Diagnostics;
use std::path::{Path, PathBuf};

/// What to import, from where and into where.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Models: files, folders, or names of services in botocore.
    #[arg(value_name = "MODEL", required_unless_present = "all")]
    models: Vec<String>,
    /// All services of botocore.
    #[arg(long, conflicts_with_all = ["models", "from", "operations", "merge"])]
    all: bool,
    /// Another model of the same service: what only it says is taken from it.
    #[arg(long, value_name = "MODEL")]
    merge: Vec<String>,
    /// The format of the models, where the files do not tell.
    #[arg(long, value_enum)]
    from: Option<Format>,
    /// Only these operations, and the shapes that they reach.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    operations: Vec<String>,
    /// Leave out operations that send or answer streams of events, which cannot be generated yet.
    #[arg(long)]
    without_event_streams: bool,
    /// Infer no lifecycles: the mock answers every operation by its schema.
    #[arg(long)]
    no_lifecycles: bool,
    /// Name the operations that work on no records, and why; with `--all` only their number for each service.
    #[arg(long)]
    verbose: bool,
    /// The folder of botocore or of its data. Else that of the installed one is taken.
    #[arg(long, value_name = "DIR")]
    botocore: Option<PathBuf>,
    /// Write over a description that is there and says something else.
    #[arg(long)]
    force: bool,
    /// The folder to write descriptions into.
    #[arg(long, value_name = "DIR", default_value = "specs")]
    out: PathBuf,
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

/// Imports each model and writes its description.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let out = workspace()?.join(&arguments.out);
    if arguments.all {
        let outcomes = catalog::walk(arguments.botocore.as_deref(), &catalog::Output::descriptions(&out))?;
        println!("{}", catalog::summary(&outcomes));
        if arguments.verbose {
            println!("\n{}", catalog::stateful(&outcomes));
        }
        return Ok(());
    }
    let options = Options {
        operations: arguments.operations.clone(),
        without_event_streams: arguments.without_event_streams,
        without_lifecycles: arguments.no_lifecycles,
    };
    let mut failed = 0;
    let find = |name: &str| find::models(name, arguments.from.map(Into::into), arguments.botocore.as_deref());
    let mut merged = Vec::new();
    for name in &arguments.merge {
        merged.extend(find(name)?);
    }
    for name in &arguments.models {
        for model in find(name)? {
            let mut models = vec![model];
            models.extend(merged.iter().cloned());
            failed += usize::from(!one(&models, &options, &out, arguments)?);
        }
    }
    match failed {
        0 => Ok(()),
        failed => Err(Failure::new(format!("error: {failed} models could not be imported"))),
    }
}

/// Writes the description of one service. Says whether there is one.
fn one(models: &[Input], options: &Options, out: &Path, arguments: &Arguments) -> Result<bool, Failure> {
    let mut sink = Diagnostics::new();
    let imported = import::import(models, options, &mut sink);
    if !sink.is_empty() {
        eprintln!("{sink}");
    }
    let Some(imported) = imported else {
        return Ok(false);
    };
    let path = out.join(format!("{}.json", imported.spec.service.name));
    // People write lifecycles and documentation into descriptions.
    if !arguments.force && path.exists() && fs::read(&path)? != imported.text.as_bytes() {
        let shown = path.display();
        return Err(Failure::new(format!(
            "error: {shown} is there already and says something else; write over it with `--force`, or elsewhere with `--out`"
        )));
    }
    fs::write(&path, &imported.text)?;
    let (operations, shapes) = (imported.spec.operations.len(), imported.spec.shapes.len());
    println!("{}: {operations} operations, {shapes} shapes", path.display());
    if !options.without_lifecycles {
        tell(&imported.lifecycles, arguments.verbose);
    }
    Ok(true)
}

/// Says which operations keep state.
fn tell(lifecycles: &Lifecycles, is_verbose: bool) {
    let Lifecycles {
        resources,
        stateful,
        left_out,
    } = lifecycles;
    println!(
        "  {stateful} operations keep state, of {resources} resources; {} are answered by their schema",
        left_out.len()
    );
    if is_verbose {
        for (operation, why) in left_out {
            println!("    {operation}: {why}");
        }
    }
}
