//! Response metadata: what a response says besides its output.

use super::operation::Call;
use crate::{
    attempt::{Received, read_output},
    errors::OperationError,
};
use http::{HeaderMap, StatusCode};
use shapewright_schema::OperationShape;
use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

/// An output with its response metadata.
#[derive(Debug)]
pub struct WithMetadata<T> {
    /// The output, as the call alone gives it.
    pub output: T,
    /// The id of the request, the status, the headers, and how many attempts it took.
    pub metadata: ResponseMetadata,
}

/// The id of the request, the status, the headers, and how many attempts it took.
pub struct ResponseMetadata(Received);

impl ResponseMetadata {
    /// The id by which the service knows the request. Every response of AWS has one.
    pub fn request_id(&self) -> Option<&str> {
        shapewright_wire::request_id(self.headers())
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.head.status
    }

    /// The HTTP headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.head.headers
    }

    /// How often the request was sent: 1 where the first attempt succeeded.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }
}

/// Without the headers, which may hold secrets.
impl fmt::Debug for ResponseMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseMetadata")
            .field("request_id", &self.request_id())
            .field("status", &self.status().as_u16())
            .field("attempts", &self.attempts())
            .finish_non_exhaustive()
    }
}

impl<O, E> Call<O, E> {
    /// The same call, which gives the response metadata beside the output:
    /// `call.send().with_metadata().await?.metadata.request_id()`.
    pub fn with_metadata(self) -> CallWithMetadata<O, E> {
        CallWithMetadata(self)
    }
}

/// A call under way that gives the response metadata too: a future of [`WithMetadata`].
#[must_use = "a call does nothing until it is awaited"]
pub struct CallWithMetadata<O, E>(Call<O, E>);

impl<O: OperationShape, E: OperationError> Future for CallWithMetadata<O, E> {
    type Output = Result<WithMetadata<O::Output>, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Poll::Ready(completed) = self.0.state.poll(context) else {
            return Poll::Pending;
        };
        let mut output = O::Output::default();
        Poll::Ready(match read_output(O::SERVICE, O::OPERATION, completed, &mut output) {
            Ok(received) => Ok(WithMetadata {
                output,
                metadata: ResponseMetadata(received),
            }),
            Err(failure) => Err(E::from_failure(failure)),
        })
    }
}

impl<O, E> fmt::Debug for CallWithMetadata<O, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallWithMetadata")
    }
}
