//! Why a request may be sent again.

use crate::errors::{ErrorClass, ErrorResponse, ErrorVariant, Failure, TimeoutKind, classify};
use http::header::DATE;
use shapewright_schema::{Operation, Timestamp};

/// The codes by which services say that a request was signed at a wrong time.
const WRONG_TIME: [&str; 3] = ["RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed"];

/// The codes that stand for a wrong time or a wrong key.
const WRONG_SIGNATURE: [&str; 3] = ["AuthFailure", "InvalidSignatureException", "SignatureDoesNotMatch"];

/// Services accept a signature for five minutes, so a clock that is less wrong is not to blame.
const TOLERANCE: u64 = 300;

/// Why the same request may succeed when it is sent again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cause {
    /// The caller sends too many requests.
    Throttled,
    /// Something is wrong that may pass.
    Transient,
    /// This side's clock is wrong; the service's has this time.
    Skewed(Timestamp),
}

/// Why a request that was signed at `signed` and failed so may be sent again. `None` when it would fail the same way.
pub(crate) fn cause(operation: &Operation, failure: &Failure, signed: Timestamp) -> Option<Cause> {
    let (response, facts) = match failure {
        Failure::Modelled(index, response) => (
            response,
            operation.errors.get(*index).and_then(|schema| schema.error.as_ref()),
        ),
        Failure::Unknown(response) => (response, None),
        Failure::Timeout(timeout) => {
            return (timeout.kind() != TimeoutKind::Call).then_some(Cause::Transient);
        }
        Failure::Transport(error) => return error.details().retryable.then_some(Cause::Transient),
        Failure::Construction(_) | Failure::Decode(_) => return None,
    };
    if let Some(time) = skewed(response, signed) {
        return Some(Cause::Skewed(time));
    }
    match classify(response.raw().status().as_u16(), response.head(), facts) {
        ErrorClass { throttling: true, .. } => Some(Cause::Throttled),
        ErrorClass { retryable: true, .. } => Some(Cause::Transient),
        _ => None,
    }
}

/// The service's time, if the request failed because this side's is another.
fn skewed(response: &ErrorResponse, signed: Timestamp) -> Option<Timestamp> {
    let least = match response.code() {
        code if WRONG_TIME.contains(&code) => 1,
        code if WRONG_SIGNATURE.contains(&code) => TOLERANCE,
        _ => return None,
    };
    let date = response.raw().headers().get(DATE)?.to_str().ok()?;
    let time = Timestamp::parse_http_date(date).ok()?;
    (time.epoch_seconds().abs_diff(signed.epoch_seconds()) >= least).then_some(time)
}
