//! From and to readers of tokio.

use crate::{ByteStream, StreamError};
use bytes::{Buf, Bytes, BytesMut};
use http_body::{Body, Frame};
use std::{
    fmt, io,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tokio::io::{AsyncRead, ReadBuf};

/// How many bytes are read at once.
const CHUNK: usize = 64 << 10;

impl ByteStream {
    /// What a reader reads, to its end. The length is not known: see [`with_length`](Self::with_length).
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::once(FromReader::new(reader), None)
    }

    /// The stream as a reader.
    pub fn into_reader(self) -> Reader {
        Reader {
            stream: self,
            chunk: Bytes::new(),
        }
    }
}

/// A [`ByteStream`] as a reader: [`ByteStream::into_reader`] makes it. Errors are those of the stream, as `io::Error`.
pub struct Reader {
    stream: ByteStream,
    chunk: Bytes,
}

impl AsyncRead for Reader {
    fn poll_read(mut self: Pin<&mut Self>, task: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        while self.chunk.is_empty() {
            match ready!(self.stream.poll_chunk(task)) {
                Some(Ok(chunk)) => self.chunk = chunk,
                Some(Err(error)) => return Poll::Ready(Err(error.into())),
                None => return Poll::Ready(Ok(())),
            }
        }
        let count = self.chunk.len().min(into.remaining());
        into.put_slice(&self.chunk[..count]);
        self.chunk.advance(count);
        Poll::Ready(Ok(()))
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reader").field(&self.stream).finish()
    }
}

pub(crate) struct FromReader<R> {
    reader: Pin<Box<R>>,
    buffer: BytesMut,
}

impl<R> FromReader<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self {
            reader: Box::pin(reader),
            buffer: BytesMut::new(),
        }
    }
}

impl<R: AsyncRead> Body for FromReader<R> {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        let this = &mut *self;
        this.buffer.resize(CHUNK, 0);
        let mut buffer = ReadBuf::new(&mut this.buffer);
        if let Err(error) = ready!(this.reader.as_mut().poll_read(task, &mut buffer)) {
            return Poll::Ready(Some(Err(StreamError::of_source(error))));
        }
        let count = buffer.filled().len();
        if count == 0 {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(Frame::data(this.buffer.split_to(count).freeze()))))
    }
}
