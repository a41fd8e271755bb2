//! Error answers: as received, and as the error shape that the description has for them.

use crate::{
    error::{Line, NO_CODE, Parts, Reason, prospects},
    failure::foreign_type,
};
use bytes::Bytes;
use http::{Response, Uri, header::LOCATION};
use shapewright_schema::{ErrorShape, Service, debug::debug};
use shapewright_wire::{ErrorHead, decode_error};
use std::{error::Error, fmt, ops::Deref};

/// An error answer as it was received. `Debug` leaves its body out, which may hold what is not to be seen.
pub struct Answer(Box<Received>);

struct Received {
    service: &'static Service,
    response: Response<Bytes>,
    head: ErrorHead,
    attempts: u32,
}

impl Answer {
    /// `place` is where the request went.
    pub(crate) fn new(service: &'static Service, response: Response<Bytes>, mut head: ErrorHead, place: &Uri) -> Self {
        if head.message.is_none() {
            head.message = redirect(&response);
        }
        if head.message.is_none() && head.code.is_empty() {
            head.message = foreign(&response, place);
        }
        Self(Box::new(Received {
            service,
            response,
            head,
            attempts: 1,
        }))
    }

    /// The error's code. Empty when the answer tells none.
    pub fn code(&self) -> &str {
        self.0.head.known_code()
    }

    /// What else the answer says of the error.
    pub(crate) fn head(&self) -> &ErrorHead {
        &self.0.head
    }

    /// The message for people.
    pub fn message(&self) -> Option<&str> {
        self.0.head.message.as_deref()
    }

    /// The id by which the service knows the request.
    pub fn request_id(&self) -> Option<&str> {
        self.0.head.request_id.as_deref()
    }

    /// The answer itself.
    pub fn response(&self) -> &Response<Bytes> {
        &self.0.response
    }

    pub(crate) fn set_attempts(&mut self, attempts: u32) {
        self.0.attempts = attempts;
    }

    pub(crate) fn parts(&self) -> Parts<'_> {
        let status = self.0.response.status().as_u16();
        let (throttling, retryable) = prospects(status, &self.0.head, None);
        let some = |code| Some(code).filter(|code: &&str| !code.is_empty());
        Parts {
            code: some(self.code()),
            name: some(&self.0.head.code),
            message: self.message(),
            request_id: self.request_id(),
            status: Some(status),
            throttling,
            retryable,
            attempts: self.0.attempts,
            ..Parts::default()
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Line(&self.parts()).fmt(f)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.0.response.status().as_u16())
            .field("code", &self.code())
            .field("message", &self.0.head.message)
            .field("request_id", &self.0.head.request_id)
            .field("body_bytes", &self.0.response.body().len())
            .finish()
    }
}

/// What there is to say of an answer that sends the client elsewhere.
fn redirect(response: &Response<Bytes>) -> Option<String> {
    let place = response
        .headers()
        .get(LOCATION)
        .filter(|_| response.status().is_redirection())?;
    let place = String::from_utf8_lossy(place.as_bytes());
    Some(format!(
        "the answer is a redirect to {place}, which is not followed: name the service's own endpoint"
    ))
}

/// What there is to say of an answer that is not the service's own: a page of a proxy, for instance.
fn foreign(response: &Response<Bytes>, place: &Uri) -> Option<String> {
    let media_type = foreign_type(response)?;
    let authority = place.authority().map_or("", |authority| authority.as_str());
    Some(format!(
        "{NO_CODE}; its content type is {media_type}, and it came from {authority}"
    ))
}

/// An error that the description has a shape for: the shape's members by `Deref`, and what the answer says besides.
pub struct Modelled<E>(Box<Told<E>>);

struct Told<E> {
    value: E,
    status: u16,
    head: ErrorHead,
    attempts: u32,
}

impl<E: ErrorShape + Default> Modelled<E> {
    /// Reads the answer. Members that it cannot be read for keep their defaults: the code decides which error it is.
    pub fn decode(answer: Answer) -> Self {
        let mut value = E::default();
        let Received {
            service,
            response,
            head,
            attempts,
        } = *answer.0;
        let _ = decode_error(service, value.schema(), &response, &mut value);
        Self(Box::new(Told {
            value,
            status: response.status().as_u16(),
            head,
            attempts,
        }))
    }
}

impl<E> Modelled<E> {
    /// The shape alone.
    pub fn into_inner(self) -> E {
        self.0.value
    }

    /// The code as the service sent it.
    pub fn code(&self) -> &str {
        self.0.head.known_code()
    }

    /// The message for people.
    pub fn message(&self) -> Option<&str> {
        self.0.head.message.as_deref()
    }

    /// The id by which the service knows the request.
    pub fn request_id(&self) -> Option<&str> {
        self.0.head.request_id.as_deref()
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.0.status
    }
}

impl<E: ErrorShape> Reason for Modelled<E> {
    fn parts(&self) -> Parts<'_> {
        Parts {
            attempts: self.0.attempts,
            ..parts(&self.0.value, self.0.status, &self.0.head)
        }
    }
}

fn parts<'a>(value: &'a dyn ErrorShape, status: u16, head: &'a ErrorHead) -> Parts<'a> {
    let (throttling, retryable) = prospects(status, head, value.schema().error.as_ref());
    Parts {
        modelled: Some(value),
        code: Some(head.known_code()),
        name: Some(&head.code),
        message: head.message.as_deref(),
        request_id: head.request_id.as_deref(),
        status: Some(status),
        throttling,
        retryable,
        ..Parts::default()
    }
}

impl<E> Deref for Modelled<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.0.value
    }
}

impl<E: ErrorShape> fmt::Display for Modelled<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Line(&self.parts()).fmt(f)
    }
}

impl<E: ErrorShape> fmt::Debug for Modelled<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(&self.0.value, f)?;
        write!(
            f,
            " (status {}, request id {:?})",
            self.0.status, self.0.head.request_id
        )
    }
}

impl<E: ErrorShape> Error for Modelled<E> {}
