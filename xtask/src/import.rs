//! `cargo xtask import`: models of Smithy and botocore in, descriptions out.

use crate::{catalog, failure::Failure, workspace};
use shapewright_codegen::fs;
use shapewright_import::{self as import, Imported, Input, Lifecycles, Options, find};
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
    /// Leave out operations that send or return streams of events, which cannot be generated yet.
    #[arg(long)]
    without_event_streams: bool,
    /// Infer no lifecycles: every response is made of its schema.
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
    let mut descriptions: Vec<Description> = Vec::new();
    let find = |name: &str| find::models(name, arguments.from.map(Into::into), arguments.botocore.as_deref());
    let mut merged = Vec::new();
    for name in &arguments.merge {
        merged.extend(find(name)?);
    }
    for name in &arguments.models {
        for model in find(name)? {
            let mut models = vec![model];
            models.extend(merged.iter().cloned());
            match described(&models, &options, &out) {
                Some(description) => descriptions.push(description),
                None => failed += 1,
            }
        }
    }
    if failed > 0 {
        return Err(Failure::new(format!(
            "error: {failed} models could not be imported; nothing was written"
        )));
    }
    // All are looked at before the first is written.
    for (place, description) in descriptions.iter().enumerate() {
        refuse_to_replace(description, &descriptions[..place], arguments.force)?;
    }
    for description in &descriptions {
        write(description, arguments)?;
    }
    Ok(())
}

/// A description that has been imported, and where it goes.
struct Description {
    path: PathBuf,
    imported: Imported,
}

/// The description of one service. None where its model has errors, which it shows.
fn described(models: &[Input], options: &Options, out: &Path) -> Option<Description> {
    let mut sink = Diagnostics::new();
    let imported = import::import(models, options, &mut sink);
    if !sink.is_empty() {
        eprintln!("{sink}");
    }
    let imported = imported?;
    let path = out.join(format!("{}.json", imported.spec.service.name));
    Some(Description { path, imported })
}

/// Fails where a description would replace another one.
fn refuse_to_replace(description: &Description, before: &[Description], is_forced: bool) -> Result<(), Failure> {
    let Description { path, imported } = description;
    let shown = path.display();
    if before.iter().any(|other| other.path == *path) {
        return Err(Failure::new(format!(
            "error: two of the models are of the service `{}`; import one of them, or add one to the other with `--merge`; \
             nothing was written",
            imported.spec.service.name
        )));
    }
    // People write lifecycles and documentation into descriptions.
    if !is_forced && path.exists() && fs::read(path)? != imported.text.as_bytes() {
        return Err(Failure::new(format!(
            "error: {shown} is there already and says something else; write over it with `--force`, or elsewhere with \
             `--out`; nothing was written"
        )));
    }
    Ok(())
}

fn write(description: &Description, arguments: &Arguments) -> Result<(), Failure> {
    let Description { path, imported } = description;
    fs::write(path, &imported.text)?;
    let (operations, shapes) = (imported.spec.operations.len(), imported.spec.shapes.len());
    println!("{}: {operations} operations, {shapes} shapes", path.display());
    if !arguments.no_lifecycles {
        tell(&imported.lifecycles, arguments.verbose);
    }
    Ok(())
}

/// Says which operations keep state.
fn tell(lifecycles: &Lifecycles, is_verbose: bool) {
    let Lifecycles {
        resources,
        stateful,
        left_out,
    } = lifecycles;
    println!(
        "  {stateful} operations keep state, of {resources} resources; {} get responses generated from their schemas",
        left_out.len()
    );
    if is_verbose {
        for (operation, why) in left_out {
            println!("    {operation}: {why}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(clap::Parser)]
    struct Command {
        #[command(flatten)]
        arguments: Arguments,
    }

    /// A model of Smithy with one operation.
    fn model(service: &str) -> String {
        let shapes = [
            format!(
                r#""example#{service}": {{ "type": "service", "version": "1", "operations": [{{ "target": "example#Ping" }}],
                   "traits": {{ "aws.protocols#restJson1": {{}}, "aws.api#service": {{ "sdkId": "{service}" }} }} }}"#
            ),
            r#""example#Ping": { "type": "operation", "input": { "target": "smithy.api#Unit" },
               "output": { "target": "smithy.api#Unit" },
               "traits": { "smithy.api#http": { "method": "GET", "uri": "/" } } }"#
                .to_owned(),
        ];
        format!(r#"{{ "smithy": "2.0", "shapes": {{ {} }} }}"#, shapes.join(", "))
    }

    /// Imports models of these services into a folder with these files, and gives the result and the files afterwards.
    fn imported(services: &[&str], there: &[(&str, &str)]) -> (Result<(), String>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        std::fs::create_dir(&out).unwrap();
        for (name, text) in there {
            fs::write(&out.join(name), text).unwrap();
        }
        let mut line = vec!["import".to_owned(), "--out".to_owned(), out.display().to_string()];
        for (place, service) in services.iter().enumerate() {
            let path = folder.path().join(format!("{place}.json"));
            let text = if service.is_empty() {
                "{}".to_owned()
            } else {
                model(service)
            };
            fs::write(&path, &text).unwrap();
            line.push(path.display().to_string());
        }
        line.extend(["--from".to_owned(), "smithy".to_owned()]);
        let result = run(&Command::parse_from(line).arguments).map_err(|error| error.to_string());
        let names = std::fs::read_dir(&out).unwrap();
        let mut names: Vec<String> = names
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        (result, names)
    }

    #[test]
    fn all_descriptions_are_written_or_none() {
        let (result, names) = imported(&["Alpha", "Beta"], &[]);
        assert_eq!(
            (result, names),
            (Ok(()), vec!["alpha.json".to_owned(), "beta.json".to_owned()])
        );
        for (services, there, message, expected) in [
            (
                ["Alpha", "Beta"],
                &[("beta.json", "{}")][..],
                "says something else",
                &["beta.json"][..],
            ),
            (["Alpha", ""], &[], "1 models could not be imported", &[]),
            (
                ["Alpha", "Alpha"],
                &[],
                "two of the models are of the service `alpha`",
                &[],
            ),
        ] {
            let (result, names) = imported(&services, there);
            let error = result.unwrap_err();
            assert!(
                error.contains(message) && error.contains("nothing was written"),
                "{error}"
            );
            assert_eq!(names, expected, "{error}");
        }
    }
}
