//! The options of a review.

use crate::diff::Failing;
use std::path::PathBuf;

/// What to review, against what.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The commit to compare with. Else the one in common with the default branch, where the work began.
    #[arg(long, value_name = "REV")]
    pub(super) base: Option<String>,
    /// The folder of the descriptions.
    #[arg(long, value_name = "DIR", default_value = "specs")]
    pub(super) specs: PathBuf,
    /// The folder of the generated crates. Else `generated` beside the folder of the descriptions. Where it is neither in the
    /// commit nor here, no code is held against the descriptions.
    #[arg(long, value_name = "DIR")]
    pub(super) generated: Option<PathBuf>,
    /// The version of the runtime crates that the crates were generated with, if any.
    #[arg(long, value_name = "VERSION")]
    pub(super) runtime_version: Option<String>,
    /// The file of accepted changes and overridden verdicts. Else `accepted-changes.toml` among the descriptions, where it is
    /// there.
    #[arg(long, value_name = "FILE")]
    pub(super) accept: Option<PathBuf>,
    #[command(flatten)]
    pub(super) failing: Failing,
    /// How to write it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    /// Write it into this file.
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Show every difference of generated code, and each in full.
    #[arg(long)]
    pub(super) all: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For a terminal.
    Text,
    /// For a comment on GitHub: what is long is folded, and what a comment has no room for is left out.
    Markdown,
}
