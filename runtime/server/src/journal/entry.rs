//! One request with its response, held as small as it can be.

use super::outcome::{ErrorResponse, Outcome, outcome};
use crate::Dynamic;
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri,
    uri::{Authority, PathAndQuery},
};
use shapewright_schema::{Operation, Service, Structure, Timestamp};
use shapewright_wire::{DecodeError, Protocol};
use std::{fmt, sync::Arc, time::Duration};

/// Bodies up to this many bytes are copied: they would keep alive the buffer that they were read into.
const COPIED: usize = 16 << 10;

/// A request that a mock got, with its response.
pub struct Entry {
    pub(super) number: u64,
    pub(super) time: Timestamp,
    pub(super) took: Duration,
    pub(super) service: Option<&'static Service>,
    pub(super) protocol: &'static dyn Protocol,
    pub(super) operation: Option<&'static Operation>,
    pub(super) labels: Vec<(&'static str, String)>,
    pub(super) account: Arc<str>,
    pub(super) region: Arc<str>,
    pub(super) request_id: String,
    pub(super) request: Message<Method>,
    pub(super) response: Option<Message<StatusCode>>,
    pub(super) faults: Vec<u64>,
    pub(super) stub: Option<u64>,
}

/// A request or a response; `H` is the rest of its first line.
pub(super) struct Message<H> {
    first: H,
    /// URI, headers on a line each, and body, one after the other: one allocation for all.
    kept: Bytes,
    uri_ends: usize,
    headers_end: usize,
    /// A body that is not copied.
    large: Option<Bytes>,
}

impl<H> Message<H> {
    fn new(first: H, uri: &Uri, headers: &HeaderMap, body: &Bytes) -> Self {
        let large = Some(body).filter(|body| body.len() > COPIED).cloned();
        let copied = if large.is_some() { &[][..] } else { body };
        let lines: usize = headers
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len() + 2)
            .sum();
        // A client in process says the whole URI, one on a socket its path.
        let parts = [
            uri.scheme_str().unwrap_or_default(),
            if uri.scheme().is_some() { "://" } else { "" },
            uri.authority().map_or("", Authority::as_str),
            uri.path_and_query().map_or("", PathAndQuery::as_str),
        ];
        let uri_ends = parts.iter().map(|part| part.len()).sum();
        let mut kept = Vec::with_capacity(uri_ends + lines + copied.len());
        for part in parts {
            kept.extend_from_slice(part.as_bytes());
        }
        for (name, value) in headers {
            kept.extend_from_slice(name.as_str().as_bytes());
            kept.push(b':');
            kept.extend_from_slice(value.as_bytes());
            kept.push(b'\n');
        }
        let headers_end = kept.len();
        kept.extend_from_slice(copied);
        Self {
            first,
            kept: kept.into(),
            uri_ends,
            headers_end,
            large,
        }
    }

    fn uri(&self) -> Uri {
        Uri::try_from(&self.kept[..self.uri_ends]).unwrap_or_default()
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in self.kept[self.uri_ends..self.headers_end].split(|byte| *byte == b'\n') {
            let Some(colon) = line.iter().position(|byte| *byte == b':') else {
                continue;
            };
            // They were headers before, so they are again.
            if let (Ok(name), Ok(value)) = (
                HeaderName::from_bytes(&line[..colon]),
                HeaderValue::from_bytes(&line[colon + 1..]),
            ) {
                headers.append(name, value);
            }
        }
        headers
    }

    fn body(&self) -> Bytes {
        match &self.large {
            Some(large) => large.clone(),
            None => self.kept.slice(self.headers_end..),
        }
    }

    fn size(&self) -> usize {
        self.kept.len() + self.large.as_ref().map_or(0, Bytes::len)
    }
}

impl Message<Method> {
    pub(super) fn of_request(request: &Request<Bytes>) -> Self {
        Self::new(
            request.method().clone(),
            request.uri(),
            request.headers(),
            request.body(),
        )
    }
}

impl Message<StatusCode> {
    pub(super) fn of_response(response: &Response<Bytes>) -> Self {
        Self::new(response.status(), &Uri::default(), response.headers(), response.body())
    }
}

