//! What the errors of all operations have in common.

use super::{
    details::{ErrorDetails, ErrorVariant, Summary},
    failure::Failure,
};
use std::{error::Error, fmt};

/// The error of one operation. Generated code implements it.
pub trait OperationError: Error + 'static {
    /// The operation's error for a call that failed.
    #[doc(hidden)]
    fn from_failure(failure: Failure) -> Self
    where
        Self: Sized;

    /// What the variant holds.
    #[doc(hidden)]
    fn variant(&self) -> &dyn ErrorVariant;

    /// Code, message, status and all else that can be said of the error.
    fn details(&self) -> ErrorDetails<'_> {
        self.variant().details()
    }
}

/// Writes an error as one line: `DeleteUser failed: EntityStateException: The user is enabled (status 400, request id …)`.
///
/// # Errors
/// Those of the formatter.
pub fn display(operation: &str, error: &dyn OperationError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{operation} failed: {}", Summary(&error.details()))
}

/// Writes the details of an error, for developers.
///
/// # Errors
/// Those of the formatter.
pub fn debug(operation: &str, error: &dyn OperationError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{operation}Error ")?;
    fmt::Debug::fmt(&error.details(), f)
}
