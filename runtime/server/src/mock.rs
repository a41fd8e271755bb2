//! The mock server itself, without sockets.

use crate::{
    Clock, Context, Handler, Limits, Place, Refusal, Request, Transaction,
    handler::UNKNOWN_OPERATION,
    plan::Hosted,
    route::{
        Miss, Router,
        scope::{DEFAULT_ACCOUNT, DEFAULT_REGION, Scope},
    },
    seed::RequestIds,
    state::Stores,
};
use bytes::Bytes;
use http::{
    HeaderName, HeaderValue, Response,
    header::{CONTENT_LENGTH, DATE},
};
use shapewright_schema::{Protocol, Service, Timestamp};
use std::{
    fmt,
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// A mock server: some services, their state, and a clock. Clones share all of it.
#[derive(Clone)]
pub struct Mock(Arc<Inner>);

struct Inner {
    hosted: Vec<Arc<Hosted>>,
    router: Router,
    stores: Stores,
    clock: Clock,
    request_ids: RequestIds,
    body_limit: usize,
    limits: Limits,
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let services: Vec<&str> = self.services().map(|service| service.name).collect();
        f.debug_struct("Mock")
            .field("services", &services)
            .finish_non_exhaustive()
    }
}

/// Builds a [`Mock`].
pub struct MockBuilder {
    hosted: Vec<Arc<Hosted>>,
    clock: Clock,
    body_limit: usize,
    limits: Limits,
}

/// What answers speak in when it is not known which service was meant.
static NO_SERVICE: Service = Service {
    name: "",
    id: "",
    version: "",
    protocol: Protocol::RestJson1,
    target_prefix: "",
    signing_name: "",
    endpoint_prefix: "",
    multi_region: None,
    operations: &[],
};

impl Mock {
    /// A mock of one service.
    pub fn new(handler: impl Handler) -> Self {
        Self::builder().add(handler).build()
    }

    /// A mock of any number of services.
    pub fn builder() -> MockBuilder {
        MockBuilder {
            hosted: Vec::new(),
            clock: Clock::system(),
            body_limit: 10 << 20,
            limits: Limits::default(),
        }
    }

