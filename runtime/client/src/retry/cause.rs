//! Why a request may be sent again.

use crate::{
    error::Reason,
    error::prospects,
    failure::{Ending, Failure, TimeoutKind},
    modelled::Answer,
};
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

/// Why a request that was signed at `signed` and ended so may be sent again. `None` when it would end the same way.
pub(crate) fn cause(operation: &Operation, ending: &Ending, signed: Timestamp) -> Option<Cause> {
    let (answer, facts) = match ending {
        Ending::Modelled(index, answer) => (
            answer,
            operation.errors.get(*index).and_then(|schema| schema.error.as_ref()),
        ),
        Ending::Failed(Failure::Unknown(answer)) => (answer, None),
        Ending::Failed(Failure::Timeout(timeout)) => {
            return (timeout.kind() != TimeoutKind::Call).then_some(Cause::Transient);
        }
        Ending::Failed(Failure::Transport(error)) => return error.parts().retryable.then_some(Cause::Transient),
        Ending::Failed(Failure::Construction(_) | Failure::Decode(_)) => return None,
    };
    if let Some(time) = skewed(answer, signed) {
        return Some(Cause::Skewed(time));
    }
    match prospects(answer.response().status().as_u16(), answer.head(), facts) {
        (true, _) => Some(Cause::Throttled),
        (false, true) => Some(Cause::Transient),
        (false, false) => None,
    }
}

/// The service's time, if the request failed because this side's is another.
fn skewed(answer: &Answer, signed: Timestamp) -> Option<Timestamp> {
    let least = match answer.code() {
        code if WRONG_TIME.contains(&code) => 1,
        code if WRONG_SIGNATURE.contains(&code) => TOLERANCE,
        _ => return None,
    };
    let date = answer.response().headers().get(DATE)?.to_str().ok()?;
    let time = Timestamp::parse_http_date(date).ok()?;
    (time.epoch_seconds().abs_diff(signed.epoch_seconds()) >= least).then_some(time)
}
