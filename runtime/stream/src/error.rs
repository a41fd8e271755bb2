//! What ends a stream before its end.

use std::{error::Error, fmt, io, time::Duration};

/// A stream that could not be read to its end.
#[derive(Debug)]
pub struct StreamError {
    kind: StreamErrorKind,
    message: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// Why a stream could not be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamErrorKind {
    /// What it is read from failed: a file, a reader, a connection that broke.
    Source,
    /// It ended before the length that it was to have, or went on after it.
    Length,
    /// Nothing came for this long.
    TimedOut(Duration),
    /// It has more bytes than this, the most that were to be held in memory.
    TooLarge(usize),
}

impl StreamError {
    /// `message` says what was read and what came of it.
    pub fn new(kind: StreamErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
        }
    }

    /// The same error with its cause.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// An error of what a stream is read from. One that is a `StreamError` stays itself.
    pub fn of_source(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        match error.into().downcast::<Self>() {
            Ok(error) => *error,
            Err(error) => Self::new(StreamErrorKind::Source, error.to_string()).caused_by(error),
        }
    }

    /// Why it ended.
    pub fn kind(&self) -> StreamErrorKind {
        self.kind
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for StreamError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn Error + 'static))
    }
}

impl From<StreamError> for io::Error {
    fn from(error: StreamError) -> Self {
        let kind = match error.kind {
            StreamErrorKind::TimedOut(_) => io::ErrorKind::TimedOut,
            StreamErrorKind::Length => io::ErrorKind::UnexpectedEof,
            _ => io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}
