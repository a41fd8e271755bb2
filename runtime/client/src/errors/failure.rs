//! What a call without an output ends with.

use super::{construction::ConstructionError, decode::DecodeFailure, response::ErrorResponse, timeout::Timeout};
use crate::transport::{TransportError, TransportErrorKind};
use std::{error::Error, fmt};

/// Why a call has no output. The errors of operations are made of it.
#[derive(Debug)]
pub enum Failure {
    /// The service responded with the error at this index of the operation's errors.
    Modelled(usize, ErrorResponse),
    /// The service responded with an error that the description does not know.
    Unknown(ErrorResponse),
    /// The request got no response.
    Transport(TransportError),
    /// It took too long.
    Timeout(Timeout),
    /// The request could not be made.
    Construction(ConstructionError),
    /// The response could not be read.
    Decode(DecodeFailure),
}

impl Failure {
    /// A request that could not be made: which step failed, and why.
    pub(crate) fn construction(step: &str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Construction(ConstructionError::new(step, source))
    }

    /// The service's response, where there was one.
    pub(crate) fn response(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Modelled(_, response) | Self::Unknown(response) => Some(response),
            Self::Transport(_) | Self::Timeout(_) | Self::Construction(_) | Self::Decode(_) => None,
        }
    }

    /// The same failure, of a call that sent its request this often.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        match &mut self {
            Self::Modelled(_, response) | Self::Unknown(response) => response.set_attempts(attempts),
            Self::Transport(error) => error.set_attempts(attempts),
            Self::Timeout(error) => error.set_attempts(attempts),
            Self::Construction(_) => {}
            Self::Decode(error) => error.set_attempts(attempts),
        }
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Modelled(_, response) | Self::Unknown(response) => response.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Construction(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        match error.kind() {
            TransportErrorKind::ConnectTimeout(limit) => Self::Timeout(Timeout::of_connection(limit, error)),
            _ => Self::Transport(error),
        }
    }
}

impl From<ConstructionError> for Failure {
    fn from(error: ConstructionError) -> Self {
        Self::Construction(error)
    }
}
