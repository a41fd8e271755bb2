//! One call of an operation, from its input to its output or error.
//!
//! Only [`Call::poll`](Call) is compiled once an operation: it makes the output and names the error. All else is done
//! here once for all of them.

use crate::{
    client::Inner,
    endpoint::host,
    error::OperationError,
    failure::{ConstructionError, DecodeFailure, Failure, Timeout, TimeoutKind, Unknown},
    modelled::Answer,
    sign::{Scope, sign},
};
use bytes::Bytes;
use http::{
    HeaderValue, Request, Response,
    header::{HOST, USER_AGENT},
};
use shapewright_schema::{Operation, OperationShape, Service, Structure, Timestamp};
use std::{
    fmt,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

const AGENT: HeaderValue = HeaderValue::from_static(concat!("shapewright/", env!("CARGO_PKG_VERSION")));

pub(crate) type Exchange = Pin<Box<dyn Future<Output = Result<Response<Bytes>, Failure>> + Send>>;

/// A call under way: a future of the operation's output.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<O, E> {
    exchange: Exchange,
    shapes: PhantomData<fn() -> (O, E)>,
}

impl<O, E> Call<O, E> {
    pub(crate) fn new(exchange: Exchange) -> Self {
        Self {
            exchange,
            shapes: PhantomData,
        }
    }
}

impl<O: OperationShape, E: OperationError> Future for Call<O, E> {
    type Output = Result<O::Output, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Poll::Ready(result) = self.exchange.as_mut().poll(context) else {
            return Poll::Pending;
        };
        let mut output = O::Output::default();
        Poll::Ready(match settle(O::SERVICE, O::OPERATION, result, &mut output) {
            Ok(()) => Ok(output),
            Err(Ending::Modelled(index, answer)) => Err(E::modelled(index, answer)),
            Err(Ending::Failed(failure)) => Err(E::failed(failure)),
        })
    }
}

impl<O, E> fmt::Debug for Call<O, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Call")
    }
}

/// Writes the request, and gives the future that sends it.
pub(crate) fn begin(core: &Arc<Inner>, operation: &'static Operation, input: &mut dyn Structure) -> Exchange {
    let request = construct(core, operation, input);
    let core = Arc::clone(core);
    Box::pin(async move {
        let request = request?;
        let Some(limit) = core.timeout else {
            return exchange(&core, request).await;
        };
        tokio::time::timeout(limit, exchange(&core, request))
            .await
            .unwrap_or_else(|_| Err(Failure::Timeout(Timeout::new(TimeoutKind::Call, limit))))
    })
}

pub(crate) fn construct(
    core: &Inner,
    operation: &'static Operation,
    input: &mut dyn Structure,
) -> Result<Request<Bytes>, ConstructionError> {
    core.tokens
        .fill(input)
        .map_err(|error| failed("an idempotency token could not be made", error))?;
    let written = |error| failed("the request could not be written", error);
    let mut request = shapewright_wire::encode_request(core.service, operation, input).map_err(written)?;
    let prefix = shapewright_wire::host_prefix(operation, input).map_err(written)?;
    *request.uri_mut() = core
        .endpoint
        .uri(prefix.as_deref(), request.uri())
        .map_err(|error| failed("the request has no valid URI", error))?;
    let host = HeaderValue::from_maybe_shared(Bytes::from(host(request.uri())))
        .map_err(|error| failed("the host is no header value", error))?;
    request.headers_mut().insert(HOST, host);
    request.headers_mut().insert(USER_AGENT, AGENT);
    Ok(request)
}

async fn exchange(core: &Inner, mut request: Request<Bytes>) -> Result<Response<Bytes>, Failure> {
    let credentials = core
        .credentials
        .credentials()
        .await
        .map_err(|error| failed("the request could not be signed", error))?;
    let scope = Scope {
        region: &core.region,
        service: core.service.signing_name,
    };
    sign(&mut request, &credentials, scope, Timestamp::now())
        .map_err(|error| failed("the request could not be signed", error))?;
    Ok(core.transport.send(request).await?)
}

pub(crate) fn failed(what: &str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ConstructionError {
    ConstructionError::new(what, source)
}

/// How a call ends that has no output.
pub(crate) enum Ending {
    Modelled(usize, Answer),
    Failed(Failure),
}

/// Reads the answer into the output, or says how the call ends.
pub(crate) fn settle(
    service: &'static Service,
    operation: &'static Operation,
    result: Result<Response<Bytes>, Failure>,
    output: &mut dyn Structure,
) -> Result<(), Ending> {
    let response = result.map_err(Ending::Failed)?;
    if response.status().is_success() || response.status() == operation.status {
        return shapewright_wire::decode_response(service, operation, &response, output).map_err(|error| {
            let request_id = shapewright_wire::request_id(response.headers()).map(str::to_owned);
            Ending::Failed(Failure::Decode(DecodeFailure::new(
                error,
                response.status().as_u16(),
                request_id,
            )))
        });
    }
    let head = shapewright_wire::error_head(service, &response);
    let index = operation
        .errors
        .iter()
        .position(|schema| schema.error.is_some_and(|facts| facts.code == head.code));
    let answer = Answer::new(service, response, head);
    Err(match index {
        Some(index) => Ending::Modelled(index, answer),
        None => Ending::Failed(Failure::Unknown(Unknown::from(answer))),
    })
}
