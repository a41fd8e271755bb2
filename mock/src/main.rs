//! The standalone mock server: all services on one port, for any client that takes an endpoint URL.

mod server;

use clap::Parser;
use std::process::ExitCode;

// One thread: handing a connection to another costs more than serving it.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match server::run(server::Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
