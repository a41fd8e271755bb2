//! An entry in the making. A request whose client goes away before the response is written down too.

use super::{
    entries::Journal,
    entry::{Entry, Message},
};
use crate::{Context, Handler, Refusal, Report, Request, log::Log};
use bytes::Bytes;
use http::{Response, StatusCode};
use shapewright_schema::{Operation, Service, Timestamp};
use shapewright_wire::Protocol;
use std::{sync::Arc, time::Instant};

/// A request as routing leaves it.
pub(crate) enum Received {
    /// To the operation at this index of its service, which sees this context.
    Routed {
        request: Request,
        handler: Arc<dyn Handler>,
        operation: usize,
        context: Context,
    },
    /// To no operation, perhaps to a service.
    Missed(http::Request<Bytes>, Missed),
}

/// What is known of a request to no operation.
pub(crate) struct Missed {
    pub(crate) service: Option<&'static Service>,
    /// The protocol that it speaks.
    pub(crate) protocol: &'static dyn Protocol,
    /// What is to be said of it.
    pub(crate) refusal: Refusal,
}

impl Received {
    fn http(&self) -> &http::Request<Bytes> {
        match self {
            Self::Routed { request, .. } => &request.http,
            Self::Missed(http, ..) => http,
        }
    }

    pub(crate) fn service(&self) -> Option<&'static Service> {
        match self {
            Self::Routed { request, .. } => Some(request.service),
            Self::Missed(_, missed) => missed.service,
        }
    }

    pub(crate) fn protocol(&self) -> &'static dyn Protocol {
        match self {
            Self::Routed { request, .. } => request.protocol,
            Self::Missed(_, missed) => missed.protocol,
        }
    }

    pub(crate) fn operation(&self) -> Option<&'static Operation> {
        match self {
            Self::Routed { request, .. } => Some(request.operation),
            Self::Missed(..) => None,
        }
    }
}

/// Writes a request into the journal and the log when it is dropped.
pub(crate) struct Recording<'a> {
    journal: &'a Journal,
    log: Option<&'a Log>,
    pub(crate) received: Received,
    pub(crate) account: Arc<str>,
    pub(crate) region: Arc<str>,
    pub(crate) request_id: String,
    pub(crate) faults: Vec<u64>,
    pub(crate) stub: Option<u64>,
    response: Option<Message<StatusCode>>,
    status: Option<StatusCode>,
    time: Timestamp,
    began: Instant,
}

impl<'a> Recording<'a> {
    /// Begins one. `now` is the time by the mock's clock, `caller` an account and a region.
    pub(crate) fn new(
        (journal, log): (&'a Journal, Option<&'a Log>),
        received: Received,
        now: Timestamp,
        caller: (Arc<str>, Arc<str>),
        request_id: String,
    ) -> Self {
        Self {
            journal,
            log,
            account: caller.0,
            region: caller.1,
            request_id,
            faults: Vec::new(),
            stub: None,
            response: None,
            status: None,
            time: now,
            received,
            began: Instant::now(),
        }
    }

    /// Ends it with a response.
    pub(crate) fn responded(mut self, response: &Response<Bytes>) {
        self.status = Some(response.status());
        if self.journal.is_kept() {
            self.response = Some(Message::of_response(response));
        }
    }
}

impl Drop for Recording<'_> {
    fn drop(&mut self) {
        let took = self.began.elapsed();
        if let Some(log) = self.log {
            log(&Report {
                service: self.received.service().map(|service| service.name),
                operation: self.received.operation().map(|operation| operation.name),
                account: &self.account,
                region: &self.region,
                status: self.status.map(|status| status.as_u16()),
                took,
                request_id: &self.request_id,
                faults: &self.faults,
            });
        }
        if !self.journal.is_kept() {
            return;
        }
        let labels = match &mut self.received {
            Received::Routed { request, .. } => std::mem::take(&mut request.labels),
            Received::Missed(..) => Vec::new(),
        };
        self.journal.write(Entry {
            number: 0,
            time: self.time,
            took,
            service: self.received.service(),
            protocol: self.received.protocol(),
            operation: self.received.operation(),
            labels,
            account: Arc::clone(&self.account),
            region: Arc::clone(&self.region),
            request_id: std::mem::take(&mut self.request_id),
            request: Message::of_request(self.received.http()),
            response: self.response.take(),
            faults: std::mem::take(&mut self.faults),
            stub: self.stub,
        });
    }
}
