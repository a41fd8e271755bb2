//! Runs the public suites of the wire protocols on generated crates.
//!
//! `cargo xtask conformance` generates the crates of the suites' test services, and a program that lists their operations
//! and calls [`run`]. What runs is what users run: a case for clients goes through the whole client to a transport that
//! keeps the request or gives the response; a request for a server goes through the generated mock to a stub. Only answers of
//! servers are written by the codec alone, since their cases name no request that they would be a response to.
//!
//! - [`Suite`], [`Typed`]: what is generated, as one kind of thing whatever its types.
//! - `case`: the files. `fill`, `show`: parameters of cases as values, and values as JSON.
//! - `client`, `server`: the directions. `compare`: what is the same.
//! - `property`: random values of every shape, there and back, and edited messages.
//! - `expected`, `table`: which failures are known, and what is said in the end.

mod bound;
mod case;
mod client;
mod compare;
mod expected;
mod fill;
mod property;
mod server;
mod show;
mod table;

pub use bound::{Bound, Suite, Typed};
pub use shapewright_server::Handler;

use case::{Case, Cases, Direction};
use clap::Parser;
use expected::Expected;
use std::{path::PathBuf, process::ExitCode};
use table::Table;

/// Runs the cases of protocol suites.
#[derive(Parser)]
struct Arguments {
    /// The folders of the cases: files of JSON lines.
    #[arg(long, value_name = "DIR")]
    cases: Vec<PathBuf>,
    /// The failures that are expected, with their reasons.
    #[arg(long, value_name = "FILE")]
    expected: PathBuf,
    /// Only this protocol, for instance `restJson1`.
    #[arg(long, value_name = "PROTOCOL")]
    protocol: Option<String>,
    /// Show each failure, with what was expected and what came.
    #[arg(long)]
    verbose: bool,
}

/// Runs every case of the folder that the program's arguments name, and prints a table. It ends with status 1 when a case
/// fails that was not expected to, or passes that was expected to fail.
pub fn run(suites: &[Suite]) -> ExitCode {
    match try_run(suites, &Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn try_run(suites: &[Suite], arguments: &Arguments) -> Result<bool, String> {
    let mut expected = Expected::read(&arguments.expected)?;
    let mut cases = Cases::read(&arguments.cases, arguments.protocol.as_deref())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(|error| format!("the runtime does not start: {error}"))?;
    let mut table = Table::new(arguments.verbose);
    for case in &std::mem::take(&mut cases.all) {
        for direction in case.directions() {
            let suite = suites.iter().find(|suite| suite.name == case.service);
            if direction == Direction::ServerRequest
                && let Some(why) = suite.and_then(|suite| server::unreadable(suite, case))
            {
                cases.leave_out(why);
                continue;
            }
            let result = runtime.block_on(one(suite, case, direction));
            table.add(case, direction, result, expected.reason(direction, &case.id));
        }
    }
    for suite in suites {
        for protocol in suite.protocols() {
            let is_only = |only: &str| only == protocol.name();
            if !arguments.protocol.as_deref().is_none_or(is_only) {
                continue;
            }
            for (name, direction, result) in property::all(suite, protocol, &runtime) {
                let reason = expected.reason(direction, &name);
                table.count([suite.name, protocol.name(), &name], direction, result, reason);
            }
        }
    }
    let whole = arguments.protocol.is_none() && !arguments.cases.is_empty();
    table.finish(&cases.left_out, if whole { expected.unused() } else { Vec::new() })
}

/// Runs a case in one direction. The error says what was expected and what came.
async fn one(suite: Option<&Suite>, case: &Case, direction: Direction) -> Result<(), String> {
    let suite = suite.ok_or_else(|| format!("no crates were generated for the service {}", case.service))?;
    match direction {
        Direction::ClientRequest => client::request(suite, case).await,
        Direction::ClientResponse => client::response(suite, case).await,
        Direction::ServerRequest => server::request(suite, case).await,
        Direction::ServerResponse => server::response(suite, case).await,
        Direction::Malformed => server::malformed(suite, case).await,
        Direction::AnyInput | Direction::AnyOutput | Direction::AnyError => Err("no case goes this way".to_owned()),
    }
}
