//! What the errors of all operations have in common.

use crate::failure::Ending;
use shapewright_schema::{ErrorShape, schema::ErrorFacts};
use shapewright_wire::ErrorHead;
use std::{error::Error, fmt};

/// The error of one operation. Generated code implements it.
pub trait OperationError: Error + 'static {
    /// What a call has ended with as the operation's error.
    fn of(ending: Ending) -> Self
    where
        Self: Sized;

    /// What the variant holds.
    fn reason(&self) -> &dyn Reason;

    /// What there is to tell of it.
    fn parts(&self) -> Parts<'_> {
        self.reason().parts()
    }
}

/// What a variant of an operation's error holds.
pub trait Reason {
    /// What there is to tell of it.
    fn parts(&self) -> Parts<'_>;
}

/// What there is to tell of an error, whichever it is.
#[derive(Clone, Copy, Default)]
pub struct Parts<'a> {
    /// The error as it is modelled, where it is.
    pub modelled: Option<&'a dyn ErrorShape>,
    /// The error's code, where the service answered with one.
    pub code: Option<&'a str>,
    /// The code by which a description knows the error: another one where the service spoke `awsQuery` once, and goes on
    /// to say the codes of that time.
    pub name: Option<&'a str>,
    /// What went wrong, for people.
    pub message: Option<&'a str>,
    /// The id by which the service knows the request.
    pub request_id: Option<&'a str>,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// The caller sends too many requests.
    pub throttling: bool,
    /// The same request may succeed later.
    pub retryable: bool,
    /// How often the request was sent; 0 where it was not.
    pub attempts: u32,
    /// What caused it.
    pub source: Option<&'a (dyn Error + 'static)>,
}

/// Writes an error as one line: `DeleteUser failed: EntityStateException: The user is enabled (status 400, request id …)`.
///
/// # Errors
/// Those of the formatter.
pub fn display(operation: &str, error: &dyn OperationError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{operation} failed: {}", Line(&error.parts()))
}

/// Writes what there is to tell of an error, for developers.
///
/// # Errors
/// Those of the formatter.
pub fn debug(operation: &str, error: &dyn OperationError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{operation}Error ")?;
    fmt::Debug::fmt(&error.parts(), f)
}

impl fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_map();
        if let Some(modelled) = self.modelled {
            out.entry(&"modelled", &Shown(modelled));
        }
        for (name, text) in [
            ("code", self.code),
            ("message", self.message),
            ("request_id", self.request_id),
        ] {
            if let Some(text) = text {
                out.entry(&name, &text);
            }
        }
        if let Some(status) = self.status {
            out.entry(&"status", &status);
        }
        if let Some(source) = self.source {
            out.entry(&"source", &source);
        }
        out.finish()
    }
}

struct Shown<'a>(&'a dyn ErrorShape);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shapewright_schema::debug::debug(self.0, f)
    }
}

/// All that there is to say of an answer that says nothing itself.
pub(crate) const NO_CODE: &str = "the service answered with an error that has no code";

/// The parts as one line, without the operation.
pub(crate) struct Line<'a>(pub(crate) &'a Parts<'a>);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.0;
        match (parts.code, parts.message) {
            (Some(code), Some(message)) => write!(f, "{code}: {message}")?,
            (Some(text), None) | (None, Some(text)) => f.write_str(text)?,
            (None, None) => f.write_str(NO_CODE)?,
        }
        let mut separator = " (";
        let mut fact = |fact: fmt::Arguments<'_>| write!(f, "{}{fact}", std::mem::replace(&mut separator, ", "));
        if let Some(status) = parts.status {
            fact(format_args!("status {status}"))?;
        }
        if let Some(id) = parts.request_id {
            fact(format_args!("request id {id}"))?;
        }
        if parts.attempts > 1 {
            fact(format_args!("{} attempts", parts.attempts))?;
        }
        f.write_str(if separator == ", " { ")" } else { "" })
    }
}

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

/// Whether an answer says that requests come too fast, and whether the same request may succeed later.
pub(crate) fn prospects(status: u16, head: &ErrorHead, facts: Option<&ErrorFacts>) -> (bool, bool) {
    let is_any = |codes: &[&str]| codes.iter().any(|code| head.has_code(code));
    let throttling = status == 429 || facts.is_some_and(|facts| facts.throttling) || is_any(&THROTTLING);
    let retryable = throttling
        || facts.is_some_and(|facts| facts.retryable)
        || matches!(status, 500 | 502 | 503 | 504)
        || is_any(&TRANSIENT);
    (throttling, retryable)
}
