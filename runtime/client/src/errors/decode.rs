//! Responses that could not be read.

use super::{
    details::{ErrorDetails, ErrorVariant, Summary},
    media_type::unexpected_media_type,
};
use bytes::Bytes;
use http::Response;
use shapewright_wire::DecodeError;
use std::{error::Error, fmt};

/// A successful response that could not be read.
#[derive(Debug)]
pub struct DecodeFailure(Box<Contents>);

#[derive(Debug)]
struct Contents {
    message: String,
    status: u16,
    request_id: Option<String>,
    attempts: u32,
    source: DecodeError,
}

impl DecodeFailure {
    pub(crate) fn new(source: DecodeError, response: &Response<Bytes>) -> Self {
        let mut message = format!("the response could not be read: {source}");
        if let Some(media_type) = unexpected_media_type(response) {
            message.push_str("; its content type is ");
            message.push_str(media_type);
        }
        Self(Box::new(Contents {
            message,
            status: response.status().as_u16(),
            request_id: shapewright_wire::request_id(response.headers()).map(str::to_owned),
            attempts: 1,
            source,
        }))
    }

    pub(crate) fn set_attempts(&mut self, attempts: u32) {
        self.0.attempts = attempts;
    }

    /// What is wrong with the response, and where.
    pub fn error(&self) -> &DecodeError {
        &self.0.source
    }
}

impl ErrorVariant for DecodeFailure {
    fn details(&self) -> ErrorDetails<'_> {
        ErrorDetails {
            message: Some(&self.0.message),
            request_id: self.0.request_id.as_deref(),
            status: Some(self.0.status),
            attempts: self.0.attempts,
            source: Some(&self.0.source),
            ..ErrorDetails::default()
        }
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Summary(&self.details()).fmt(f)
    }
}

impl Error for DecodeFailure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0.source)
    }
}
