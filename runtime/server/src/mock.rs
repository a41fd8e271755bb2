//! The mock server itself, without sockets.

use crate::{
    AccessKeys, Clock, Context, Handler, Limits, Place, Refusal, Report, Transaction,
    faults::Faults,
    hosted::Hosted,
    journal::{self, Journal},
    log::Log,
    names::{self, UnknownName},
    plan::Plan,
    route::Router,
    seed::RequestIds,
    state::Stores,
    stubs::Stubs,
};
#[cfg(feature = "admin")]
use bytes::Bytes;
#[cfg(feature = "admin")]
use http::{Request, Response};
use shapewright_schema::Service;
use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

/// A mock server: some services, their state, and a clock. Clones share all of it.
#[derive(Clone)]
pub struct Mock(Arc<Inner>);

struct Inner {
    hosted: Vec<Arc<Hosted>>,
    router: Router,
    /// Whether an operation of a service takes a stream.
    streams: bool,
    stores: Stores,
    clock: Clock,
    request_ids: RequestIds,
    faults: Faults,
    stubs: Arc<Stubs>,
    journal: Journal,
    body_limit: usize,
    limits: Limits,
    latency: Duration,
    access_keys: Option<AccessKeys>,
    log: Option<Log>,
    #[cfg(feature = "admin")]
    admin: Option<Box<dyn Interface>>,
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let services: Vec<&str> = self.services().map(|service| service.name).collect();
        f.debug_struct("Mock")
            .field("services", &services)
            .finish_non_exhaustive()
    }
}

/// An interface to the mock itself, which has requests of its own.
#[cfg(feature = "admin")]
pub(crate) trait Interface: Send + Sync {
    /// The response to a request, where it is one for this interface.
    fn respond(&self, mock: &Mock, http: &Request<Bytes>) -> Option<Response<Bytes>>;

    /// A refusal in the form of this interface, where the request is one for it.
    fn refuse(&self, http: &Request<Bytes>, refusal: &Refusal) -> Option<Response<Bytes>>;
}

/// Builds a [`Mock`], or something made of one: the mock of a generated crate.
#[must_use = "a builder does nothing until `build` is called"]
pub struct MockBuilder<T = Mock> {
    hosted: Vec<Arc<Hosted>>,
    clock: Clock,
    seed: u64,
    random_request_ids: bool,
    journal: (usize, usize),
    body_limit: usize,
    limits: Limits,
    latency: Duration,
    access_keys: Option<AccessKeys>,
    log: Option<Log>,
    #[cfg(feature = "admin")]
    admin: Option<Box<dyn Interface>>,
    made: PhantomData<fn() -> T>,
}

impl Mock {
    /// A mock of one service.
    pub fn new(handler: impl Handler) -> Self {
        Self::builder().add(handler).build()
    }

    /// A mock of any number of services.
    pub fn builder() -> MockBuilder {
        MockBuilder::new()
    }

    /// The clock that state is stamped with.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Moves the clock on.
    pub fn advance(&self, by: Duration) {
        self.0.clock.advance(by);
    }

    /// The requests that it got, with their responses.
    pub fn journal(&self) -> &Journal {
        &self.0.journal
    }

    /// Makes the mock as it was when it was built: no records, requests, faults or stubs, and ids from the first, but for
    /// random request ids, of which none comes twice. The clock stays as it is.
    pub fn reset(&self) {
        self.0.stubs.reset();
        self.0.faults.reset();
        self.clear_state();
        self.0.request_ids.reset();
        self.0.journal.clear();
    }

    /// Removes all records and idempotency tokens of all services.
    pub fn clear_state(&self) {
        for index in 0..self.hosted().len() {
            self.stores().of(index).iter().for_each(|store| store.clear());
        }
        self.stores().forget_empty();
    }

