//! What all error responses say, whatever their shape.

use http::HeaderMap;
use shapewright_schema::{Kind, Member, Schema, Slot, Structure, View};

/// The headers that can hold the request id, the likeliest first.
const REQUEST_IDS: [&str; 3] = ["x-amzn-requestid", "x-amz-request-id", "x-amz-requestid"];

/// What every error response says, whatever its shape.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErrorHead {
    /// The error's code, without namespace and URI. Empty when the response has none.
    pub code: String,
    /// The code by which callers know the error, where it is another one: services that spoke `awsQuery` once still say
    /// the code of that time.
    pub query_code: Option<String>,
    /// The message for people.
    pub message: Option<String>,
    /// The id by which the service knows the request.
    pub request_id: Option<String>,
}

impl ErrorHead {
    /// The code by which callers know the error.
    pub fn known_code(&self) -> &str {
        self.query_code.as_deref().unwrap_or(&self.code)
    }

    /// Whether this is one of the error's codes.
    pub fn has_code(&self, code: &str) -> bool {
        self.code == code || self.query_code.as_deref() == Some(code)
    }
}

/// The id by which the service knows the request, where the headers tell it.
pub fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_IDS
        .into_iter()
        .find_map(|name| headers.get(name)?.to_str().ok())
        .filter(|id| !id.is_empty())
}

/// Services spell the key of a message as `message` or `Message`, whatever their description says.
pub(crate) fn fill_message(
    schema: &'static Schema,
    error: &mut dyn Structure,
    message: impl FnOnce() -> Option<String>,
) {
    let mut members = schema.members().iter().enumerate();
    let is_message = |member: &Member| {
        member.wire_name.eq_ignore_ascii_case("message") && matches!(member.target.kind, Kind::String)
    };
    let Some((index, _)) = members.find(|(_, member)| is_message(member)) else {
        return;
    };
    if matches!(error.member(index).view(), View::Absent | View::String(""))
        && let Some(message) = message()
        && let Slot::String(slot) = error.member_mut(index).slot()
    {
        *slot = message;
    }
}
