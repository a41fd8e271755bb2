//! A limit to how long a stream may stand still.

use crate::{ByteStream, StreamError, StreamErrorKind};
use bytes::Bytes;
use http_body::{Body, Frame};
use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::{Instant, Sleep, sleep};

impl ByteStream {
    /// The same stream, where no chunk may take longer than `limit` to come: else reading ends with an error of the kind
    /// [`TimedOut`](StreamErrorKind::TimedOut). What is in memory stays as it is. Needs tokio's timer when it is read.
    #[must_use]
    pub fn with_idle_limit(self, limit: Duration) -> Self {
        if self.bytes().is_some() {
            return self;
        }
        let length = self.length();
        let patient = Patient {
            stream: self,
            limit,
            timer: None,
        };
        Self::once(patient, length)
    }
}

struct Patient {
    stream: ByteStream,
    limit: Duration,
    /// Runs while nothing comes. Made where one waits for the first time.
    timer: Option<(Pin<Box<Sleep>>, bool)>,
}

impl Body for Patient {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        if let Poll::Ready(chunk) = self.stream.poll_chunk(task) {
            if let Some((_, runs)) = &mut self.timer {
                *runs = false;
            }
            return Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)));
        }
        let limit = self.limit;
        let (timer, runs) = self.timer.get_or_insert_with(|| (Box::pin(sleep(limit)), true));
        if !std::mem::replace(runs, true) {
            timer.as_mut().reset(Instant::now() + limit);
        }
        std::task::ready!(timer.as_mut().poll(task));
        let message = format!("nothing came of the stream for {limit:?}");
        Poll::Ready(Some(Err(StreamError::new(StreamErrorKind::TimedOut(limit), message))))
    }
}
