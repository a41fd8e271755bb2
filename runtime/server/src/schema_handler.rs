//! A service without types: its operations are handled by their schemas.
//!
//! A request is decoded into a [`Dynamic`] structure and validated, the state engine carries it out, and the output is encoded:
//! the same as for a generated handler whose methods are the defaults.

use crate::{
    Context, Dynamic, Handler, Lifecycle, Refusal, Request, ResponseFuture, Tagging,
    handler::{respond_with, unknown_operation},
    streams,
};
use bytes::Bytes;
use http::Response;
use shapewright_schema::{Operation, Service};

/// A [`Handler`] of a service that is known by its tables alone.
#[derive(Debug, Clone, Copy)]
pub struct SchemaHandler {
    service: &'static Service,
    lifecycles: &'static [Lifecycle],
    tagging: Option<&'static Tagging>,
}

impl SchemaHandler {
    /// A handler of this service, with the lifecycles and the operations on tags that its description gives.
    pub fn new(service: &'static Service, lifecycles: &'static [Lifecycle], tagging: Option<&'static Tagging>) -> Self {
        Self {
            service,
            lifecycles,
            tagging,
        }
    }
}

impl Handler for SchemaHandler {
    fn service(&self) -> &'static Service {
        self.service
    }

    fn lifecycles(&self) -> &'static [Lifecycle] {
        self.lifecycles
    }

    fn tagging(&self) -> Option<&'static Tagging> {
        self.tagging
    }

    fn call<'a>(&'a self, operation: usize, request: &'a Request, context: &'a Context) -> ResponseFuture<'a> {
        match self.service.operations.get(operation) {
            Some(operation) => Box::pin(respond_by_schema(request, context, |input| {
                context.default_response_by_schema(operation, input)
            })),
            None => Box::pin(unknown_operation(request)),
        }
    }
}

/// Responds to a request with what `run` makes of its input, as [`respond`](crate::respond) does for an operation with types.
pub fn respond_by_schema<F, Fut>(request: &Request, context: &Context, run: F) -> impl Future<Output = Response<Bytes>>
where
    F: FnOnce(Dynamic) -> Fut,
    Fut: Future<Output = Result<Dynamic, Refusal>>,
{
    respond_with(request, context, Dynamic::new(request.operation.input), run)
}

impl Context {
    /// What [`default_response`](Self::default_response) returns, for an operation without types. A stream in the input
    /// is read into memory first, up to the limit of bodies.
    ///
    /// # Errors
    /// Those of `default_response`; status 413 for a body that is too large, 400 for one that breaks off.
    pub async fn default_response_by_schema(
        &self,
        operation: &'static Operation,
        mut input: Dynamic,
    ) -> Result<Dynamic, Refusal> {
        streams::hold_in(operation, &mut input, self.body_limit).await?;
        let mut output = Dynamic::new(operation.output);
        self.transact(|transaction| transaction.default_into(operation, &input, &mut output))?;
        Ok(output)
    }
}
