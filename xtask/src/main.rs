//! `cargo xtask`: starts the repository's commands. Those that need the generator are in the crate `shapewright-tools`, which
//! is compiled when one of them is used. `mock` is here: it compiles the server, and the generator only if a description or
//! generated code has changed.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};
use xtask::fingerprint;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let result = match arguments.split_first() {
        Some((command, options)) if command == "mock" => mock(options),
        _ => cargo("shapewright-tools", &arguments),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}

fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Generates if need be, then serves. The options are those of the server; `--help` lists them.
fn mock(options: &[String]) -> Result<ExitCode, String> {
    let workspace = workspace();
    let is_current = fingerprint::are_up_to_date(&workspace.join("specs"), &workspace.join("generated"));
    // What cannot be read is for the generator to report.
    if is_current.unwrap_or(false) {
        eprintln!("generated/ is up to date with specs/; compiling the mock server");
    } else {
        eprintln!("a description or generated code has changed; compiling the generator, then the mock server");
        let status = cargo("shapewright-tools", &["codegen".to_owned()])?;
        if status != ExitCode::SUCCESS {
            return Ok(status);
        }
    }
    let options = options.strip_prefix(&["--".to_owned()]).unwrap_or(options);
    cargo("shapewright-mock", options)
}

/// Compiles and runs a program of the workspace.
fn cargo(package: &str, arguments: &[String]) -> Result<ExitCode, String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["run", "--locked", "--package", package, "--manifest-path"])
        .arg(workspace().join("Cargo.toml"))
        .arg("--")
        .args(arguments);
    let status = cargo.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    // A process that a signal ended has no code.
    let code = status.code().map_or(130, |code| u8::try_from(code).unwrap_or(1));
    Ok(ExitCode::from(code))
}
