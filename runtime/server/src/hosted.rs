//! The services of a mock.

use crate::{Handler, plan::Plan};
#[cfg(feature = "admin")]
use shapewright_schema::Operation;
use shapewright_schema::Service;
use std::sync::Arc;

/// A service that a mock serves.
pub(crate) struct Hosted {
    pub(crate) handler: Arc<dyn Handler>,
    pub(crate) service: &'static Service,
    pub(crate) plan: Arc<Plan>,
}

impl Hosted {
    pub(crate) fn new(handler: Arc<dyn Handler>) -> Self {
        let service = handler.service();
        let plan = Plan::new(service, handler.lifecycles(), handler.tagging());
        Self {
            handler,
            service,
            plan: Arc::new(plan),
        }
    }

    /// Whether an operation's input streams.
    pub(crate) fn takes_streams(&self) -> bool {
        let mut operations = self.service.operations.iter();
        operations.any(|operation| operation.input.stream().is_some())
    }

    /// Whether an operation's response is of records that are kept.
    #[cfg(feature = "admin")]
    pub(crate) fn is_stateful(&self, operation: &Operation) -> bool {
        let is_planned = self.plan.role(operation).is_some() || self.plan.tagged(operation).is_some();
        is_planned || self.handler.keeps_state(operation.name)
    }
}
