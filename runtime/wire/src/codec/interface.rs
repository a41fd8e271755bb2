//! What protocols ask of a codec.

use crate::{
    error::{Fault, Unwritable},
    part::Part,
    presence::Presence,
    strictness::Strictness,
};
use bytes::Bytes;
use http::Response;
use shapewright_schema::{Document, Fault as Blame, Member, Service, Structure, Value, View};

/// A codec. Protocols have it as a type parameter, so that a client compiles its own alone.
pub(crate) trait Codec: Sync + 'static {
    /// Writes those members of a structure that `part` carries. `top_defaults`: absent members of the outermost structure
    /// are written with their defaults.
    fn write(
        service: &'static Service,
        value: &dyn Structure,
        part: Part,
        top_defaults: bool,
    ) -> Result<Vec<u8>, Unwritable>;

    /// Writes the body of an error response.
    fn write_error(service: &'static Service, error: &ErrorBody<'_>) -> Result<Vec<u8>, Unwritable>;

    /// Fills those members of a structure that `part` carries. No bytes are a structure without members.
    fn read(bytes: &[u8], value: &mut dyn Structure, part: Part, strictness: Strictness) -> Result<Presence, Fault>;

    /// What the body of an error response says, whatever its shape; `code_keys` can hold its code. Never fails: what
    /// cannot be read says nothing.
    fn error_head(bytes: &[u8], code_keys: &[&str]) -> BodyHead;

    /// Fills those members of an error that `part` carries.
    fn read_error(bytes: &[u8], error: &mut dyn Structure, part: Part) -> Result<(), Fault> {
        Self::read(bytes, error, part, Strictness::Lenient).map(drop)
    }

    /// Adds the id of the request to the body of a response, where the codec has a place for it.
    fn add_request_id(response: &mut Response<Bytes>, id: &str) {
        let _ = (response, id);
    }

    /// Reads any value. `None` when the bytes are not of this codec, or only a shape can tell what they say.
    fn parse(bytes: &[u8]) -> Option<Document>;
}

/// A codec for protocols with HTTP bindings, where a member can be the body.
pub(crate) trait PayloadCodec: Codec {
    /// The media type of its bodies.
    const MEDIA_TYPE: &'static str;

    /// The body of a response none of whose members travels there, and of a structure that is the body and not set.
    /// `None` for no body.
    const EMPTY: Option<&'static [u8]>;

    /// Whether a server rejects bodies of other media types.
    const CHECKS_MEDIA_TYPE: bool;

    /// Writes a body that is the value of a member.
    fn write_payload(
        service: &'static Service,
        member: &'static Member,
        view: View<'_>,
    ) -> Result<Vec<u8>, Unwritable>;

    /// Fills a member from a body. `None` when the body says that there is no value.
    fn read_payload(
        bytes: &[u8],
        member: &'static Member,
        value: &mut dyn Value,
        strictness: Strictness,
    ) -> Result<Option<Presence>, Fault>;
}

/// What the body of an error response holds.
pub(crate) struct ErrorBody<'a> {
    /// The code on the wire.
    pub(crate) code: &'a str,
    /// Whose fault it is.
    pub(crate) fault: Blame,
    /// The error, and which members of it travel in the body. `None` for an error without a shape.
    pub(crate) members: Option<(&'a dyn Structure, Part)>,
    /// The message of an error without a shape.
    pub(crate) message: Option<&'a str>,
}

/// What the body of an error response says.
#[derive(Debug, Default)]
pub(crate) struct BodyHead {
    /// The codes in it, the likeliest first.
    pub(crate) codes: Vec<String>,
    /// The message for people.
    pub(crate) message: Option<String>,
    /// The id by which the service knows the request.
    pub(crate) request_id: Option<String>,
}

impl BodyHead {
    /// What a document says that is the body.
    pub(crate) fn of(document: Option<Document>, code_keys: &[&str]) -> Self {
        let Some(Document::Map(body)) = document else {
            return Self::default();
        };
        let text = |key: &str| match body.get(key)? {
            Document::String(text) => Some(text.clone()),
            Document::Integer(number) => Some(number.to_string()),
            _ => None,
        };
        Self {
            codes: code_keys.iter().filter_map(|key| text(key)).collect(),
            // The last is that of OAuth 2.0.
            message: ["message", "Message", "errorMessage", "error_description"]
                .into_iter()
                .find_map(text),
            request_id: None,
        }
    }
}

impl ErrorBody<'_> {
    /// An error without a shape as a document.
    pub(crate) fn document(&self) -> Document {
        let body = [("__type", self.code), ("message", self.message.unwrap_or_default())];
        Document::Map(body.map(|(key, text)| (key.to_owned(), Document::String(text.to_owned()))).into())
    }
}
