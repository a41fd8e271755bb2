//! The JSON codec: any value of any shape to JSON text and back.
//!
//! It scans bytes itself (`scan`) and walks the schema: one function over [`View`](shapewright_schema::View) to write,
//! one over [`Slot`](shapewright_schema::Slot) to read, for all shapes of all services. It knows no HTTP.

mod codec;
mod decode;
mod document;
mod encode;
mod scan;

pub(crate) use codec::Json;
pub(crate) use decode::fill_default;
pub use document::{parse_document, parse_written_document, print_document};

pub use crate::strictness::Strictness;

use crate::{
    error::{DecodeError, EncodeError},
    part::Part,
    presence::Presence,
};
use self::{decode::Decoder, encode::Encoder};
use shapewright_schema::Structure;

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
