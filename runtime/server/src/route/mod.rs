//! Which service and which operation a request is for.
//!
//! The service is named by the credential scope, else by the target header, else by the host, else by the URI alone: a
//! request that is signed for a service that is not here is for no other one. The operation is named by the target
//! header, or by method and URI.

mod miss;
mod rest;
pub(crate) mod scope;

use crate::{plan::Hosted, validate::shortened};
use http::{HeaderMap, Request, header::HOST};
pub(crate) use miss::Miss;
use rest::RestRoutes;
use scope::Scope;
use shapewright_schema::Service;
use shapewright_wire::protocol::facts;
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
                .entry(hosted.service.endpoint.prefix)
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
            signed_for: scope.map(|scope| &*scope.service),
        })
    }

    /// The services that the request names. None: it names none that is here.
    fn named(&self, scope: Option<&Scope<'_>>, headers: &HeaderMap, authority: Option<&str>) -> &[usize] {
        if let Some(services) = scope.and_then(|scope| self.signing.get(&*scope.service)) {
            return services;
        }
        if scope.is_some() {
            return &[];
        }
        let host = headers.get(HOST).and_then(|value| value.to_str().ok()).or(authority);
        let label = host.and_then(|host| host.split(['.', ':']).next());
        label
            .and_then(|label| self.endpoints.get(label))
            .map_or(&[], Vec::as_slice)
    }

    fn find(&self, asked: &Asked<'_>) -> Result<Route, Miss> {
        if let Some(found) = self.find_among(asked.services.iter().copied(), asked) {
            return Ok(found);
        }
        // A host is often just `localhost`.
        let is_open = asked.services.is_empty() && (asked.signed_for.is_none() || asked.target.is_some());
        if is_open && let Some(found) = self.find_among(0..self.services.len(), asked) {
            return Ok(found);
        }
        Err(self.miss(asked))
    }

    /// The operation among some services.
    fn find_among(&self, mut services: impl Iterator<Item = usize>, asked: &Asked<'_>) -> Option<Route> {
        if asked.method == "POST"
            && let Some((prefix, name)) = asked.target.and_then(|target| target.rsplit_once('.'))
        {
            let mut named = services.filter(|index| self.services[*index].service.target_prefix == prefix);
            return named.find_map(|service| {
                let operation = *self.services[service].targets.get(name)?;
                Some(Route {
                    service,
                    operation,
                    labels: Vec::new(),
                })
            });
        }
        services.find_map(|service| {
            let rest = &self.services[service].rest;
            let (operation, labels) = rest.find(asked.method, asked.path, asked.query)?;
            Some(Route {
                service,
                operation,
                labels,
            })
        })
    }

    /// What is said of a request that no operation is for.
    fn miss(&self, asked: &Asked<'_>) -> Miss {
        let by_target = || {
            let (prefix, _) = asked.target?.rsplit_once('.')?;
            self.services
                .iter()
                .position(|routes| routes.service.target_prefix == prefix)
        };
        let only = (self.services.len() == 1 && asked.signed_for.is_none()).then_some(0);
        let what = asked.target.map_or_else(
            || format!("{} {}", asked.method, shortened(asked.path)),
            |target| match asked.method {
                "POST" => format!("the target {}", shortened(target)),
                method => format!("the target {} by {method}, where POST is wanted,", shortened(target)),
            },
        );
        match asked.services.first().copied().or_else(by_target).or(only) {
            Some(service) => Miss::of_operation(service, self.services[service].service, &what),
            None => Miss::of_service(
                self.services.iter().map(|routes| routes.service),
                asked.signed_for.map(shortened).as_deref(),
                &what,
            ),
        }
    }
}

struct Asked<'a> {
    target: Option<&'a str>,
    method: &'a str,
    path: &'a str,
    query: Option<&'a str>,
    /// The services that the request names.
    services: &'a [usize],
    /// The signing name in its credential scope, whether such a service is here or not.
    signed_for: Option<&'a str>,
}

impl Routes {
    fn new(service: &'static Service) -> Self {
        let has_target = !facts(service).routes_by_uri;
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
