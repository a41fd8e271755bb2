//! From a request to an operation's input, and from its output to a response.

use crate::{
    Context, Refusal, Request, Seeded, Transaction,
    idempotency::Claim,
    lifecycle::{Lifecycle, Tagging},
    streams, validate,
};
use bytes::Bytes;
use http::Response;
use shapewright_schema::{OperationShape, Service, Structure};
use std::{pin::Pin, sync::Arc};

/// The code of the error for an operation that is not there.
pub(crate) const UNKNOWN_OPERATION: &str = "UnknownOperationException";

/// What [`Handler::call`] returns: the response, when it is awaited.
pub type ResponseFuture<'a> = Pin<Box<dyn Future<Output = Response<Bytes>> + Send + 'a>>;

/// A service to be served. Generated mock crates implement it once, on a shell around the user's implementation.
pub trait Handler: Send + Sync + 'static {
    /// The service as data.
    fn service(&self) -> &'static Service;

    /// The lifecycles that its description gives.
    fn lifecycles(&self) -> &'static [Lifecycle];

    /// The operations on tags that its description gives.
    fn tagging(&self) -> Option<&'static Tagging> {
        None
    }

    /// Completes a record that a seed has put in. See [`Mock::seed`](crate::Mock::seed).
    ///
    /// # Errors
    /// When the record cannot be. Then nothing is seeded.
    fn seeded(&self, record: &Seeded, transaction: &mut Transaction<'_>) -> Result<(), Refusal> {
        let _ = (record, transaction);
        Ok(())
    }

    /// Whether code of its own keeps state for the operation of this name, where no lifecycle does.
    fn keeps_state(&self, operation: &str) -> bool {
        let _ = operation;
        false
    }

    /// Responds to a request for the operation at this index of the service's operations.
    fn call<'a>(&'a self, operation: usize, request: &'a Request, context: &'a Context) -> ResponseFuture<'a>;
}

impl<H: Handler + ?Sized> Handler for Arc<H> {
    fn service(&self) -> &'static Service {
        (**self).service()
    }

    fn lifecycles(&self) -> &'static [Lifecycle] {
        (**self).lifecycles()
    }

    fn tagging(&self) -> Option<&'static Tagging> {
        (**self).tagging()
    }

    fn seeded(&self, record: &Seeded, transaction: &mut Transaction<'_>) -> Result<(), Refusal> {
        (**self).seeded(record, transaction)
    }

    fn keeps_state(&self, operation: &str) -> bool {
        (**self).keeps_state(operation)
    }

    fn call<'a>(&'a self, operation: usize, request: &'a Request, context: &'a Context) -> ResponseFuture<'a> {
        (**self).call(operation, request, context)
    }
}

/// A request that waits for the method which handles it. Generated mock crates have one line an operation by it.
pub struct Incoming<'a, S> {
    service: &'a S,
    request: &'a Request,
    context: &'a Context,
}

impl<'a, S: Sync> Incoming<'a, S> {
    /// A request to `service`.
    pub fn new(service: &'a S, request: &'a Request, context: &'a Context) -> Self {
        Self {
            service,
            request,
            context,
        }
    }

    /// Responds with what `method` makes of the input of `operation`, as [`respond`] does.
    pub fn handle<O, F, Fut>(self, operation: O, method: F) -> ResponseFuture<'a>
    where
        O: OperationShape,
        F: FnOnce(&'a S, O::Input, &'a Context) -> Fut + Send + 'a,
        Fut: Future<Output = Result<O::Output, Refusal>> + Send + 'a,
    {
        let _ = operation;
        let Self {
            service,
            request,
            context,
        } = self;
        Box::pin(respond::<O, _, _>(request, context, move |input| {
            method(service, input, context)
        }))
    }
}

/// Responds to a request for the operation `O` with what `run` makes of its input.
///
/// A request that cannot be read, or whose members do not obey the description, is refused before `run` sees it. A
/// request that repeats an idempotency token gets the response that the first one got.
pub fn respond<O, F, Fut>(request: &Request, context: &Context, run: F) -> impl Future<Output = Response<Bytes>>
where
    O: OperationShape,
    F: FnOnce(O::Input) -> Fut,
    Fut: Future<Output = Result<O::Output, Refusal>>,
{
    respond_with(request, context, O::Input::default(), run)
}

/// Responds to a request, whose input fills `input`.
pub(crate) async fn respond_with<I, O, F, Fut>(
    request: &Request,
    context: &Context,
    mut input: I,
    run: F,
) -> Response<Bytes>
where
    I: Structure,
    O: Structure,
    F: FnOnce(I) -> Fut,
    Fut: Future<Output = Result<O, Refusal>>,
{
    let claim = match accept(request, context, &mut input).await {
        Ok(claim) => claim,
        Err(response) => return *response,
    };
    match run(input).await {
        Ok(mut output) => encode(request, &mut output, claim),
        Err(refusal) => refusal.response_to(request),
    }
}

/// Responds to a request for an operation that the handler does not have. The router never sends one; an index can be any
/// number all the same.
pub async fn unknown_operation(request: &Request) -> Response<Bytes> {
    let message = format!("{} is not served", request.operation().name);
    Refusal::unmodelled(501, UNKNOWN_OPERATION, message).response_to(request)
}

/// Reads and checks the input. `Err` is the response, where there is already one.
async fn accept(
    request: &Request,
    context: &Context,
    input: &mut dyn Structure,
) -> Result<Option<Claim>, Box<Response<Bytes>>> {
    let refused = |refusal: Refusal| Box::new(refusal.response_to(request));
    read(request, input).map_err(refused)?;
    streams::receive(request, input).map_err(refused)?;
    match Claim::needed(request.operation(), input) {
        Some(token) => Claim::lay(context, request, token, input).await,
        None => Ok(None),
    }
}

/// Reads an input and checks that it obeys the description.
pub(crate) fn read(request: &Request, input: &mut dyn Structure) -> Result<(), Refusal> {
    let (service, operation) = (request.service(), request.operation());
    let presence = request
        .protocol()
        .decode_request(operation, request.http(), request.labels(), input)
        .map_err(|error| validate::unreadable(service, operation, &error))?;
    validate::check(service, operation, &*input, &presence.missing)
}

fn encode(request: &Request, output: &mut dyn Structure, claim: Option<Claim>) -> Response<Bytes> {
    match streams::write_once(request, output) {
        Ok(response) => {
            if let Some(claim) = claim {
                claim.settle(&response);
            }
            response
        }
        Err(fault) => {
            let message = format!("the response of {} cannot be sent: {fault}", request.operation().name);
            Refusal::internal(message).response_to(request)
        }
    }
}
