//! The codec, for protocols.

use super::{decode::Decoder, document, encode::Encoder};
use crate::{
    codec::interface::{BodyHead, Codec, ErrorBody},
    error::{Fault, Unwritable},
    part::Part,
    presence::Presence,
    strictness::Strictness,
};
use shapewright_schema::{Document, Service, Structure};

/// CBOR.
pub(crate) struct Cbor;

impl Codec for Cbor {
    fn write(
        _service: &'static Service,
        value: &dyn Structure,
        part: Part,
        top_defaults: bool,
    ) -> Result<Vec<u8>, Unwritable> {
        let mut encoder = Encoder::new(top_defaults);
        encoder.structure(value, part, None)?;
        Ok(encoder.out)
    }

    fn write_error(_service: &'static Service, error: &ErrorBody<'_>) -> Result<Vec<u8>, Unwritable> {
        let mut encoder = Encoder::new(true);
        match error.members {
            Some((value, part)) => encoder.structure(value, part, Some(("__type", error.code)))?,
            None => encoder.document(&error.document()),
        }
        Ok(encoder.out)
    }

    fn read(bytes: &[u8], value: &mut dyn Structure, part: Part, strictness: Strictness) -> Result<Presence, Fault> {
        const NO_MEMBERS: &[u8] = &[0xa0];
        let bytes = if bytes.is_empty() { NO_MEMBERS } else { bytes };
        Decoder::new(bytes, strictness).body(value, part)
    }

    fn error_head(bytes: &[u8], code_keys: &[&str]) -> BodyHead {
        BodyHead::of(Self::parse(bytes), code_keys)
    }

    fn parse(bytes: &[u8]) -> Option<Document> {
        document::parse(bytes).ok()
    }
}
