//! The type.

use crate::{
    StreamError, StreamErrorKind,
    body::{Chunks, Exact, FromBody},
};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};
use std::{
    error::Error,
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

/// A body that need not be held in memory: bytes, a file, a reader, or any stream of chunks.
///
/// It is read once, with [`next`](Self::next), [`collect`](Self::collect), as a [`Stream`] of [`Bytes`], as an HTTP
/// [`Body`], with the feature `tokio` as a reader, with the feature `fs` into a file. Only bytes, files and what
/// [`replayable`](Self::replayable) makes can be [copied](Self::try_clone), and so be sent again: a call with another kind
/// of stream is tried once.
///
/// The default is an empty body.
pub struct ByteStream {
    source: Source,
    /// How many bytes are left, where that is known.
    length: Option<u64>,
}

pub(crate) type Reading = Pin<Box<dyn Body<Data = Bytes, Error = StreamError> + Send>>;

enum Source {
    Memory(Bytes),
    Made(Make),
    /// Only ever reached through `&mut`: the lock makes it `Sync`, and is never waited for.
    Once(Mutex<Reading>),
}

type Make = Arc<dyn Fn() -> ByteStream + Send + Sync>;

impl ByteStream {
    /// Bytes that are held in memory.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self {
            length: Some(bytes.len() as u64),
            source: Source::Memory(bytes),
        }
    }

    /// What an HTTP body sends. Its length is the body's, where that knows it.
    pub fn from_body<B>(body: B) -> Self
    where
        B: Body + Send + 'static,
        B::Data: Send,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        let length = body.size_hint().exact();
        Self::once(FromBody::new(body), length)
    }

    /// Chunks as they come. The length is not known: see [`with_length`](Self::with_length).
    pub fn from_stream<S, D, E>(chunks: S) -> Self
    where
        S: Stream<Item = Result<D, E>> + Send + 'static,
        D: Into<Bytes> + 'static,
        E: Into<Box<dyn Error + Send + Sync>> + 'static,
    {
        Self::once(Chunks::new(chunks), None)
    }

    /// What `make` makes, anew each time that it is read: a stream that can be copied and sent again. Each must give the
    /// same bytes. The length is not known: see [`with_length`](Self::with_length).
    pub fn replayable(make: impl Fn() -> Self + Send + Sync + 'static) -> Self {
        Self {
            source: Source::Made(Arc::new(make)),
            length: None,
        }
    }

    pub(crate) fn once(
        body: impl Body<Data = Bytes, Error = StreamError> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Self {
            source: Source::Once(Mutex::new(Box::pin(body))),
            length,
        }
    }

    /// The same stream, which has this many bytes. Where it turns out to have more or fewer, reading it ends with an error
    /// of the kind [`Length`](StreamErrorKind::Length).
    #[must_use]
    pub fn with_length(self, length: u64) -> Self {
        match self.source {
            Source::Memory(bytes) if bytes.len() as u64 == length => Self::new(bytes),
            // Reading it anew fails anew.
            Source::Memory(bytes) => {
                let exact = move || Self::once(Exact::new(Self::new(bytes.clone()), length), Some(length));
                Self {
                    source: Source::Made(Arc::new(exact)),
                    length: Some(length),
                }
            }
            Source::Made(make) => Self {
                source: Source::Made(Arc::new(move || make().with_length(length))),
                length: Some(length),
            },
            source => Self::once(Exact::new(Self { source, length: None }, length), Some(length)),
        }
    }

    /// How many bytes are left, where that is known.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The bytes, where they are held in memory.
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Memory(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Whether it can be copied, and so be sent again.
    pub fn is_replayable(&self) -> bool {
        !matches!(self.source, Source::Once(_))
    }

    /// Another stream of the same bytes, where it can be copied.
    pub fn try_clone(&self) -> Option<Self> {
        let source = match &self.source {
            Source::Memory(bytes) => Source::Memory(bytes.clone()),
            Source::Made(make) => Source::Made(Arc::clone(make)),
            Source::Once(_) => return None,
        };
        Some(Self {
            source,
            length: self.length,
        })
    }

    /// The next chunk; `None` at the end and after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes, StreamError>> {
        poll_fn(|task| self.poll_chunk(task)).await
    }

    /// All of it, however much that is: see [`collect_within`](Self::collect_within).
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub async fn collect(self) -> Result<Bytes, StreamError> {
        self.collect_within(usize::MAX).await
    }

    /// All of it, where it has at most `limit` bytes.
    ///
    /// # Errors
    /// When it cannot be read to its end, or has more bytes: then of the kind [`TooLarge`](StreamErrorKind::TooLarge).
    pub async fn collect_within(mut self, limit: usize) -> Result<Bytes, StreamError> {
        let too_large = || {
            let message = format!("the stream has more than {limit} bytes, the most that may be held in memory here");
            StreamError::new(StreamErrorKind::TooLarge(limit), message)
        };
        if self.length.is_some_and(|length| length > limit as u64) {
            return Err(too_large());
        }
        // Most bodies come in one piece, which is then not copied.
        let Some(first) = self.next().await.transpose()? else {
            return Ok(Bytes::new());
        };
        let mut all = BytesMut::new();
        let mut length = first.len();
        while let Some(chunk) = self.next().await.transpose()? {
            if all.is_empty() {
                all.extend_from_slice(&first);
            }
            length = length.saturating_add(chunk.len());
            if length > limit {
                return Err(too_large());
            }
            all.extend_from_slice(&chunk);
        }
        if length > limit {
            return Err(too_large());
        }
        Ok(if all.is_empty() { first } else { all.freeze() })
    }

    pub(crate) fn poll_chunk(&mut self, task: &mut Context<'_>) -> Poll<Option<Result<Bytes, StreamError>>> {
        loop {
            let body = match &mut self.source {
                Source::Memory(bytes) => {
                    let all = std::mem::take(bytes);
                    self.length = Some(0);
                    return Poll::Ready((!all.is_empty()).then_some(Ok(all)));
                }
                Source::Made(make) => {
                    self.source = make().source;
                    continue;
                }
                Source::Once(body) => body.get_mut().unwrap_or_else(PoisonError::into_inner),
            };
            let chunk = match std::task::ready!(body.as_mut().poll_frame(task)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(chunk) if chunk.is_empty() => continue,
                    Ok(chunk) => Ok(chunk),
                    // Trailers.
                    Err(_) => continue,
                },
                Some(Err(error)) => {
                    *self = Self::default();
                    Err(error)
                }
                None => {
                    *self = Self::default();
                    return Poll::Ready(None);
                }
            };
            if let (Ok(chunk), Some(left)) = (&chunk, &mut self.length) {
                *left = left.saturating_sub(chunk.len() as u64);
            }
            return Poll::Ready(Some(chunk));
        }
    }
}

impl Default for ByteStream {
    fn default() -> Self {
        Self::new(Bytes::new())
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(task)
    }
}

impl Body for ByteStream {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        self.poll_chunk(task)
            .map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        matches!(&self.source, Source::Memory(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

/// How much there is, never what.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match &self.source {
            Source::Memory(_) => "",
            _ => "a stream of ",
        };
        match self.length {
            Some(length) => write!(f, "ByteStream({what}{length} bytes)"),
            None => write!(f, "ByteStream({what}unknown length)"),
        }
    }
}

macro_rules! from_bytes {
    ($($type:ty)*) => {$(
        impl From<$type> for ByteStream {
            fn from(bytes: $type) -> Self {
                Self::new(bytes)
            }
        }
    )*};
}

from_bytes! { Bytes Vec<u8> String &'static [u8] &'static str }

impl<const N: usize> From<&'static [u8; N]> for ByteStream {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::new(bytes.as_slice())
    }
}
