//! Bodies over sockets: read whole, within a limit of size; sent whole.

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use std::{
    convert::Infallible,
    future::poll_fn,
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

/// A body that is there as a whole.
pub(super) struct Whole(Option<Bytes>);

impl Whole {
    pub(super) fn new(bytes: Bytes) -> Self {
        Self(Some(bytes).filter(|bytes| !bytes.is_empty()))
    }
}

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
