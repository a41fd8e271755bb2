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
        let limited = IdleLimit {
            stream: self,
            limit,
            timer: None,
        };
        Self::once(limited, length)
    }
}

struct IdleLimit {
    stream: ByteStream,
    limit: Duration,
    /// Runs while nothing comes. Made where one waits for the first time.
    timer: Option<(Pin<Box<Sleep>>, bool)>,
}

impl Body for IdleLimit {
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
            // Where no clock can show the time, the timer keeps its first one, which is as far away.
            if let Some(until) = Instant::now().checked_add(limit) {
                timer.as_mut().reset(until);
            }
        }
        std::task::ready!(timer.as_mut().poll(task));
        let message = format!("nothing came of the stream for {limit:?}");
        Poll::Ready(Some(Err(StreamError::new(StreamErrorKind::TimedOut(limit), message))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three chunks, a second before each.
    fn slow() -> ByteStream {
        ByteStream::from_stream(futures_util::stream::unfold(0_u8, |count| async move {
            sleep(Duration::from_secs(1)).await;
            (count < 3).then(|| (Ok::<_, StreamError>(Bytes::from(vec![count])), count + 1))
        }))
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_holds_for_each_chunk_and_may_be_endless() {
        for limit in [Duration::from_secs(2), Duration::MAX] {
            let read = slow().with_idle_limit(limit).collect().await.unwrap();
            assert_eq!(read, [0, 1, 2][..]);
        }
        let limit = Duration::from_millis(500);
        let error = slow().with_idle_limit(limit).collect().await.unwrap_err();
        assert_eq!(error.kind(), StreamErrorKind::TimedOut(limit));
    }
}
