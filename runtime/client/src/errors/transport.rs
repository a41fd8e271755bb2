//! What can be said of a transport's error.

use super::details::{ErrorDetails, ErrorVariant};
use crate::transport::{TransportError, TransportErrorKind};
use std::error::Error;

impl ErrorVariant for TransportError {
    fn details(&self) -> ErrorDetails<'_> {
        ErrorDetails {
            message: Some(self.message()),
            retryable: matches!(
                self.kind(),
                TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout(_) | TransportErrorKind::Interrupted
            ),
            attempts: self.attempts(),
            source: self.source(),
            ..ErrorDetails::default()
        }
    }
}