    /// The services that it mocks, without loading any. The operations of one that is not loaded yet are missing.
    pub fn services(&self) -> impl Iterator<Item = &'static Service> {
        let loaded = |hosted: &Arc<Hosted>| hosted.ready().map(|loaded| loaded.service);
        self.0
            .hosted
            .iter()
            .map(move |hosted| loaded(hosted).unwrap_or_else(|| hosted.facts()))
    }

    /// Puts a handler in the place of the one of the service with the same name, and keeps its state as far as that fits:
    /// records of lifecycles that are still there, with identifiers that are still the same. Returns what does not fit.
    ///
    /// A request that is being handled ends with the handler that it began with.
    ///
    /// # Errors
    /// When there is no such service.
    pub fn replace(&self, handler: impl Handler) -> Result<Vec<String>, UnknownName> {
        let handler: Arc<dyn Handler> = Arc::new(handler);
        let name = handler.service().name;
        let index = self.index_of(name).ok_or_else(|| names::unknown(self.hosted(), name))?;
        let hosted = &self.hosted()[index];
        let old = Arc::clone(&hosted.loaded().plan);
        hosted.replace(handler);
        Ok(self.stores().convert(index, &old, &hosted.loaded().plan))
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

    /// What the state of a service is seen through, outside of a request.
    pub(crate) fn context_at(&self, service: usize, place: &Place) -> Context {
        self.context_of(service, place.account(), place.region(), String::new())
    }

    /// Whether a collection holds one record at most.
    pub(crate) fn is_single(&self, service: &str, collection: &str) -> bool {
        let mut hosted = self.hosted().iter().filter(|hosted| hosted.name() == service);
        hosted.any(|hosted| {
            let loaded = hosted.loaded();
            let mut kinds = loaded.plan.kinds.iter();
            kinds.any(|kind| kind.lifecycle.collection == collection && kind.identifiers.is_empty())
        })
    }

    fn context(&self, service: &str, account: &str, region: &str) -> Result<Context, Refusal> {
        let index = self.index_of(service);
        let index = index.ok_or_else(|| Refusal::internal(format!("there is no service {service} in this mock")))?;
        Ok(self.context_of(index, account, region, String::new()))
    }

    fn context_of(&self, service: usize, account: &str, region: &str, request_id: String) -> Context {
        let plan = Arc::clone(&self.0.hosted[service].loaded().plan);
        self.context_with(plan, (service, account, region), request_id)
    }

    /// What a request to a service, in an account and region, sees.
    pub(crate) fn context_with(
        &self,
        plan: Arc<Plan>,
        (service, account, region): (usize, &str, &str),
        request_id: String,
    ) -> Context {
        Context {
            plan,
            store: self.0.stores.get(service, account, region),
            request_id,
            now: self.0.clock.now(),
            body_limit: self.0.body_limit,
        }
    }

    /// The place of a service among those of the mock.
    pub(crate) fn index_of(&self, service: &str) -> Option<usize> {
        self.0.hosted.iter().position(|hosted| hosted.name() == service)
    }

    pub(crate) fn hosted(&self) -> &[Arc<Hosted>] {
        &self.0.hosted
    }

    pub(crate) fn router(&self) -> &Router {
        &self.0.router
    }

    pub(crate) fn stores(&self) -> &Stores {
        &self.0.stores
    }

    pub(crate) fn request_ids(&self) -> &RequestIds {
        &self.0.request_ids
    }

    pub(crate) fn faults_in_place(&self) -> &Faults {
        &self.0.faults
    }

    pub(crate) fn stubs_in_place(&self) -> &Arc<Stubs> {
        &self.0.stubs
    }

    /// Whether an operation of a service takes a stream.
    pub(crate) fn has_streams(&self) -> bool {
        self.0.streams
    }

    /// The most bytes that a request's body may have.
    pub(crate) fn body_limit(&self) -> usize {
        self.0.body_limit
    }

    /// What clients may ask of its listeners.
    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// How long every request waits.
    pub(crate) fn latency(&self) -> Duration {
        self.0.latency
    }

    /// The keys that requests must be signed with.
    pub(crate) fn access_keys(&self) -> Option<&AccessKeys> {
        self.0.access_keys.as_ref()
    }

    /// Who is notified of requests.
    pub(crate) fn log(&self) -> Option<&Log> {
        self.0.log.as_ref()
    }

    /// Its admin interface.
    #[cfg(feature = "admin")]
    pub(crate) fn interface(&self) -> Option<&dyn Interface> {
        self.0.admin.as_deref()
    }
}

