//! One call of an operation, from its input to its output or error.
//!
//! Only [`Call::poll`](Call) is compiled once an operation: it makes the output and names the error. All else is done
//! here and in `attempt.rs` once for all of them.

use crate::{
    answered::Received,
    attempt::{Exchanged, failed},
    bodies,
    client::Inner,
    error::OperationError,
    failure::{DecodeFailure, Ending, Failure},
    observe,
    overrides::Overrides,
    sign::Unsigned,
    streams, token,
};
use bytes::Bytes;
use http::Request;
use shapewright_schema::{Operation, OperationShape, Service, Slot, Structure};
use std::{
    fmt,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

type Exchange = Pin<Box<dyn Future<Output = Exchanged> + Send>>;

/// A call under way: a future of the operation's output. Dropping it gives the call up: a request that is on its way is
/// not waited for, though the service may have seen it, and no other is sent.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<O, E> {
    pub(crate) stage: Stage,
    shapes: PhantomData<fn() -> (O, E)>,
}

pub(crate) enum Stage {
    /// Until the call is polled for the first time.
    Prepared(Box<Prepared>),
    Sent(Exchange),
    Over,
}

/// A call that nothing has been sent of.
pub(crate) struct Prepared {
    pub(crate) core: Arc<Inner>,
    pub(crate) operation: &'static Operation,
    pub(crate) written: Result<Written, Failure>,
    pub(crate) overrides: Overrides,
}

/// A request without its host, and what its input says of the host.
pub(crate) struct Written {
    pub(crate) request: Request<Bytes>,
    /// What stands before the host.
    pub(crate) prefix: Option<String>,
    /// The URL that it goes to.
    pub(crate) url: Option<String>,
}

impl<O, E> Call<O, E> {
    pub(crate) fn new(prepared: Box<Prepared>) -> Self {
        Self {
            stage: Stage::Prepared(prepared),
            shapes: PhantomData,
        }
    }

    /// The same call, with limits, retries, an endpoint or headers of its own, in place of all that were given before.
    /// They have no effect on a call that has been polled.
    pub fn with(mut self, overrides: Overrides) -> Self {
        if let Stage::Prepared(prepared) = &mut self.stage {
            prepared.overrides = overrides;
        }
        self
    }
}

impl<O: OperationShape, E: OperationError> Future for Call<O, E> {
    type Output = Result<O::Output, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Poll::Ready(exchanged) = self.stage.poll(context) else {
            return Poll::Pending;
        };
        let mut output = O::Output::default();
        Poll::Ready(match settle(O::SERVICE, O::OPERATION, exchanged, &mut output) {
            Ok(_) => Ok(output),
            Err(ending) => Err(E::of(ending)),
        })
    }
}

impl<O, E> fmt::Debug for Call<O, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Call")
    }
}

impl Stage {
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Exchanged> {
        *self = match std::mem::replace(self, Self::Over) {
            Self::Prepared(prepared) => Self::Sent(Box::pin(observe::exchange(prepared))),
            stage => stage,
        };
        match self {
            Self::Sent(exchange) => {
                let ended = exchange.as_mut().poll(context);
                if ended.is_ready() {
                    *self = Self::Over;
                }
                ended
            }
            Self::Prepared(_) | Self::Over => panic!("a call was polled after it had ended"),
        }
    }
}

/// Writes the request.
pub(crate) fn begin(core: &Arc<Inner>, operation: &'static Operation, input: &mut dyn Structure) -> Box<Prepared> {
    Box::new(Prepared {
        core: Arc::clone(core),
        operation,
        written: write(core, operation, input),
        overrides: Overrides::default(),
    })
}

/// As [`begin`], of an input that other requests will be made of too: idempotency tokens that the caller left out are not
/// kept in it, so that each request has its own.
pub(crate) fn begin_one_of_many(
    core: &Arc<Inner>,
    operation: &'static Operation,
    input: &mut dyn Structure,
) -> Box<Prepared> {
    let own = token::missing(input);
    let prepared = begin(core, operation, input);
    for index in own {
        // A required member is no `Option` that could be cleared.
        if let Slot::String(token) = input.member_mut(index).slot() {
            token.clear();
        }
    }
    prepared
}

fn write(core: &Inner, operation: &'static Operation, input: &mut dyn Structure) -> Result<Written, Failure> {
    core.tokens
        .fill(input)
        .map_err(|error| failed("an idempotency token could not be made", error))?;
    let written = |error| failed("the request could not be written", error);
    let mut request = shapewright_wire::encode_request(core.service, operation, input).map_err(written)?;
    streams::depart(operation, input, &mut request)?;
    if operation.request.anonymous {
        request.extensions_mut().insert(Unsigned);
    }
    bodies::finish(operation, core.policy.compression, &mut request)?;
    Ok(Written {
        request,
        prefix: shapewright_wire::host_prefix(operation, input).map_err(written)?,
        url: shapewright_wire::endpoint(input).map(str::to_owned),
    })
}

/// Reads the answer into the output, or says how the call ends.
pub(crate) fn settle(
    service: &'static Service,
    operation: &'static Operation,
    exchanged: Exchanged,
    output: &mut dyn Structure,
) -> Result<Received, Ending> {
    let Exchanged { result, attempts } = exchanged;
    let response = result.map_err(|ending| ending.after(attempts))?;
    match shapewright_wire::decode_response(service, operation, &response, output) {
        Ok(()) => {
            let (head, _) = response.into_parts();
            streams::arrive(operation, &head.extensions, output);
            Ok(Received { head, attempts })
        }
        Err(error) => {
            let failure = Failure::Decode(DecodeFailure::new(error, &response));
            Err(Ending::Failed(failure).after(attempts))
        }
    }
}
