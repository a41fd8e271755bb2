//! Requests that got no response.

use shapewright_stream::{StreamError, StreamErrorKind};
use std::{error::Error, fmt, time::Duration};

/// How far a request came that got no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made: the service has not seen the request.
    Connect,
    /// No connection was made within this time: the service has not seen the request.
    ConnectTimeout(Duration),
    /// The connection broke: the service may have seen the request.
    Interrupted,
    /// The other side could not show that it is the one to speak to, or speaks no TLS: its certificate is not trusted, for
    /// instance. The service has not seen the request.
    Tls,
    /// The response's body has more bytes than this.
    TooLarge(usize),
    /// Anything else; sending the request again would not help.
    Other,
}

/// A request that got no response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    message: String,
    source: Option<Box<dyn Error + Send + Sync>>,
    attempts: u32,
}

impl TransportError {
    /// `message` says what was tried and what came of it.
    pub fn new(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
            attempts: 1,
        }
    }

    /// The body of a request that could not be read to its end. Sending it again would not help.
    pub(crate) fn reading_request(error: StreamError) -> Self {
        let message = format!("the body of the request could not be read: {error}");
        Self::new(TransportErrorKind::Other, message).caused_by(error)
    }

    /// The body of a response that could not be read to its end.
    pub(crate) fn reading_response(error: StreamError) -> Self {
        let kind = match error.kind() {
            StreamErrorKind::TooLarge(limit) => TransportErrorKind::TooLarge(limit),
            _ => TransportErrorKind::Interrupted,
        };
        Self::new(kind, format!("the response could not be read: {error}")).caused_by(error)
    }

    /// The same error with its cause.
    pub fn caused_by(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) fn set_attempts(&mut self, attempts: u32) {
        self.attempts = attempts;
    }

    /// How far the request came.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn Error + 'static))
    }
}
