//! Services in the same process: functions from a request to a response.

use super::{
    error::{TransportError, TransportErrorKind},
    traits::{Sending, Streaming, Transport},
};
use bytes::Bytes;
use http::{Request, Response};
use shapewright_stream::ByteStream;
use std::error::Error;

/// A service that takes whole requests.
pub(crate) struct InProcess<F>(pub(crate) F);

impl<F, A, E> Transport for InProcess<F>
where
    F: Fn(Request<Bytes>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<Bytes>, E>> + Send + 'static,
    E: Error + Send + Sync + 'static,
{
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        let response = (self.0)(request);
        Box::pin(async { response.await.map_err(interrupted) })
    }
}

/// A service that streams.
pub(crate) struct InProcessStreaming<F>(pub(crate) F);

impl<F, A, E> Transport for InProcessStreaming<F>
where
    F: Fn(Request<ByteStream>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<ByteStream>, E>> + Send + 'static,
    E: Error + Send + Sync + 'static,
{
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        let response = (self.0)(request.map(ByteStream::new));
        Box::pin(async {
            let (head, body) = response.await.map_err(interrupted)?.into_parts();
            let body = body.collect().await.map_err(TransportError::reading_response)?;
            Ok(Response::from_parts(head, body))
        })
    }

    fn stream(&self, request: Request<ByteStream>) -> Streaming<'_> {
        let response = (self.0)(request);
        Box::pin(async { response.await.map_err(interrupted) })
    }
}

fn interrupted(error: impl Error + Send + Sync + 'static) -> TransportError {
    TransportError::new(TransportErrorKind::Interrupted, error.to_string()).caused_by(error)
}