impl<T: From<Mock>> MockBuilder<T> {
    /// A builder of a mock without services.
    pub fn new() -> Self {
        Self {
            hosted: Vec::new(),
            clock: Clock::system(),
            seed: 0,
            random_request_ids: false,
            journal: (journal::ENTRIES, journal::BYTES),
            body_limit: 10 << 20,
            limits: Limits::default(),
            latency: Duration::ZERO,
            access_keys: None,
            log: None,
            #[cfg(feature = "admin")]
            admin: None,
            made: PhantomData,
        }
    }

    /// Adds a service.
    #[expect(clippy::should_implement_trait, reason = "a builder's `add` is no addition")]
    pub fn add(mut self, handler: impl Handler) -> Self {
        self.hosted.push(Arc::new(Hosted::new(Arc::new(handler))));
        self
    }

    /// Adds a service that `load` loads when it is first needed. `facts` are what is known of it until then: everything but
    /// its operations. What `load` returns must agree with them. Its error is the message of the responses to all requests for the service.
    pub fn add_lazy(
        mut self,
        facts: &'static Service,
        load: impl Fn() -> Result<Arc<dyn Handler>, String> + Send + Sync + 'static,
    ) -> Self {
        self.hosted.push(Arc::new(Hosted::lazy(facts, Box::new(load))));
        self
    }

    /// The clock that state is stamped with; without this the system's.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// What ids of records and requests, page tokens and the choices of faults are made from; without this 0. Two mocks
    /// with the same seed give the same ones for the same requests in the same order.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Makes request ids that no other mock makes, whatever the seed: what a server wants whose logs are kept.
    pub fn random_request_ids(mut self) -> Self {
        self.random_request_ids = true;
        self
    }

    /// How many requests the journal keeps, and how many bytes of them; without this 10,000 and 16 MiB. When there are
    /// more the oldest go, but for the last one. With 0 entries nothing is kept.
    pub fn journal(mut self, entries: usize, bytes: usize) -> Self {
        self.journal = (entries, bytes);
        self
    }

    /// The most bytes that a request's body may have; without this 10 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// What clients may ask of its listeners, in time, size and number; without this [`Limits::default`].
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// How long every request waits before its response, besides what faults add; without this not at all. In
    /// process that needs tokio's timer.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Refuses requests that are not signed with one of these keys, as AWS does; without this signatures are not looked
    /// at. They are checked by the system's clock, whatever the mock's says.
    pub fn verify_signatures(mut self, keys: AccessKeys) -> Self {
        self.access_keys = Some(keys);
        self
    }

    /// Calls `log` for every request when it has got its response, or its client has gone. It runs before the response is sent.
    pub fn log(mut self, log: impl Fn(&Report<'_>) + Send + Sync + 'static) -> Self {
        self.log = Some(Box::new(log));
        self
    }

    /// What requests go to before they go to a service.
    #[cfg(feature = "admin")]
    pub(crate) fn interface(mut self, interface: impl Interface + 'static) -> Self {
        self.admin = Some(Box::new(interface));
        self
    }

    /// The mock.
    pub fn build(self) -> T {
        let (entries, bytes) = self.journal;
        let request_ids = match self.random_request_ids {
            true => RequestIds::random(),
            false => RequestIds::new(self.seed),
        };
        T::from(Mock(Arc::new(Inner {
            router: Router::new(&self.hosted),
            streams: self.hosted.iter().any(|hosted| hosted.may_take_streams()),
            hosted: self.hosted,
            stores: Stores::new(self.seed),
            clock: self.clock,
            request_ids,
            faults: Faults::new(self.seed),
            stubs: Arc::new(Stubs::new()),
            journal: Journal::new(entries, bytes),
            body_limit: self.body_limit,
            limits: self.limits,
            latency: self.latency,
            access_keys: self.access_keys,
            log: self.log,
            #[cfg(feature = "admin")]
            admin: self.admin,
        })))
    }
}

impl<T: From<Mock>> Default for MockBuilder<T> {
    fn default() -> Self {
        Self::new()
    }
}
