//! The method that waits, and its future.

use super::{
    facts::WaiterFacts,
    outcome::{WaitError, WaitOutcome, WaitProgress},
    poller::{End, Poller},
};
use crate::{
    core::{Core, Overrides},
    errors::{Failure, OperationError, Timeout, TimeoutKind},
};
use shapewright_schema::OperationShape;
use std::{
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

/// An operation to be called until its response says that a resource has reached a state. Nothing is sent before
/// the future that [`wait`](Self::wait) gives is awaited.
///
/// The first call is made at once. The delays after it are random, between the waiter's shortest delay and one that
/// doubles with each attempt up to its longest. The service is asked as often as the description says, or for half an hour
/// where it does not; [`max_wait`](Self::max_wait) and [`max_attempts`](Self::max_attempts) stand in place of both.
///
/// ```no_run
/// # use shapewright_client::{OperationError, schema::OperationShape, waiters::Waiter};
/// # use std::{error::Error, fmt, time::Duration};
/// # async fn example<O, E>(waiter: Waiter<O, E>) -> Result<O::Output, Box<dyn Error>>
/// # where O: OperationShape<Output: fmt::Debug>, E: OperationError {
/// // let waiter = client.get_sensitive_data_occurrences().finding_id(&id).wait_until_finding_revealed();
/// let waiter = waiter
///     .max_wait(Duration::from_secs(60))
///     .progress(|progress| println!("asked {} times in {:?}", progress.attempts, progress.elapsed));
/// let output = waiter.wait().await?.result?;
/// # Ok(output)
/// # }
/// ```
#[must_use = "a waiter does nothing until `wait` is awaited"]
pub struct Waiter<O, E> {
    poller: Poller,
    shapes: PhantomData<fn() -> (O, E)>,
}

impl<O: OperationShape, E: OperationError> Waiter<O, E> {
    /// How long to wait at most, from the first call to the last response. A call that is under way then is given up.
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

    /// Calls back after each response.
    pub fn progress(mut self, progress: impl FnMut(&WaitProgress) + Send + 'static) -> Self {
        self.poller.progress = Some(Box::new(progress));
        self
    }

    /// Waits. Dropping the future ends the wait: no further call is made.
    ///
    /// # Errors
    /// When a response says that the state will not be reached, when it was not reached in time, and when a call fails
    /// with an error that the waiter does not know.
    pub fn wait(self) -> Waiting<O, E> {
        Waiting {
            poller: self.poller,
            last: None,
        }
    }
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
    type Output = Result<WaitOutcome<O::Output, E>, WaitError<O::Output, E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            let (result, end) = match self.poller.poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => {
                    let last = self.last.take().unwrap_or_else(|| {
                        let late = Timeout::new(TimeoutKind::Call, self.poller.elapsed());
                        Err(E::from_failure(Failure::Timeout(late)))
                    });
                    (last, Some(End::TimedOut))
                }
                Poll::Ready(Some(completed)) => {
                    let mut output = O::Output::default();
                    let (result, end) = self.poller.read_response(completed, &mut output);
                    (result.map(|()| output).map_err(E::from_failure), end)
                }
            };
            match end {
                None => self.last = Some(result),
                Some(end) => return Poll::Ready(outcome(&self.poller, result, end)),
            }
        }
    }
}

/// How the wait has ended.
fn outcome<T, E>(poller: &Poller, result: Result<T, E>, end: End) -> Result<WaitOutcome<T, E>, WaitError<T, E>> {
    let outcome = |result| WaitOutcome {
        waiter: poller.waiter(),
        result,
        attempts: poller.attempts(),
        elapsed: poller.elapsed(),
    };
    match (end, result) {
        (End::Call, Err(error)) => Err(WaitError::Call(error)),
        (End::Success | End::Call, result) => Ok(outcome(result)),
        (End::Failed, result) => Err(WaitError::Failed(Box::new(outcome(result)))),
        (End::TimedOut, result) => Err(WaitError::TimedOut(Box::new(outcome(result)))),
        (End::Exhausted, result) => Err(WaitError::Exhausted(Box::new(outcome(result)))),
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
