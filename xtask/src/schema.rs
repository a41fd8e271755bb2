//! `cargo xtask schema`: the JSON Schema of the description format, made from the Rust types.

use crate::{failure::Failure, workspace};
use shapewright_codegen::{fs, spec::Spec};

/// Whether to write.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Write nothing; fail if the schema is not current.
    #[arg(long)]
    check: bool,
}

impl Arguments {
    /// Only checks.
    pub fn check() -> Self {
        Self { check: true }
    }
}

const PATH: &str = "specs/spec.schema.json";

/// Writes the schema, or checks that it is current.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let path = workspace()?.join(PATH);
    let text = text()?;
    let current = path.exists() && fs::read(&path)? == text.as_bytes();
    if current {
        println!("{PATH} is current");
        return Ok(());
    }
    if arguments.check {
        return Err(Failure::new(format!(
            "error: {PATH} is not current; `cargo xtask schema` mends that"
        )));
    }
    fs::write(&path, &text)?;
    println!("{PATH} written");
    Ok(())
}

fn text() -> Result<String, Failure> {
    let schema = schemars::schema_for!(Spec);
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}
