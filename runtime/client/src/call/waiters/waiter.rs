//! Waiting until a service answers what the description of a waiter asks for.
//!
//! What is generic here only makes outputs and names errors; [`Poller`] does all else once for all waiters. A crate
//! whose description has no waiters compiles none of it, nor the crate that evaluates paths: it is the feature `waiters`.

mod facts;
mod judge;
mod poller;

pub use facts::{Acceptor, Comparator, Matcher, PathMatcher, WaitState, WaiterFacts};

use crate::{
    client::Core,
    error::OperationError,
    failure::{Ending, Failure, Timeout, TimeoutKind},
    overrides::Overrides,
};
use poller::{End, Poller};
use shapewright_schema::OperationShape;
use std::{
    error::Error,
    fmt,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

impl Core {
    /// Waits with an operation until a waiter says that it is enough.
    pub fn wait_until<O: OperationShape, E: OperationError>(
        &self,
        input: O::Input,
        waiter: &'static WaiterFacts,
    ) -> Waiter<O, E> {
        Waiter {
            poller: Poller::new(&self.0, O::OPERATION, waiter, Box::new(input)),
            shapes: PhantomData,
        }
    }
}

/// An operation about to be called again and again until its answer says that something has come. Nothing is sent before
/// the future that [`wait`](Self::wait) gives is awaited.
///
/// The first call is made at once. The delays after it are random, between the waiter's shortest delay and one that
/// doubles with each attempt up to its longest. The service is asked as often as the description says, or for half an hour
/// where it does not; [`max_wait`](Self::max_wait) and [`max_attempts`](Self::max_attempts) stand in place of both.
///
/// ```no_run
/// # use shapewright_client::{OperationError, Waiter, schema::OperationShape};
/// # use std::{error::Error, fmt, time::Duration};
/// # async fn example<O, E>(waiter: Waiter<O, E>) -> Result<O::Output, Box<dyn Error>>
/// # where O: OperationShape<Output: fmt::Debug>, E: OperationError {
/// // let waiter = client.get_sensitive_data_occurrences().finding_id(&id).wait_until_finding_revealed();
/// let waiter = waiter
///     .max_wait(Duration::from_secs(60))
///     .progress(|progress| println!("asked {} times in {:?}", progress.attempts, progress.elapsed));
/// let output = waiter.wait().await?.answer?;
/// # Ok(output)
/// # }
/// ```
#[must_use = "a waiter does nothing until `wait` is awaited"]
pub struct Waiter<O, E> {
    poller: Poller,
    shapes: PhantomData<fn() -> (O, E)>,
}

impl<O: OperationShape, E: OperationError> Waiter<O, E> {
    /// How long to wait at most, from the first call to the last answer. A call that is under way then is given up.
    pub fn max_wait(mut self, limit: Duration) -> Self {
        self.poller.max_wait = Some(limit);
        self
    }

    /// How often the service is asked at most. 0 is taken as 1.
    pub fn max_attempts(mut self, most: u32) -> Self {
        self.poller.max_attempts = Some(most);
        self
    }

    /// The same waiter, each call with limits, retries, an endpoint or headers of its own. A time limit is that of one
    /// call.
    pub fn with(mut self, overrides: Overrides) -> Self {
        self.poller.overrides = overrides;
        self
    }

    /// Calls back after each answer.
    pub fn progress(mut self, progress: impl FnMut(&WaitProgress) + Send + 'static) -> Self {
        self.poller.progress = Some(Box::new(progress));
        self
    }

    /// Waits. Dropping the future ends the wait: no further call is made.
    ///
    /// # Errors
    /// When an answer says that it will not come, when it has not come in time, and when a call fails with an error that
    /// the waiter does not know.
    pub fn wait(self) -> Waiting<O, E> {
        Waiting {
            poller: self.poller,
            last: None,
        }
    }
}

/// What a waiter tells after each answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WaitProgress {
    /// The waiter's name in the description.
    pub waiter: &'static str,
    /// How often the service has been asked. Retries of one call do not count.
    pub attempts: u32,
    /// The time since the first call began.
    pub elapsed: Duration,
    /// What the answer says. An error that the waiter does not know is a failure.
    pub state: WaitState,
    /// The delay before the next call; `None` when there is none.
    pub next_delay: Option<Duration>,
}

