//! What a service's error means for retries.

use shapewright_schema::schema::ErrorFacts;
use shapewright_wire::ErrorHead;

/// The codes by which services say that requests come too fast, whether a description says so or not: those of botocore's
/// standard retry mode. `LimitExceededException` is among them, though some services mean a quota by it that no waiting
/// helps against; the attempts that this costs are few.
const THROTTLING: [&str; 14] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// The codes by which services say that the same request may succeed later.
const TRANSIENT: [&str; 2] = ["RequestTimeout", "RequestTimeoutException"];

/// What an error means for a retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ErrorClass {
    /// The caller sends too many requests.
    pub(crate) throttling: bool,
    /// The same request may succeed later. True of every throttling error.
    pub(crate) retryable: bool,
}

/// What an error response means for a retry, by its status, its codes and what the description says of the error.
pub(crate) fn classify(status: u16, head: &ErrorHead, facts: Option<&ErrorFacts>) -> ErrorClass {
    let is_any = |codes: &[&str]| codes.iter().any(|code| head.has_code(code));
    let throttling = status == 429 || facts.is_some_and(|facts| facts.throttling) || is_any(&THROTTLING);
    let retryable = throttling
        || facts.is_some_and(|facts| facts.retryable)
        || matches!(status, 500 | 502 | 503 | 504)
        || is_any(&TRANSIENT);
    ErrorClass { throttling, retryable }
}
