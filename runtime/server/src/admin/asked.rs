//! A request to the interface, and what its body says.

use super::{Admin, response::Failure};
use crate::Mock;
use bytes::Bytes;
use http::Request;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

/// A request to the interface.
pub(super) struct Asked<'a> {
    pub(super) mock: &'a Mock,
    pub(super) admin: &'a Admin,
    pub(super) http: &'a Request<Bytes>,
    /// What the path says where the route says `{id}`.
    pub(super) id: &'a str,
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
