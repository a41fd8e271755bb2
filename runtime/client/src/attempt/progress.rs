//! Whether a body still moves.

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use shapewright_stream::{ByteStream, StreamError};
use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};
use tokio::time::Instant;

/// When a piece of a request's body was last taken.
#[derive(Clone)]
pub(super) struct BodyProgress(Arc<Mutex<Instant>>);

impl Default for BodyProgress {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }
}

impl BodyProgress {
    pub(super) fn last(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn watch(&self, body: ByteStream) -> ByteStream {
        match body.bytes() {
            Some(_) => body,
            None => ByteStream::from_body(Watched {
                body,
                progress: self.clone(),
            }),
        }
    }
}

struct Watched {
    body: ByteStream,
    progress: BodyProgress,
}

impl Body for Watched {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        let frame = Pin::new(&mut self.body).poll_frame(task);
        if frame.is_ready() {
            *self.progress.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        }
        frame
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
