//! What carries a request to a service and its response back.

use super::error::TransportError;
use bytes::Bytes;
use http::{Request, Response};
use shapewright_stream::ByteStream;
use std::{fmt, future::Future, pin::Pin, sync::Arc};

/// A response on its way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'a>>;

/// A response on its way whose body is read later.
pub type Streaming<'a> = Pin<Box<dyn Future<Output = Result<Response<ByteStream>, TransportError>> + Send + 'a>>;

/// How many bytes of a body are held in memory, where nobody says: far more than any JSON service sends, and little enough
/// for any machine.
pub(crate) const MAX_BUFFERED_BODY: usize = 64 << 20;

/// Carries requests. The URI is whole, the request is signed, and the `Host` header is there.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request once and gives its response, whatever its status.
    fn send(&self, request: Request<Bytes>) -> Sending<'_>;

    /// Sends one request once whose body may be a stream, and gives its response with the body still to be read. Requests of
    /// operations that stream come this way.
    ///
    /// Without this, [`send`](Self::send) does it: the request's body is first read into memory, up to 64 MiB.
    fn stream(&self, request: Request<ByteStream>) -> Streaming<'_> {
        Box::pin(async {
            let (head, body) = request.into_parts();
            let body = body
                .collect_within(MAX_BUFFERED_BODY)
                .await
                .map_err(TransportError::reading_request)?;
            let response = self.send(Request::from_parts(head, body)).await?;
            Ok(response.map(ByteStream::new))
        })
    }

    /// How many bytes of a response of [`stream`](Self::stream) are held in memory where it is no stream to the caller, an
    /// error for instance: 64 MiB, unless a transport says otherwise.
    fn max_response_size(&self) -> usize {
        MAX_BUFFERED_BODY
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        (**self).send(request)
    }

    fn stream(&self, request: Request<ByteStream>) -> Streaming<'_> {
        (**self).stream(request)
    }

    fn max_response_size(&self) -> usize {
        (**self).max_response_size()
    }
}

/// A transport that is a function, for instance an in-process mock. [`transport_fn`] makes one.
#[derive(Clone, Copy)]
pub struct TransportFn<F>(F);

/// Makes a transport of a function from a request to a future of its response.
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
