//! What carries a request to a service and its answer back.

use bytes::Bytes;
use http::{Request, Response};
use shapewright_stream::{ByteStream, StreamError, StreamErrorKind};
use std::{error::Error, fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

/// An answer on its way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'a>>;

/// An answer on its way whose body is read later.
pub type Streaming<'a> = Pin<Box<dyn Future<Output = Result<Response<ByteStream>, TransportError>> + Send + 'a>>;

/// How many bytes of a body are held in memory, where nobody says: far more than any JSON service sends, and little enough
/// for any machine.
pub(crate) const MOST_HELD: usize = 64 << 20;

/// Carries requests. The URI is whole, the request is signed, and the `Host` header is there.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request once and gives its answer, whatever its status.
    fn send(&self, request: Request<Bytes>) -> Sending<'_>;

    /// Sends one request once whose body may be a stream, and gives its answer with the body still to be read. Requests of
    /// operations that stream come this way.
    ///
    /// Without this, [`send`](Self::send) does it: the request's body is first read into memory, up to 64 MiB.
    fn stream(&self, request: Request<ByteStream>) -> Streaming<'_> {
        Box::pin(async {
            let (head, body) = request.into_parts();
            let body = body
                .collect_within(MOST_HELD)
                .await
                .map_err(TransportError::of_request)?;
            let answer = self.send(Request::from_parts(head, body)).await?;
            Ok(answer.map(ByteStream::new))
        })
    }

    /// How many bytes of an answer of [`stream`](Self::stream) are held in memory where it is no stream to the caller, an
    /// error for instance: 64 MiB, unless a transport says otherwise.
    fn max_answer_size(&self) -> usize {
        MOST_HELD
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        (**self).send(request)
    }

    fn stream(&self, request: Request<ByteStream>) -> Streaming<'_> {
        (**self).stream(request)
    }

    fn max_answer_size(&self) -> usize {
        (**self).max_answer_size()
    }
}

/// A transport that is a function, for instance an in-process mock. [`transport_fn`] makes one.
#[derive(Clone, Copy)]
pub struct TransportFn<F>(F);

/// Makes a transport of a function from a request to a future of its answer.
pub fn transport_fn<F, A>(send: F) -> TransportFn<F>
where
    F: Fn(Request<Bytes>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'static,
{
    TransportFn(send)
}

impl<F, A> Transport for TransportFn<F>
where
    F: Fn(Request<Bytes>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'static,
{
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        Box::pin((self.0)(request))
    }
}

impl<F> fmt::Debug for TransportFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransportFn")
    }
}

/// How far a request came that got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made: the service has not seen the request.
    Connect,
    /// No connection was made within this time: the service has not seen the request.
    ConnectTimeout(Duration),
    /// The connection broke: the service may have seen the request.
    Interrupted,
    /// The other side could not show that it is the one to speak to, or speaks no TLS: its certificate is not trusted, for
    /// instance. The service has not seen the request.
    Tls,
    /// The answer's body has more bytes than this.
    TooLarge(usize),
    /// Anything else; sending the request again would not help.
    Other,
}

/// A request that got no answer.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    message: String,
    source: Option<Box<dyn Error + Send + Sync>>,
    attempts: u32,
}

impl TransportError {
    /// `message` says what was tried and what came of it.
    pub fn new(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
            attempts: 1,
        }
    }

    /// The body of a request that could not be read to its end. Sending it again would not help.
    pub(crate) fn of_request(error: StreamError) -> Self {
        let message = format!("the body of the request could not be read: {error}");
        Self::new(TransportErrorKind::Other, message).caused_by(error)
    }

    /// The body of an answer that could not be read to its end.
    pub(crate) fn of_answer(error: StreamError) -> Self {
        let kind = match error.kind() {
            StreamErrorKind::TooLarge(limit) => TransportErrorKind::TooLarge(limit),
            _ => TransportErrorKind::Interrupted,
        };
        Self::new(kind, format!("the answer could not be read: {error}")).caused_by(error)
    }

    /// The same error with its cause.
    pub fn caused_by(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) fn set_attempts(&mut self, attempts: u32) {
        self.attempts = attempts;
    }

    /// How far the request came.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn Error + 'static))
    }
}
