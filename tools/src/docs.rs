//! `cargo xtask docs`: reference pages of the descriptions in `specs/`.

use crate::{failure::Failure, workspace};
use shapewright_cli::docs::{self, Site};
use std::path::PathBuf;

/// Which descriptions, and where the pages go.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of the descriptions.
    #[arg(long, value_name = "DIR", default_value = "specs")]
    specs: PathBuf,
    /// The folder to write into.
    #[arg(long, value_name = "DIR", default_value = "target/reference")]
    out: PathBuf,
    #[command(flatten)]
    site: Site,
}

/// Writes the pages, and serves them if asked to.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let workspace = workspace()?;
    let specs = workspace.join(&arguments.specs);
    docs::write(&[specs], &workspace, &workspace.join(&arguments.out), &arguments.site)
}
