//! Any value into JSON: one function over [`View`] for all shapes.

use super::{decode::fill_default, scan::plain_text};
use crate::{
    error::{Unwritable, unwritable},
    part::Part,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use shapewright_schema::{
    Document, Kind, List, Map, Member, Schema, Structure, Timestamp, TimestampFormat, Union, View,
};

/// How deep values may nest. Twice what a decoder reads, so that whatever was read can be written inside of something.
const DEPTH: u32 = 256;

#[derive(Default)]
pub(crate) struct Encoder {
    /// What is written so far.
    pub(crate) out: Vec<u8>,
    /// Members of the outermost structure that are not there are written with their defaults. Those of nested
    /// structures always are.
    pub(crate) top_defaults: bool,
    depth: u32,
}

impl Encoder {
    pub(crate) fn new(top_defaults: bool) -> Self {
        Self {
            out: Vec::with_capacity(256),
            top_defaults,
            depth: 0,
        }
    }

    /// Writes a value that is there. One that is not is null.
    pub(crate) fn value(&mut self, member: &'static Member, view: View<'_>) -> Result<(), Unwritable> {
        match view {
            View::String(value) => self.text(value),
            View::Integer(value) => self.integer(value),
            View::Boolean(value) => self.raw(if value { "true" } else { "false" }),
            View::Double(value) => self.float(value),
            View::Float(value) => self.float(value),
            View::Timestamp(value) => self.timestamp(value, member),
            View::List(list) => return self.list(member.target, list),
            View::Map(map) => return self.map(member.target, map),
            View::Structure(value) => return self.structure(value, Part::All),
            View::Union(value) => return self.union(value),
            View::Blob(value) => self.blob(value),
            View::BigInteger(value) => self.raw(value.as_str()),
            View::BigDecimal(value) => self.raw(value.as_str()),
            View::Document(value) => self.document(value),
            // A stream is never in a JSON body: `check` refuses such a description.
            View::Absent | View::Stream(_) => self.raw("null"),
        }
        Ok(())
    }

    /// Writes those members of a structure that `part` carries, after an entry that no member has.
    pub(crate) fn tagged_structure(
        &mut self,
        value: &dyn Structure,
        part: Part,
        (key, text): (&str, &str),
    ) -> Result<(), Unwritable> {
        self.key(b'{', key);
        self.text(text);
        self.members(value, part, b',')
    }

    /// Writes those members of a structure that `part` carries.
    #[inline]
    pub(crate) fn structure(&mut self, value: &dyn Structure, part: Part) -> Result<(), Unwritable> {
        self.members(value, part, b'{')
    }

    /// Writes members and the closing bracket; `before` stands before the first.
    fn members(&mut self, value: &dyn Structure, part: Part, mut before: u8) -> Result<(), Unwritable> {
        let defaults = self.top_defaults || self.depth > 0;
        self.deeper()?;
        for (index, member) in value.schema().members().iter().enumerate() {
            if !part.carries(member.binding) {
                continue;
            }
            match value.member(index).view() {
                View::Absent => {
                    if let Some(default) = member.default.filter(|default| defaults && *default != "null") {
                        self.key(before, member.wire_name);
                        self.default(member, default);
                        before = b',';
                    }
                }
                view => {
                    self.key(before, member.wire_name);
                    self.value(member, view).map_err(|error| error.under(member.name))?;
                    before = b',';
                }
            }
        }
        if before == b'{' {
            self.out.push(b'{');
        }
        self.out.push(b'}');
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

    /// Writes the bracket or comma before an entry, its key and the colon.
    #[inline]
    fn key(&mut self, before: u8, key: &str) {
        self.out.extend_from_slice(&[before, b'"']);
        self.inner_text(key);
        self.out.extend_from_slice(b"\":");
    }

    /// Writes a default as the description gives it. Timestamps stand there in a form of their own.
    fn default(&mut self, member: &'static Member, default: &str) {
        let mut time = Timestamp::UNIX_EPOCH;
        if matches!(member.target.kind, Kind::Timestamp) && fill_default(member, &mut time).is_ok() {
            self.timestamp(time, member);
        } else {
            self.raw(default);
        }
    }

    fn list(&mut self, schema: &'static Schema, list: &dyn List) -> Result<(), Unwritable> {
        let Kind::List { member, sparse } = &schema.kind else {
            return Err(no_such_kind(schema));
        };
        self.deeper()?;
        self.out.push(b'[');
        let start = self.out.len();
        for index in 0..list.len() {
            let view = list.get(index).view();
            if !sparse && matches!(view, View::Absent) {
                continue;
            }
            if self.out.len() > start {
                self.out.push(b',');
            }
            self.value(member, view)
                .map_err(|error| error.under(&index.to_string()))?;
        }
        self.out.push(b']');
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
        let mut before = b'{';
        for (key, held) in map.entries() {
            let view = held.view();
            if *sparse || !matches!(view, View::Absent) {
                self.key(before, key);
                self.value(member, view).map_err(|error| error.under(key))?;
                before = b',';
            }
        }
        if before == b'{' {
            self.out.push(b'{');
        }
        self.out.push(b'}');
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
        self.key(b'{', member.wire_name);
        self.value(member, held.view())
            .map_err(|error| error.under(member.name))?;
        self.out.push(b'}');
        self.depth -= 1;
        Ok(())
    }

    #[inline]
    fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Writes text in quotation marks.
    #[inline]
    pub(crate) fn text(&mut self, text: &str) {
        self.out.push(b'"');
        self.inner_text(text);
        self.out.push(b'"');
    }

    #[inline]
    fn inner_text(&mut self, text: &str) {
        let mut rest = text.as_bytes();
        loop {
            let (clean, tail) = rest.split_at(plain_text(rest));
            self.out.extend_from_slice(clean);
            let Some((special, after)) = tail.split_first() else {
                break;
            };
            self.escape(*special);
            rest = after;
        }
    }

    #[cold]
    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            8 => b'b',
            12 => b'f',
            b'"' | b'\\' => byte,
            _ => {
                self.raw("\\u00");
                self.out
                    .extend([byte >> 4, byte & 15].map(|digit| b"0123456789abcdef"[usize::from(digit)]));
                return;
            }
        };
        self.out.extend([b'\\', short]);
    }

    #[inline]
    fn integer(&mut self, value: i64) {
        self.raw(itoa::Buffer::new().format(value));
    }

    fn float<F: zmij::Float + Into<f64> + Copy>(&mut self, value: F) {
        match crate::text::word(value.into()) {
            Some(word) => self.text(word),
            None => self.raw(zmij::Buffer::new().format_finite(value)),
        }
    }

    fn timestamp(&mut self, value: Timestamp, member: &'static Member) {
        match member.timestamp_format_or(TimestampFormat::EpochSeconds) {
            TimestampFormat::EpochSeconds => self.epoch_seconds(value),
            format => self.text(&value.format(format)),
        }
    }

    fn epoch_seconds(&mut self, value: Timestamp) {
        let (seconds, nanoseconds) = (value.epoch_seconds(), value.nanoseconds());
        if seconds < 0 && nanoseconds > 0 {
            // The fraction counts upwards, decimal notation downwards.
            return self.raw(&value.format(TimestampFormat::EpochSeconds));
        }
        self.integer(seconds);
        if nanoseconds > 0 {
            // The one in front keeps the zeros behind it, the zeros at the end go.
            let mut buffer = itoa::Buffer::new();
            let digits = buffer.format(1_000_000_000 + nanoseconds).trim_end_matches('0');
            let dot = self.out.len();
            self.raw(digits);
            if let Some(one) = self.out.get_mut(dot) {
                *one = b'.';
            }
        }
    }

    fn blob(&mut self, value: &[u8]) {
        self.out.push(b'"');
        self.raw(&STANDARD.encode(value));
        self.out.push(b'"');
    }

    /// Writes a document. Its depth is its maker's business.
    pub(super) fn document(&mut self, document: &Document) {
        match document {
            Document::Null => self.raw("null"),
            Document::Boolean(value) => self.raw(if *value { "true" } else { "false" }),
            Document::Integer(value) => self.integer(*value),
            Document::Float(value) => self.float(*value),
            Document::Number(value) => self.raw(value.as_str()),
            Document::String(value) => self.text(value),
            Document::List(list) => {
                self.out.push(b'[');
                for (index, element) in list.iter().enumerate() {
                    if index > 0 {
                        self.out.push(b',');
                    }
                    self.document(element);
                }
                self.out.push(b']');
            }
            Document::Map(map) => {
                self.out.push(b'{');
                for (index, (key, value)) in map.iter().enumerate() {
                    if index > 0 {
                        self.out.push(b',');
                    }
                    self.text(key);
                    self.out.push(b':');
                    self.document(value);
                }
                self.out.push(b'}');
            }
        }
    }
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
