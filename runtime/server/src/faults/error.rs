//! Why a fault is refused.

use crate::names::UnknownName;
use std::fmt;

/// A fault that no mock can have: it names what is not there, or a number is out of its range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultError(pub(super) String);

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaultError {}

impl From<UnknownName> for FaultError {
    fn from(error: UnknownName) -> Self {
        Self(error.to_string())
    }
}
