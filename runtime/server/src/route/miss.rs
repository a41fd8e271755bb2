//! What is said of a request that no operation is for: what was asked, and what is here instead.

use crate::hosted::Loaded;
use shapewright_schema::Service;
use shapewright_wire::{Protocol, protocol::RouteKey};

/// A request that no operation is for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Miss {
    /// The index of the service, where that much is known.
    pub(crate) service: Option<usize>,
    /// The protocol that the request speaks.
    pub(crate) protocol: &'static dyn Protocol,
    pub(crate) message: String,
}

impl Miss {
    /// `service`, at this index of the mock, has no operation for `what`.
    pub(super) fn of_operation(index: usize, loaded: &Loaded, protocol: &'static dyn Protocol, what: &str) -> Self {
        let service = loaded.service;
        if let Some(problem) = &loaded.problem {
            return Self {
                service: Some(index),
                protocol,
                message: format!("{} cannot be served: {problem}", service.id),
            };
        }
        let by_uri = protocol.facts().route_key == RouteKey::Uri;
        let all = service.operations.iter().map(|operation| {
            if by_uri {
                format!("{} ({} {})", operation.name, operation.method, operation.uri)
            } else {
                operation.name.to_owned()
            }
        });
        Self {
            service: Some(index),
            protocol,
            message: format!("{} has no operation for {what}. It has {}", service.id, listed(all)),
        }
    }

    /// There is no service that a request for `what` could be meant for.
    pub(super) fn of_service(
        protocol: &'static dyn Protocol,
        services: impl Iterator<Item = &'static Service>,
        signed_for: Option<&str>,
        what: &str,
    ) -> Self {
        let asked = match signed_for {
            Some(name) => format!("There is no service that signs as {name} here, for {what}"),
            None => format!("No service here has an operation for {what}"),
        };
        let all = services.map(|service| format!("{} (signed as {})", service.name, service.signing_name));
        Self {
            service: None,
            protocol,
            message: format!("{asked}. There are {}", listed(all)),
        }
    }
}

fn listed(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}