    /// The clock that state is stamped with.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The services that it mocks.
    pub fn services(&self) -> impl Iterator<Item = &'static Service> {
        self.0.hosted.iter().map(|hosted| hosted.service)
    }

    /// Answers a request within the process.
    pub async fn call(&self, request: http::Request<Bytes>) -> Response<Bytes> {
        let mut response = if request.body().len() > self.0.body_limit {
            self.too_large()
        } else {
            self.respond(request).await
        };
        // Real time, whatever the mock's clock says: clients compare it with their own.
        if let Ok(date) = HeaderValue::from_str(&Timestamp::now().to_http_date()) {
            response.headers_mut().insert(DATE, date);
        }
        response
    }

    /// Runs `run` as one transaction on the state of a service, named as its crate is, in an account and region: to
    /// seed it, or to look at it.
    ///
    /// # Errors
    /// Those of `run`, and when there is no such service.
    pub fn transact<T>(
        &self,
        service: &str,
        account: &str,
        region: &str,
        run: impl FnOnce(&mut Transaction<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.context(service, account, region)?.transact(run)
    }

    pub(crate) fn hosted(&self) -> &[Arc<Hosted>] {
        &self.0.hosted
    }

    /// What the state of a service is seen through, outside of a request.
    pub(crate) fn context_at(&self, service: usize, place: &Place) -> Context {
        self.context_of(service, place.account(), place.region(), String::new())
    }

    /// Whether a collection holds one record at most.
    pub(crate) fn is_single(&self, service: &str, collection: &str) -> bool {
        let hosted = self.hosted().iter().filter(|hosted| hosted.service.name == service);
        let mut kinds = hosted.flat_map(|hosted| &hosted.plan.kinds);
        kinds.any(|kind| kind.lifecycle.collection == collection && kind.identifiers.is_empty())
    }

    fn context(&self, service: &str, account: &str, region: &str) -> Result<Context, Refusal> {
        let index = self.0.hosted.iter().position(|hosted| hosted.service.name == service);
        let index = index.ok_or_else(|| Refusal::internal(format!("there is no service {service} in this mock")))?;
        Ok(self.context_of(index, account, region, String::new()))
    }

    fn context_of(&self, service: usize, account: &str, region: &str, request_id: String) -> Context {
        Context {
            hosted: Arc::clone(&self.0.hosted[service]),
            store: self.0.stores.get(service, account, region),
            request_id,
            now: self.0.clock.now(),
        }
    }

    /// The most bytes that a request's body may have.
    pub(crate) fn body_limit(&self) -> usize {
        self.0.body_limit
    }

    /// What clients may ask of its listeners.
    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// The answer to a request whose body has too many bytes.
    pub(crate) fn too_large(&self) -> Response<Bytes> {
        let message = format!("The body of a request may have {} bytes", self.0.body_limit);
        self.refuse(&Refusal::unmodelled(413, "RequestTooLargeException", message))
    }

    /// The answer to a request whose body takes too long.
    pub(crate) fn too_slow(&self) -> Response<Bytes> {
        let message = format!(
            "The body of a request may take {} s to arrive",
            self.0.limits.body_time.as_secs_f64()
        );
        self.refuse(&Refusal::unmodelled(408, "RequestTimeout", message))
    }

    /// The answer to a request whose body cannot be read.
    pub(crate) fn unreadable(&self, why: &str) -> Response<Bytes> {
        let message = format!("The body of the request cannot be read: {why}");
        self.refuse(&Refusal::unmodelled(400, "IncompleteBody", message))
    }

    fn refuse(&self, refusal: &Refusal) -> Response<Bytes> {
        let mut response = refusal.response(&NO_SERVICE);
        finish(&mut response, &self.0.request_ids.next());
        response
    }

    /// The answer to a request, but for its date.
    pub(crate) async fn respond(&self, http: http::Request<Bytes>) -> Response<Bytes> {
        let request_id = self.0.request_ids.next();
        let scope = Scope::of(&http);
        let route = self.0.router.route(&http, scope.as_ref());
        let mut response = match route {
            Err(miss) => self.missed(miss),
            Ok(route) => {
                let account = scope.as_ref().map_or(DEFAULT_ACCOUNT, Scope::account);
                let region = scope.as_ref().map_or(DEFAULT_REGION, Scope::region);
                let context = self.context_of(route.service, account, region, request_id.clone());
                drop(scope);
                let service = self.0.hosted[route.service].service;
                let request = Request {
                    http,
                    service,
                    operation: service.operations[route.operation],
                    labels: route.labels,
                };
                handle(route.operation, &request, &context).await
            }
        };
        finish(&mut response, &request_id);
        response
    }

    fn missed(&self, miss: Miss) -> Response<Bytes> {
        let service = miss.service.map_or(&NO_SERVICE, |index| self.0.hosted[index].service);
        Refusal::unmodelled(501, UNKNOWN_OPERATION, miss.message).response(service)
    }
}

/// Lets the handler answer. Its panics become an answer too, so that the connection goes on.
async fn handle(operation: usize, request: &Request, context: &Context) -> Response<Bytes> {
    let handler = &context.hosted.handler;
    let answered = match catch_unwind(AssertUnwindSafe(|| handler.call(operation, request, context))) {
        Ok(mut answering) => {
            poll_fn(
                |task| match catch_unwind(AssertUnwindSafe(|| answering.as_mut().poll(task))) {
                    Ok(poll) => poll.map(Ok),
                    Err(panic) => std::task::Poll::Ready(Err(panic)),
                },
            )
            .await
        }
        Err(panic) => Err(panic),
    };
    answered.unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        let message = format!(
            "The handler of {} panicked: {}",
            request.operation.name,
            said.unwrap_or("no message")
        );
        Refusal::internal(message).response(request.service)
    })
}

/// Adds the headers that every answer has.
fn finish(response: &mut Response<Bytes>, request_id: &str) {
    const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
    let has_body = response.status() != 204 && response.status() != 304;
    let length = HeaderValue::from(response.body().len());
    let headers = response.headers_mut();
    if let Ok(request_id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, request_id);
    }
    if has_body {
        headers.insert(CONTENT_LENGTH, length);
    }
}

impl MockBuilder {
    /// Adds a service.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "a builder's `add` is no addition")]
    pub fn add(mut self, handler: impl Handler) -> Self {
        self.hosted.push(Arc::new(Hosted::new(Arc::new(handler))));
        self
    }

    /// The clock that state is stamped with; without this the system's.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The most bytes that a request's body may have; without this 10 MiB.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// What clients may ask of its listeners, in time, size and number; without this [`Limits::default`].
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The mock.
    pub fn build(self) -> Mock {
        Mock(Arc::new(Inner {
            router: Router::new(&self.hosted),
            hosted: self.hosted,
            stores: Stores::default(),
            clock: self.clock,
            request_ids: RequestIds::new(),
            body_limit: self.body_limit,
            limits: self.limits,
        }))
    }
}
