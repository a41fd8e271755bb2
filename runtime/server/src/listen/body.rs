//! Bodies over sockets: read whole, within a limit of size; sent whole or as they come, unless a fault cuts them.

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use shapewright_stream::ByteStream;
use std::{
    future::poll_fn,
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

/// How much of a body that is too large is read, and thrown away, so that the client gets to read the response.
const DRAINED: usize = 64 << 20;

/// The whole body; `None` when it has more than `limit` bytes. A body whose length is known to be too large is not
/// asked for where the client waits for that (`is_awaited`), nor read at all where there is no end to it.
pub(super) async fn read(mut body: Incoming, limit: usize, is_awaited: bool) -> Result<Option<Bytes>, hyper::Error> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let most = limit.saturating_add(if is_awaited { 0 } else { DRAINED });
    if announced > most {
        return Ok(None);
    }
    let (mut first, mut all, mut length) = (None, BytesMut::new(), 0_usize);
    while let Some(frame) = poll_fn(|task| Pin::new(&mut body).poll_frame(task)).await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length > limit {
            if length > most {
                break;
            }
        } else if first.is_none() && all.is_empty() {
            first = Some(data);
        } else {
            // Most bodies come in one piece, which is then not copied.
            if let Some(first) = first.take() {
                all.extend_from_slice(&first);
            }
            all.extend_from_slice(&data);
        }
    }
    Ok((length <= limit).then(|| first.unwrap_or_else(|| all.freeze())))
}

/// The body of a response.
pub(super) struct ResponseBody {
    body: ByteStream,
    /// How many bytes are still to come, by the headers.
    length: Option<u64>,
    /// How many are sent.
    most: u64,
    breaks: Breaks,
}

/// Whether the connection breaks after what is sent.
enum Breaks {
    Never,
    /// As soon as that has had a chance to go out.
    AfterFlush,
    Now,
}

impl ResponseBody {
    /// All of it.
    pub(super) fn whole(body: ByteStream) -> Self {
        Self {
            length: body.length(),
            body,
            most: u64::MAX,
            breaks: Breaks::Never,
        }
    }

    /// Half of it, or the first chunk where its length is not known, and then a connection that breaks.
    pub(super) fn half(body: ByteStream) -> Self {
        let whole = Self::whole(body);
        Self {
            most: whole.length.map_or(u64::MAX, |length| length / 2),
            breaks: Breaks::AfterFlush,
            ..whole
        }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.most > 0 {
            let chunk = ready!(Pin::new(&mut self.body).poll_next(task)).transpose()?;
            if let Some(mut chunk) = chunk {
                chunk.truncate(usize::try_from(self.most).unwrap_or(usize::MAX));
                let sent = chunk.len() as u64;
                self.length = self.length.map(|length| length.saturating_sub(sent));
                self.most = match (self.length, &self.breaks) {
                    (None, Breaks::AfterFlush) => 0,
                    _ => self.most - sent,
                };
                return Poll::Ready(Some(Ok(Frame::data(chunk))));
            }
        }
        match self.breaks {
            Breaks::Never => Poll::Ready(None),
            Breaks::AfterFlush => {
                self.breaks = Breaks::Now;
                task.waker().wake_by_ref();
                Poll::Pending
            }
            Breaks::Now => Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream() && matches!(self.breaks, Breaks::Never)
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}
