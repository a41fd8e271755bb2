//! The JSON codec: any value of any shape to JSON text and back.
//!
//! It scans bytes itself (`scan`) and walks the schema: one function over [`View`](shapewright_schema::View) to write,
//! one over [`Slot`](shapewright_schema::Slot) to read, for all shapes of all services. It knows no HTTP.

mod decode;
mod document;
mod encode;
mod number;
mod scan;

pub(crate) use decode::{Decoder, fill_default};
pub use document::{parse_document, parse_written_document, print_document};
pub(crate) use encode::Encoder;
pub(crate) use number::Number;

use super::Codec;
use crate::{
    DecodeError, EncodeError, Presence,
    bindings::Part,
    error::{Fault, Unwritable},
};
use shapewright_schema::{Document, Structure};

/// How much a decoder forgives. Neither forgives what is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// What a client forgives: `1.0` for an integer, null in a dense list or map (it is dropped), a union without a
    /// member (it is absent) or with one that the description does not know, a time in another form than the modelled
    /// one, a body of `null`.
    Lenient,
    /// A server refuses all of these, and tells which required members are missing.
    Strict,
}

/// Writes all members of a structure, wherever they would travel in HTTP.
///
/// # Errors
/// When a union holds a member that the description does not know, or values nest too deep.
pub fn to_vec(value: &dyn Structure) -> Result<Vec<u8>, EncodeError> {
    let mut encoder = Encoder::new(false);
    encoder.structure(value, Part::All).map_err(|error| *error)?;
    Ok(encoder.out)
}

/// Reads all members of a structure, wherever they would travel in HTTP. Members that the description does not know are
/// passed over; of members that are there twice the last counts.
///
/// # Errors
/// When the bytes are not JSON, or not of the structure's shape; `value` may then be filled in part.
pub fn from_slice(bytes: &[u8], value: &mut dyn Structure, strictness: Strictness) -> Result<Presence, DecodeError> {
    Decoder::new(bytes, strictness)
        .and_then(|decoder| decoder.body(value, Part::All))
        .map_err(|error| *error)
}

/// The codec, for protocols.
pub(crate) struct Json;

impl Codec for Json {
    fn write(value: &dyn Structure, part: Part, top_defaults: bool) -> Result<Vec<u8>, Unwritable> {
        let mut encoder = Encoder::new(top_defaults);
        encoder.structure(value, part)?;
        Ok(encoder.out)
    }

    fn write_error(value: &dyn Structure, part: Part, code: &str) -> Result<Vec<u8>, Unwritable> {
        let mut encoder = Encoder::new(true);
        encoder.tagged_structure(value, part, ("__type", code))?;
        Ok(encoder.out)
    }

    fn read(bytes: &[u8], value: &mut dyn Structure, part: Part, strictness: Strictness) -> Result<Presence, Fault> {
        let bytes = if bytes.is_empty() { b"{}" } else { bytes };
        Decoder::new(bytes, strictness)?.body(value, part)
    }

    fn parse(bytes: &[u8]) -> Option<Document> {
        parse_document(bytes).ok()
    }

    fn print(document: &Document) -> Vec<u8> {
        print_document(document)
    }
}
