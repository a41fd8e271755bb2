//! Entries in the types of their operation.

use super::{Entry, Filter};
use crate::{Dynamic, Mock};
use bytes::Bytes;
use http::Response;
use shapewright_schema::{ErrorShape, OperationShape, Service, Structure};
use shapewright_wire::Protocol;
use std::{fmt, sync::Arc};

/// One call of the operation `O`, read from the journal.
pub struct Call<O: OperationShape> {
    /// What the request carried.
    pub input: O::Input,
    /// What came of it.
    pub outcome: Outcome<O::Output>,
    /// All else about it.
    pub entry: Arc<Entry>,
}

/// What came of a call.
#[derive(Debug)]
pub enum Outcome<T> {
    /// It succeeded.
    Output(T),
    /// It was answered with an error.
    Error(Box<FailedAnswer>),
    /// It got no answer: a fault dropped the connection, or the client went away.
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

    /// The error that was answered.
    pub fn error(&self) -> Option<&FailedAnswer> {
        match self {
            Self::Error(error) => Some(error),
            Self::Output(_) | Self::Nothing => None,
        }
    }
}

/// An error answer.
#[derive(Debug)]
pub struct FailedAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The code; empty where the answer tells none.
    pub code: String,
    /// The message for people.
    pub message: Option<String>,
    /// The error structure, where the operation models the code.
    pub error: Option<Dynamic>,
    service: &'static Service,
    protocol: &'static dyn Protocol,
    response: Response<Bytes>,
}

impl FailedAnswer {
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

impl fmt::Display for FailedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.code, self.status)?;
        match &self.message {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}

impl<O: OperationShape> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entry.fmt(f)
    }
}

impl Mock {
    /// The calls of the operation `O` that the journal has, in the order in which they were answered. Requests that do
    /// not fit the input's shape are in the journal alone.
    pub fn calls<O: OperationShape>(&self) -> Vec<Call<O>> {
        let read = |entry: Arc<Entry>| {
            let mut input = O::Input::default();
            entry.read_input(&mut input)?.ok()?;
            Some(Call {
                input,
                outcome: outcome(&entry, O::Output::default())?,
                entry,
            })
        };
        let entries = self.journal().select(&Filter {
            service: Some(O::SERVICE.name),
            operation: Some(O::OPERATION.name),
            since: 0,
        });
        entries.into_iter().filter_map(read).collect()
    }
}

/// What came of the call of an entry; `output` is empty, and of the operation's output shape.
pub(super) fn outcome<T: Structure>(entry: &Entry, mut output: T) -> Option<Outcome<T>> {
    let (service, operation, protocol) = (entry.service()?, entry.operation()?, entry.protocol());
    let Some(response) = entry.response() else {
        return Some(Outcome::Nothing);
    };
    let status = response.status();
    let failed = |code: String, message: Option<String>, error: Option<Dynamic>, response: Response<Bytes>| {
        Outcome::Error(Box::new(FailedAnswer {
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
        return Some(match protocol.decode_response(&response, &mut output) {
            Ok(()) => Outcome::Output(output),
            Err(error) => {
                let message = format!("the answer is not one of {}: {error}", operation.name);
                failed(String::new(), Some(message), None, response)
            }
        });
    }
    let head = protocol.error_head(service, &response);
    let error = operation.error(&head.code).and_then(|schema| {
        let mut error = Dynamic::new(schema);
        protocol.decode_error(service, schema, &response, &mut error).ok()?;
        Some(error)
    });
    Some(failed(head.code, head.message, error, response))
}
