//! The journal.

use super::{AdminResponse, Asked, Failure, redact};
use crate::{Entry, Filter, names};
use redact::Body;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many entries a response has when nothing else is asked for, and at most.
const LIMIT: usize = 100;
const MOST: usize = 1000;
/// When a response has this many bytes of bodies it ends, though there are more entries.
const BYTES: usize = 4 << 20;

/// An entry of the journal.
#[derive(Serialize)]
pub(super) struct Shown {
    pub(super) number: u64,
    pub(super) time: String,
    pub(super) micros: u64,
    pub(super) service: Option<&'static str>,
    pub(super) operation: Option<&'static str>,
    pub(super) account: String,
    pub(super) region: String,
    pub(super) request_id: String,
    pub(super) request: Request,
    /// None: the connection was dropped, or the client went away.
    pub(super) response: Option<Response>,
    pub(super) faults: Vec<u64>,
    pub(super) stub: Option<u64>,
}

#[derive(Serialize)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) uri: String,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Option<Body>,
}

#[derive(Serialize)]
pub(super) struct Response {
    pub(super) status: u16,
    /// The code of an error.
    pub(super) error: Option<String>,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Option<Body>,
}

impl Shown {
    pub(super) fn of(entry: &Entry) -> Self {
        let operation = entry.operation();
        let request = entry.request();
        Self {
            number: entry.number(),
            time: entry.time().to_string(),
            micros: u64::try_from(entry.took().as_micros()).unwrap_or(u64::MAX),
            service: entry.service().map(|service| service.name),
            operation: operation.map(|operation| operation.name),
            account: entry.account().to_owned(),
            region: entry.region().to_owned(),
            request_id: entry.request_id().to_owned(),
            request: Request {
                method: request.method().to_string(),
                uri: redact::uri(request.uri(), operation),
                headers: redact::headers(request.headers(), operation),
                body: redact::body(
                    entry.protocol(),
                    request.headers(),
                    request.body(),
                    operation.map(|operation| operation.input),
                ),
            },
            response: response(entry),
            faults: entry.faults().to_vec(),
            stub: entry.stub(),
        }
    }
}

fn response(entry: &Entry) -> Option<Response> {
    let response = entry.response()?;
    let status = response.status().as_u16();
    let code = entry
        .service()
        .filter(|_| status >= 300)
        .map(|service| entry.protocol().error_head(service, &response).code);
    let schema = entry.operation().and_then(|operation| match &code {
        Some(code) => operation.error(code),
        None => Some(operation.output),
    });
    Some(Response {
        status,
        headers: redact::headers(response.headers(), None),
        body: redact::body(entry.protocol(), response.headers(), response.body(), schema),
        error: code.filter(|code| !code.is_empty()),
    })
}

/// A piece of the journal.
#[derive(Serialize)]
struct Page {
    requests: Vec<Shown>,
    /// What `since` is to be for the requests after these.
    since: u64,
    /// Whether there are such requests already.
    more: bool,
    /// How many had to go to make room, since the journal was cleared.
    forgotten: u64,
}

/// `GET /_mock/requests`
pub(super) fn show(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    let query = asked.query(&["service", "operation", "since", "limit"])?;
    let since = query.number("since", 0, u64::MAX)?.unwrap_or(0);
    let limit = query.number("limit", 1, MOST)?.unwrap_or(LIMIT);
    let (service, operation) = (query.text("service"), query.text("operation"));
    check(asked, service, operation)?;
    let journal = asked.mock.journal();
    let entries = journal.select(&Filter {
        service,
        operation,
        since,
    });
    let mut page = Page {
        requests: Vec::new(),
        since,
        more: false,
        forgotten: journal.forgotten(),
    };
    let mut bytes = 0;
    for entry in entries {
        if page.requests.len() >= limit || bytes >= BYTES {
            page.more = true;
            break;
        }
        bytes += entry.size();
        page.since = entry.number();
        page.requests.push(Shown::of(&entry));
    }
    AdminResponse::json(&page)
}

/// Refuses names that no request can have.
fn check(asked: &Asked<'_>, service: Option<&str>, operation: Option<&str>) -> Result<(), Failure> {
    let hosted = asked.mock.hosted();
    let unknown = |error: names::UnknownName| Failure::new(400, "InvalidParameter", error.to_string());
    match (service, operation) {
        (None, None) => Ok(()),
        (Some(service), None) => names::service(hosted, service).map(drop).map_err(unknown),
        (Some(service), Some(operation)) => names::Target::named(hosted, service, operation)
            .map(drop)
            .map_err(unknown),
        (None, Some(operation)) => {
            let mut errors = Vec::new();
            for hosted in hosted {
                let Some(loaded) = hosted.ready() else {
                    // It may have it.
                    return Ok(());
                };
                match names::operation(loaded.service, operation) {
                    Ok(_) => return Ok(()),
                    Err(error) => errors.push(error.to_string()),
                }
            }
            Err(Failure::new(400, "InvalidParameter", errors.join("; ")))
        }
    }
}

/// `DELETE /_mock/requests`
pub(super) fn clear(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    asked.no_body()?;
    let removed = asked.mock.journal().len();
    asked.mock.journal().clear();
    AdminResponse::json(&BTreeMap::from([("removed", removed)]))
}
