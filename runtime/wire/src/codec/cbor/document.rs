//! CBOR into [`Document`]s, for those who look at a message without its shape.

use super::{
    initial::{major, tag},
    number::{big_decimal, big_integer},
    read::{Number, Reader},
};
use crate::error::{DecodeErrorKind, Fault, fault};
use shapewright_schema::{Blob, Document};
use std::collections::BTreeMap;

/// Reads any value whose keys are text. Bytes become base64 text, a point in time its seconds since 1970.
pub(super) fn parse(bytes: &[u8]) -> Result<Document, Fault> {
    let mut reader = Reader::new(bytes);
    let document = read(&mut reader)?;
    reader.end()?;
    Ok(document)
}

/// Reads the next value.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Document, Fault> {
    while let Some(tag) = reader.tag()? {
        if matches!(tag, tag::POSITIVE | tag::NEGATIVE) && reader.major() == Some(major::BYTES) {
            return number(&big_integer(reader, Some(tag))?);
        }
        if tag == tag::DECIMAL && reader.major() == Some(major::ARRAY) {
            return number(&big_decimal(reader, Some(tag))?);
        }
    }
    if reader.null() {
        return Ok(Document::Null);
    }
    Ok(match reader.major() {
        Some(major::TEXT) => Document::String(reader.text("text")?.into_owned()),
        Some(major::BYTES) => Document::of(&Blob::new(reader.blob("bytes")?)),
        Some(major::ARRAY) => {
            let (mut list, mut left) = (Vec::new(), reader.array()?);
            while reader.more(&mut left)? {
                list.push(read(reader)?);
            }
            Document::List(list)
        }
        Some(major::MAP) => {
            let (mut map, mut left) = (BTreeMap::new(), reader.map("a map")?);
            while reader.more(&mut left)? {
                let key = reader.text("a key of text")?.into_owned();
                map.insert(key, read(reader)?);
            }
            Document::Map(map)
        }
        _ => match reader.number("a value") {
            Ok(Number::Single(value)) => Document::Float(value.into()),
            Ok(Number::Double(value)) => Document::Float(value),
            Ok(Number::Unsigned(value)) => match i64::try_from(value) {
                Ok(value) => Document::Integer(value),
                Err(_) => number(&value.to_string())?,
            },
            Ok(Number::Negative(value)) => match i64::try_from(value) {
                Ok(value) => Document::Integer(-1 - value),
                Err(_) => number(&(-1 - i128::from(value)).to_string())?,
            },
            Err(_) => Document::Boolean(reader.boolean()?),
        },
    })
}

fn number(text: &str) -> Result<Document, Fault> {
    text.parse()
        .map(Document::Number)
        .map_err(|_| fault(DecodeErrorKind::Type, "wanted a number, found another value"))
}
