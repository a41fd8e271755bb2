//! Generated operations as one kind of thing, whatever their types.

use crate::show;
use serde_json::Value;
use shapewright_client::{
    Builder, Credentials, OperationError, Retries, ServiceClient,
    bytes::Bytes,
    codegen::Core,
    http::{Request, Response},
    transport_fn,
};
use shapewright_schema::{Operation, OperationShape, Service, Structure};
use shapewright_server::{Handler, Mock};
use shapewright_wire::{Protocol, protocol};
use std::{
    future::Future,
    marker::PhantomData,
    pin::Pin,
    sync::{Arc, Mutex},
};

/// The generated crates of one test service.
pub struct Suite {
    /// The service's name in the cases, without its namespace.
    pub name: &'static str,
    /// The service as data.
    pub service: &'static Service,
    /// The generated mock.
    pub handler: fn() -> Arc<dyn Handler>,
    /// The operations.
    pub operations: Vec<Box<dyn Bound>>,
    /// The errors.
    pub errors: Vec<fn() -> Box<dyn Structure>>,
}

impl Suite {
    /// The protocols of the service, the one of its client first.
    pub(crate) fn protocols(&self) -> impl Iterator<Item = &'static dyn Protocol> {
        protocol::of(self.service)
    }

    /// The operation of this name.
    pub(crate) fn operation(&self, name: &str) -> Result<&dyn Bound, String> {
        self.operations
            .iter()
            .map(|bound| &**bound)
            .find(|bound| bound.operation().name == name)
            .ok_or_else(|| format!("the operation {name} was not generated"))
    }

    /// An empty error of this name.
    pub(crate) fn error(&self, name: &str) -> Result<Box<dyn Structure>, String> {
        self.errors
            .iter()
            .map(|make| make())
            .find(|error| error.schema().name == name)
            .ok_or_else(|| format!("the error {name} was not generated"))
    }

    /// An operation that can return the error of this name.
    pub(crate) fn fails_with(&self, name: &str) -> Result<&dyn Bound, String> {
        self.operations
            .iter()
            .map(|bound| &**bound)
            .find(|bound| bound.operation().errors.iter().any(|error| error.name == name))
            .ok_or_else(|| format!("no operation returns the error {name}"))
    }
}

/// How a call ended.
pub enum Ended {
    /// With this output.
    Output(Value),
    /// With the error of this name and code, which is so.
    Error(&'static str, String, Value),
    /// In another way.
    Failed(String),
}

/// Fills an input.
pub type Fill<'a> = &'a dyn Fn(&mut dyn Structure) -> Result<(), String>;

/// A call under way.
pub type Calling = Pin<Box<dyn Future<Output = Ended>>>;

/// Looks at an input.
pub type Look = Box<dyn Fn(&dyn Structure) + Send + Sync>;

/// The other end of a client's wire.
#[derive(Clone)]
pub struct Peer {
    /// Where requests go.
    pub endpoint: String,
    /// What they are answered.
    pub response: Response<Bytes>,
    /// The request that came last.
    pub came: Arc<Mutex<Option<Request<Bytes>>>>,
}

/// A generated operation.
pub trait Bound {
    /// The operation as data.
    fn operation(&self) -> &'static Operation;

    /// An empty input.
    fn input(&self) -> Box<dyn Structure>;

    /// An empty output.
    fn output(&self) -> Box<dyn Structure>;

    /// Calls it with a client whose wire ends at `peer`.
    ///
    /// # Errors
    /// When the input cannot be filled, or the client cannot be made.
    fn call(&self, peer: &Peer, fill: Fill<'_>) -> Result<Calling, String>;

    /// Shows the inputs of requests to the mock.
    fn watch(&self, mock: &Mock, look: Look);
}

/// The operation `O`, whose error is `E`.
pub struct Typed<O, E>(PhantomData<fn() -> (O, E)>);

impl<O: OperationShape, E: OperationError> Typed<O, E> {
    /// The operation among others.
    pub fn bound() -> Box<dyn Bound> {
        Box::new(Self(PhantomData))
    }
}

impl<O: OperationShape, E: OperationError> Bound for Typed<O, E> {
    fn operation(&self) -> &'static Operation {
        O::OPERATION
    }

    fn input(&self) -> Box<dyn Structure> {
        Box::new(O::Input::default())
    }

    fn output(&self) -> Box<dyn Structure> {
        Box::new(O::Output::default())
    }

    fn call(&self, peer: &Peer, fill: Fill<'_>) -> Result<Calling, String> {
        let mut input = O::Input::default();
        fill(&mut input)?;
        let client: Bare<O> = client(peer)?;
        let call = client.core.call::<O, E>(input);
        Ok(Box::pin(async move {
            match call.await {
                Ok(output) => Ended::Output(show::structure(&output)),
                Err(error) => {
                    let parts = error.details();
                    match (parts.modelled, parts.code) {
                        (Some(modelled), Some(code)) => {
                            Ended::Error(modelled.schema().name, code.to_owned(), show::structure(modelled))
                        }
                        _ => Ended::Failed(error.to_string()),
                    }
                }
            }
        }))
    }

    fn watch(&self, mock: &Mock, look: Look) {
        mock.on::<O>().respond_with(move |input, _| {
            look(&input);
            Ok(O::Output::default())
        });
    }
}

/// A client of the service that `O` belongs to, with nothing generated around its core.
struct Bare<O> {
    core: Core,
    operation: PhantomData<fn() -> O>,
}

impl<O: OperationShape> ServiceClient for Bare<O> {
    const SERVICE: &'static Service = O::SERVICE;

    fn from_core(core: Core) -> Self {
        Self {
            core,
            operation: PhantomData,
        }
    }
}

/// The token that the cases expect of clients.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

fn client<C: ServiceClient>(peer: &Peer) -> Result<C, String> {
    let (came, response) = (Arc::clone(&peer.came), peer.response.clone());
    Builder::new()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret", None))
        .endpoint_url(&peer.endpoint)
        .idempotency_tokens(|| TOKEN.to_owned())
        .retries(Retries::off())
        .transport(transport_fn(move |request| {
            if let Ok(mut came) = came.lock() {
                *came = Some(request);
            }
            let response = response.clone();
            async { Ok(response) }
        }))
        .build()
        .map_err(|error| format!("the client cannot be made: {error}"))
}
