//! Why a command failed, for the person who ran it.

use std::{fmt, process::ExitCode};

/// A message that ends a command.
#[derive(Debug)]
pub struct Failure {
    message: String,
    exit: u8,
}

impl Failure {
    /// A failure with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            exit: 1,
        }
    }

    /// The failure of a command that could not decide, with exit code 2. A command that decides against something exits with 1.
    pub fn into_not_decided(self) -> Self {
        Self { exit: 2, ..self }
    }

    /// The exit code of the program.
    pub fn exit(&self) -> ExitCode {
        ExitCode::from(self.exit)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::new(format!("error: {error}"))
    }
}
