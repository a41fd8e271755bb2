//! A request on its way to an operation, and what surrounds it.

use crate::{
    Record, Refusal, Transaction,
    plan::Plan,
    state::{Store, engine},
};
use bytes::Bytes;
use shapewright_schema::{Operation, OperationShape, Service, Structure, Timestamp};
use shapewright_wire::Protocol;
use std::sync::Arc;

/// A request that has been matched with an operation.
#[derive(Debug)]
pub struct Request {
    pub(crate) http: http::Request<Bytes>,
    pub(crate) service: &'static Service,
    pub(crate) protocol: &'static dyn Protocol,
    pub(crate) operation: &'static Operation,
    pub(crate) labels: Vec<(&'static str, String)>,
}

impl Request {
    /// The HTTP request as it came.
    pub fn http(&self) -> &http::Request<Bytes> {
        &self.http
    }

    /// The service that is called.
    pub fn service(&self) -> &'static Service {
        self.service
    }

    /// The protocol that the request speaks, and its response with it.
    pub fn protocol(&self) -> &'static dyn Protocol {
        self.protocol
    }

    /// The operation that is called.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The labels of the URI with their values, decoded.
    pub fn labels(&self) -> &[(&'static str, String)] {
        &self.labels
    }
}

/// Who calls, when, and the state that the call sees.
pub struct Context {
    pub(crate) plan: Arc<Plan>,
    pub(crate) store: Arc<Store>,
    pub(crate) request_id: String,
    pub(crate) now: Timestamp,
    /// The most bytes that a request's body may have in memory.
    pub(crate) body_limit: usize,
}

impl Context {
    /// The account: the access key id where that is 12 digits, else `000000000000`.
    pub fn account(&self) -> &str {
        self.store.account()
    }

    /// The region of the credential scope, else `us-east-1`.
    pub fn region(&self) -> &str {
        self.store.region()
    }

    /// The id of the request, as the response's `x-amzn-RequestId` tells it.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// When the request came, by the mock's clock.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The response without any code for the operation: that of its lifecycle, where the description gives one, else one
    /// that is made up and obeys the schema.
    ///
    /// # Errors
    /// The lifecycle's: no such record, already there, a token that was never given.
    pub fn default_response<O: OperationShape>(&self, input: O::Input) -> Result<O::Output, Refusal> {
        self.transact(|transaction| transaction.default_response::<O>(&input))
    }

    pub(crate) fn begin(&self) -> Transaction<'_> {
        Transaction::begin(&self.plan, &self.store, self.now)
    }

    /// Runs `run` as one transaction on the state of this service, account and region: nobody sees it half done, and
    /// where it ends with a refusal or a panic nothing has changed.
    ///
    /// # Errors
    /// Those of `run`.
    pub fn transact<T>(&self, run: impl FnOnce(&mut Transaction<'_>) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let mut transaction = self.begin();
        let result = run(&mut transaction);
        if result.is_ok() {
            transaction.commit();
        }
        result
    }
}

impl Transaction<'_> {
    /// What [`Context::default_response`] returns, as part of this transaction.
    ///
    /// # Errors
    /// The lifecycle's: no such record, already there, a token that was never given.
    pub fn default_response<O: OperationShape>(&mut self, input: &O::Input) -> Result<O::Output, Refusal> {
        let mut output = O::Output::default();
        self.default_into(O::OPERATION, input, &mut output)?;
        Ok(output)
    }

    /// What [`Context::default_response`] returns for a listing, of the records that pass `filter`.
    ///
    /// # Errors
    /// The lifecycle's: no such record above, a token that was never given.
    pub fn default_list<O: OperationShape>(
        &mut self,
        input: &O::Input,
        filter: impl Fn(&Record) -> bool,
    ) -> Result<O::Output, Refusal> {
        let mut output = O::Output::default();
        engine::respond(self, O::OPERATION, input, &filter, &mut output)?;
        Ok(output)
    }

    pub(crate) fn default_into(
        &mut self,
        operation: &'static Operation,
        input: &dyn Structure,
        output: &mut dyn Structure,
    ) -> Result<(), Refusal> {
        engine::respond(self, operation, input, &|_| true, output)
    }
}

impl Refusal {
    /// The refusal as a response to `request`, in its protocol.
    pub(crate) fn response_to(&self, request: &Request) -> http::Response<Bytes> {
        self.response(request.service, request.protocol)
    }
}
