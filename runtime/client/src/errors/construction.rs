//! Requests that could not be made.

use super::details::{ErrorDetails, ErrorVariant, Summary};
use std::{error::Error, fmt};

/// A request that could not be made: its input cannot be written, or there are no credentials to sign it with.
#[derive(Debug)]
pub struct ConstructionError {
    message: String,
    source: Box<dyn Error + Send + Sync>,
}

impl ConstructionError {
    /// `step` says which one failed.
    pub(crate) fn new(step: &str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let source = source.into();
        Self {
            message: format!("{step}: {source}"),
            source,
        }
    }
}

impl ErrorVariant for ConstructionError {
    fn details(&self) -> ErrorDetails<'_> {
        ErrorDetails {
            message: Some(&self.message),
            source: self.source(),
            ..ErrorDetails::default()
        }
    }
}

impl fmt::Display for ConstructionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Summary(&self.details()).fmt(f)
    }
}

impl Error for ConstructionError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}
