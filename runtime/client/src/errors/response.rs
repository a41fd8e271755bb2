//! Error responses as they were received.

use super::{
    classify::{ErrorClass, classify},
    details::{ErrorDetails, NO_CODE, Summary},
    media_type::unexpected_media_type,
};
use bytes::Bytes;
use http::{Response, Uri, header::LOCATION};
use shapewright_schema::Service;
use shapewright_wire::ErrorHead;
use std::fmt;

/// An error response as it was received. `Debug` leaves its body out, which may hold secrets.
pub struct ErrorResponse(Box<Received>);

/// What a response is made of.
pub(super) struct Received {
    pub(super) service: &'static Service,
    pub(super) response: Response<Bytes>,
    pub(super) head: ErrorHead,
    pub(super) attempts: u32,
}

impl ErrorResponse {
    /// The error in a response that is no success. `uri` is where the request went.
    pub(crate) fn new(service: &'static Service, response: Response<Bytes>, uri: &Uri) -> Self {
        let mut head = shapewright_wire::error_head(service, &response);
        if head.message.is_none() {
            head.message = redirect(&response);
        }
        if head.message.is_none() && head.code.is_empty() {
            head.message = unexpected(&response, uri);
        }
        Self(Box::new(Received {
            service,
            response,
            head,
            attempts: 1,
        }))
    }

    /// The error's code. Empty when the response has none.
    pub fn code(&self) -> &str {
        self.0.head.known_code()
    }

    /// What else the response says of the error.
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

    /// The HTTP response.
    pub fn raw(&self) -> &Response<Bytes> {
        &self.0.response
    }

    /// Takes the response apart.
    pub(super) fn into_received(self) -> Received {
        *self.0
    }

    pub(crate) fn set_attempts(&mut self, attempts: u32) {
        self.0.attempts = attempts;
    }

    pub(crate) fn details(&self) -> ErrorDetails<'_> {
        let status = self.0.response.status().as_u16();
        let ErrorClass { throttling, retryable } = classify(status, &self.0.head, None);
        let some = |code| Some(code).filter(|code: &&str| !code.is_empty());
        ErrorDetails {
            code: some(self.code()),
            name: some(&self.0.head.code),
            message: self.message(),
            request_id: self.request_id(),
            status: Some(status),
            throttling,
            retryable,
            attempts: self.0.attempts,
            ..ErrorDetails::default()
        }
    }
}

impl fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Summary(&self.details()).fmt(f)
    }
}

impl fmt::Debug for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorResponse")
            .field("status", &self.0.response.status().as_u16())
            .field("code", &self.code())
            .field("message", &self.0.head.message)
            .field("request_id", &self.0.head.request_id)
            .field("body_bytes", &self.0.response.body().len())
            .finish()
    }
}

/// The message for a response that redirects.
fn redirect(response: &Response<Bytes>) -> Option<String> {
    let location = response
        .headers()
        .get(LOCATION)
        .filter(|_| response.status().is_redirection())?;
    let location = String::from_utf8_lossy(location.as_bytes());
    Some(format!(
        "the response is a redirect to {location}, which is not followed: name the service's own endpoint"
    ))
}

/// The message for a response that is not the service's own: a proxy's page, for instance.
fn unexpected(response: &Response<Bytes>, uri: &Uri) -> Option<String> {
    let media_type = unexpected_media_type(response)?;
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    Some(format!(
        "{NO_CODE}; its content type is {media_type}, and it came from {authority}"
    ))
}
