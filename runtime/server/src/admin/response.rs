//! Responses and errors.

use bytes::Bytes;
use http::{
    HeaderName, HeaderValue, Response, StatusCode,
    header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
};
use serde::Serialize;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A response of the interface.
pub(super) struct AdminResponse {
    status: u16,
    media_type: HeaderValue,
    body: Vec<u8>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl AdminResponse {
    /// JSON with status 200.
    pub(super) fn json(value: &impl Serialize) -> Result<Self, Failure> {
        Self::json_with(200, value)
    }

    /// JSON with another status.
    pub(super) fn json_with(status: u16, value: &impl Serialize) -> Result<Self, Failure> {
        let mut body = serde_json::to_vec_pretty(value).map_err(|error| {
            Failure::new(
                500,
                "InternalFailure",
                format!("the response cannot be written: {error}"),
            )
        })?;
        body.push(b'\n');
        Ok(Self::text(status, JSON, body))
    }

    /// Any text.
    pub(super) fn text(status: u16, media_type: HeaderValue, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            media_type,
            body: body.into(),
            headers: Vec::new(),
        }
    }

    pub(super) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(super) fn response(self) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let length = HeaderValue::from(response.body().len());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, self.media_type);
        headers.insert(CONTENT_LENGTH, length);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.extend(self.headers);
        response
    }
}

/// A request that the interface does not do: `{"error": {"code": .., "message": .., "pointer": ..}}`.
#[derive(Debug)]
pub(super) struct Failure {
    status: u16,
    told: Told,
    /// The methods that there are, where it is the method that is wrong.
    allow: Option<String>,
}

#[derive(Debug, Serialize)]
struct Told {
    code: &'static str,
    message: String,
    /// Where in the body, as a JSON pointer; none where it is not the body that is wrong.
    pointer: Option<String>,
}

impl Failure {
    pub(super) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            told: Told {
                code,
                message: message.into(),
                pointer: None,
            },
            allow: None,
        }
    }

    /// A member of the body, or the body, is not what it must be.
    pub(super) fn at(pointer: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        let mut failure = Self::new(400, code, message);
        failure.told.pointer = Some(pointer.into());
        failure
    }

    pub(super) fn allowing(mut self, methods: String) -> Self {
        self.allow = Some(methods);
        self
    }

    #[cfg(feature = "page")]
    pub(super) fn status(&self) -> u16 {
        self.status
    }

    #[cfg(feature = "page")]
    pub(super) fn message(&self) -> &str {
        &self.told.message
    }
}

impl From<Failure> for AdminResponse {
    fn from(failure: Failure) -> Self {
        #[derive(Serialize)]
        struct Error {
            error: Told,
        }
        let body = serde_json::to_vec(&Error { error: failure.told });
        let response = Self::text(failure.status, JSON, body.unwrap_or_default());
        match failure.allow.and_then(|methods| HeaderValue::try_from(methods).ok()) {
            Some(methods) => response.with_header(ALLOW, methods),
            None => response,
        }
    }
}
