//! The program `shapewright`.

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use shapewright_cli::{check, diff, docs, failure::Failure, generate, import, start, terminal};
use shapewright_mock::server;
use std::{path::Path, process::ExitCode};

/// Generating allocates and frees tokens by the million: with the system's allocator a third of its time went there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What the program prints after the help of each command.
const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  a finding: a description has errors, generated code is out of date, a change breaks callers
  2  the command could not do its work: a wrong option, a file that cannot be read or written";

/// Generates Rust crates from the description of an AWS-style service: a model, a typed client and a mock server.
///
/// A description is one JSON file. Write it yourself, starting with `shapewright new`, or import it from a Smithy or botocore
/// model.
#[derive(Parser)]
#[command(name = "shapewright", version, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a description to start from.
    ///
    /// It has one resource, operations that create, read, update, delete and list it, and is valid as it is. Beside it, the
    /// JSON Schema of the format is written, for completion in your editor.
    #[command(
        after_help = "Example:\n  shapewright new weather --resource Station\n\n  writes weather.json and spec.schema.json"
    )]
    New(start::Arguments),
    /// Write descriptions of Smithy and botocore models.
    ///
    /// A model is a Smithy 2.0 model in its JSON form, a folder of botocore, or the name of a service of the botocore that
    /// Python has installed. Everything that a description cannot express is reported. The importer infers which operations
    /// create, read, list, update and delete a resource, so that the mock of the service keeps state.
    #[command(
        after_help = "Examples:\n  shapewright import iotfleetwise --operations CreateFleet,GetFleet,ListFleets\n  \
                            shapewright import my-model.json --out descriptions"
    )]
    Import(import::Arguments),
    /// Report the problems of descriptions.
    ///
    /// Each problem has a code, its position, and a suggestion. All problems are reported in one run. Nothing is written.
    #[command(after_help = "Example:\n  shapewright check weather.json\n\nThe exit code is 1 if there is an error.")]
    Check(check::Arguments),
    /// Generate the crates of descriptions.
    ///
    /// The output folder becomes a Cargo workspace with three crates for each service: SERVICE/model, SERVICE/client and
    /// SERVICE/mock. Only files that Shapewright generated are replaced or removed. The manifest of the workspace keeps the
    /// settings, so that a later run needs no options.
    #[command(after_help = "Examples:\n  shapewright generate weather.json --out generated\n  \
                            shapewright generate weather.json --crate-prefix acme --license MIT\n  \
                            shapewright generate weather.json --check")]
    Generate(generate::Arguments),
    /// Compare descriptions, with a verdict for each change.
    ///
    /// A change is compatible, needs caution, or is breaking: on the wire, in the generated Rust API, and in the behaviour of
    /// the mock.
    #[command(after_help = "Examples:\n  shapewright diff HEAD:weather.json weather.json\n  \
                            shapewright diff --fail-on breaking --for wire old.json new.json")]
    Diff(diff::Arguments),
    /// Write a reference site with examples in Rust, Python and HTTP.
    #[command(after_help = "Example:\n  shapewright docs weather.json --serve")]
    Docs(docs::Arguments),
    /// Serve the mocks that this program contains: WorkMail, SES v2 and Macie 2.
    ///
    /// The mocks share one port and work with any client that takes an endpoint URL. State is kept in memory, apart for each
    /// account and region. A request names its account with an access key of twelve digits. Requests, records and faults are
    /// at `http://ADDRESS/_mock/`.
    #[command(after_help = "Example:\n  shapewright mock --listen 127.0.0.1:4599\n  \
                            aws --endpoint-url http://127.0.0.1:4599 workmail list-organizations")]
    Mock(server::Options),
    /// Print completions for a shell.
    #[command(
        after_help = "Example:\n  shapewright completions bash > ~/.local/share/bash-completion/completions/shapewright"
    )]
    Completions {
        /// The shell
        shell: Shell,
    },
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::New(arguments) => start::run(&arguments),
        Command::Import(arguments) => import::run(&arguments, Path::new(".")),
        Command::Check(arguments) => check::run(&arguments),
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Docs(arguments) => docs::run(&arguments),
        Command::Mock(options) => mock(options),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "shapewright", &mut script);
            terminal::print(&String::from_utf8_lossy(&script));
            Ok(())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::message(&failure);
            failure.exit()
        }
    }
}

fn mock(options: server::Options) -> Result<(), Failure> {
    server::main(options).map_err(|error| Failure::new(format!("error: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_options_are_consistent() {
        Cli::command().debug_assert();
    }
}
