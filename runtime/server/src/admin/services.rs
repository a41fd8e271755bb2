//! What is mocked.

use super::{AdminResponse, Asked, Failure};
use crate::hosted::Hosted;
use serde::Serialize;
use shapewright_schema::Operation;
use std::collections::BTreeMap;

/// A service.
#[derive(Serialize)]
pub(super) struct Service {
    pub(super) name: &'static str,
    pub(super) id: &'static str,
    pub(super) version: &'static str,
    /// The preferred protocol.
    pub(super) protocol: &'static str,
    /// All protocols, the preferred one first.
    pub(super) protocols: &'static [&'static str],
    pub(super) signing_name: &'static str,
    pub(super) endpoint_prefix: &'static str,
    /// Whether it is loaded. One that is not yet lists no operations and no collections.
    pub(super) loaded: bool,
    pub(super) operations: Vec<Offered>,
    /// The collections that a seed can name.
    pub(super) collections: Vec<&'static str>,
}

/// An operation of a service.
#[derive(Serialize)]
pub(super) struct Offered {
    pub(super) name: &'static str,
    pub(super) method: &'static str,
    pub(super) uri: &'static str,
    /// Whether its response is of records that are kept; that of others is made up.
    pub(super) stateful: bool,
    pub(super) errors: Vec<&'static str>,
}

/// `GET /_mock/services`
pub(super) fn show(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    AdminResponse::json(&BTreeMap::from([("services", asked.offered())]))
}

impl Asked<'_> {
    /// The services of the mock.
    pub(super) fn offered(&self) -> Vec<Service> {
        self.mock.hosted().iter().map(|hosted| offered(hosted)).collect()
    }
}

fn offered(hosted: &Hosted) -> Service {
    let Some(hosted) = hosted.ready() else {
        return described(hosted.facts());
    };
    let service = hosted.service;
    let operation = |operation: &&'static Operation| Offered {
        name: operation.name,
        method: operation.method,
        uri: operation.uri,
        stateful: hosted.is_stateful(operation),
        errors: operation.errors.iter().map(|error| error.name).collect(),
    };
    let mut collections: Vec<&'static str> = hosted.plan.kinds.iter().map(|kind| kind.lifecycle.collection).collect();
    collections.sort_unstable();
    Service {
        loaded: true,
        operations: service.operations.iter().map(operation).collect(),
        collections,
        ..described(service)
    }
}

/// A service without its operations.
fn described(service: &shapewright_schema::Service) -> Service {
    Service {
        name: service.name,
        id: service.id,
        version: service.version,
        protocol: service.protocols.first().copied().unwrap_or_default(),
        protocols: service.protocols,
        signing_name: service.signing_name,
        endpoint_prefix: service.endpoint.prefix,
        loaded: false,
        operations: Vec::new(),
        collections: Vec::new(),
    }
}
