//! Spans and events of the crate `tracing`, with the feature of that name; without it nothing.
//!
//! A call is the span `call` with the fields `service` and `operation`. In it are events: `attempt` for each request that
//! was sent, `retry` before each wait. All are of the level debug and hold neither bodies nor credentials.

#[cfg(feature = "tracing")]
use crate::errors::ErrorResponse;
use crate::{errors::Failure, retry::Cause};
use bytes::Bytes;
use http::Response;
use std::time::Duration;

/// The future within the span of a call.
#[cfg(feature = "tracing")]
pub(super) fn call<F: Future>(
    service: &'static str,
    operation: &'static str,
    future: F,
) -> impl Future<Output = F::Output> + use<F> {
    let span = tracing::debug_span!("call", service, operation);
    tracing::Instrument::instrument(future, span)
}

/// The future as it is.
#[cfg(not(feature = "tracing"))]
pub(super) fn call<F: Future>(_service: &'static str, _operation: &'static str, future: F) -> F {
    future
}

/// An attempt has ended.
#[cfg(feature = "tracing")]
pub(super) fn attempt(attempt: u32, result: &Result<Response<Bytes>, Failure>) {
    if !tracing::enabled!(tracing::Level::DEBUG) {
        return;
    }
    let response = match result {
        Ok(response) => Some(response),
        Err(failure) => failure.response().map(ErrorResponse::raw),
    };
    let status = response.map(|response| response.status().as_u16());
    let request_id = response.and_then(|response| shapewright_wire::request_id(response.headers()));
    let error = result.as_ref().err().map(ToString::to_string);
    tracing::debug!(attempt, status, request_id, error, "attempt");
}

/// A request is sent again after the wait.
#[cfg(feature = "tracing")]
pub(super) fn retry(attempts: u32, wait: Duration, cause: &Cause) {
    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(attempts, wait_ms, ?cause, "retry");
}

#[cfg(not(feature = "tracing"))]
pub(super) fn attempt(_attempt: u32, _result: &Result<Response<Bytes>, Failure>) {}

#[cfg(not(feature = "tracing"))]
pub(super) fn retry(_attempts: u32, _wait: Duration, _cause: &Cause) {}
