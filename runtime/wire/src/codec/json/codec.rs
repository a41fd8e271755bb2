//! The codec, for protocols.

use super::{
    decode::Decoder,
    document::{parse_document, print_document},
    encode::Encoder,
};
use crate::{
    codec::interface::{BodyHead, Codec, ErrorBody, PayloadCodec},
    error::{Fault, Unwritable},
    part::Part,
    presence::Presence,
    strictness::Strictness,
};
use shapewright_schema::{Document, Member, Service, Structure, Value, View};

/// JSON.
pub(crate) struct Json;

/// An object without members.
const EMPTY: &[u8] = b"{}";

impl Codec for Json {
    fn write(
        _service: &'static Service,
        value: &dyn Structure,
        part: Part,
        top_defaults: bool,
    ) -> Result<Vec<u8>, Unwritable> {
        let mut encoder = Encoder::new(top_defaults);
        encoder.structure(value, part)?;
        Ok(encoder.out)
    }

    fn write_error(_service: &'static Service, error: &ErrorBody<'_>) -> Result<Vec<u8>, Unwritable> {
        let Some((value, part)) = error.members else {
            return Ok(print_document(&error.document()));
        };
        let mut encoder = Encoder::new(true);
        encoder.tagged_structure(value, part, ("__type", error.code))?;
        Ok(encoder.out)
    }

    fn read(bytes: &[u8], value: &mut dyn Structure, part: Part, strictness: Strictness) -> Result<Presence, Fault> {
        let bytes = if bytes.is_empty() { EMPTY } else { bytes };
        Decoder::new(bytes, strictness)?.body(value, part)
    }

    fn error_head(bytes: &[u8], code_keys: &[&str]) -> BodyHead {
        BodyHead::of(Self::parse(bytes), code_keys)
    }

    fn parse(bytes: &[u8]) -> Option<Document> {
        parse_document(bytes).ok()
    }
}

impl PayloadCodec for Json {
    const MEDIA_TYPE: &'static str = "application/json";
    const EMPTY: Option<&'static [u8]> = Some(EMPTY);
    const CHECKS_MEDIA_TYPE: bool = true;

    fn write_payload(
        _service: &'static Service,
        member: &'static Member,
        view: View<'_>,
    ) -> Result<Vec<u8>, Unwritable> {
        // What it holds is nested already.
        let mut encoder = Encoder::new(true);
        encoder.value(member, view)?;
        Ok(encoder.out)
    }

    fn read_payload(
        bytes: &[u8],
        member: &'static Member,
        value: &mut dyn Value,
        strictness: Strictness,
    ) -> Result<Option<Presence>, Fault> {
        Decoder::new(bytes, strictness)?.payload(member, value)
    }
}
