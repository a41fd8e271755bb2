//! What a fault is, which requests it is for, and what it returns.

use crate::{Refusal, refusal::NO_SERVICE};
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE};
use shapewright_schema::{Operation, OperationShape, Schema, Service};
use shapewright_wire::Protocol;
use std::{fmt, time::Duration};

/// Something that goes wrong on purpose: [`Mock::inject`](crate::Mock::inject) takes it.
///
/// Without [`on`](Self::on), [`service`](Self::service), [`operation`](Self::operation), [`account`](Self::account) and
/// [`region`](Self::region) it is for every request; without [`times`](Self::times) and
/// [`probability`](Self::probability) it hits each of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    pub(crate) service: Option<String>,
    pub(crate) operation: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) times: Option<u64>,
    pub(crate) probability: Option<f64>,
    pub(crate) seed: Option<u64>,
    pub(crate) delay: Duration,
    pub(crate) action: Option<Action>,
}

/// How a fault ends requests.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    Error {
        name: String,
        message: Option<String>,
    },
    Throttle,
    Respond {
        status: u16,
        media_type: Option<HeaderValue>,
        body: Bytes,
    },
    Drop,
    Cut,
}

/// What faults see of a request. Service and operation are known when routing found them.
pub(crate) struct Subject<'a> {
    pub(crate) service: Option<&'static Service>,
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) protocol: &'static dyn Protocol,
    pub(crate) account: &'a str,
    pub(crate) region: &'a str,
}

/// How a fault ends a request.
pub(crate) enum End {
    /// By this response.
    Response(Box<Response<Bytes>>),
    /// By none.
    Drop,
    /// In the middle of the response that it would have had.
    Cut,
}

impl Fault {
    fn new(action: Option<Action>) -> Self {
        Self {
            service: None,
            operation: None,
            account: None,
            region: None,
            times: None,
            probability: None,
            seed: None,
            delay: Duration::ZERO,
            action,
        }
    }

    /// The modelled error with this name or code. It is for those operations alone that can return it.
    pub fn error(name: impl Into<String>) -> Self {
        Self::new(Some(Action::Error {
            name: name.into(),
            message: None,
        }))
    }

    /// The service's own error for too many requests, where it models one; else `ThrottlingException`, with status 400
    /// in awsJson and 429 in restJson.
    pub fn throttle() -> Self {
        Self::new(Some(Action::Throttle))
    }

    /// A response with this HTTP status, 200 to 999, and without body.
    pub fn status(status: u16) -> Self {
        Self::new(Some(Action::Respond {
            status,
            media_type: None,
            body: Bytes::new(),
        }))
    }

    /// A request that waits this long, and then goes its way. In process that needs tokio's timer.
    pub fn latency(delay: Duration) -> Self {
        Self::new(None).delay(delay)
    }

    /// No response: the connection is reset, and the operation has not happened.
    pub fn drop_connection() -> Self {
        Self::new(Some(Action::Drop))
    }

    /// Half of the response's body, then the connection is reset. The operation has happened.
    pub fn cut_body() -> Self {
        Self::new(Some(Action::Cut))
    }

    /// The message of the error that [`error`](Self::error) returns. Of no effect on others.
    #[must_use]
    pub fn message(mut self, text: impl Into<String>) -> Self {
        if let Some(Action::Error { message, .. }) = &mut self.action {
            *message = Some(text.into());
        }
        self
    }

    /// The body of the response that [`status`](Self::status) gives, and its media type: `text/html` for instance. A
    /// media type that cannot stand in a header is left out. Of no effect on others.
    #[must_use]
    pub fn body(mut self, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        if let Some(Action::Respond { media_type, body, .. }) = &mut self.action {
            *media_type = HeaderValue::from_str(content_type).ok();
            *body = bytes.into();
        }
        self
    }

    /// Waits this long before anything else.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Only for requests of this operation.
    #[must_use]
    pub fn on<O: OperationShape>(self) -> Self {
        self.service(O::SERVICE.name).operation(O::OPERATION.name)
    }

    /// Only for requests of the service that is named so, as its crate is: `weather`.
    #[must_use]
    pub fn service(mut self, name: impl Into<String>) -> Self {
        self.service = Some(name.into());
        self
    }

    /// Only for requests of operations with this name.
    #[must_use]
    pub fn operation(mut self, name: impl Into<String>) -> Self {
        self.operation = Some(name.into());
        self
    }

