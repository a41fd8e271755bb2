//! Codecs: any value of any shape to bytes and back. They know no HTTP and no protocol.

#[cfg(feature = "cbor")]
pub(crate) mod cbor;
pub mod json;
mod seen;

use crate::{
    Presence,
    bindings::Part,
    error::{Fault, Unwritable},
};
use json::Strictness;
use shapewright_schema::{Document, Structure};

/// No more missing members than this are told of.
const MOST_MISSING: usize = 100;

/// A key of a map that is longer than this many bytes stands before one missing member only: it can be as long as the
/// body, and would be in memory once for each.
const LONG_KEY: usize = 100;

/// What a protocol asks of a codec. Protocols have it as a type parameter, so that a client compiles its own alone.
pub(crate) trait Codec: Sync + 'static {
    /// Writes those members of a structure that `part` carries. `top_defaults`: absent members of the outermost structure
    /// are written with their defaults.
    fn write(value: &dyn Structure, part: Part, top_defaults: bool) -> Result<Vec<u8>, Unwritable>;

    /// Writes an error: its code as `__type`, then its members.
    fn write_error(value: &dyn Structure, part: Part, code: &str) -> Result<Vec<u8>, Unwritable>;

    /// Fills those members of a structure that `part` carries. No bytes are a structure without members.
    fn read(bytes: &[u8], value: &mut dyn Structure, part: Part, strictness: Strictness) -> Result<Presence, Fault>;

    /// Reads any value. `None` when the bytes are not of this codec.
    fn parse(bytes: &[u8]) -> Option<Document>;

    /// Writes a document.
    fn print(document: &Document) -> Vec<u8>;
}
