//! Layers around attempts and calls, with the feature `layers`.

use super::base::Builder;
use crate::core::{
    ServiceClient,
    layers::{BoxError, Next, erased},
};
use bytes::Bytes;
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

impl<C: ServiceClient> Builder<C> {
    /// Puts a layer around every attempt. It sees the request as it is sent but for its signature, so a header that it
    /// adds is signed, and the response whatever its status. The layer that is added first sees a request first. Needs
    /// the feature `layers`.
    ///
    /// The request carries [`OperationInfo`](crate::layers::OperationInfo) in its extensions, and more that must stay
    /// there: a layer that makes a new request takes the extensions of the old one along.
    ///
    /// The errors that come from below are [`TransportError`](crate::errors::TransportError),
    /// [`Timeout`](crate::errors::Timeout) and [`ConstructionError`](crate::errors::ConstructionError). A layer's own
    /// error ends the call as a `TransportError` of the kind [`Other`](crate::errors::TransportErrorKind::Other), whose
    /// source it is; to have the request sent again, give a `TransportError` of the kind that says so. The
    /// [`attempt_timeout`](Self::attempt_timeout) begins below the layers. Presigned requests pass no layer.
    ///
    /// ```
    /// use shapewright_client::{Builder, ServiceClient, bytes::Bytes, http::{HeaderValue, Request, Response}, layers::{BoxError, Next}};
    /// use std::task::{Context, Poll};
    /// use tower_layer::layer_fn;
    /// use tower_service::Service;
    ///
    /// /// Adds a header to every request.
    /// #[derive(Clone)]
    /// struct Tagged(Next);
    ///
    /// impl Service<Request<Bytes>> for Tagged {
    ///     type Response = Response<Bytes>;
    ///     type Error = BoxError;
    ///     type Future = <Next as Service<Request<Bytes>>>::Future;
    ///
    ///     fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
    ///         self.0.poll_ready(context)
    ///     }
    ///
    ///     fn call(&mut self, mut request: Request<Bytes>) -> Self::Future {
    ///         request.headers_mut().insert("x-team", HeaderValue::from_static("mail"));
    ///         self.0.call(request)
    ///     }
    /// }
    ///
    /// fn tagged<C: ServiceClient>(builder: Builder<C>) -> Builder<C> {
    ///     builder.layer(layer_fn(Tagged))
    /// }
    /// ```
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Next> + Send + Sync + 'static,
        L::Service: Service<Request<Bytes>, Response = Response<Bytes>> + Clone + Send + 'static,
        <L::Service as Service<Request<Bytes>>>::Error: Into<BoxError>,
        <L::Service as Service<Request<Bytes>>>::Future: Send + 'static,
    {
        self.settings.layers.attempt.push(erased(layer));
        self
    }

    /// Puts a layer around every call, with all its attempts and the waits between them. It sees the request without
    /// what an attempt adds, and either a successful response or a [`CallError`](crate::layers::CallError); the status
    /// of a response of its own decides what it is. For all else see [`layer`](Self::layer). The call's
    /// [`timeout`](Self::timeout) begins below the layers. Needs the feature `layers`.
    pub fn call_layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Next> + Send + Sync + 'static,
        L::Service: Service<Request<Bytes>, Response = Response<Bytes>> + Clone + Send + 'static,
        <L::Service as Service<Request<Bytes>>>::Error: Into<BoxError>,
        <L::Service as Service<Request<Bytes>>>::Future: Send + 'static,
    {
        self.settings.layers.call.push(erased(layer));
        self
    }
}
