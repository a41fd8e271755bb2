//! Limits of time that were passed.

use super::details::{ErrorDetails, ErrorVariant, Summary};
use crate::transport::TransportError;
use std::{error::Error, fmt, sync::Arc, time::Duration};

/// Which limit was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// The time to make a connection.
    Connect,
    /// The time for one attempt, from sending the request to the whole response.
    Attempt,
    /// The time for the whole call, with all attempts and the waits between them.
    Call,
}

/// Something took too long.
#[derive(Debug, Clone)]
pub struct Timeout {
    kind: TimeoutKind,
    limit: Duration,
    message: String,
    attempts: u32,
    /// What the transport said.
    source: Option<Arc<TransportError>>,
}

impl Timeout {
    pub(crate) fn new(kind: TimeoutKind, limit: Duration) -> Self {
        let message = match kind {
            TimeoutKind::Connect => format!("no connection was made within the connect timeout ({limit:?})"),
            TimeoutKind::Attempt => format!("no response came within the timeout of an attempt ({limit:?})"),
            TimeoutKind::Call => format!("no response came within the timeout of the call ({limit:?})"),
        };
        Self {
            kind,
            limit,
            message,
            attempts: 1,
            source: None,
        }
    }

    /// No connection was made in time. What the transport says of it says where to.
    pub(super) fn of_connection(limit: Duration, error: TransportError) -> Self {
        Self {
            message: error.message().to_owned(),
            source: Some(Arc::new(error)),
            ..Self::new(TimeoutKind::Connect, limit)
        }
    }

    /// The same error, with that of the attempt before in its message.
    pub(crate) fn after(mut self, error: Option<&str>) -> Self {
        if let Some(error) = error {
            self.message.push_str("; the attempt before had failed: ");
            self.message.push_str(error);
        }
        self
    }

    pub(crate) fn set_attempts(&mut self, attempts: u32) {
        self.attempts = attempts;
    }

    /// Which limit was passed.
    pub fn kind(&self) -> TimeoutKind {
        self.kind
    }

    /// The limit.
    pub fn limit(&self) -> Duration {
        self.limit
    }
}

impl ErrorVariant for Timeout {
    fn details(&self) -> ErrorDetails<'_> {
        ErrorDetails {
            message: Some(&self.message),
            retryable: true,
            attempts: self.attempts,
            source: self.source(),
            ..ErrorDetails::default()
        }
    }
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Summary(&self.details()).fmt(f)
    }
}

impl Error for Timeout {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