/// How a wait ended, with the answer that ended it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Waited<T, E> {
    /// The waiter's name in the description.
    pub waiter: &'static str,
    /// The last answer: an output, or an error that the waiter takes for an answer.
    pub answer: Result<T, E>,
    /// How often the service was asked. Retries of one call do not count.
    pub attempts: u32,
    /// The time from the first call on.
    pub elapsed: Duration,
}

/// Why a wait ended without success.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<T, E> {
    /// The answer says that what was waited for will not come.
    Failed(Box<Waited<T, E>>),
    /// The time was over. The answer is the last one; where none had come, it is the error of a call that timed out.
    TimedOut(Box<Waited<T, E>>),
    /// The service was asked as often as it may be. The answer is the last one.
    Exhausted(Box<Waited<T, E>>),
    /// A call failed with an error that the waiter does not know.
    Call(E),
}

/// A wait under way. Dropping it ends the wait.
#[must_use = "a wait does nothing until it is awaited"]
pub struct Waiting<O: OperationShape, E> {
    poller: Poller,
    last: Option<Result<O::Output, E>>,
}

// Nothing in it is pinned.
impl<O: OperationShape, E> Unpin for Waiting<O, E> {}

impl<O: OperationShape, E: OperationError> Future for Waiting<O, E> {
    type Output = Result<Waited<O::Output, E>, WaitError<O::Output, E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            let (answer, end) = match self.poller.poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => {
                    let last = self.last.take().unwrap_or_else(|| {
                        let late = Timeout::new(TimeoutKind::Call, self.poller.elapsed());
                        Err(E::of(Ending::Failed(Failure::Timeout(late))))
                    });
                    (last, Some(End::TimedOut))
                }
                Poll::Ready(Some(exchanged)) => {
                    let mut output = O::Output::default();
                    let (answer, end) = self.poller.settle(exchanged, &mut output);
                    (answer.map(|()| output).map_err(E::of), end)
                }
            };
            match end {
                None => self.last = Some(answer),
                Some(end) => return Poll::Ready(self.poller.ended(answer, end)),
            }
        }
    }
}

impl Poller {
    fn ended<T, E>(&self, answer: Result<T, E>, end: End) -> Result<Waited<T, E>, WaitError<T, E>> {
        let waited = |answer| Waited {
            waiter: self.waiter(),
            answer,
            attempts: self.attempts(),
            elapsed: self.elapsed(),
        };
        match (end, answer) {
            (End::Call, Err(error)) => Err(WaitError::Call(error)),
            (End::Success | End::Call, answer) => Ok(waited(answer)),
            (End::Failed, answer) => Err(WaitError::Failed(Box::new(waited(answer)))),
            (End::TimedOut, answer) => Err(WaitError::TimedOut(Box::new(waited(answer)))),
            (End::Exhausted, answer) => Err(WaitError::Exhausted(Box::new(waited(answer)))),
        }
    }
}

impl<T, E> WaitError<T, E> {
    /// The error of the last call, where it ended in one.
    pub fn error(&self) -> Option<&E> {
        match self {
            Self::Failed(waited) | Self::TimedOut(waited) | Self::Exhausted(waited) => waited.answer.as_ref().err(),
            Self::Call(error) => Some(error),
        }
    }
}

impl<T, E: fmt::Display> fmt::Display for WaitError<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (waited, what) = match self {
            Self::Failed(waited) => (waited, "will not come, by the answer"),
            Self::TimedOut(waited) => (waited, "has not come in time"),
            Self::Exhausted(waited) => (waited, "has not come in as many attempts as there may be"),
            Self::Call(error) => return error.fmt(f),
        };
        let (waiter, attempts, elapsed) = (waited.waiter, waited.attempts, waited.elapsed);
        write!(f, "{waiter} {what} (attempts {attempts}, {elapsed:.1?})")?;
        match &waited.answer {
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

impl<O, E> fmt::Debug for Waiter<O, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiter({})", self.poller.waiter())
    }
}

impl<O: OperationShape, E> fmt::Debug for Waiting<O, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiting({})", self.poller.waiter())
    }
}
