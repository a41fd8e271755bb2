//! The standalone mock server: all services on one port, for any client that takes an endpoint URL.

use clap::Parser;
use shapewright_mock::server;
use std::process::ExitCode;

fn main() -> ExitCode {
    match server::main(server::Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
