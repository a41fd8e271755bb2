//! Bodies over sockets: read whole, within a limit of size; sent whole, unless a fault cuts them.

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use std::{
    future::poll_fn,
    io,
    pin::Pin,
    task::{Context, Poll},
};

/// How much of a body that is too large is read, and thrown away, so that the client gets to read the answer.
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

/// The body of an answer.
pub(super) struct Answered {
    /// What is still to be sent.
    data: Option<Bytes>,
    /// How many bytes are still to come, by the headers.
    length: u64,
    breaks: Breaks,
}

/// Whether the connection breaks after what is sent.
enum Breaks {
    Never,
    /// As soon as that has had a chance to go out.
    AfterFlush,
    Now,
}

impl Answered {
    /// All of it.
    pub(super) fn whole(bytes: Bytes) -> Self {
        Self {
            length: bytes.len() as u64,
            data: Some(bytes).filter(|bytes| !bytes.is_empty()),
            breaks: Breaks::Never,
        }
    }

    /// Half of it, and then a connection that breaks.
    pub(super) fn half(bytes: &Bytes) -> Self {
        Self {
            length: bytes.len() as u64,
            data: Some(bytes.slice(..bytes.len() / 2)).filter(|bytes| !bytes.is_empty()),
            breaks: Breaks::AfterFlush,
        }
    }
}

impl Body for Answered {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(data) = self.data.take() {
            self.length = self.length.saturating_sub(data.len() as u64);
            return Poll::Ready(Some(Ok(Frame::data(data))));
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
        self.data.is_none() && matches!(self.breaks, Breaks::Never)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
