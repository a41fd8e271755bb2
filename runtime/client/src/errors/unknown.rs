//! Errors that the description does not know.

use super::{
    details::{ErrorDetails, ErrorVariant},
    response::ErrorResponse,
};
use std::{error::Error, fmt, marker::PhantomData};

/// An error response whose code the description does not know for the operation `O`, or that has none.
pub struct Unknown<O> {
    response: ErrorResponse,
    operation: PhantomData<fn() -> O>,
}

impl<O> From<ErrorResponse> for Unknown<O> {
    fn from(response: ErrorResponse) -> Self {
        Self {
            response,
            operation: PhantomData,
        }
    }
}

impl<O> Unknown<O> {
    /// The response as it was received.
    pub fn response(&self) -> &ErrorResponse {
        &self.response
    }
}

impl<O> ErrorVariant for Unknown<O> {
    fn details(&self) -> ErrorDetails<'_> {
        self.response.details()
    }
}

impl<O> fmt::Debug for Unknown<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Unknown").field(&self.response).finish()
    }
}

impl<O> fmt::Display for Unknown<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.response.fmt(f)
    }
}

impl<O> Error for Unknown<O> {}
