//! Which members travel where, and the bodies of both directions.

use crate::{
    codec::{interface::PayloadCodec, json::fill_default},
    error::{DecodeErrorKind, Fault, Unwritable, fault},
    part::Part,
    presence::Presence,
    strictness::Strictness,
    text::{self, Place},
};
use bytes::Bytes;
use shapewright_schema::{Binding, Blob, Kind, Member, Schema, Service, Slot, Structure, Value, View};

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
    /// A value of the codec.
    Value,
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
                _ => Self::Value,
            },
            None if schema.members().iter().any(|member| part.carries(member.binding)) => Self::Value,
            None => Self::Nothing,
        }
    }

    fn media_type<C: PayloadCodec>(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Value => Some(C::MEDIA_TYPE),
            Self::Text => Some("text/plain"),
            Self::Bytes => Some("application/octet-stream"),
        }
    }
}

/// The media type of the body that `part` of a structure makes: the one that the description gives to a payload, else
/// that of the body's form.
pub(crate) fn media_type<C: PayloadCodec>(schema: &'static Schema, part: Part) -> Option<&'static str> {
    modelled_media_type(schema).or(Form::of(schema, part).media_type::<C>())
}

/// The media type that the description gives to the string or blob that is the body.
pub(crate) fn modelled_media_type(schema: &'static Schema) -> Option<&'static str> {
    payload(schema).and_then(|(_, member)| member.media_type())
}

/// The body of a structure and its media type.
pub(crate) fn write_body<C: PayloadCodec>(
    service: &'static Service,
    value: &dyn Structure,
    part: Part,
) -> Result<(Bytes, Option<&'static str>), Unwritable> {
    let schema = value.schema();
    let form = Form::of(schema, part);
    let Some((index, member)) = payload(schema) else {
        let body = match form {
            Form::Value => C::write(service, value, part, part == Part::Response)?.into(),
            _ => Bytes::new(),
        };
        return Ok((body, form.media_type::<C>()));
    };
    let body = match value.member(index).view() {
        View::Absent => match C::EMPTY.filter(|_| matches!(member.target.kind, Kind::Structure(_))) {
            Some(empty) => Bytes::from_static(empty),
            None => return Ok((Bytes::new(), None)),
        },
        View::Blob(bytes) => Bytes::copy_from_slice(bytes),
        // It goes beside the message.
        View::Stream(_) => Bytes::new(),
        View::String(text) => Bytes::copy_from_slice(text.as_bytes()),
        view => C::write_payload(service, member, view)
            .map_err(|error| error.under(member.name))?
            .into(),
    };
    Ok((body, media_type::<C>(schema, part)))
}

/// Fills the members that travel in the body.
pub(crate) fn read_body<C: PayloadCodec>(
    body: &[u8],
    value: &mut dyn Structure,
    part: Part,
    strictness: Strictness,
) -> Result<Presence, Fault> {
    let schema = value.schema();
    let Some((index, member)) = payload(schema) else {
        // Where no member is modelled, any body is as good as none.
        return match Form::of(schema, part) {
            Form::Nothing => Ok(Presence::default()),
            _ => C::read(body, value, part, strictness),
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
        Form::Value | Form::Nothing => {
            // Clients write the empty body for a payload that their caller has not set.
            let unset = strictness == Strictness::Strict
                && !member.required
                && matches!(member.target.kind, Kind::Structure(_))
                && C::EMPTY.is_some_and(|empty| body.trim_ascii() == empty);
            if unset {
                return absent(member, held);
            }
            let read = C::read_payload(body, member, held, strictness).map_err(|error| error.under(member.name))?;
            let Some(mut presence) = read else {
                return absent(member, held);
            };
            presence.under(0, member.name);
            return Ok(presence);
        }
    }
    Ok(Presence::default())
}

/// What to do about a member that travels outside of a body of the codec and is not there: its default, or it is missing.
pub(crate) fn absent(member: &'static Member, value: &mut dyn Value) -> Result<Presence, Fault> {
    let mut presence = Presence::default();
    if !fill_default(member, value)? && member.required {
        presence.note(member.name);
    }
    Ok(presence)
}
