//! What can go wrong with any operation besides its modelled errors.

use crate::{
    error::{Line, Parts, Reason},
    modelled::Answer,
    transport::{TransportError, TransportErrorKind},
};
use bytes::Bytes;
use http::{Response, header::CONTENT_TYPE};
use shapewright_wire::{DecodeError, protocol};
use std::{error::Error, fmt, marker::PhantomData, sync::Arc, time::Duration};

type BoxError = Box<dyn Error + Send + Sync>;

/// How a call ends that has no output.
#[derive(Debug)]
pub enum Ending {
    /// The service answered with the error at this index of the operation's errors.
    Modelled(usize, Answer),
    /// Anything else went wrong.
    Failed(Failure),
}

impl Ending {
    /// The service's answer, where there was one.
    pub(crate) fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Modelled(_, answer) | Self::Failed(Failure::Unknown(answer)) => Some(answer),
            Self::Failed(_) => None,
        }
    }

    /// What went wrong, as one line.
    pub(crate) fn line(&self) -> String {
        match self {
            Self::Modelled(_, answer) => answer.to_string(),
            Self::Failed(failure) => failure.to_string(),
        }
    }

    pub(crate) fn after(mut self, attempts: u32) -> Self {
        match &mut self {
            Self::Modelled(_, answer) => answer.set_attempts(attempts),
            Self::Failed(failure) => failure.set_attempts(attempts),
        }
        self
    }
}

/// What went wrong, when it is not one of the operation's modelled errors.
#[derive(Debug)]
pub enum Failure {
    /// The service answered with an error that the description does not know.
    Unknown(Answer),
    /// The request got no answer.
    Transport(TransportError),
    /// It took too long.
    Timeout(Timeout),
    /// The request could not be made.
    Construction(ConstructionError),
    /// The answer could not be read.
    Decode(DecodeFailure),
}

impl Failure {
    pub(crate) fn set_attempts(&mut self, attempts: u32) {
        match self {
            Self::Unknown(answer) => answer.set_attempts(attempts),
            Self::Transport(error) => error.set_attempts(attempts),
            Self::Timeout(error) => error.attempts = attempts,
            Self::Construction(_) => {}
            Self::Decode(error) => error.0.attempts = attempts,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(answer) => answer.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Construction(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        match error.kind() {
            TransportErrorKind::ConnectTimeout(limit) => Self::Timeout(Timeout::connecting(limit, error)),
            _ => Self::Transport(error),
        }
    }
}

impl From<ConstructionError> for Failure {
    fn from(error: ConstructionError) -> Self {
        Self::Construction(error)
    }
}

/// An error answer whose code the description does not know for the operation `O`, or that has none.
pub struct Unknown<O> {
    answer: Answer,
    operation: PhantomData<fn() -> O>,
}

impl<O> From<Answer> for Unknown<O> {
    fn from(answer: Answer) -> Self {
        Self {
            answer,
            operation: PhantomData,
        }
    }
}

impl<O> Unknown<O> {
    /// The answer as it was received.
    pub fn answer(&self) -> &Answer {
        &self.answer
    }
}

impl<O> Reason for Unknown<O> {
    fn parts(&self) -> Parts<'_> {
        self.answer.parts()
    }
}

impl<O> fmt::Debug for Unknown<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Unknown").field(&self.answer).finish()
    }
}

impl<O> fmt::Display for Unknown<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.answer.fmt(f)
    }
}

impl<O> Error for Unknown<O> {}

impl Reason for TransportError {
    fn parts(&self) -> Parts<'_> {
        Parts {
            message: Some(self.message()),
            retryable: matches!(
                self.kind(),
                TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout(_) | TransportErrorKind::Interrupted
            ),
            attempts: self.attempts(),
            source: self.source(),
            ..Parts::default()
        }
    }
}

/// Which limit was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// The time to make a connection.
    Connect,
    /// The time for one attempt, from sending the request to the whole answer.
    Attempt,
    /// The time for the whole call, with all attempts and the waits between them.
    Call,
}

/// Something took too long.
#[derive(Debug, Clone)]
pub struct Timeout {
    kind: TimeoutKind,
    limit: Duration,
    message: String,
    attempts: u32,
    /// What the transport said.
    source: Option<Arc<TransportError>>,
}

