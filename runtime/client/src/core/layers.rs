//! Layers that a user puts around attempts or around whole calls, with the feature `layers`.
//!
//! A layer is a [`tower_layer::Layer`], such as those of the crate `tower`. What it wraps is [`Next`], a service from a
//! request to its answer whose type is the same whatever lies below, so that a stack of layers has no type of its own.

use crate::{
    attempt::{Exchanged, Plan, Progress, once},
    builder::Builder,
    client::{Inner, ServiceClient},
    failure::{ConstructionError, Ending, Failure, Timeout},
    transport::{TransportError, TransportErrorKind},
};
use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::Timestamp;
use std::{
    error::Error,
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use tower_layer::Layer;
use tower_service::Service;

/// The errors of layers, as `tower` has them.
pub type BoxError = Box<dyn Error + Send + Sync>;
type Answer = Pin<Box<dyn Future<Output = Result<Response<Bytes>, BoxError>> + Send>>;

impl<C: ServiceClient> Builder<C> {
    /// Puts a layer around every attempt. It sees the request as it is sent but for its signature, so a header that it adds
    /// is signed, and the answer whatever its status. The layer that is added first sees a request first. Needs the feature
    /// `layers`.
    ///
    /// The request carries [`Called`] in its extensions, and more that must stay there: a layer that makes a new request
    /// takes the extensions of the old one along.
    ///
    /// The errors that come from below are [`TransportError`], [`Timeout`] and [`ConstructionError`]. A layer's own error
    /// ends the call as a [`TransportError`] of the kind [`Other`](TransportErrorKind::Other), whose source it is; to have
    /// the request sent again, give a `TransportError` of the kind that says so. The
    /// [`attempt_timeout`](Self::attempt_timeout) begins below the layers. Presigned requests pass no layer.
    ///
    /// ```
    /// use shapewright_client::{Builder, BoxError, Next, ServiceClient, bytes::Bytes, http::{HeaderValue, Request, Response}};
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

    /// Puts a layer around every call, with all its attempts and the waits between them. It sees the request without what
    /// an attempt adds, and either an answer of success or a [`CallError`]; an answer of its own is judged by its status.
    /// For all else see [`layer`](Self::layer). The call's [`timeout`](Self::timeout) begins below the layers. Needs the
    /// feature `layers`.
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

type Wrap = Box<dyn FnOnce(Next) -> Next + Send + Sync>;

fn erased<L>(layer: L) -> Wrap
where
    L: Layer<Next> + Send + Sync + 'static,
    L::Service: Service<Request<Bytes>, Response = Response<Bytes>> + Clone + Send + 'static,
    <L::Service as Service<Request<Bytes>>>::Error: Into<BoxError>,
    <L::Service as Service<Request<Bytes>>>::Future: Send + 'static,
{
    Box::new(move |next| Next(Box::new(layer.layer(next))))
}

/// What a builder collects of it.
#[derive(Default)]
pub(crate) struct Layers {
    attempt: Vec<Wrap>,
    call: Vec<Wrap>,
}

impl Layers {
    pub(crate) fn stacks(self) -> Stacks {
        Stacks {
            attempt: stack(self.attempt, Innermost::Attempt),
            call: stack(self.call, Innermost::Call),
        }
    }
}

fn stack(layers: Vec<Wrap>, innermost: Innermost) -> Option<Stack> {
    if layers.is_empty() {
        return None;
    }
    let innermost = Next(Box::new(innermost));
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
    /// One attempt through the layers, and the time that it was signed with.
    pub(crate) async fn attempt(
        &self,
        plan: &Plan,
        mut request: Request<Bytes>,
    ) -> (Timestamp, Result<Response<Bytes>, Failure>) {
        let begun = plan.core.policy.clock.now();
        let ticket = Arc::new(AttemptTicket {
            core: Arc::clone(&plan.core),
            region: plan.region().to_owned(),
            limit: plan.attempt_timeout(),
            signed: AtomicI64::new(begun.epoch_seconds()),
        });
        request.extensions_mut().insert(plan.called());
        request.extensions_mut().insert(Arc::clone(&ticket));
        let result = self.through(request).await.map_err(failure);
        let signed = ticket.signed.load(Ordering::Relaxed);
        (Timestamp::new(signed, 0).unwrap_or(begun), result)
    }

    async fn through(&self, request: Request<Bytes>) -> Result<Response<Bytes>, BoxError> {
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        poll_fn(|context| service.poll_ready(context)).await?;
        service.call(request).await
    }
}

/// A whole call through the layers.
pub(crate) async fn call(plan: Plan, mut request: Request<Bytes>) -> Exchanged {
    let ticket = Arc::new(CallTicket {
        plan,
        attempts: AtomicU32::new(0),
    });
    let plan = &ticket.plan;
    let place = request.uri().clone();
    request.extensions_mut().insert(plan.called());
    request.extensions_mut().insert(Arc::clone(&ticket));
    let passed = match &plan.core.layers.call {
        Some(layers) => layers.through(request).await,
        None => carry_out(request).await,
    };
    Exchanged {
        result: passed.map_err(ending).and_then(|response| plan.judge(response, &place)),
        attempts: ticket.attempts.load(Ordering::Relaxed),
    }
}

impl Plan {
    fn called(&self) -> Called {
        Called {
            service: self.core.service.id,
            operation: self.operation.name,
        }
    }
}

/// What is called: every request that passes a layer has it in its extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Called {
    service: &'static str,
    operation: &'static str,
}

impl Called {
    /// The service's id, as its description has it.
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// The operation's name, as its description has it.
    pub fn operation(&self) -> &'static str {
        self.operation
    }
}