impl Entry {
    /// Its number: 1 for the first request that the mock has answered, and one more for each after it.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// When the request came, by the mock's clock.
    pub fn time(&self) -> Timestamp {
        self.time
    }

    /// How long it took until the response was there, in real time; delays of faults included.
    pub fn took(&self) -> Duration {
        self.took
    }

    /// The service that was called; none where routing could not tell.
    pub fn service(&self) -> Option<&'static Service> {
        self.service
    }

    /// The protocol that the request speaks.
    pub fn protocol(&self) -> &'static dyn Protocol {
        self.protocol
    }

    /// The operation that was called; none where routing found none.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.operation
    }

    /// The caller's account.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The region that was called.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The request's id.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// The request. A body that was too large or could not be read is empty here.
    pub fn request(&self) -> Request<Bytes> {
        let mut request = Request::new(self.request.body());
        *request.method_mut() = self.request.first.clone();
        *request.uri_mut() = self.request.uri();
        *request.headers_mut() = self.request.headers();
        request
    }

    /// The response as it was meant, whole even where a fault cut it. None where a fault dropped the connection, or the
    /// client went away before.
    pub fn response(&self) -> Option<Response<Bytes>> {
        let kept = self.response.as_ref()?;
        let mut response = Response::new(kept.body());
        *response.status_mut() = kept.first;
        *response.headers_mut() = kept.headers();
        Some(response)
    }

    /// The response's status.
    pub fn status(&self) -> Option<StatusCode> {
        self.response.as_ref().map(|response| response.first)
    }

    /// The faults that hit it, by their ids.
    pub fn faults(&self) -> &[u64] {
        &self.faults
    }

    /// The stub that answered it, by its id.
    pub fn stub(&self) -> Option<u64> {
        self.stub
    }

    /// The input. None where no operation was found.
    ///
    /// # Errors
    /// When the request does not fit the operation's shape.
    pub fn input(&self) -> Option<Result<Dynamic, DecodeError>> {
        let mut input = Dynamic::new(self.operation?.input);
        let read = self.read_input(&mut input)?;
        Some(read.map(|()| input))
    }

    pub(super) fn read_input(&self, input: &mut dyn Structure) -> Option<Result<(), DecodeError>> {
        let operation = self.operation?;
        let read = self
            .protocol
            .decode_request(operation, &self.request(), &self.labels, input);
        Some(read.map(drop).map_err(|error| *error))
    }

    /// What came of the call. None where no operation was found.
    pub fn outcome(&self) -> Option<Outcome<Dynamic>> {
        self.outcome_as(Dynamic::new(self.operation?.output))
    }

    /// What came of the call, with an output of this type, which is empty.
    pub(super) fn outcome_as<T: Structure>(&self, output: T) -> Option<Outcome<T>> {
        Some(outcome(
            (self.service?, self.protocol),
            self.operation?,
            self.response(),
            output,
        ))
    }

    /// The error response, where it is one.
    pub fn error(&self) -> Option<ErrorResponse> {
        match self.outcome()? {
            Outcome::Error(failed) => Some(*failed),
            Outcome::Output(_) | Outcome::Nothing => None,
        }
    }

    /// What was called, in words: the operation, else the request's first line.
    pub(super) fn what(&self) -> String {
        match (self.service, self.operation) {
            (Some(service), Some(operation)) => format!("{} {}", service.id, operation.name),
            _ => format!("{} {}", self.request.first, self.request.uri()),
        }
    }

    pub(super) fn set_number(&mut self, number: u64) {
        self.number = number;
    }

    /// About how many bytes of memory it takes.
    pub(crate) fn size(&self) -> usize {
        let labels: usize = self.labels.iter().map(|(_, value)| value.len() + 40).sum();
        size_of::<Self>()
            + self.request.size()
            + self.response.as_ref().map_or(0, Message::size)
            + self.request_id.len()
            + labels
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{} {}", self.number, self.what())?;
        match self.status() {
            Some(status) => write!(f, " -> {}", status.as_u16()),
            None => f.write_str(" -> no response"),
        }
    }
}
