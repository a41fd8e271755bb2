//! Every service of an installed botocore: imported, and generated as far as it can be, on all cores. A service is held in
//! memory only while it is worked on.

mod bundle;
mod check;
mod walk;

pub use walk::{Output, stateful, summary, walk};

use crate::failure::Failure;

/// What to do with all services.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Write the descriptions of all services into the file that the catalogue embeds.
    Bundle(bundle::Arguments),
    /// Import, generate and compile every service of botocore.
    Check(check::Arguments),
}

/// Runs a command.
pub fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Bundle(arguments) => bundle::run(arguments),
        Command::Check(arguments) => check::run(arguments),
    }
}
