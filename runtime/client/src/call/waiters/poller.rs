//! Asking again and again, for all waiters at once: when to ask, what the response means, and when to give up.

use super::{
    facts::{WaitState, WaiterFacts},
    matching::{Exchange, state},
    outcome::WaitProgress,
};
use crate::{
    attempt::{Completed, Prepared, exchange, prepare_repeated, read_output},
    core::{Inner, Overrides},
    errors::Failure,
};
use shapewright_schema::{Operation, Structure};
use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::{Instant, sleep, timeout};

/// How long a wait takes at most where neither the caller nor the description says anything.
const MAX_WAIT: Duration = Duration::from_secs(30 * 60);

type Callback = Box<dyn FnMut(&WaitProgress) + Send>;
type Attempt = Pin<Box<dyn Future<Output = Option<Completed>> + Send>>;

/// Waits with one operation.
pub(crate) struct Poller {
    core: Arc<Inner>,
    operation: &'static Operation,
    facts: &'static WaiterFacts,
    input: Box<dyn Structure>,
    pub(crate) overrides: Overrides,
    pub(crate) max_wait: Option<Duration>,
    pub(crate) max_attempts: Option<u32>,
    pub(crate) progress: Option<Callback>,
    /// The call under way, with the delay before it. `None` of it: the time was over before the response came.
    attempt: Option<Attempt>,
    started: Option<Instant>,
    attempts: u32,
    delay: Duration,
    ended: bool,
}

/// Why a wait is over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Success,
    Failed,
    TimedOut,
    Exhausted,
    /// A call went wrong in a way that no acceptor is for.
    Call,
}

impl Poller {
    pub(crate) fn new(
        core: &Arc<Inner>,
        operation: &'static Operation,
        facts: &'static WaiterFacts,
        input: Box<dyn Structure>,
    ) -> Self {
        Self {
            core: Arc::clone(core),
            operation,
            facts,
            input,
            overrides: Overrides::default(),
            max_wait: None,
            max_attempts: None,
            progress: None,
            attempt: None,
            started: None,
            attempts: 0,
            delay: Duration::ZERO,
            ended: false,
        }
    }

    pub(crate) fn waiter(&self) -> &'static str {
        self.facts.name
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.started.map_or(Duration::ZERO, |started| started.elapsed())
    }

    /// How often to ask and how long to wait. What the caller says of either stands in place of the description.
    pub(crate) fn limits(&self) -> (Option<u32>, Option<Duration>) {
        match (self.max_attempts, self.max_wait) {
            (None, None) => match self.facts.max_attempts {
                Some(attempts) => (Some(attempts), None),
                None => (None, Some(MAX_WAIT)),
            },
            given => given,
        }
    }

    /// Drives the next exchange. `None` when the time is over before the response has come.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Completed>> {
        assert!(!self.ended, "a wait was polled after it had ended");
        self.started.get_or_insert_with(Instant::now);
        let mut attempt = match self.attempt.take() {
            Some(attempt) => attempt,
            None => {
                let mut call = prepare_repeated(&self.core, self.operation, &mut *self.input);
                call.overrides = self.overrides.clone();
                let (_, max_wait) = self.limits();
                let left = max_wait.map(|limit| limit.saturating_sub(self.elapsed()));
                Box::pin(attempt(call, self.delay, left))
            }
        };
        let polled = attempt.as_mut().poll(context);
        match &polled {
            Poll::Pending => self.attempt = Some(attempt),
            Poll::Ready(completed) => {
                self.attempts += 1;
                self.ended = completed.is_none();
            }
        }
        polled
    }

    /// Reads the response into the output and says what it means: `None` to ask again.
    pub(crate) fn read_response(
        &mut self,
        completed: Completed,
        output: &mut dyn Structure,
    ) -> (Result<(), Failure>, Option<End>) {
        let result = read_output(self.core.service, self.operation, completed, output);
        let seen = Exchange {
            input: &*self.input,
            result: match &result {
                Ok(received) => Ok((&*output, received.head.status.as_u16())),
                Err(failure) => Err(failure),
            },
        };
        let (state, end) = match (state(self.facts, &seen), &result) {
            (Some(WaitState::Success), _) => (WaitState::Success, Some(End::Success)),
            (Some(WaitState::Failure), _) => (WaitState::Failure, Some(End::Failed)),
            (None, Err(_)) => (WaitState::Failure, Some(End::Call)),
            (Some(WaitState::Retry), _) | (None, Ok(_)) => (WaitState::Retry, self.schedule()),
        };
        self.ended = end.is_some();
        let next_delay = end.is_none().then_some(self.delay);
        let elapsed = self.elapsed();
        if let Some(progress) = &mut self.progress {
            progress(&WaitProgress {
                waiter: self.facts.name,
                attempts: self.attempts,
                elapsed,
                state,
                next_delay,
            });
        }
        (result.map(|_| ()), end)
    }

    /// Sets the delay before the next attempt, or says why there is none.
    fn schedule(&mut self) -> Option<End> {
        let (max_attempts, max_wait) = self.limits();
        if max_attempts.is_some_and(|most| self.attempts >= most) {
            return Some(End::Exhausted);
        }
        self.delay = self.backoff(self.core.policy.retrier.random());
        if let Some(max_wait) = max_wait {
            // The last attempt is the shortest delay ahead of the end, so that there is time for its response.
            let shortest = Duration::from_secs(self.facts.min_delay.into());
            let latest = max_wait.saturating_sub(self.elapsed()).saturating_sub(shortest);
            if latest.is_zero() {
                return Some(End::TimedOut);
            }
            self.delay = self.delay.min(latest);
        }
        None
    }

    /// As Smithy's waiters do it: between the shortest delay and one that doubles from it up to the longest, `random`
    /// being from 0 to 1.
    fn backoff(&self, random: f64) -> Duration {
        let shortest = Duration::from_secs(self.facts.min_delay.into());
        let longest = Duration::from_secs(self.facts.max_delay.into());
        let doubled = 2_u32.saturating_pow(self.attempts.saturating_sub(1));
        let most = shortest.saturating_mul(doubled).min(longest);
        shortest + most.saturating_sub(shortest).mul_f64(random)
    }
}

/// Waits out the delay and makes the call, in no more than the time that is left.
async fn attempt(call: Box<Prepared>, delay: Duration, left: Option<Duration>) -> Option<Completed> {
    let completed = async {
        if !delay.is_zero() {
            sleep(delay).await;
        }
        exchange(call).await
    };
    match left {
        Some(left) => timeout(left, completed).await.ok(),
        None => Some(completed.await),
    }
}
