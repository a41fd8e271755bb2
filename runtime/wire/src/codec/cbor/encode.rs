//! Any value into CBOR: one function over [`View`] for all shapes.
//!
//! Structures have no stated length, since only walking their members tells how many are there; lists and maps have one.

use super::{
    digits,
    initial::{BREAK, DOUBLE, FALSE, NULL, SINGLE, TRUE, major, tag},
};
use crate::{
    codec::json::{fill_default, parse_document},
    error::{Unwritable, unwritable},
    part::Part,
};
use shapewright_schema::{
    BigDecimal, Blob, Document, Kind, List, Map, Member, Schema, Structure, Timestamp, Union, View,
};

/// How deep values may nest. Twice what a decoder reads, so that whatever was read can be written inside of something.
const DEPTH: u32 = 256;

pub(super) struct Encoder {
    /// What is written so far.
    pub(super) out: Vec<u8>,
    /// Members of the outermost structure that are not there are written with their defaults. Those of nested
    /// structures always are.
    top_defaults: bool,
    depth: u32,
}

impl Encoder {
    pub(super) fn new(top_defaults: bool) -> Self {
        Self {
            out: Vec::with_capacity(256),
            top_defaults,
            depth: 0,
        }
    }

    /// Writes the head of an item in its shortest form.
    #[inline]
    fn head(&mut self, major: u8, argument: u64) {
        let major = major << 5;
        let bytes = argument.to_be_bytes();
        match argument {
            0..=23 => self.out.push(major | bytes[7]),
            24..=0xff => self.out.extend_from_slice(&[major | 24, bytes[7]]),
            0x100..=0xffff => self.out.extend_from_slice(&[major | 25, bytes[6], bytes[7]]),
            0x1_0000..=0xffff_ffff => {
                self.out.push(major | 26);
                self.out.extend_from_slice(&bytes[4..]);
            }
            _ => {
                self.out.push(major | 27);
                self.out.extend_from_slice(&bytes);
            }
        }
    }

    fn length(&mut self, major: u8, length: usize) {
        self.head(major, length as u64);
    }

    /// Writes a value that is there. One that is not is null.
    fn value(&mut self, member: &'static Member, view: View<'_>) -> Result<(), Unwritable> {
        match view {
            View::String(value) => self.text(value),
            View::Integer(value) => self.integer(value),
            View::Boolean(value) => self.out.push(if value { TRUE } else { FALSE }),
            View::Double(value) => self.double(value),
            View::Float(value) => self.single(value),
            View::Timestamp(value) => self.timestamp(value),
            View::List(list) => return self.list(member.target, list),
            View::Map(map) => return self.map(member.target, map),
            View::Structure(value) => return self.structure(value, Part::All, None),
            View::Union(value) => return self.union(value),
            View::Blob(value) => self.blob(value),
            View::BigInteger(value) => return self.big_integer(value.as_str()),
            View::BigDecimal(value) => return self.big_decimal(value.as_str()),
            View::Document(value) => self.document(value),
            // A stream is never in a CBOR body: `check` refuses such a description.
            View::Absent | View::Stream(_) => self.out.push(NULL),
        }
        Ok(())
    }

    /// Writes those members of a structure that `part` carries, after an entry that no member has.
    pub(super) fn structure(
        &mut self,
        value: &dyn Structure,
        part: Part,
        tagged: Option<(&str, &str)>,
    ) -> Result<(), Unwritable> {
        let defaults = self.top_defaults || self.depth > 0;
        self.deeper()?;
        self.out.push(major::MAP << 5 | 31);
        if let Some((key, text)) = tagged {
            self.text(key);
            self.text(text);
        }
        for (index, member) in value.schema().members().iter().enumerate() {
            if !part.carries(member.binding) {
                continue;
            }
            match value.member(index).view() {
                View::Absent => {
                    if let Some(default) = member.default.filter(|default| defaults && *default != "null") {
                        self.text(member.wire_name);
                        self.default(member, default)
                            .map_err(|error| error.under(member.name))?;
                    }
                }
                view => {
                    self.text(member.wire_name);
                    self.value(member, view).map_err(|error| error.under(member.name))?;
                }
            }
        }
        self.out.push(BREAK);
        self.depth -= 1;
        Ok(())
    }

