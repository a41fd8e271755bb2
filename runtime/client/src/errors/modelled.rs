//! Errors that the description has a shape for.

use super::{
    classify::{ErrorClass, classify},
    details::{ErrorDetails, ErrorVariant, Summary},
    response::{ErrorResponse, Received},
};
use shapewright_schema::{ErrorShape, debug::debug};
use shapewright_wire::ErrorHead;
use std::{error::Error, fmt, ops::Deref};

/// An error that the description has a shape for: the shape's members by `Deref`, and what the response says besides.
pub struct Modelled<E>(Box<Contents<E>>);

struct Contents<E> {
    value: E,
    status: u16,
    head: ErrorHead,
    attempts: u32,
}

impl<E: ErrorShape + Default> Modelled<E> {
    /// Reads the response. Members that it cannot be read for keep their defaults: the code decides which error it is.
    #[doc(hidden)]
    pub fn decode(response: ErrorResponse) -> Self {
        let mut value = E::default();
        let Received {
            service,
            response,
            head,
            attempts,
        } = response.into_received();
        let _ = shapewright_wire::decode_error(service, value.schema(), &response, &mut value);
        Self(Box::new(Contents {
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

impl<E: ErrorShape> ErrorVariant for Modelled<E> {
    fn details(&self) -> ErrorDetails<'_> {
        ErrorDetails {
            attempts: self.0.attempts,
            ..details(&self.0.value, self.0.status, &self.0.head)
        }
    }
}

fn details<'a>(value: &'a dyn ErrorShape, status: u16, head: &'a ErrorHead) -> ErrorDetails<'a> {
    let ErrorClass { throttling, retryable } = classify(status, head, value.schema().error.as_ref());
    ErrorDetails {
        modelled: Some(value),
        code: Some(head.known_code()),
        name: Some(&head.code),
        message: head.message.as_deref(),
        request_id: head.request_id.as_deref(),
        status: Some(status),
        throttling,
        retryable,
        ..ErrorDetails::default()
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
        Summary(&self.details()).fmt(f)
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