    /// Only for requests of this account.
    #[must_use]
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// Only for requests in this region.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Only for the first `count` requests that it would hit.
    #[must_use]
    pub fn times(mut self, count: u64) -> Self {
        self.times = Some(count);
        self
    }

    /// Hits a request with this probability, 0 to 1. Which ones it hits is the same in every run, by the seed.
    #[must_use]
    pub fn probability(mut self, chance: f64) -> Self {
        self.probability = Some(chance);
        self
    }

    /// What [`probability`](Self::probability) draws from. Without it from the mock's seed and the fault's id.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Whether a request is one that it is for.
    pub(super) fn is_for(&self, subject: &Subject<'_>) -> bool {
        let is =
            |wanted: &Option<String>, found: Option<&str>| wanted.as_deref().is_none_or(|wanted| found == Some(wanted));
        let can = match &self.action {
            Some(Action::Error { name, .. }) => subject.operation.is_some_and(|found| modelled(found, name).is_some()),
            _ => true,
        };
        can && is(&self.service, subject.service.map(|service| service.name))
            && is(&self.operation, subject.operation.map(|operation| operation.name))
            && is(&self.account, Some(subject.account))
            && is(&self.region, Some(subject.region))
    }
}

impl Action {
    pub(super) fn end(&self, subject: &Subject<'_>) -> Option<End> {
        let service = subject.service.unwrap_or(&NO_SERVICE);
        let refusal = match self {
            Self::Drop => return Some(End::Drop),
            Self::Cut => return Some(End::Cut),
            Self::Respond {
                status,
                media_type,
                body,
            } => {
                let mut response = Response::new(body.clone());
                *response.status_mut() = StatusCode::from_u16(*status).unwrap_or_default();
                if let Some(media_type) = media_type {
                    response.headers_mut().insert(CONTENT_TYPE, media_type.clone());
                }
                return Some(End::Response(Box::new(response)));
            }
            Self::Throttle => throttled(service, subject),
            Self::Error { name, message } => {
                let schema = modelled(subject.operation?, name)?;
                Refusal::of(schema, message.as_deref().unwrap_or("A fault of the mock"))
            }
        };
        Some(End::Response(Box::new(refusal.response(service, subject.protocol))))
    }
}

/// The error of an operation with this name or code.
pub(crate) fn modelled(operation: &Operation, name: &str) -> Option<&'static Schema> {
    let mut errors = operation.errors.iter().copied();
    errors
        .find(|schema| schema.name == name)
        .or_else(|| operation.error(name))
}

/// What a service says when there are too many requests.
fn throttled(service: &'static Service, subject: &Subject<'_>) -> Refusal {
    const MESSAGE: &str = "Rate exceeded";
    const NAMES: [&str; 3] = ["ThrottlingException", "TooManyRequestsException", "ThrottledException"];
    let among = |errors: &[&'static Schema]| {
        let throttles = |schema: &&&'static Schema| {
            NAMES.contains(&schema.name) || schema.error.is_some_and(|facts| facts.throttling)
        };
        errors.iter().find(throttles).copied()
    };
    let own = subject.operation.and_then(|operation| among(operation.errors));
    match own.or_else(|| service.operations.iter().find_map(|operation| among(operation.errors))) {
        Some(schema) => Refusal::of(schema, MESSAGE),
        None => {
            let status = subject.protocol.facts().throttling_status;
            Refusal::unmodelled(status, "ThrottlingException", MESSAGE)
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.action {
            Some(Action::Error { name, .. }) => f.write_str(name)?,
            Some(Action::Throttle) => f.write_str("throttling")?,
            Some(Action::Respond { status, .. }) => write!(f, "status {status}")?,
            Some(Action::Drop) => f.write_str("dropped connection")?,
            Some(Action::Cut) => f.write_str("cut body")?,
            None => f.write_str("latency")?,
        }
        if !self.delay.is_zero() {
            write!(f, " after {:?}", self.delay)?;
        }
        match (&self.service, &self.operation) {
            (Some(service), Some(operation)) => write!(f, " on {service} {operation}")?,
            (Some(one), None) | (None, Some(one)) => write!(f, " on {one}")?,
            (None, None) => {}
        }
        if let Some(account) = &self.account {
            write!(f, " of account {account}")?;
        }
        if let Some(region) = &self.region {
            write!(f, " in {region}")?;
        }
        match self.times {
            Some(1) => f.write_str(", once")?,
            Some(times) => write!(f, ", {times} times")?,
            None => {}
        }
        if let Some(chance) = self.probability {
            write!(f, ", with probability {chance}")?;
        }
        Ok(())
    }
}