    fn deeper(&mut self) -> Result<(), Unwritable> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(unwritable(format!("values are nested more than {DEPTH} deep")));
        }
        Ok(())
    }

    /// Writes a default, which the description gives as JSON.
    fn default(&mut self, member: &'static Member, default: &str) -> Result<(), Unwritable> {
        let unfit = || unwritable(format!("the default `{default}` does not fit the member"));
        match member.target.kind {
            Kind::Timestamp => {
                let mut time = Timestamp::UNIX_EPOCH;
                fill_default(member, &mut time).map_err(|_| unfit())?;
                self.timestamp(time);
            }
            Kind::Blob => {
                let mut blob = Blob::default();
                fill_default(member, &mut blob).map_err(|_| unfit())?;
                self.blob(blob.as_ref());
            }
            Kind::Float | Kind::Double => {
                let mut number = 0f64;
                fill_default(member, &mut number).map_err(|_| unfit())?;
                self.double(number);
            }
            Kind::BigInteger => return self.big_integer(default),
            Kind::BigDecimal => return self.big_decimal(default),
            _ => self.document(&parse_document(default.as_bytes()).map_err(|_| unfit())?),
        }
        Ok(())
    }

    fn list(&mut self, schema: &'static Schema, list: &dyn List) -> Result<(), Unwritable> {
        let Kind::List { member, sparse } = &schema.kind else {
            return Err(no_such_kind(schema));
        };
        let counts = |index: &usize| *sparse || !matches!(list.get(*index).view(), View::Absent);
        self.deeper()?;
        self.length(major::ARRAY, (0..list.len()).filter(counts).count());
        for index in 0..list.len() {
            let view = list.get(index).view();
            if *sparse || !matches!(view, View::Absent) {
                self.value(member, view)
                    .map_err(|error| error.under(&index.to_string()))?;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn map(&mut self, schema: &'static Schema, map: &dyn Map) -> Result<(), Unwritable> {
        let Kind::Map {
            value: member, sparse, ..
        } = &schema.kind
        else {
            return Err(no_such_kind(schema));
        };
        self.deeper()?;
        let is_there = |view: &View<'_>| *sparse || !matches!(view, View::Absent);
        let count = map.entries().filter(|(_, held)| is_there(&held.view())).count();
        self.length(major::MAP, count);
        for (key, held) in map.entries() {
            let view = held.view();
            if is_there(&view) {
                self.text(key);
                self.value(member, view).map_err(|error| error.under(key))?;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn union(&mut self, value: &dyn Union) -> Result<(), Unwritable> {
        let schema = value.schema();
        let set = value
            .variant()
            .and_then(|(index, held)| Some((schema.members().get(index)?, held)));
        let Some((member, held)) = set else {
            let name = value.unknown().unwrap_or_default();
            let message = format!(
                "the union `{}` holds the member `{name}`, which the description does not know",
                schema.name
            );
            return Err(unwritable(message));
        };
        self.deeper()?;
        self.length(major::MAP, 1);
        self.text(member.wire_name);
        self.value(member, held.view())
            .map_err(|error| error.under(member.name))?;
        self.depth -= 1;
        Ok(())
    }

    #[inline]
    fn text(&mut self, text: &str) {
        self.length(major::TEXT, text.len());
        self.out.extend_from_slice(text.as_bytes());
    }

    fn blob(&mut self, bytes: &[u8]) {
        self.length(major::BYTES, bytes.len());
        self.out.extend_from_slice(bytes);
    }

    #[inline]
    fn integer(&mut self, value: i64) {
        if value < 0 {
            self.head(major::NEGATIVE, value.unsigned_abs() - 1);
        } else {
            self.head(major::UNSIGNED, value.unsigned_abs());
        }
    }

    fn single(&mut self, value: f32) {
        self.out.push(SINGLE);
        self.out.extend_from_slice(&value.to_bits().to_be_bytes());
    }

    fn double(&mut self, value: f64) {
        self.out.push(DOUBLE);
        self.out.extend_from_slice(&value.to_bits().to_be_bytes());
    }

    /// Writes the seconds since 1970; a fraction of them as a float, exact to the microsecond in this age.
    fn timestamp(&mut self, value: Timestamp) {
        self.head(major::TAG, tag::EPOCH_SECONDS);
        match value.nanoseconds() {
            0 => self.integer(value.epoch_seconds()),
            nanoseconds => self.double(value.epoch_seconds() as f64 + f64::from(nanoseconds) / 1e9),
        }
    }

    /// Writes a whole number of any size, in JSON's notation.
    fn big_integer(&mut self, text: &str) -> Result<(), Unwritable> {
        if let Ok(small) = text.parse() {
            self.integer(small);
            return Ok(());
        }
        let (is_negative, digits) = signed(text);
        if digits.len() > digits::MOST_DIGITS {
            let most = digits::MOST_DIGITS;
            return Err(unwritable(format!("the number has more than {most} digits")));
        }
        self.head(major::TAG, if is_negative { tag::NEGATIVE } else { tag::POSITIVE });
        self.blob(&digits::bytes(digits, is_negative));
        Ok(())
    }

    /// Writes a decimal number, in JSON's notation: its digits without the point, and the power of ten that they count.
    fn big_decimal(&mut self, text: &str) -> Result<(), Unwritable> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent = exponent
            .parse::<i64>()
            .ok()
            .and_then(|exponent| exponent.checked_sub(fraction.len() as i64))
            .ok_or_else(|| unwritable("the number's exponent has more than 64 bits"))?;
        let (is_negative, digits) = signed(whole);
        let digits = format!("{digits}{fraction}");
        let digits = digits.trim_start_matches('0');
        let sign = if is_negative && !digits.is_empty() { "-" } else { "" };
        let digits = if digits.is_empty() { "0" } else { digits };
        self.head(major::TAG, tag::DECIMAL);
        self.length(major::ARRAY, 2);
        self.integer(exponent);
        self.big_integer(&format!("{sign}{digits}"))
    }

    /// Writes a document. Its depth is its maker's business.
    pub(super) fn document(&mut self, document: &Document) {
        match document {
            Document::Null => self.out.push(NULL),
            Document::Boolean(value) => self.out.push(if *value { TRUE } else { FALSE }),
            Document::Integer(value) => self.integer(*value),
            Document::Float(value) => self.double(*value),
            Document::Number(value) => self.document_number(value),
            Document::String(value) => self.text(value),
            Document::List(list) => {
                self.length(major::ARRAY, list.len());
                list.iter().for_each(|element| self.document(element));
            }
            Document::Map(map) => {
                self.length(major::MAP, map.len());
                for (key, value) in map {
                    self.text(key);
                    self.document(value);
                }
            }
        }
    }

    fn document_number(&mut self, number: &BigDecimal) {
        let before = self.out.len();
        if self.big_decimal(number.as_str()).is_err() {
            // Beyond what the codec takes; text loses nothing.
            self.out.truncate(before);
            self.text(number.as_str());
        }
    }
}

fn signed(text: &str) -> (bool, &str) {
    text.strip_prefix('-').map_or((false, text), |digits| (true, digits))
}

/// The value is a list or map, its schema is neither. Generated code never has that.
#[cold]
fn no_such_kind(schema: &'static Schema) -> Unwritable {
    let kind = schema.kind.type_name();
    unwritable(format!(
        "the schema of `{}` says {kind}, the value is of another kind",
        schema.name
    ))
}
