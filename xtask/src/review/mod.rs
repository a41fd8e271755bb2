//! `cargo xtask review`: what a change of a description or of the generator does, and how to accept it.
//!
//! Three states are compared: what a commit has, what this generator makes of that commit's descriptions, and what it makes of
//! the descriptions in the working tree. The first step is what a change of the generator does, the second what a change
//! of descriptions does. Nothing is written.

mod code;
mod pages;
mod report;
mod state;

use crate::failure::Failure;
use state::State;
use std::path::PathBuf;

/// What to review, against what.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The commit to compare with. Else the one in common with the default branch, where the work began.
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// The folder of the descriptions.
    #[arg(long, value_name = "DIR", default_value = "specs")]
    specs: PathBuf,
    /// The folder of the generated crates. Else `generated` beside the folder of the descriptions. Where it is neither in the
    /// commit nor here, no code is held against the descriptions.
    #[arg(long, value_name = "DIR")]
    generated: Option<PathBuf>,
    /// The version of the runtime crates that the crates were generated with, if any.
    #[arg(long, value_name = "VERSION")]
    runtime_version: Option<String>,
    /// Write the review into this file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How to write it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Show every difference of generated code, and each in full.
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// For a comment on GitHub: what is long is folded, and what a comment has no room for is left out.
    Markdown,
}

/// Prints the review.
///
/// # Errors
/// With exit code 1 where generated code has drifted; with 2 where there is no review.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let state = State::read(arguments).map_err(Failure::as_trouble)?;
    let blocks = pages::blocks(&state, arguments.all);
    match arguments.format {
        Format::Text => print!("{}", report::text(&blocks)),
        Format::Markdown => print!("{}", report::markdown(&blocks)),
    }
    if state.drift.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(
            "error: generated code is not what descriptions and generator give",
        ))
    }
}
