//! `cargo xtask mock`: generates, then serves.

use crate::{codegen, failure::Failure, workspace};
use std::process::Command;

/// How to serve. What is not listed here goes to the server as it is.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Options of the server; `-- --help` lists them.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "OPTION")]
    options: Vec<String>,
}

/// Generates, builds the server, and runs it until it is stopped.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    codegen::run(&codegen::Arguments::all())?;
    let status = Command::new(env!("CARGO"))
        .args(["run", "--locked", "--package", "shapewright-mock", "--manifest-path"])
        .arg(workspace()?.join("Cargo.toml"))
        .arg("--")
        .args(&arguments.options)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("the mock ended with {status}")))
    }
}
