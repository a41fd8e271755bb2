//! Layers that a user puts around attempts or around whole calls, with the feature `layers`.
//!
//! A layer is a [`tower_layer::Layer`], such as those of the crate `tower`. What it wraps is [`Next`], a service from a
//! request to its response whose type is the same whatever lies below, so that a stack of layers has no type of its own.
//!
//! Nothing here knows what an attempt or a call is: what lies below the layers is a function that each request carries.

use crate::transport::{TransportError, TransportErrorKind};
use bytes::Bytes;
use http::{Request, Response};
use std::{
    error::Error,
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};
use tower_layer::Layer;
use tower_service::Service;

/// The errors of layers, as `tower` has them.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// A response on its way through layers.
pub(crate) type Responding = Pin<Box<dyn Future<Output = Result<Response<Bytes>, BoxError>> + Send>>;

/// Wraps what lies below into a layer.
pub(crate) type Wrap = Box<dyn FnOnce(Next) -> Next + Send + Sync>;

/// The layer without its type.
pub(crate) fn erased<L>(layer: L) -> Wrap
where
    L: Layer<Next> + Send + Sync + 'static,
    L::Service: Service<Request<Bytes>, Response = Response<Bytes>> + Clone + Send + 'static,
    <L::Service as Service<Request<Bytes>>>::Error: Into<BoxError>,
    <L::Service as Service<Request<Bytes>>>::Future: Send + 'static,
{
    Box::new(move |next| Next(Box::new(layer.layer(next))))
}

/// The layers that a builder collects.
#[derive(Default)]
pub(crate) struct Layers {
    pub(crate) attempt: Vec<Wrap>,
    pub(crate) call: Vec<Wrap>,
}

impl Layers {
    pub(crate) fn stacks(self) -> Stacks {
        Stacks {
            attempt: stack(self.attempt),
            call: stack(self.call),
        }
    }
}

fn stack(layers: Vec<Wrap>) -> Option<Stack> {
    if layers.is_empty() {
        return None;
    }
    let innermost = Next(Box::new(Innermost));
    let whole = layers.into_iter().rev().fold(innermost, |next, wrap| wrap(next));
    Some(Stack(Mutex::new(whole)))
}

/// The layers of a client.
#[derive(Default)]
pub(crate) struct Stacks {
    pub(crate) attempt: Option<Stack>,
    pub(crate) call: Option<Stack>,
}

/// A whole stack. Each use has a clone of it, as services of tower want it.
pub(crate) struct Stack(Mutex<Next>);

impl Stack {
    /// Sends a request through the layers, and from the last of them to `below`.
    pub(crate) async fn send(
        &self,
        mut request: Request<Bytes>,
        operation: OperationInfo,
        below: impl Fn(Request<Bytes>) -> Responding + Send + Sync + 'static,
    ) -> Result<Response<Bytes>, BoxError> {
        request.extensions_mut().insert(operation);
        request.extensions_mut().insert(Below(Arc::new(below)));
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        poll_fn(|context| service.poll_ready(context)).await?;
        service.call(request).await
    }
}

/// What lies below all layers, in the extensions of a request.
#[derive(Clone)]
struct Below(Arc<dyn Fn(Request<Bytes>) -> Responding + Send + Sync>);

/// The operation that is called: every request that passes a layer has it in its extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationInfo {
    pub(crate) service: &'static str,
    pub(crate) operation: &'static str,
}

impl OperationInfo {
    /// The service's id, as its description has it.
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// The operation's name, as its description has it.
    pub fn operation(&self) -> &'static str {
        self.operation
    }
}

/// What a layer wraps: the layers below it and the client itself. A clone shares what they share.
pub struct Next(Box<dyn Link>);

impl Service<Request<Bytes>> for Next {
    type Response = Response<Bytes>;
    type Error = BoxError;
    type Future = Responding;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.ready(context)
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        self.0.pass(request)
    }
}

impl Clone for Next {
    fn clone(&self) -> Self {
        Self(self.0.another())
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Next")
    }
}

/// A service without its type.
trait Link: Send {
    fn ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>>;
    fn pass(&mut self, request: Request<Bytes>) -> Responding;
    fn another(&self) -> Box<dyn Link>;
}

impl<S> Link for S
where
    S: Service<Request<Bytes>, Response = Response<Bytes>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
{
    fn ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.poll_ready(context).map_err(Into::into)
    }

    fn pass(&mut self, request: Request<Bytes>) -> Responding {
        let response = self.call(request);
        Box::pin(async { response.await.map_err(Into::into) })
    }

    fn another(&self) -> Box<dyn Link> {
        Box::new(self.clone())
    }
}

/// Hands a request on to what lies below the layers.
#[derive(Clone, Copy)]
struct Innermost;

impl Service<Request<Bytes>> for Innermost {
    type Response = Response<Bytes>;
    type Error = BoxError;
    type Future = Responding;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Bytes>) -> Responding {
        match request.extensions_mut().remove::<Below>() {
            Some(Below(below)) => below(request),
            None => Box::pin(std::future::ready(Err(lost().into()))),
        }
    }
}

fn lost() -> TransportError {
    let message = "a layer passed on a request without the extensions of the one that it got";
    TransportError::new(TransportErrorKind::Other, message)
}
