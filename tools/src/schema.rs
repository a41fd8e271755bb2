//! `cargo xtask schema`: what is made from Rust types and tables: the JSON Schema of the description format, and the rules
//! of changes in their document.

use crate::{failure::Failure, workspace};
use shapewright_cli::schema;
use shapewright_codegen::fs;
use shapewright_diff::show;

/// Whether to write.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Write nothing; fail if a file is not current.
    #[arg(long)]
    check: bool,
}

impl Arguments {
    /// Only checks.
    pub fn check() -> Self {
        Self { check: true }
    }
}

const SCHEMA: &str = "specs/spec.schema.json";
const RULES: &str = "docs/changes.md";

/// The comments between which a document holds the rules.
const MARKS: [&str; 2] = ["<!-- rules -->\n", "<!-- end of rules -->"];

/// Writes the files, or checks that they are current.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let document = String::from_utf8(fs::read(&workspace()?.join(RULES))?)?;
    one(arguments, SCHEMA, &schema::text()?)?;
    one(arguments, RULES, &with_rules(&document)?)
}

fn one(arguments: &Arguments, name: &str, text: &str) -> Result<(), Failure> {
    let path = workspace()?.join(name);
    let current = path.exists() && fs::read(&path)? == text.as_bytes();
    if current {
        println!("{name} is current");
        return Ok(());
    }
    if arguments.check {
        return Err(Failure::finding(format!(
            "error: {name} is not current; run `cargo xtask schema`"
        )));
    }
    fs::write(&path, text)?;
    println!("{name} written");
    Ok(())
}

/// The document with the rules as they are.
fn with_rules(document: &str) -> Result<String, Failure> {
    let parts = document
        .split_once(MARKS[0])
        .and_then(|(before, rest)| Some((before, rest.split_once(MARKS[1])?.1)));
    let Some((before, after)) = parts else {
        return Err(Failure::new(format!(
            "error: {RULES} has no place for the rules: a line `{}` and, below it, a line `{}`",
            MARKS[0].trim(),
            MARKS[1]
        )));
    };
    Ok([before, MARKS[0], "\n", &show::rules(), "\n", MARKS[1], after].concat())
}
