//! Which members travel where, and the bodies of both directions.

use crate::{
    Presence,
    error::{DecodeErrorKind, Fault, Unwritable, fault, prefix},
    json::{Decoder, Encoder, Strictness, fill_default},
    text::{self, Place},
};
use bytes::Bytes;
use shapewright_schema::{Binding, Blob, Kind, Member, Schema, Slot, Structure, Value, View};

/// Which members of a structure a body carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// All.
    All,
    /// Those of an input that do not travel elsewhere.
    Request,
    /// Those of an output or error that do not travel elsewhere.
    Answer,
}

impl Part {
    /// Whether the body carries a member of this binding. Each direction passes over the bindings of the other.
    #[inline]
    pub(crate) fn carries(self, binding: Binding) -> bool {
        match binding {
            Binding::Body => true,
            Binding::Label(_) | Binding::Query(_) | Binding::QueryParams => self != Self::Request,
            Binding::Status => self != Self::Answer,
            Binding::Header(_) | Binding::PrefixHeaders(_) | Binding::Payload => self == Self::All,
        }
    }
}

/// The member that is the body.
pub(crate) fn payload(schema: &'static Schema) -> Option<(usize, &'static Member)> {
    schema
        .members()
        .iter()
        .enumerate()
        .find(|(_, member)| member.binding == Binding::Payload)
}

/// Whether the structure stands for no input or output at all, rather than for one that has no member yet: it has no
/// member and the name `Unit`, Smithy's own for it.
pub(crate) fn is_unit(schema: &'static Schema) -> bool {
    schema.members().is_empty() && schema.name == "Unit"
}

/// What the body of a structure is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Nothing: no member travels there.
    Nothing,
    /// JSON.
    Json,
    /// The text of a string or enum.
    Text,
    /// The bytes of a blob.
    Bytes,
}

impl Form {
    /// The form of the body that `part` of a structure makes.
    pub(crate) fn of(schema: &'static Schema, part: Part) -> Self {
        match payload(schema) {
            Some((_, member)) => match member.target.kind {
                Kind::Blob => Self::Bytes,
                Kind::String | Kind::Enum(_) => Self::Text,
                _ => Self::Json,
            },
            None if schema.members().iter().any(|member| part.carries(member.binding)) => Self::Json,
            None => Self::Nothing,
        }
    }

    fn media_type(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Json => Some(JSON),
            Self::Text => Some("text/plain"),
            Self::Bytes => Some("application/octet-stream"),
        }
    }
}

/// The media type of JSON bodies.
pub(crate) const JSON: &str = "application/json";

/// The media type of the body that `part` of a structure makes: the one that the description gives to a payload, else
/// that of the body's form.
pub(crate) fn media_type(schema: &'static Schema, part: Part) -> Option<&'static str> {
    modelled_media_type(schema).or(Form::of(schema, part).media_type())
}

/// The media type that the description gives to the string or blob that is the body.
pub(crate) fn modelled_media_type(schema: &'static Schema) -> Option<&'static str> {
    payload(schema).and_then(|(_, member)| member.media_type())
}

/// The body of a structure and its media type.
pub(crate) fn write_body(value: &dyn Structure, part: Part) -> Result<(Bytes, Option<&'static str>), Unwritable> {
    let schema = value.schema();
    let form = Form::of(schema, part);
    let mut encoder = Encoder::new(part == Part::Answer);
    let Some((index, member)) = payload(schema) else {
        if form == Form::Json {
            encoder.structure(value, part)?;
        }
        return Ok((encoder.out.into(), form.media_type()));
    };
    let body = match value.member(index).view() {
        View::Absent if matches!(member.target.kind, Kind::Structure(_)) => Bytes::from_static(b"{}"),
        View::Absent => return Ok((Bytes::new(), None)),
        View::Blob(bytes) => Bytes::copy_from_slice(bytes),
        // It goes beside the message.
        View::Stream(_) => Bytes::new(),
        View::String(text) => Bytes::copy_from_slice(text.as_bytes()),
        view => {
            // What it holds is nested already.
            encoder.top_defaults = true;
            encoder.value(member, view).map_err(|error| error.under(member.name))?;
            encoder.out.into()
        }
    };
    Ok((body, media_type(schema, part)))
}

/// Fills the members that travel in the body.
pub(crate) fn read_body(
    body: &[u8],
    value: &mut dyn Structure,
    part: Part,
    strictness: Strictness,
) -> Result<Presence, Fault> {
    let schema = value.schema();
    let Some((index, member)) = payload(schema) else {
        // No body is one without members; where no member is modelled, any body is as good as none.
        let body = if body.is_empty() { b"{}" } else { body };
        return match Form::of(schema, part) {
            Form::Nothing => Ok(Presence::default()),
            _ => Decoder::new(body, strictness)?.body(value, part),
        };
    };
    let held = value.member_mut(index);
    if body.is_empty() {
        // A stream comes beside the message, and can be empty.
        return match member.target.streaming {
            Some(_) => Ok(Presence::default()),
            None => absent(member, held),
        };
    }
    match Form::of(schema, part) {
        Form::Bytes => match held.slot() {
            Slot::Blob(slot) => *slot = Blob::from(body),
            Slot::Stream(slot) => *slot = Bytes::copy_from_slice(body).into(),
            _ => {}
        },
        Form::Text => {
            let text = std::str::from_utf8(body)
                .map_err(|_| fault(DecodeErrorKind::Syntax, "wanted UTF-8, found other bytes").under(member.name))?;
            text::read(text, member, held, Place::Plain, strictness == Strictness::Strict)?;
        }
        Form::Json | Form::Nothing => {
            // Clients write `{}` for a payload that their caller has not set.
            let unset = strictness == Strictness::Strict
                && !member.required
                && matches!(member.target.kind, Kind::Structure(_))
                && body.trim_ascii() == b"{}";
            if unset {
                return absent(member, held);
            }
            let read = Decoder::new(body, strictness)?
                .payload(member, held)
                .map_err(|error| error.under(member.name))?;
            let Some(mut presence) = read else {
                return absent(member, held);
            };
            presence
                .missing
                .iter_mut()
                .for_each(|pointer| prefix(pointer, member.name));
            return Ok(presence);
        }
    }
    Ok(Presence::default())
}

/// What to do about a member that travels outside of a JSON body and is not there: its default, or it is missing.
pub(crate) fn absent(member: &'static Member, value: &mut dyn Value) -> Result<Presence, Fault> {
    let mut presence = Presence::default();
    if !fill_default(member, value)? && member.required {
        let mut pointer = String::new();
        prefix(&mut pointer, member.name);
        presence.missing.push(pointer);
    }
    Ok(presence)
}
