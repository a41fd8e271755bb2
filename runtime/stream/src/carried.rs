//! A stream beside a message.

use crate::{ByteStream, StreamError, StreamErrorKind};
use http::Extensions;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A stream in the extensions of an HTTP message whose own body, which is empty, it stands for: what passes messages on
/// need not know that it is there. Clones of the message share it.
#[derive(Debug, Clone)]
pub struct Carried(Arc<Mutex<Option<ByteStream>>>);

impl Carried {
    /// Puts a stream beside a message.
    pub fn put(extensions: &mut Extensions, stream: ByteStream) {
        extensions.insert(Self(Arc::new(Mutex::new(Some(stream)))));
    }

    /// The stream that is beside a message, if there is one. A stream that can be copied stays for clones of the message.
    ///
    /// # Errors
    /// When it has been taken from a clone of the message, and could not be copied.
    pub fn take(extensions: &Extensions) -> Result<Option<ByteStream>, StreamError> {
        let Some(carried) = extensions.get::<Self>() else {
            return Ok(None);
        };
        let mut held = carried.held();
        match held.as_ref().and_then(ByteStream::try_clone).or_else(|| held.take()) {
            Some(stream) => Ok(Some(stream)),
            None => {
                let message = "the stream has been read already, and cannot be read again";
                Err(StreamError::new(StreamErrorKind::Source, message))
            }
        }
    }

    /// The length of the stream that is beside a message, where there is one: `Some(None)` when it does not know.
    pub fn length(extensions: &Extensions) -> Option<Option<u64>> {
        let carried = extensions.get::<Self>()?;
        let held = carried.held();
        Some(held.as_ref().and_then(ByteStream::length))
    }

    /// Whether the message can be sent again: there is no stream beside it, or one that can be copied.
    pub fn is_replayable(extensions: &Extensions) -> bool {
        let carried = extensions.get::<Self>();
        carried.is_none_or(|carried| carried.held().as_ref().is_some_and(ByteStream::is_replayable))
    }

    fn held(&self) -> MutexGuard<'_, Option<ByteStream>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
