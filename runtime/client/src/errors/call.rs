//! Calls without an output, for layers.

use super::{failure::Failure, response::ErrorResponse};
use std::{error::Error, fmt};

/// Why a call has no output, as layers around calls see it.
pub struct CallError(pub(crate) Failure);

impl CallError {
    /// The service's response, where there was one.
    pub fn response(&self) -> Option<&ErrorResponse> {
        self.0.response()
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CallError").field(&self.0.to_string()).finish()
    }
}

impl Error for CallError {}