impl Timeout {
    pub(crate) fn new(kind: TimeoutKind, limit: Duration) -> Self {
        let message = match kind {
            TimeoutKind::Connect => format!("no connection was made within the connect timeout ({limit:?})"),
            TimeoutKind::Attempt => format!("no answer came within the timeout of an attempt ({limit:?})"),
            TimeoutKind::Call => format!("no answer came within the timeout of the call ({limit:?})"),
        };
        Self {
            kind,
            limit,
            message,
            attempts: 1,
            source: None,
        }
    }

    /// No connection was made in time. What the transport says of it says where to.
    fn connecting(limit: Duration, error: TransportError) -> Self {
        Self {
            message: error.message().to_owned(),
            source: Some(Arc::new(error)),
            ..Self::new(TimeoutKind::Connect, limit)
        }
    }

    /// The same error, told with the one that came before.
    pub(crate) fn after(mut self, error: Option<&str>) -> Self {
        if let Some(error) = error {
            self.message.push_str("; the attempt before had failed: ");
            self.message.push_str(error);
        }
        self
    }

    /// Which limit was passed.
    pub fn kind(&self) -> TimeoutKind {
        self.kind
    }

    /// The limit.
    pub fn limit(&self) -> Duration {
        self.limit
    }
}

impl Reason for Timeout {
    fn parts(&self) -> Parts<'_> {
        Parts {
            message: Some(&self.message),
            retryable: true,
            attempts: self.attempts,
            source: self.source(),
            ..Parts::default()
        }
    }
}

/// A request that could not be made: its input cannot be written, or there are no credentials to sign it with.
#[derive(Debug)]
pub struct ConstructionError {
    message: String,
    source: BoxError,
}

impl ConstructionError {
    /// `what` says which step failed.
    pub(crate) fn new(what: &str, source: impl Into<BoxError>) -> Self {
        let source = source.into();
        Self {
            message: format!("{what}: {source}"),
            source,
        }
    }
}

impl Reason for ConstructionError {
    fn parts(&self) -> Parts<'_> {
        Parts {
            message: Some(&self.message),
            source: self.source(),
            ..Parts::default()
        }
    }
}

/// An answer of success that could not be read.
#[derive(Debug)]
pub struct DecodeFailure(Box<Unread>);

#[derive(Debug)]
struct Unread {
    message: String,
    status: u16,
    request_id: Option<String>,
    attempts: u32,
    source: DecodeError,
}

impl DecodeFailure {
    pub(crate) fn new(source: DecodeError, response: &Response<Bytes>) -> Self {
        let mut message = format!("the answer could not be read: {source}");
        if let Some(foreign) = foreign_type(response) {
            message.push_str("; its content type is ");
            message.push_str(foreign);
        }
        Self(Box::new(Unread {
            message,
            status: response.status().as_u16(),
            request_id: shapewright_wire::request_id(response.headers()).map(str::to_owned),
            attempts: 1,
            source,
        }))
    }

    /// What is wrong with the answer, and where.
    pub fn error(&self) -> &DecodeError {
        &self.0.source
    }
}

/// The content type of a page of a proxy or of something else that is no such service.
pub(crate) fn foreign_type(response: &Response<Bytes>) -> Option<&str> {
    let found = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let mut types = protocol::ALL.iter().map(|protocol| protocol.facts().media_type);
    let is_own = found.contains("json") || types.any(|own| found.starts_with(own));
    (!is_own).then_some(found)
}

impl Reason for DecodeFailure {
    fn parts(&self) -> Parts<'_> {
        Parts {
            message: Some(&self.0.message),
            request_id: self.0.request_id.as_deref(),
            status: Some(self.0.status),
            attempts: self.0.attempts,
            source: Some(&self.0.source),
            ..Parts::default()
        }
    }
}

macro_rules! errors {
    ($($type:ident: |$this:ident| $source:expr;)*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                Line(&self.parts()).fmt(f)
            }
        }

        impl Error for $type {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                let $this = self;
                $source
            }
        }
    )*};
}

errors! {
    Timeout: |this| this.source.as_deref().map(|source| source as &(dyn Error + 'static));
    ConstructionError: |this| Some(&*this.source);
    DecodeFailure: |this| Some(&this.0.source);
}
