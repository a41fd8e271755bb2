//! Which service and which operation a request is for.
//!
//! The service is named by the credential scope, else by the target header, else by the host, else by the URI alone.
//! The operation is named by the target header, or by method and URI.

mod rest;
pub(crate) mod scope;

use crate::plan::Hosted;
use http::{HeaderMap, Request, header::HOST};
use rest::{Found, RestRoutes};
use scope::Scope;
use shapewright_schema::{Protocol, Service};
use std::{collections::HashMap, sync::Arc};

/// The operation that a request is for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Route {
    /// The index of the service in the mock.
    pub(crate) service: usize,
    /// The index of the operation in the service.
    pub(crate) operation: usize,
    /// The labels of the URI with their values, decoded.
    pub(crate) labels: Vec<(&'static str, String)>,
}

/// A request that no operation is for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Miss {
    /// The index of the service, where that much is known.
    pub(crate) service: Option<usize>,
    pub(crate) status: u16,
    pub(crate) message: String,
}

/// Finds operations.
pub(crate) struct Router {
    services: Vec<Routes>,
    signing: HashMap<&'static str, Vec<usize>>,
    endpoints: HashMap<&'static str, Vec<usize>>,
}

struct Routes {
    service: &'static Service,
    /// By name, where requests carry it.
    targets: HashMap<&'static str, usize>,
    /// By method and URI, where requests carry those.
    rest: RestRoutes,
}

impl Router {
    pub(crate) fn new(hosted: &[Arc<Hosted>]) -> Self {
        let mut router = Self {
            services: hosted.iter().map(|hosted| Routes::new(hosted.service)).collect(),
            signing: HashMap::new(),
            endpoints: HashMap::new(),
        };
        for (index, hosted) in hosted.iter().enumerate() {
            router
                .signing
                .entry(hosted.service.signing_name)
                .or_default()
                .push(index);
            router
                .endpoints
                .entry(hosted.service.endpoint_prefix)
                .or_default()
                .push(index);
        }
        router
    }

    /// The operation for a request.
    pub(crate) fn route<B>(&self, request: &Request<B>, scope: Option<&Scope<'_>>) -> Result<Route, Miss> {
        let target = request
            .headers()
            .get("x-amz-target")
            .and_then(|value| value.to_str().ok());
        let uri = request.uri();
        self.find(&Asked {
            target,
            method: request.method().as_str(),
            path: uri.path(),
            query: uri.query(),
            services: self.named(scope, request.headers(), uri.host()),
        })
    }

    /// The services that the request names. None: it names none that is here.
    fn named(&self, scope: Option<&Scope<'_>>, headers: &HeaderMap, authority: Option<&str>) -> &[usize] {
        if let Some(services) = scope.and_then(|scope| self.signing.get(&*scope.service)) {
            return services;
        }
        let host = headers.get(HOST).and_then(|value| value.to_str().ok()).or(authority);
        let label = host.and_then(|host| host.split(['.', ':']).next());
        label
            .and_then(|label| self.endpoints.get(label))
            .map_or(&[], Vec::as_slice)
    }

    fn find(&self, asked: &Asked<'_>) -> Result<Route, Miss> {
        if let Some(found) = self.find_among(asked.services.iter().copied(), asked)? {
            return Ok(found);
        }
        // Several services can share a signing name, and a host is often just `localhost`.
        let others = (0..self.services.len()).filter(|index| !asked.services.contains(index));
        if asked.services.is_empty()
            && let Some(found) = self.find_among(others, asked)?
        {
            return Ok(found);
        }
        let service = match asked.services {
            [one, ..] => Some(*one),
            [] => (self.services.len() == 1).then_some(0),
        };
        let name = service.map_or("This server", |index| self.services[index].service.id);
        let what = match asked.target {
            Some(target) => format!("target {target}"),
            None => format!("{} {}", asked.method, asked.path),
        };
        Err(Miss {
            service,
            status: 404,
            message: format!("{name} has no operation for {what}"),
        })
    }

    /// The operation among some services. `Err` when the path is there, but not for this method.
    fn find_among(
        &self,
        services: impl Iterator<Item = usize> + Clone,
        asked: &Asked<'_>,
    ) -> Result<Option<Route>, Miss> {
        if let Some((prefix, name)) = asked.target.and_then(|target| target.rsplit_once('.')) {
            let mut named = services
                .clone()
                .filter(|index| self.services[*index].service.target_prefix == prefix);
            return Ok(named.find_map(|service| {
                let operation = *self.services[service].targets.get(name)?;
                Some(Route {
                    service,
                    operation,
                    labels: Vec::new(),
                })
            }));
        }
        let mut elsewhere = None;
        for service in services {
            match self.services[service].rest.find(asked.method, asked.path, asked.query) {
                Found::Operation(operation, labels) => {
                    return Ok(Some(Route {
                        service,
                        operation,
                        labels,
                    }));
                }
                Found::OtherMethod => elsewhere = elsewhere.or(Some(service)),
                Found::Nothing => {}
            }
        }
        match elsewhere {
            None => Ok(None),
            Some(service) => Err(Miss {
                service: Some(service),
                status: 405,
                message: format!("{} is not allowed for {}", asked.method, asked.path),
            }),
        }
    }
}

struct Asked<'a> {
    target: Option<&'a str>,
    method: &'a str,
    path: &'a str,
    query: Option<&'a str>,
    services: &'a [usize],
}

impl Routes {
    fn new(service: &'static Service) -> Self {
        let has_target = matches!(service.protocol, Protocol::AwsJson1_0 | Protocol::AwsJson1_1);
        let names = service
            .operations
            .iter()
            .enumerate()
            .map(|(index, operation)| (operation.name, index));
        Self {
            service,
            targets: if has_target { names.collect() } else { HashMap::new() },
            rest: if has_target {
                RestRoutes::default()
            } else {
                RestRoutes::new(service.operations)
            },
        }
    }
}
