//! The services of a mock. What is worked out about one - its plan, for some its tables too - is worked out when it is
//! first needed, so that a mock of all services starts at once.

use crate::{Handler, plan::Plan};
use shapewright_schema::{Operation, Service};
use std::sync::{Arc, PoisonError, RwLock};

/// A service that a mock serves.
pub(crate) struct Hosted {
    /// What is known without loading the service: everything but its operations, which may be missing here.
    facts: &'static Service,
    source: Source,
    loaded: RwLock<Option<Arc<Loaded>>>,
}

/// Loads a service. Its error is the message of the responses to all requests for the service.
pub(crate) type Load = Box<dyn Fn() -> Result<Arc<dyn Handler>, String> + Send + Sync>;

enum Source {
    Handler(Arc<dyn Handler>),
    Load(Load),
}

/// A service that is loaded.
pub(crate) struct Loaded {
    pub(crate) handler: Arc<dyn Handler>,
    pub(crate) service: &'static Service,
    pub(crate) plan: Arc<Plan>,
    /// Why the service could not be loaded. It has no operations then.
    pub(crate) problem: Option<String>,
}

impl Hosted {
    /// A service that is there.
    pub(crate) fn new(handler: Arc<dyn Handler>) -> Self {
        Self {
            facts: handler.service(),
            source: Source::Handler(handler),
            loaded: RwLock::default(),
        }
    }

    /// A service that is loaded when it is first needed.
    pub(crate) fn lazy(facts: &'static Service, load: Load) -> Self {
        Self {
            facts,
            source: Source::Load(load),
            loaded: RwLock::default(),
        }
    }

    /// What is known without loading it: everything but its operations.
    pub(crate) fn facts(&self) -> &'static Service {
        self.facts
    }

    /// The name, which is that of its crates.
    pub(crate) fn name(&self) -> &'static str {
        self.facts.name
    }

    /// The service, loaded where it is not yet.
    pub(crate) fn loaded(&self) -> Arc<Loaded> {
        if let Some(loaded) = self.peek() {
            return loaded;
        }
        let mut place = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        let loaded = place.get_or_insert_with(|| Arc::new(self.load()));
        Arc::clone(loaded)
    }

    /// The service, where it is loaded or costs little to load.
    pub(crate) fn ready(&self) -> Option<Arc<Loaded>> {
        match self.source {
            Source::Handler(_) => Some(self.loaded()),
            Source::Load(_) => self.peek(),
        }
    }

    /// The service with its operations, loaded where it is not yet.
    pub(crate) fn service(&self) -> &'static Service {
        match &self.source {
            // No plan is needed for that.
            Source::Handler(handler) if self.peek().is_none() => handler.service(),
            _ => self.loaded().service,
        }
    }

    /// Puts another handler in the place of the one that it has.
    pub(crate) fn replace(&self, handler: Arc<dyn Handler>) {
        let loaded = Arc::new(Loaded::new(handler));
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = Some(loaded);
    }

    /// Whether an operation's input may stream.
    pub(crate) fn may_take_streams(&self) -> bool {
        match &self.source {
            Source::Handler(handler) => handler
                .service()
                .operations
                .iter()
                .any(|operation| takes_stream(operation)),
            Source::Load(_) => true,
        }
    }

    fn peek(&self) -> Option<Arc<Loaded>> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn load(&self) -> Loaded {
        let load = match &self.source {
            Source::Handler(handler) => Ok(Arc::clone(handler)),
            Source::Load(load) => load(),
        };
        load.map_or_else(|problem| Loaded::without(self.facts, problem), Loaded::new)
    }
}

fn takes_stream(operation: &Operation) -> bool {
    operation.input.stream().is_some()
}

impl Loaded {
    fn new(handler: Arc<dyn Handler>) -> Self {
        let service = handler.service();
        Self {
            plan: Arc::new(Plan::new(service, handler.lifecycles(), handler.tagging())),
            handler,
            service,
            problem: None,
        }
    }

    /// A service that cannot be loaded: it has no operations.
    fn without(facts: &'static Service, problem: String) -> Self {
        Self {
            problem: Some(problem),
            ..Self::new(Arc::new(crate::SchemaHandler::new(facts, &[], None)))
        }
    }

    /// Whether an operation's response is of records that are kept.
    #[cfg(feature = "admin")]
    pub(crate) fn is_stateful(&self, operation: &Operation) -> bool {
        let is_planned = self.plan.role(operation).is_some() || self.plan.tagged(operation).is_some();
        is_planned || self.handler.keeps_state(operation.name)
    }
}
