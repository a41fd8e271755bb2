//! Which service and which operation a request is for.
//!
//! The service is named by the credential scope, else by the target header, else by the host, else by the URI alone: a
//! request that is signed for a service that is not here is for no other one. The protocol is the one among the service's
//! that the request bears the marks of: the header `smithy-protocol`, the target header, or neither. The operation is named
//! by the path, by the target header, or by method and URI.

mod miss;
mod rest;
pub(crate) mod scope;

use crate::{
    hosted::{Hosted, Loaded},
    validate::shortened,
};
use http::{
    HeaderMap, Request,
    header::{CONTENT_TYPE, HOST},
};
pub(crate) use miss::Miss;
use rest::RestRoutes;
use scope::Scope;
use shapewright_schema::Service;
use shapewright_wire::{
    Protocol,
    protocol::{self, RouteKey},
};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// The operation that a request is for.
pub(crate) struct Route {
    /// The index of the service in the mock.
    pub(crate) service: usize,
    /// The service.
    pub(crate) loaded: Arc<Loaded>,
    /// The index of the operation in the service.
    pub(crate) operation: usize,
    /// The protocol that the request speaks.
    pub(crate) protocol: &'static dyn Protocol,
    /// The labels of the URI with their values, decoded.
    pub(crate) labels: Vec<(&'static str, String)>,
}

/// Finds operations.
pub(crate) struct Router {
    services: Vec<Served>,
    signing: HashMap<&'static str, Vec<usize>>,
    endpoints: HashMap<&'static str, Vec<usize>>,
}

/// A service, and how its operations are found as long as it is the one that was loaded last.
struct Served {
    hosted: Arc<Hosted>,
    found: RwLock<Option<Arc<Found>>>,
}

struct Found {
    loaded: Arc<Loaded>,
    routes: Routes,
}

impl Served {
    fn new(hosted: &Arc<Hosted>) -> Self {
        Self {
            hosted: Arc::clone(hosted),
            found: RwLock::default(),
        }
    }

    /// The service, loaded where it is not yet.
    fn found(&self) -> Arc<Found> {
        let loaded = self.hosted.loaded();
        let found = self.found.read().unwrap_or_else(PoisonError::into_inner).clone();
        match found {
            Some(found) if Arc::ptr_eq(&found.loaded, &loaded) => found,
            _ => {
                let routes = Routes::new(loaded.service);
                let found = Arc::new(Found { loaded, routes });
                *self.found.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&found));
                found
            }
        }
    }
}

/// How the operations of one service are found.
struct Routes {
    /// The protocols that it speaks, the preferred one first.
    protocols: Vec<&'static dyn Protocol>,
    /// By name, where requests carry it.
    names: HashMap<&'static str, usize>,
    /// By method and URI, where requests carry those.
    rest: RestRoutes,
}

impl Router {
    pub(crate) fn new(hosted: &[Arc<Hosted>]) -> Self {
        let mut router = Self {
            services: hosted.iter().map(Served::new).collect(),
            signing: HashMap::new(),
            endpoints: HashMap::new(),
        };
        for (index, hosted) in hosted.iter().enumerate() {
            let facts = hosted.facts();
            router.signing.entry(facts.signing_name).or_default().push(index);
            router.endpoints.entry(facts.endpoint.prefix).or_default().push(index);
        }
        router
    }

