//! Bodies in, answers and errors out.

use super::Asked;
use bytes::Bytes;
use http::{
    HeaderName, HeaderValue, Response, StatusCode,
    header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_path_to_error::{Path, Segment};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// An answer of the interface.
pub(super) struct Answer {
    status: u16,
    media_type: HeaderValue,
    body: Vec<u8>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Answer {
    /// JSON with status 200.
    pub(super) fn json(value: &impl Serialize) -> Result<Self, Failure> {
        Self::json_with(200, value)
    }

    /// JSON with another status.
    pub(super) fn json_with(status: u16, value: &impl Serialize) -> Result<Self, Failure> {
        let mut body = serde_json::to_vec_pretty(value)
            .map_err(|error| Failure::new(500, "InternalFailure", format!("the answer cannot be written: {error}")))?;
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

impl From<Failure> for Answer {
    fn from(failure: Failure) -> Self {
        #[derive(Serialize)]
        struct Error {
            error: Told,
        }
        let body = serde_json::to_vec(&Error { error: failure.told });
        let answer = Self::text(failure.status, JSON, body.unwrap_or_default());
        match failure.allow.and_then(|methods| HeaderValue::try_from(methods).ok()) {
            Some(methods) => answer.with_header(ALLOW, methods),
            None => answer,
        }
    }
}

impl<'a> Asked<'a> {
    /// The body as text.
    pub(super) fn text(&self) -> Result<&'a str, Failure> {
        std::str::from_utf8(self.http.body())
            .map_err(|error| Failure::at("", "InvalidJson", format!("the body is not UTF-8 text: {error}")))
    }

    /// The body as `T`, which is JSON.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        let mut reader = serde_json::Deserializer::from_str(self.text()?);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let pointer = pointer(error.path());
            let inner = error.into_inner();
            match inner.classify() {
                serde_json::error::Category::Data => {
                    let place = if pointer.is_empty() { "the body" } else { &pointer };
                    let message = format!("{place}: {inner}");
                    Failure::at(pointer, "InvalidMember", message)
                }
                _ => Failure::at("", "InvalidJson", format!("the body is not JSON: {inner}")),
            }
        })?;
        match reader.end() {
            Ok(()) => Ok(value),
            Err(error) => Err(Failure::at("", "InvalidJson", format!("the body is not JSON: {error}"))),
        }
    }

    /// Refuses a body that says something where nothing is asked for.
    pub(super) fn no_body(&self) -> Result<(), Failure> {
        let body = self.http.body();
        if body.iter().all(u8::is_ascii_whitespace) || body.trim_ascii() == b"{}" {
            return Ok(());
        }
        let message = "this takes no body; leave it out, or send `{}`";
        Err(Failure::at("", "InvalidMember", message))
    }

    /// The number that the path names.
    pub(super) fn number(&self, what: &str) -> Result<u64, Failure> {
        self.id.parse().map_err(|_| {
            let message = format!(
                "a {what} is named by its number, and `{}` is none",
                crate::validate::shortened(self.id)
            );
            Failure::new(404, "NotFound", message)
        })
    }
}

/// A path as a JSON pointer.
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path.iter() {
        let step = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.replace('~', "~0").replace('/', "~1"),
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&step);
    }
    pointer
}
