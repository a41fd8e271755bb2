//! What streams are made of: bodies of others, chunks, and bodies whose length is watched.

use crate::{StreamError, StreamErrorKind};
use bytes::{Buf, Bytes};
use futures_core::Stream;
use http_body::{Body, Frame};
use std::{
    error::Error,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

type Chunk = Option<Result<Frame<Bytes>, StreamError>>;

/// Another's body. It is pinned on its own, so that this is not.
pub(crate) struct FromBody<B>(Pin<Box<B>>);

impl<B> FromBody<B> {
    pub(crate) fn new(body: B) -> Self {
        Self(Box::pin(body))
    }
}

impl<B> Body for FromBody<B>
where
    B: Body,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Chunk> {
        let frame = ready!(self.0.as_mut().poll_frame(task));
        Poll::Ready(frame.map(|frame| match frame {
            // Of `Bytes` this copies nothing.
            Ok(frame) => Ok(frame.map_data(|mut data| data.copy_to_bytes(data.remaining()))),
            Err(error) => Err(StreamError::of_source(error)),
        }))
    }
}

/// Chunks from a stream.
pub(crate) struct Chunks<S, D, E> {
    chunks: Pin<Box<S>>,
    items: PhantomData<fn() -> (D, E)>,
}

impl<S, D, E> Chunks<S, D, E> {
    pub(crate) fn new(chunks: S) -> Self {
        Self {
            chunks: Box::pin(chunks),
            items: PhantomData,
        }
    }
}

impl<S, D, E> Body for Chunks<S, D, E>
where
    S: Stream<Item = Result<D, E>>,
    D: Into<Bytes>,
    E: Into<Box<dyn Error + Send + Sync>>,
{
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Chunk> {
        let chunk = ready!(self.chunks.as_mut().poll_next(task));
        Poll::Ready(chunk.map(|chunk| match chunk {
            Ok(chunk) => Ok(Frame::data(chunk.into())),
            Err(error) => Err(StreamError::of_source(error)),
        }))
    }
}

/// A body that must have a certain length.
pub(crate) struct Exact<B> {
    body: B,
    length: u64,
    read: u64,
}

impl<B> Exact<B> {
    pub(crate) fn new(body: B, length: u64) -> Self {
        Self { body, length, read: 0 }
    }
}

impl<B> Body for Exact<B>
where
    B: Body<Data = Bytes, Error = StreamError> + Unpin,
{
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Chunk> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(task));
        let length = self.length;
        let wrong = |what: String| {
            let message = format!("the stream was to have {length} bytes, and {what}");
            Poll::Ready(Some(Err(StreamError::new(StreamErrorKind::Length, message))))
        };
        match frame {
            Some(Ok(frame)) => {
                self.read += frame.data_ref().map_or(0, Bytes::len) as u64;
                if self.read > length {
                    return wrong("has more".to_owned());
                }
                Poll::Ready(Some(Ok(frame)))
            }
            None if self.read < length => {
                let read = self.read;
                // Told once: the end of the stream comes after it.
                self.read = length;
                wrong(format!("ended after {read}"))
            }
            other => Poll::Ready(other),
        }
    }
}
