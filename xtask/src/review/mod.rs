//! `cargo xtask review`: what a change of a description or of the generator does, and how to accept it.
//!
//! Three states of the code are compared: what a commit has, what this generator makes of that commit's descriptions, and what
//! it makes of the descriptions in the working tree. The first step is what a change of the generator does, the second what a
//! change of descriptions does. Nothing is written but the review.

mod arguments;
mod code;
mod pages;
mod report;
mod side;
mod state;
#[cfg(test)]
mod tests;

pub use arguments::Arguments;

use crate::{diff::today, failure::Failure, words::count};
use arguments::Format;
use report::Block;
use shapewright_codegen::fs;
use shapewright_diff::accept::Day;
use state::State;

/// Shows the review.
///
/// # Errors
/// With exit code 1 for drift and for what `--fail-on` asks about; with 2 where there is no review.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (blocks, outcome) = review(arguments, today()).map_err(Failure::into_not_decided)?;
    let text = match arguments.format {
        Format::Text => report::text(&blocks),
        Format::Markdown => report::markdown(&blocks),
    };
    match &arguments.out {
        Some(path) => fs::write(path, &text).map_err(|error| Failure::from(error).into_not_decided())?,
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
        problems.push(format!("error: {files} drifted; run `{}` to fix that", state.fix));
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
