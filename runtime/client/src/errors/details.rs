//! What can be said of every error, and how errors are shown.

use shapewright_schema::ErrorShape;
use std::{error::Error, fmt};

/// What can be said of an error, whichever it is.
#[derive(Clone, Copy, Default)]
pub struct ErrorDetails<'a> {
    /// The error as it is modelled, where it is.
    pub modelled: Option<&'a dyn ErrorShape>,
    /// The error's code, where the response has one.
    pub code: Option<&'a str>,
    /// The code by which a description knows the error: it differs where the service once spoke `awsQuery` and keeps
    /// the codes of that time.
    pub name: Option<&'a str>,
    /// What went wrong, for people.
    pub message: Option<&'a str>,
    /// The id by which the service knows the request.
    pub request_id: Option<&'a str>,
    /// The HTTP status, where there was a response.
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

/// What a variant of an operation's error holds.
pub trait ErrorVariant {
    /// What can be said of it.
    fn details(&self) -> ErrorDetails<'_>;
}

impl fmt::Debug for ErrorDetails<'_> {
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

/// The message of a response that has none itself.
pub(crate) const NO_CODE: &str = "the service responded with an error that has no code";

/// The details as one line, without the operation.
pub(crate) struct Summary<'a>(pub(crate) &'a ErrorDetails<'a>);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = self.0;
        match (details.code, details.message) {
            (Some(code), Some(message)) => write!(f, "{code}: {message}")?,
            (Some(text), None) | (None, Some(text)) => f.write_str(text)?,
            (None, None) => f.write_str(NO_CODE)?,
        }
        let mut separator = " (";
        let mut fact = |fact: fmt::Arguments<'_>| write!(f, "{}{fact}", std::mem::replace(&mut separator, ", "));
        if let Some(status) = details.status {
            fact(format_args!("status {status}"))?;
        }
        if let Some(id) = details.request_id {
            fact(format_args!("request id {id}"))?;
        }
        if details.attempts > 1 {
            fact(format_args!("{} attempts", details.attempts))?;
        }
        f.write_str(if separator == ", " { ")" } else { "" })
    }
}
