//! Blocking calls where none can be.

use std::{error::Error, fmt};

/// Why a future cannot be waited for here.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BlockingError {
    /// The thread belongs to an async runtime of tokio.
    InsideRuntime,
    /// The thread that drives connections could not be started. The text says why.
    NoRuntime(String),
}

impl fmt::Display for BlockingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InsideRuntime => f.write_str(
                "a blocking call would hold up the async runtime that it is made in: `.await` the call instead, or make it \
                 on a thread of its own",
            ),
            Self::NoRuntime(error) => write!(f, "the thread that drives connections could not be started: {error}"),
        }
    }
}

impl Error for BlockingError {}
