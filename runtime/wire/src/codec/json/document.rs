//! JSON into [`Document`]s and back.

use super::{encode::Encoder, scan::Scanner};
use crate::{
    DecodeError,
    error::{DecodeErrorKind, Fault, fault},
};
use shapewright_schema::Document;
use std::collections::BTreeMap;

/// Reads any JSON text. Of a key that an object has twice, the last counts.
///
/// # Errors
/// When the bytes are not JSON.
pub fn parse_document(bytes: &[u8]) -> Result<Document, DecodeError> {
    parse(bytes, Keys::LastCounts)
}

/// Reads any JSON text in which no object has a key twice: what people write.
///
/// # Errors
/// When the bytes are not JSON, or an object has a key twice.
pub fn parse_written_document(bytes: &[u8]) -> Result<Document, DecodeError> {
    parse(bytes, Keys::Unique)
}

/// What is made of a key that an object has twice.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    LastCounts,
    Unique,
}

fn parse(bytes: &[u8], keys: Keys) -> Result<Document, DecodeError> {
    let mut scan = Scanner::new(bytes).map_err(|error| *error)?;
    let document = value(&mut scan, keys).and_then(|document| scan.end().map(|()| document));
    document.map_err(|error| *error)
}

/// Writes a document as JSON text without white space.
pub fn print_document(document: &Document) -> Vec<u8> {
    let mut encoder = Encoder::default();
    encoder.document(document);
    encoder.out
}

/// Reads the next value.
pub(super) fn read(scan: &mut Scanner<'_>) -> Result<Document, Fault> {
    value(scan, Keys::LastCounts)
}

fn value(scan: &mut Scanner<'_>, keys: Keys) -> Result<Document, Fault> {
    match scan.peek() {
        Some(b'"') => Ok(Document::String(scan.text("text")?.into_owned())),
        Some(b'{') => map(scan, keys),
        Some(b'[') => list(scan, keys),
        Some(b't' | b'f') => Ok(Document::Boolean(scan.boolean()?)),
        Some(b'n') => scan.null().map(|_| Document::Null),
        _ => number(scan),
    }
}

fn map(scan: &mut Scanner<'_>, keys: Keys) -> Result<Document, Fault> {
    let mut map = BTreeMap::new();
    scan.open(b'{', "a map")?;
    if !scan.empty(b'}') {
        loop {
            let key = scan.key()?.into_owned();
            if keys == Keys::Unique && map.contains_key(&key) {
                return Err(fault(
                    DecodeErrorKind::Syntax,
                    format!("an object has the key `{key}` twice"),
                ));
            }
            map.insert(key, value(scan, keys)?);
            if !scan.more(b'}')? {
                break;
            }
        }
    }
    Ok(Document::Map(map))
}

fn list(scan: &mut Scanner<'_>, keys: Keys) -> Result<Document, Fault> {
    let mut list = Vec::new();
    scan.open(b'[', "a list")?;
    if !scan.empty(b']') {
        loop {
            list.push(value(scan, keys)?);
            if !scan.more(b']')? {
                break;
            }
        }
    }
    Ok(Document::List(list))
}

/// A number in the smallest form that loses nothing.
fn number(scan: &mut Scanner<'_>) -> Result<Document, Fault> {
    let number = scan.number("a value")?;
    if number.whole
        && number.text != "-0"
        && let Some(whole) = number.integer()
    {
        return Ok(Document::Integer(whole));
    }
    let exact = !number.whole || number.text == "-0";
    if let Some(double) = number.double().filter(|_| exact && number.fits_double()) {
        return Ok(Document::Float(double));
    }
    // Every JSON number is a decimal; the float is for a reader that trusts nobody.
    Ok(number.text.parse().map_or_else(
        |_| Document::Float(number.double().unwrap_or_default()),
        Document::Number,
    ))
}
