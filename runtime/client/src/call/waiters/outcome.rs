//! What a wait tells while it goes on, and how it ends.

use super::facts::WaitState;
use crate::errors::OperationError;
use std::{error::Error, fmt, time::Duration};

/// What a waiter tells after each response.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WaitProgress {
    /// The waiter's name in the description.
    pub waiter: &'static str,
    /// How often the service has been asked. Retries of one call do not count.
    pub attempts: u32,
    /// The time since the first call began.
    pub elapsed: Duration,
    /// What the response says. An error that the waiter does not know is a failure.
    pub state: WaitState,
    /// The delay before the next call; `None` when there is none.
    pub next_delay: Option<Duration>,
}

/// How a wait ended, with the response that ended it.
#[derive(Debug)]
#[non_exhaustive]
pub struct WaitOutcome<T, E> {
    /// The waiter's name in the description.
    pub waiter: &'static str,
    /// The last response: an output, or an error that the waiter knows.
    pub result: Result<T, E>,
    /// How often the service was asked. Retries of one call do not count.
    pub attempts: u32,
    /// The time from the first call on.
    pub elapsed: Duration,
}

/// Why a wait ended without success.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<T, E> {
    /// The response says that the state will not be reached.
    Failed(Box<WaitOutcome<T, E>>),
    /// The time was over. The result is the last one; where there was none, it is the error of a call that timed out.
    TimedOut(Box<WaitOutcome<T, E>>),
    /// The service was asked as often as it may be. The result is the last one.
    Exhausted(Box<WaitOutcome<T, E>>),
    /// A call failed with an error that the waiter does not know.
    Call(E),
}

impl<T, E> WaitError<T, E> {
    /// The error of the last call, where it ended in one.
    pub fn error(&self) -> Option<&E> {
        match self {
            Self::Failed(outcome) | Self::TimedOut(outcome) | Self::Exhausted(outcome) => outcome.result.as_ref().err(),
            Self::Call(error) => Some(error),
        }
    }
}

impl<T, E: fmt::Display> fmt::Display for WaitError<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (outcome, what) = match self {
            Self::Failed(outcome) => (outcome, "failed"),
            Self::TimedOut(outcome) => (outcome, "timed out"),
            Self::Exhausted(outcome) => (outcome, "ran out of attempts"),
            Self::Call(error) => return error.fmt(f),
        };
        let (waiter, attempts, elapsed) = (outcome.waiter, outcome.attempts, outcome.elapsed);
        write!(f, "waiting for {waiter} {what} (attempts {attempts}, {elapsed:.1?})")?;
        match &outcome.result {
            Ok(_) => Ok(()),
            Err(error) => write!(f, ": {error}"),
        }
    }
}

impl<T: fmt::Debug, E: OperationError> Error for WaitError<T, E> {
    /// What caused the error of the last call, which `Display` tells already.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error().and_then(Error::source)
    }
}
