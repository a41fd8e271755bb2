//! `cargo xtask catalog`: every service of an installed botocore.

mod check;

use crate::failure::Failure;

/// What to do with all services.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Import, generate and compile every service of botocore.
    Check(check::Arguments),
}

/// Runs a command.
pub fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Check(arguments) => check::run(arguments),
    }
}
