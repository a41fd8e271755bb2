//! Why a seed is refused.

use std::{error::Error, fmt};

/// How many problems a message tells.
const SHOWN: usize = 20;

/// A seed that was refused. Nothing of it has been put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedError {
    problems: Vec<SeedProblem>,
}

/// One thing that is wrong with a seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedProblem {
    /// Where in the document, as a JSON pointer. Empty for the document itself.
    pub pointer: String,
    /// What is there.
    pub got: String,
    /// What it must do: `be text`, `have length between 1 and 64`.
    pub must: String,
}

impl SeedError {
    pub(super) fn new(problems: Vec<SeedProblem>) -> Self {
        Self { problems }
    }

    /// All that is wrong, sorted by service and collection; what the state has no room for is looked at when everything
    /// else is right.
    pub fn problems(&self) -> &[SeedProblem] {
        &self.problems
    }
}

impl SeedProblem {
    pub(super) fn new(pointer: &str, got: impl Into<String>, must: impl Into<String>) -> Self {
        Self {
            pointer: pointer.to_owned(),
            got: got.into(),
            must: must.into(),
        }
    }
}

impl fmt::Display for SeedProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() {
            "the document"
        } else {
            &self.pointer
        };
        write!(f, "{place}: got {}, must {}", self.got, self.must)
    }
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the seed was refused and nothing has changed")?;
        for problem in self.problems.iter().take(SHOWN) {
            write!(f, "\n  {problem}")?;
        }
        match self.problems.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}

impl Error for SeedError {}