/// What the innermost service needs to make an attempt.
struct AttemptTicket {
    core: Arc<Inner>,
    region: String,
    limit: Option<Duration>,
    /// When it was signed last, in seconds of the Unix epoch.
    signed: AtomicI64,
}

/// What the innermost service needs to carry a call out.
struct CallTicket {
    plan: Plan,
    attempts: AtomicU32,
}

/// What a layer wraps: the layers below it and the client itself. A clone shares what they share.
pub struct Next(Box<dyn Link>);

impl Service<Request<Bytes>> for Next {
    type Response = Response<Bytes>;
    type Error = BoxError;
    type Future = Answer;

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
    fn pass(&mut self, request: Request<Bytes>) -> Answer;
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

    fn pass(&mut self, request: Request<Bytes>) -> Answer {
        let answer = self.call(request);
        Box::pin(async { answer.await.map_err(Into::into) })
    }

    fn another(&self) -> Box<dyn Link> {
        Box::new(self.clone())
    }
}

/// What lies below all layers.
#[derive(Clone, Copy)]
enum Innermost {
    Attempt,
    Call,
}

impl Service<Request<Bytes>> for Innermost {
    type Response = Response<Bytes>;
    type Error = BoxError;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Answer {
        match self {
            Self::Attempt => Box::pin(sign_and_send(request)),
            Self::Call => Box::pin(carry_out(request)),
        }
    }
}

async fn sign_and_send(mut request: Request<Bytes>) -> Result<Response<Bytes>, BoxError> {
    let ticket = request
        .extensions_mut()
        .remove::<Arc<AttemptTicket>>()
        .ok_or_else(lost)?;
    let (signed, sent) = once(&ticket.core, &ticket.region, ticket.limit, request).await;
    ticket.signed.store(signed.epoch_seconds(), Ordering::Relaxed);
    sent.map_err(boxed)
}

async fn carry_out(mut request: Request<Bytes>) -> Result<Response<Bytes>, BoxError> {
    let ticket = request.extensions_mut().remove::<Arc<CallTicket>>().ok_or_else(lost)?;
    let mut progress = Progress::default();
    let result = ticket.plan.within(request, &mut progress).await;
    ticket.attempts.store(progress.attempts, Ordering::Relaxed);
    result.map_err(|ending| CallError(ending).into())
}

fn lost() -> TransportError {
    let message = "a layer passed on a request without the extensions of the one that it got";
    TransportError::new(TransportErrorKind::Other, message)
}

fn boxed(failure: Failure) -> BoxError {
    match failure {
        Failure::Transport(error) => error.into(),
        Failure::Timeout(error) => error.into(),
        Failure::Construction(error) => error.into(),
        Failure::Unknown(_) | Failure::Decode(_) => CallError(Ending::Failed(failure)).into(),
    }
}

fn failure(error: BoxError) -> Failure {
    let error = match error.downcast::<TransportError>() {
        Ok(error) => return Failure::from(*error),
        Err(error) => error,
    };
    let error = match error.downcast::<Timeout>() {
        Ok(error) => return Failure::Timeout(*error),
        Err(error) => error,
    };
    match error.downcast::<ConstructionError>() {
        Ok(error) => Failure::Construction(*error),
        Err(error) => {
            let message = format!("a layer of the client failed: {error}");
            TransportError::new(TransportErrorKind::Other, message)
                .caused_by(error)
                .into()
        }
    }
}

fn ending(error: BoxError) -> Ending {
    match error.downcast::<CallError>() {
        Ok(error) => error.0,
        Err(error) => Ending::Failed(failure(error)),
    }
}

/// How a call ended that has no output, as layers around calls see it.
pub struct CallError(Ending);

impl CallError {
    /// The service's answer, where there was one.
    pub fn answer(&self) -> Option<&crate::Answer> {
        self.0.answer()
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.line())
    }
}

impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CallError").field(&self.0.line()).finish()
    }
}

impl Error for CallError {}
