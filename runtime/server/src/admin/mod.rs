//! The admin interface: JSON over HTTP under `/_mock/`, for tests in any language and for people.
//!
//! One file a subject. It says and does what [`Mock`] can, and knows no service. A request that carries a credential scope
//! is for a service, whatever its path is; so no operation is out of reach because its URI begins with `/_mock/`.
//! docs/admin.md is the reference.

mod access;
mod answer;
mod clock;
mod faults;
mod health;
#[cfg(feature = "page")]
mod page;
mod query;
mod redact;
mod requests;
mod services;
mod state;
mod stubs;

use crate::{Mock, Refusal, route::scope::Scope};
use answer::{Answer, Failure};
use bytes::Bytes;
use http::{Method, Request, Response};
use std::{fmt, path::PathBuf};

/// The path that the interface lies under.
const ROOT: &str = "/_mock";

/// Writes the state of a mock down, and tells where.
type Save = Box<dyn Fn(&Mock) -> Result<PathBuf, String> + Send + Sync>;

/// The admin interface of a mock, under the path `/_mock/`: [`MockBuilder::admin`](crate::MockBuilder::admin) takes it.
///
/// It answers requests for a loopback name (`localhost` and what ends in `.localhost`), for an IP address and for
/// [hosts](Self::host) that are named here, and none that a page of another origin makes.
#[derive(Default)]
pub struct Admin {
    hosts: Vec<String>,
    seed: Option<String>,
    save: Option<Save>,
}

impl fmt::Debug for Admin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admin")
            .field("hosts", &self.hosts)
            .finish_non_exhaustive()
    }
}

impl Admin {
    /// The interface.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another name, without port, that requests may use for the host.
    #[must_use]
    pub fn host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into());
        self
    }

    /// The seed document that `POST /_mock/reset` puts in when it has emptied the mock.
    #[must_use]
    pub fn seed(mut self, json: impl Into<String>) -> Self {
        self.seed = Some(json.into());
        self
    }

    /// What `POST /_mock/state` does: writes the state down and tells where, or why it could not.
    #[must_use]
    pub fn save(mut self, save: impl Fn(&Mock) -> Result<PathBuf, String> + Send + Sync + 'static) -> Self {
        self.save = Some(Box::new(save));
        self
    }
}

/// A request to the interface.
struct Asked<'a> {
    mock: &'a Mock,
    admin: &'a Admin,
    http: &'a Request<Bytes>,
    /// What the path says where the route says `{id}`.
    id: &'a str,
}

/// Answers a request.
type Act = fn(&Asked<'_>) -> Result<Answer, Failure>;

/// A path under the root, and what each method does.
struct Route {
    /// It may end in `/{id}`.
    path: &'static str,
    methods: &'static [(Method, Act)],
}

const ROUTES: &[Route] = &[
    Route {
        path: "/health",
        methods: &[(Method::GET, health::show)],
    },
    Route {
        path: "/services",
        methods: &[(Method::GET, services::show)],
    },
    Route {
        path: "/reset",
        methods: &[(Method::POST, state::reset)],
    },
    Route {
        path: "/seed",
        methods: &[(Method::POST, state::seed)],
    },
    Route {
        path: "/state",
        methods: &[
            (Method::GET, state::show),
            (Method::PUT, state::replace),
            (Method::POST, state::save),
        ],
    },
    Route {
        path: "/requests",
        methods: &[(Method::GET, requests::show), (Method::DELETE, requests::clear)],
    },
    Route {
        path: "/faults",
        methods: &[
            (Method::GET, faults::show),
            (Method::POST, faults::add),
            (Method::DELETE, faults::clear),
        ],
    },
    Route {
        path: "/faults/{id}",
        methods: &[(Method::DELETE, faults::remove)],
    },
    Route {
        path: "/stubs",
        methods: &[
            (Method::GET, stubs::show),
            (Method::POST, stubs::add),
            (Method::DELETE, stubs::clear),
        ],
    },
    Route {
        path: "/stubs/{id}",
        methods: &[(Method::DELETE, stubs::remove)],
    },
    Route {
        path: "/clock",
        methods: &[(Method::GET, clock::show), (Method::POST, clock::change)],
    },
];

/// What is there for people.
const PAGE: &[Route] = {
    #[cfg(feature = "page")]
    {
        page::ROUTES
    }
    #[cfg(not(feature = "page"))]
    {
        &[]
    }
};

impl Route {
    /// What stands in the place of `{id}`, where the path is this one. Empty: the path has no such place.
    fn matches<'a>(&self, path: &'a str) -> Option<&'a str> {
        match self.path.strip_suffix("{id}") {
            Some(start) => path
                .strip_prefix(start)
                .filter(|id| !id.is_empty() && !id.contains('/')),
            None => (self.path == path).then_some(""),
        }
    }

    fn allowed(&self) -> String {
        let methods = self.methods.iter().map(|(method, _)| method.as_str());
        let head = self.methods.iter().any(|(method, _)| *method == Method::GET);
        methods.chain(head.then_some("HEAD")).collect::<Vec<_>>().join(", ")
    }
}

impl Mock {
    /// The answer to a request, where it is one for the admin interface.
    pub(crate) fn administer(&self, http: &Request<Bytes>) -> Option<Response<Bytes>> {
        let admin = self.admin_for(http)?;
        let answered = access::check(admin, http).and_then(|()| self.act(admin, http));
        Some(answered.unwrap_or_else(Answer::from).response())
    }

    /// A refusal in the form of the admin interface, where the request is one for it.
    pub(crate) fn admin_refusal(&self, http: &Request<Bytes>, refusal: &Refusal) -> Option<Response<Bytes>> {
        self.admin_for(http)?;
        let message = refusal.message().unwrap_or_default();
        let failure = Failure::new(refusal.status(), "RequestRefused", message);
        Some(Answer::from(failure).response())
    }

    fn admin_for(&self, http: &Request<Bytes>) -> Option<&Admin> {
        let rest = http.uri().path().strip_prefix(ROOT)?;
        let is_under = rest.is_empty() || rest.starts_with('/');
        self.admin().filter(|_| is_under && Scope::of(http).is_none())
    }

    fn act(&self, admin: &Admin, http: &Request<Bytes>) -> Result<Answer, Failure> {
        let path = http.uri().path().strip_prefix(ROOT).unwrap_or_default();
        let method = match *http.method() {
            Method::HEAD => &Method::GET,
            ref other => other,
        };
        let mut found = ROUTES
            .iter()
            .chain(PAGE)
            .filter_map(|route| Some((route, route.matches(path)?)));
        let Some((route, id)) = found.next() else {
            return Err(nothing_there(path));
        };
        match route.methods.iter().find(|(allowed, _)| allowed == method) {
            Some((_, act)) => act(&Asked {
                mock: self,
                admin,
                http,
                id,
            }),
            None => Err(wrong_method(http.method(), route)),
        }
    }
}

fn nothing_there(path: &str) -> Failure {
    let there: Vec<String> = ROUTES.iter().map(|route| format!("{ROOT}{}", route.path)).collect();
    let message = format!(
        "there is nothing at {ROOT}{}; there is {}",
        crate::validate::shortened(path),
        there.join(", ")
    );
    Failure::new(404, "NotFound", message)
}

fn wrong_method(method: &Method, route: &Route) -> Failure {
    let allowed = route.allowed();
    let message = format!("{ROOT}{} does not take {method}; it takes {allowed}", route.path);
    Failure::new(405, "MethodNotAllowed", message).allowing(allowed)
}
