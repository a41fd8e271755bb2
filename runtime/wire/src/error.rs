//! What can go wrong between a value and its bytes.

use std::{error::Error, fmt};

/// A message that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// Where, as a JSON pointer by the names of the description: `/Users/3/Email`. Empty for the message itself.
    pub pointer: String,
    /// What was wanted and what was found.
    pub message: String,
    /// What sort of fault it is.
    pub kind: DecodeErrorKind,
}

/// What sort of fault a [`DecodeError`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// The bytes are not what the format allows: no JSON, no UTF-8, nested too deep.
    Syntax,
    /// A value has another type than the shape, or is outside what the type can hold.
    Type,
    /// Something that the message cannot do without is not there.
    Missing,
    /// The `Content-Type` is not the one that the operation takes.
    UnsupportedMediaType,
    /// The `Accept` header leaves out the one media type that the operation answers with.
    NotAcceptable,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.pointer, self.message)
        }
    }
}

impl Error for DecodeError {}

/// A [`DecodeError`] on its way up: one word wide, so that success costs nothing.
pub(crate) type Fault = Box<DecodeError>;

#[cold]
pub(crate) fn fault(kind: DecodeErrorKind, message: impl Into<String>) -> Fault {
    Box::new(DecodeError {
        pointer: String::new(),
        message: message.into(),
        kind,
    })
}

impl DecodeError {
    /// The same error, one step further from the root.
    #[cold]
    pub(crate) fn under(mut self: Box<Self>, step: &str) -> Box<Self> {
        prefix(&mut self.pointer, step);
        self
    }
}

/// Puts a step before a JSON pointer.
pub(crate) fn prefix(pointer: &mut String, step: &str) {
    let step = step.replace('~', "~0").replace('/', "~1");
    pointer.insert_str(0, &step);
    pointer.insert(0, '/');
}

/// An [`EncodeError`] on its way up.
pub(crate) type Unwritable = Box<EncodeError>;

#[cold]
pub(crate) fn unwritable(message: impl Into<String>) -> Unwritable {
    Box::new(EncodeError {
        pointer: String::new(),
        message: message.into(),
    })
}

impl EncodeError {
    /// The same error, one step further from the root.
    #[cold]
    pub(crate) fn under(mut self: Box<Self>, step: &str) -> Box<Self> {
        prefix(&mut self.pointer, step);
        self
    }
}

/// A value that cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError {
    /// Where, as a JSON pointer by the names of the description. Empty for the message itself.
    pub pointer: String,
    /// What stands in the way, and what to do.
    pub message: String,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.pointer, self.message)
        }
    }
}

impl Error for EncodeError {}
