//! `cargo xtask review`: what a change of a description or of the generator does, and how to accept it.
//!
//! Three states of the code are compared: what a commit has, what this generator makes of that commit's descriptions, and what
//! it makes of the descriptions in the working tree. The first step is what a change of the generator does, the second what a
//! change of descriptions does. Nothing is written but the review.

mod code;
mod pages;
mod report;
mod side;
mod state;
#[cfg(test)]
mod tests;

use crate::{
    diff::{Failing, today},
    failure::Failure,
    words::count,
};
use report::Block;
use shapewright_codegen::fs;
use shapewright_diff::accept::Day;
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
    /// The file of accepted changes and overridden verdicts. Else `accepted-changes.toml` among the descriptions, where it is
    /// there.
    #[arg(long, value_name = "FILE")]
    accept: Option<PathBuf>,
    #[command(flatten)]
    failing: Failing,
    /// How to write it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write it into this file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
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

/// Shows the review.
///
/// # Errors
/// With exit code 1 for drift and for what `--fail-on` asks about; with 2 where there is no review.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (blocks, outcome) = review(arguments, today()).map_err(Failure::into_trouble)?;
    let text = match arguments.format {
        Format::Text => report::text(&blocks),
        Format::Markdown => report::markdown(&blocks),
    };
    match &arguments.out {
        Some(path) => fs::write(path, &text).map_err(|error| Failure::from(error).into_trouble())?,
        None => print!("{text}"),
    }
    outcome
}

/// The review of this day, and what it fails with.
fn review(arguments: &Arguments, today: Day) -> Result<(Vec<Block>, Result<(), Failure>), Failure> {
    let state = State::read(arguments, today)?;
    let blocks = pages::blocks(&state, arguments.all);
    Ok((blocks, outcome(&state, arguments.failing.fail_on.is_some())))
}

fn outcome(state: &State, fails_on_changes: bool) -> Result<(), Failure> {
    let mut problems = Vec::new();
    if !state.drift.is_empty() {
        let files = count(state.drift.len(), "file");
        problems.push(format!("error: {files} drifted; `{}` mends that", state.mend));
    }
    if fails_on_changes && !state.open.is_empty() {
        let changes = count(state.open.len(), &format!("{} change", state.limit));
        problems.push(format!("error: {changes} not accepted in {}", state.accept.display()));
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(Failure::new(problems.join("\n"))),
    }
}
