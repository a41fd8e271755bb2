//! The project's commands: `cargo xtask catalog | codegen | conformance | diff | docs | import | review | schema | semver |
//! test`. Those that users have too are in `shapewright-cli`; here are the folders of this repository for them.

mod catalog;
mod codegen;
mod conformance;
mod crates;
mod docs;
mod imported;
mod review;
mod schema;
mod semver;
mod snapshots;
mod test;
mod workspace;

use clap::{Parser, Subcommand};
use shapewright_cli::{diff, failure, import, terminal, words};
use std::process::ExitCode;
use workspace::workspace;

/// The generator makes and drops tokens by the million: with the system's allocator a third of its time went there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Generates, serves and tests Shapewright's crates.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Every service of an installed botocore.
    #[command(subcommand)]
    Catalog(catalog::Command),
    /// Write the crates of every description into `generated/`.
    Codegen(codegen::Arguments),
    /// Run the protocols' public suites on crates that are generated for them.
    Conformance(conformance::Arguments),
    /// Show what differs between two descriptions, and what that breaks.
    Diff(diff::Arguments),
    /// Write reference pages of every description.
    Docs(docs::Arguments),
    /// Write descriptions of models in the formats of Smithy and botocore.
    Import(import::Arguments),
    /// Generate what has changed, then serve the mock of every service on one port. The options are those of the server.
    #[command(disable_help_flag = true)]
    Mock {
        /// Options of the server; `--help` lists them.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "OPTION")]
        options: Vec<String>,
    },
    /// Show what a change of descriptions or of the generator does, and how to accept it.
    Review(review::Arguments),
    /// Write the JSON Schema of the description format, and the rules of changes in their document.
    Schema(schema::Arguments),
    /// Hold our verdicts on the Rust API against cargo-semver-checks and the compiler.
    Semver(semver::Arguments),
    /// Run everything that CI runs.
    Test(test::Arguments),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Catalog(command) => catalog::run(&command),
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Conformance(arguments) => conformance::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Docs(arguments) => docs::run(&arguments),
        Command::Import(arguments) => workspace().and_then(|root| import::run(&arguments, &root.join("specs"))),
        // The launcher does it, so that the mock can be served without what is compiled here.
        Command::Mock { .. } => Err(failure::Failure::new(
            "error: start this command with `cargo xtask mock`",
        )),
        Command::Review(arguments) => review::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Semver(arguments) => semver::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::message(&failure);
            failure.exit()
        }
    }
}
