//! One call of an operation, from its input to its output or error.
//!
//! Only [`Call::poll`](Call) is compiled once an operation: it makes the output and names the error. All else is done
//! in `attempt/` once for all of them.

use crate::{
    attempt::{Completed, Prepared, exchange, prepare, read_output},
    core::{Core, Overrides},
    errors::OperationError,
};
use shapewright_schema::OperationShape;
use std::{
    fmt,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

type Exchange = Pin<Box<dyn Future<Output = Completed> + Send>>;

/// A call under way: a future of the operation's output. Dropping it gives the call up: a request that is on its way is
/// not waited for, though the service may have seen it, and no other is sent.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<O, E> {
    pub(super) state: CallState,
    shapes: PhantomData<fn() -> (O, E)>,
}

/// How far a call has come.
pub(super) enum CallState {
    /// Until the call is polled for the first time.
    Prepared(Box<Prepared>),
    Sent(Exchange),
    Ended,
}

impl Core {
    /// Calls an operation. The request is written at once and sent when the call is first polled.
    pub fn call<O: OperationShape, E: OperationError>(&self, mut input: O::Input) -> Call<O, E> {
        Call {
            state: CallState::Prepared(prepare(&self.0, O::OPERATION, &mut input)),
            shapes: PhantomData,
        }
    }
}

impl<O, E> Call<O, E> {
    /// The same call, with limits, retries, an endpoint or headers of its own, in place of all that were given before.
    /// They have no effect on a call that has been polled.
    pub fn with(mut self, overrides: Overrides) -> Self {
        if let CallState::Prepared(prepared) = &mut self.state {
            prepared.overrides = overrides;
        }
        self
    }
}

impl<O: OperationShape, E: OperationError> Future for Call<O, E> {
    type Output = Result<O::Output, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Poll::Ready(completed) = self.state.poll(context) else {
            return Poll::Pending;
        };
        let mut output = O::Output::default();
        Poll::Ready(match read_output(O::SERVICE, O::OPERATION, completed, &mut output) {
            Ok(_) => Ok(output),
            Err(failure) => Err(E::from_failure(failure)),
        })
    }
}

impl<O, E> fmt::Debug for Call<O, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Call")
    }
}

impl CallState {
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Completed> {
        *self = match std::mem::replace(self, Self::Ended) {
            Self::Prepared(prepared) => Self::Sent(Box::pin(exchange(prepared))),
            state => state,
        };
        match self {
            Self::Sent(sent) => {
                let ended = sent.as_mut().poll(context);
                if ended.is_ready() {
                    *self = Self::Ended;
                }
                ended
            }
            Self::Prepared(_) | Self::Ended => panic!("a call was polled after it had ended"),
        }
    }
}
