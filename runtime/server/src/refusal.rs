//! Why an operation does not succeed.

use crate::Dynamic;
use bytes::Bytes;
use shapewright_schema::{Document, EndpointFacts, ErrorShape, Schema, Service, Structure, View};
use shapewright_wire::Protocol;
use std::{borrow::Cow, collections::BTreeMap, fmt};

/// Stands for the service when it is not known which one was meant.
pub(crate) static NO_SERVICE: Service = Service {
    name: "",
    id: "",
    version: "",
    protocols: &[],
    target_prefix: "",
    signing_name: "",
    endpoint: EndpointFacts::of(""),
    headers: &[],
    query_compatible: false,
    operations: &[],
};

/// An error response: one that the description models, or one that it does not.
///
/// Every generated error structure converts into it, so that `?` and `Err(error.into())` work in handlers.
pub struct Refusal(Kind);

enum Kind {
    Modelled(Box<dyn Structure>),
    /// An error whose shape has no place for a message, and the message.
    Wordless(&'static Schema, String),
    Unmodelled(Box<Unmodelled>),
}

struct Unmodelled {
    status: u16,
    code: Cow<'static, str>,
    message: String,
}

impl<E: ErrorShape> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(Kind::Modelled(Box::new(error)))
    }
}

impl Refusal {
    /// An error that the description does not model.
    pub fn unmodelled(status: u16, code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self(Kind::Unmodelled(Box::new(Unmodelled {
            status,
            code: code.into(),
            message: message.into(),
        })))
    }

    /// The error of this shape with a message. Where the shape has no member for it the message is sent all the same:
    /// some descriptions leave it out, and clients look for it.
    pub fn of(schema: &'static Schema, message: &str) -> Self {
        match message_member(schema) {
            Some(_) => Self::with(schema, BTreeMap::new(), message),
            None => Self(Kind::Wordless(schema, message.to_owned())),
        }
    }

    /// The error of this shape with these members, and with a message where the shape has a member for it.
    pub(crate) fn with(schema: &'static Schema, mut fields: BTreeMap<String, Document>, message: &str) -> Self {
        if let Some(member) = message_member(schema) {
            fields.insert(member.to_owned(), Document::String(message.to_owned()));
        }
        let mut error = Dynamic::new(schema);
        // Fields that do not fit the shape are left out: an error without them still tells its code.
        for (index, member) in schema.members().iter().enumerate() {
            if let Some(field) = fields.get(member.name)
                && field.fill(error.member_mut(index)).is_err()
            {
                error.member_mut(index).clear();
            }
        }
        Self(Kind::Modelled(Box::new(error)))
    }

    /// The failure of the server itself: status 500.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::unmodelled(500, "InternalFailure", message)
    }

    /// The code on the wire.
    pub fn code(&self) -> &str {
        match &self.0 {
            Kind::Modelled(error) => code_of(error.schema()),
            Kind::Wordless(schema, _) => code_of(schema),
            Kind::Unmodelled(error) => &error.code,
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match &self.0 {
            Kind::Modelled(error) => status_of(error.schema()),
            Kind::Wordless(schema, _) => status_of(schema),
            Kind::Unmodelled(error) => error.status,
        }
    }

    /// The message for people, where there is one.
    pub fn message(&self) -> Option<&str> {
        let error = match &self.0 {
            Kind::Modelled(error) => error,
            Kind::Wordless(_, message) => return Some(message),
            Kind::Unmodelled(error) => return Some(&error.message),
        };
        let name = message_member(error.schema())?;
        let (index, _) = error.schema().member(name)?;
        match error.member(index).view() {
            View::String(text) => Some(text),
            _ => None,
        }
    }

    /// The error structure, where the description models one that says more than its code.
    pub fn error(&self) -> Option<&dyn Structure> {
        match &self.0 {
            Kind::Modelled(error) => Some(&**error),
            Kind::Wordless(..) | Kind::Unmodelled(_) => None,
        }
    }

    /// The refusal as `service` sends it in `protocol`.
    pub(crate) fn response(&self, service: &'static Service, protocol: &'static dyn Protocol) -> http::Response<Bytes> {
        match &self.0 {
            Kind::Modelled(error) => protocol.encode_error(service, &**error).unwrap_or_else(|fault| {
                let message = format!("the error {} cannot be sent: {fault}", self.code());
                protocol.encode_unmodelled_error(500, "InternalFailure", &message)
            }),
            Kind::Wordless(schema, message) => {
                protocol.encode_unmodelled_error(status_of(schema), code_of(schema), message)
            }
            Kind::Unmodelled(error) => protocol.encode_unmodelled_error(error.status, &error.code, &error.message),
        }
    }
}

fn code_of(schema: &'static Schema) -> &'static str {
    schema.error.map_or(schema.name, |facts| facts.code)
}

fn status_of(schema: &Schema) -> u16 {
    schema.error.map_or(400, |facts| facts.status)
}

/// The name of the member that holds an error's message.
fn message_member(schema: &'static Schema) -> Option<&'static str> {
    schema
        .members()
        .iter()
        .map(|member| member.name)
        .find(|name| name.eq_ignore_ascii_case("message"))
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message() {
            Some(message) => write!(f, "{} ({}): {message}", self.code(), self.status()),
            None => write!(f, "{} ({})", self.code(), self.status()),
        }
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Refusal({self})")
    }
}

impl std::error::Error for Refusal {}
