//! Why a command failed, for the person who ran it, and for the script that reads its exit code.

use std::{fmt, process::ExitCode};

/// A message that ends a command. The exit code is 1 if the command did its work and found something, and 2 if it could not
/// do its work.
#[derive(Debug)]
pub struct Failure {
    message: String,
    exit: u8,
}

impl Failure {
    /// The command could not do its work: exit code 2.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            exit: 2,
        }
    }

    /// The command found what it looks for, such as an error in a description: exit code 1.
    pub fn finding(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            exit: 1,
        }
    }

    /// The same failure, with the exit code of a command that could not do its work.
    pub fn as_not_decided(self) -> Self {
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
