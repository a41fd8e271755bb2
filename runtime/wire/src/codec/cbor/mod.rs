//! The CBOR codec (RFC 8949): any value of any shape to bytes and back.
//!
//! As the JSON codec does, it walks the schema: one function over [`View`](shapewright_schema::View) to write, one over
//! [`Slot`](shapewright_schema::Slot) to read. It reads items itself (`read`), rather than by a crate: a key is compared
//! where it lies with the member that is likely next, text is borrowed, and memory grows with the bytes that are there, not
//! with the lengths that they claim. What is left for a crate is a page of code.

mod decode;
mod document;
mod encode;
mod number;
mod read;

use super::{Codec, json::Strictness};
use crate::{
    Presence,
    bindings::Part,
    error::{Fault, Unwritable},
};
use shapewright_schema::{Document, Structure};

/// The codec, for protocols.
pub(crate) struct Cbor;

impl Codec for Cbor {
    fn write(value: &dyn Structure, part: Part, top_defaults: bool) -> Result<Vec<u8>, Unwritable> {
        let mut encoder = encode::Encoder::new(top_defaults);
        encoder.structure(value, part, None)?;
        Ok(encoder.out)
    }

    fn write_error(value: &dyn Structure, part: Part, code: &str) -> Result<Vec<u8>, Unwritable> {
        let mut encoder = encode::Encoder::new(true);
        encoder.structure(value, part, Some(("__type", code)))?;
        Ok(encoder.out)
    }

    fn read(bytes: &[u8], value: &mut dyn Structure, part: Part, strictness: Strictness) -> Result<Presence, Fault> {
        const NO_MEMBERS: &[u8] = &[0xa0];
        let bytes = if bytes.is_empty() { NO_MEMBERS } else { bytes };
        decode::Decoder::new(bytes, strictness).body(value, part)
    }

    fn parse(bytes: &[u8]) -> Option<Document> {
        document::parse(bytes).ok()
    }

    fn print(document: &Document) -> Vec<u8> {
        let mut encoder = encode::Encoder::new(false);
        encoder.document(document);
        encoder.out
    }
}

/// Major types.
mod major {
    pub(super) const UNSIGNED: u8 = 0;
    pub(super) const NEGATIVE: u8 = 1;
    pub(super) const BYTES: u8 = 2;
    pub(super) const TEXT: u8 = 3;
    pub(super) const ARRAY: u8 = 4;
    pub(super) const MAP: u8 = 5;
    pub(super) const TAG: u8 = 6;
}

/// Tags.
mod tag {
    /// Seconds since 1970, whole or with a fraction.
    pub(super) const EPOCH_SECONDS: u64 = 1;
    /// A whole number as bytes.
    pub(super) const POSITIVE: u64 = 2;
    /// One less than minus a whole number as bytes.
    pub(super) const NEGATIVE: u64 = 3;
    /// A list of an exponent of ten and a whole number.
    pub(super) const DECIMAL: u64 = 4;
}

/// What ends a map or array of no stated length.
const BREAK: u8 = 0xff;
const NULL: u8 = 0xf6;
const UNDEFINED: u8 = 0xf7;
const FALSE: u8 = 0xf4;
const TRUE: u8 = 0xf5;
const HALF: u8 = 0xf9;
const SINGLE: u8 = 0xfa;
const DOUBLE: u8 = 0xfb;
