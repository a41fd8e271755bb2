//! What an answer says besides its output.

use crate::{
    call::{Call, settle},
    error::OperationError,
};
use http::{HeaderMap, StatusCode, response};
use shapewright_schema::OperationShape;
use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

/// An output, and what came with it: the id of the request, the status, the headers, and how many attempts it took.
pub struct Answered<T> {
    /// The output, as the call alone would give it.
    pub output: T,
    received: Received,
}

/// The head of an answer of success.
pub(crate) struct Received {
    pub(crate) head: response::Parts,
    pub(crate) attempts: u32,
}

impl<T> Answered<T> {
    /// The id by which the service knows the request. Every answer of AWS has one.
    pub fn request_id(&self) -> Option<&str> {
        shapewright_wire::request_id(&self.received.head.headers)
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.received.head.status
    }

    /// The HTTP headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.received.head.headers
    }

    /// How often the request was sent: 1 where the first attempt succeeded.
    pub fn attempts(&self) -> u32 {
        self.received.attempts
    }
}

impl<T: fmt::Debug> fmt::Debug for Answered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answered")
            .field("output", &self.output)
            .field("request_id", &self.request_id())
            .field("status", &self.status().as_u16())
            .field("attempts", &self.attempts())
            .finish_non_exhaustive()
    }
}

impl<O, E> Call<O, E> {
    /// The same call, which gives what came with the output too, above all the id of the request:
    /// `call.send().answered().await?.request_id()`.
    pub fn answered(self) -> Answering<O, E> {
        Answering(self)
    }
}

/// A call under way that gives what came with the output too: a future of [`Answered`].
#[must_use = "a call does nothing until it is awaited"]
pub struct Answering<O, E>(Call<O, E>);

impl<O: OperationShape, E: OperationError> Future for Answering<O, E> {
    type Output = Result<Answered<O::Output>, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Poll::Ready(exchanged) = self.0.stage.poll(context) else {
            return Poll::Pending;
        };
        let mut output = O::Output::default();
        Poll::Ready(match settle(O::SERVICE, O::OPERATION, exchanged, &mut output) {
            Ok(received) => Ok(Answered { output, received }),
            Err(ending) => Err(E::of(ending)),
        })
    }
}

impl<O, E> fmt::Debug for Answering<O, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answering")
    }
}
