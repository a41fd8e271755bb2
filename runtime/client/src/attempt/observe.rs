//! Spans and events of the crate `tracing`, with the feature of that name; without it nothing.
//!
//! A call is the span `call` with the fields `service` and `operation`. In it are events: `attempt` for each request that
//! was sent, `retry` before each wait. All are of the level debug and hold neither bodies nor credentials.

use crate::{
    attempt::{Exchanged, exchange as carry_out},
    call::Prepared,
    failure::Ending,
    retry::Cause,
};
use bytes::Bytes;
use http::Response;
use std::time::Duration;

/// Carries the call out within its span.
#[cfg(feature = "tracing")]
pub(crate) fn exchange(prepared: Box<Prepared>) -> impl Future<Output = Exchanged> + Send {
    let (service, operation) = (prepared.core.service.id, prepared.operation.name);
    let span = tracing::debug_span!("call", service, operation);
    tracing::Instrument::instrument(carry_out(prepared), span)
}

/// Carries the call out.
#[cfg(not(feature = "tracing"))]
pub(crate) fn exchange(prepared: Box<Prepared>) -> impl Future<Output = Exchanged> + Send {
    carry_out(prepared)
}

/// An attempt has ended.
#[cfg(feature = "tracing")]
pub(crate) fn attempt(attempt: u32, result: &Result<Response<Bytes>, Ending>) {
    if !tracing::enabled!(tracing::Level::DEBUG) {
        return;
    }
    let response = match result {
        Ok(response) => Some(response),
        Err(ending) => ending.answer().map(crate::Answer::response),
    };
    let status = response.map(|response| response.status().as_u16());
    let request_id = response.and_then(|response| shapewright_wire::request_id(response.headers()));
    let error = result.as_ref().err().map(Ending::line);
    tracing::debug!(attempt, status, request_id, error, "attempt");
}

/// A request is sent again after the wait.
#[cfg(feature = "tracing")]
pub(crate) fn again(attempts: u32, wait: Duration, cause: &Cause) {
    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(attempts, wait_ms, ?cause, "retry");
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn attempt(_attempt: u32, _result: &Result<Response<Bytes>, Ending>) {}

#[cfg(not(feature = "tracing"))]
pub(crate) fn again(_attempts: u32, _wait: Duration, _cause: &Cause) {}
