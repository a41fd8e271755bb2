//! What came of a call.

use crate::Dynamic;
use bytes::Bytes;
use http::Response;
use shapewright_schema::{ErrorShape, Operation, Service, Structure};
use shapewright_wire::Protocol;
use std::fmt;

/// What came of a call.
#[derive(Debug)]
pub enum Outcome<T> {
    /// It succeeded.
    Output(T),
    /// It returned an error.
    Error(Box<ErrorResponse>),
    /// It got no response: a fault dropped the connection, or the client went away.
    Nothing,
}

impl<T> Outcome<T> {
    /// The output, where it succeeded.
    pub fn output(&self) -> Option<&T> {
        match self {
            Self::Output(output) => Some(output),
            Self::Error(_) | Self::Nothing => None,
        }
    }

    /// The error that was returned.
    pub fn error(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Error(error) => Some(error),
            Self::Output(_) | Self::Nothing => None,
        }
    }
}

/// An error response.
#[derive(Debug)]
pub struct ErrorResponse {
    /// The HTTP status.
    pub status: u16,
    /// The code; empty where the response tells none.
    pub code: String,
    /// The message for people.
    pub message: Option<String>,
    /// The error structure, where the operation models the code.
    pub error: Option<Dynamic>,
    service: &'static Service,
    protocol: &'static dyn Protocol,
    response: Response<Bytes>,
}

impl ErrorResponse {
    /// The error as the type `E`, where it is that one.
    pub fn read<E: ErrorShape + Default>(&self) -> Option<E> {
        let mut error = E::default();
        let schema = error.schema();
        let is_it = schema.error.is_some_and(|facts| facts.code == self.code);
        let read = is_it
            && self
                .protocol
                .decode_error(self.service, schema, &self.response, &mut error)
                .is_ok();
        read.then_some(error)
    }
}

impl fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.code, self.status)?;
        match &self.message {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}

/// What came of a call by its response; `output` is empty, and of the operation's output shape.
pub(super) fn outcome<T: Structure>(
    (service, protocol): (&'static Service, &'static dyn Protocol),
    operation: &'static Operation,
    response: Option<Response<Bytes>>,
    mut output: T,
) -> Outcome<T> {
    let Some(response) = response else {
        return Outcome::Nothing;
    };
    let status = response.status();
    let failed = |code: String, message: Option<String>, error: Option<Dynamic>, response: Response<Bytes>| {
        Outcome::Error(Box::new(ErrorResponse {
            status: status.as_u16(),
            code,
            message,
            error,
            service,
            protocol,
            response,
        }))
    };
    if status.as_u16() < 300 {
        return match protocol.decode_response(&response, &mut output) {
            Ok(()) => Outcome::Output(output),
            Err(error) => {
                let message = format!("the response is not one of {}: {error}", operation.name);
                failed(String::new(), Some(message), None, response)
            }
        };
    }
    let head = protocol.error_head(service, &response);
    let error = operation.error(&head.code).and_then(|schema| {
        let mut error = Dynamic::new(schema);
        protocol.decode_error(service, schema, &response, &mut error).ok()?;
        Some(error)
    });
    failed(head.code, head.message, error, response)
}