    /// The operation for a request.
    pub(crate) fn route<B>(&self, request: &Request<B>, scope: Option<&Scope<'_>>) -> Result<Route, Miss> {
        let headers = request.headers();
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let uri = request.uri();
        self.find(&Asked {
            target: header("x-amz-target"),
            mark: header(SMITHY_PROTOCOL).filter(|mark| by_mark(mark).is_some()),
            media_type: header(CONTENT_TYPE.as_str()),
            method: request.method().as_str(),
            path: uri.path(),
            query: uri.query(),
            services: self.named(scope, headers, uri.host()),
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
        // One of many is not loaded to see whether it has such a URI.
        let is_searched = |index: &usize| asked.names().is_some() || !self.services[*index].hosted.is_on_demand();
        if is_open && let Some(found) = self.find_among((0..self.services.len()).filter(is_searched), asked) {
            return Ok(found);
        }
        Err(self.miss(asked))
    }

    /// The operation among some services.
    fn find_among(&self, mut services: impl Iterator<Item = usize>, asked: &Asked<'_>) -> Option<Route> {
        let Some((name, operation)) = asked.names() else {
            return services.find_map(|service| {
                let found = self.services[service].found();
                let (operation, labels) = found.routes.rest.find(asked.method, asked.path, asked.query)?;
                Some(Route {
                    service,
                    operation,
                    protocol: found.routes.spoken(asked)?,
                    labels,
                    loaded: Arc::clone(&found.loaded),
                })
            });
        };
        let mut named = services.filter(|index| self.services[*index].hosted.facts().target_prefix == name);
        named.find_map(|service| {
            let found = self.services[service].found();
            Some(Route {
                service,
                operation: *found.routes.names.get(operation)?,
                protocol: found.routes.spoken(asked)?,
                labels: Vec::new(),
                loaded: Arc::clone(&found.loaded),
            })
        })
    }

    /// What is said of a request that no operation is for.
    fn miss(&self, asked: &Asked<'_>) -> Miss {
        let by_name = || {
            let name = match asked.mark {
                Some(_) => asked.path_names()?.0,
                None => asked.target?.rsplit_once('.')?.0,
            };
            self.services
                .iter()
                .position(|served| served.hosted.facts().target_prefix == name)
        };
        let only = (self.services.len() == 1 && asked.signed_for.is_none()).then_some(0);
        let what = asked.target.map_or_else(
            || format!("{} {}", asked.method, shortened(asked.path)),
            |target| match asked.method {
                "POST" => format!("the target {}", shortened(target)),
                method => format!("the target {} by {method}, where POST is wanted,", shortened(target)),
            },
        );
        match asked.services.first().copied().or_else(by_name).or(only) {
            Some(service) => {
                let found = self.services[service].found();
                let preferred = || found.routes.protocols.first().copied();
                let spoken = found.routes.spoken(asked).or_else(preferred);
                Miss::of_operation(service, &found.loaded, spoken.unwrap_or(protocol::UNKNOWN), &what)
            }
            None => Miss::of_service(
                asked.mark.and_then(by_mark).unwrap_or(protocol::UNKNOWN),
                self.services.iter().map(|served| served.hosted.facts()),
                asked.signed_for.map(shortened).as_deref(),
                &what,
            ),
        }
    }
}

struct Asked<'a> {
    target: Option<&'a str>,
    /// The header `smithy-protocol`, where it is the mark of a protocol.
    mark: Option<&'a str>,
    media_type: Option<&'a str>,
    method: &'a str,
    path: &'a str,
    query: Option<&'a str>,
    /// The services that the request names.
    services: &'a [usize],
    /// The signing name in its credential scope, whether such a service is here or not.
    signed_for: Option<&'a str>,
}

impl<'a> Asked<'a> {
    /// The names of service and operation, where the request says them.
    fn names(&self) -> Option<(&'a str, &'a str)> {
        match self.mark {
            _ if self.method != "POST" => None,
            Some(_) => self.path_names(),
            None => self.target?.rsplit_once('.'),
        }
    }

    /// The names in `/service/{service}/operation/{operation}`; a path can stand before it, a namespace before the
    /// service.
    fn path_names(&self) -> Option<(&'a str, &'a str)> {
        let mut segments = self.path.rsplit('/');
        let operation = segments.next()?;
        segments.next().filter(|segment| *segment == "operation")?;
        let service = segments.next()?;
        segments.next().filter(|segment| *segment == "service")?;
        Some((service.rsplit('.').next()?, operation))
    }
}

/// The header by which requests say which of the RPC protocols by path they speak.
const SMITHY_PROTOCOL: &str = "smithy-protocol";

/// The protocol with this mark.
fn by_mark(mark: &str) -> Option<&'static dyn Protocol> {
    let has_mark =
        |protocol: &&'static dyn Protocol| matches!(protocol.facts().route_key, RouteKey::Path(own) if own == mark);
    protocol::ALL.iter().copied().find(has_mark)
}

/// The protocol of a request that is for no service: the one that it bears the mark of.
pub(crate) fn marked<B>(request: &Request<B>) -> &'static dyn Protocol {
    let mark = request.headers().get(SMITHY_PROTOCOL);
    mark.and_then(|mark| by_mark(mark.to_str().ok()?))
        .unwrap_or(protocol::UNKNOWN)
}

impl Routes {
    fn new(service: &'static Service) -> Self {
        let protocols: Vec<&'static dyn Protocol> = protocol::of(service).collect();
        let by_uri = |protocol: &&'static dyn Protocol| protocol.facts().route_key == RouteKey::Uri;
        let names = service
            .operations
            .iter()
            .enumerate()
            .map(|(index, operation)| (operation.name, index));
        Self {
            names: if protocols.iter().all(by_uri) {
                HashMap::new()
            } else {
                names.collect()
            },
            rest: if protocols.iter().any(by_uri) {
                RestRoutes::new(service.operations)
            } else {
                RestRoutes::default()
            },
            protocols,
        }
    }

    /// The service's protocol that a request bears the marks of. Protocols with the same marks differ in their media
    /// types; one of another type is still of the preferred one.
    fn spoken(&self, asked: &Asked<'_>) -> Option<&'static dyn Protocol> {
        let has_marks = |protocol: &&&'static dyn Protocol| match protocol.facts().route_key {
            RouteKey::Path(mark) => asked.mark == Some(mark),
            RouteKey::Target => asked.mark.is_none() && asked.names().is_some(),
            RouteKey::Uri => asked.names().is_none(),
        };
        let has_type = |protocol: &&&'static dyn Protocol| {
            let essence = asked.media_type.and_then(|value| value.split(';').next());
            essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(protocol.facts().media_type))
        };
        let marked = self.protocols.iter().filter(has_marks);
        marked.clone().find(has_type).or(marked.clone().next()).copied()
    }
}
