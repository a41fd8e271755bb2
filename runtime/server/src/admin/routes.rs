//! Which requests are for the interface, and what each of its paths does.

#[cfg(feature = "page")]
use super::page;
use super::{
    Admin, AdminResponse, Asked, Failure, access, clock, faults, health, requests, route::Route, services, state, stubs,
};
use crate::{Mock, MockBuilder, Refusal, mock::Interface, route::scope::Scope};
use bytes::Bytes;
use http::{Method, Request, Response};

/// The path that the interface lies under.
const ROOT: &str = "/_mock";

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

impl<T: From<Mock>> MockBuilder<T> {
    /// Serves what is under `/_mock/` by the admin interface; without this nothing is there.
    pub fn admin(self, admin: Admin) -> Self {
        self.interface(admin)
    }
}

/// Whether a request is for the interface.
fn is_for(http: &Request<Bytes>) -> bool {
    let rest = http.uri().path().strip_prefix(ROOT);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) && Scope::of(http).is_none()
}

impl Interface for Admin {
    fn respond(&self, mock: &Mock, http: &Request<Bytes>) -> Option<Response<Bytes>> {
        if !is_for(http) {
            return None;
        }
        let response = access::check(self, http).and_then(|()| self.act(mock, http));
        Some(response.unwrap_or_else(AdminResponse::from).response())
    }

    fn refuse(&self, http: &Request<Bytes>, refusal: &Refusal) -> Option<Response<Bytes>> {
        if !is_for(http) {
            return None;
        }
        let message = refusal.message().unwrap_or_default();
        let failure = Failure::new(refusal.status(), "RequestRefused", message);
        Some(AdminResponse::from(failure).response())
    }
}

impl Admin {
    fn act(&self, mock: &Mock, http: &Request<Bytes>) -> Result<AdminResponse, Failure> {
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
                mock,
                admin: self,
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
