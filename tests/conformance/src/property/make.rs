//! Random values that obey their schemas, with a liking for the edges.

use crate::show;
use fastrand::Rng;
use regex_lite::Regex;
use serde_json::json;
use shapewright_schema::{
    Binding, Blob, Constraints, Document, Kind, Member, Number, Schema, Slot, Structure, Timestamp, TimestampFormat,
    Value,
};
use std::{collections::BTreeMap, iter::repeat};

/// How many structures deep members are set that need not be.
const DEEPEST: usize = 4;

/// Makes values.
pub(super) struct Maker {
    rng: Rng,
    depth: usize,
}

impl Maker {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            rng: Rng::with_seed(seed),
            depth: 0,
        }
    }

    /// Fills a whole input, output or error. `status` is that of its response.
    pub(super) fn message(&mut self, message: &mut dyn Structure, status: Option<u16>) {
        for (index, member) in message.schema().members().iter().enumerate() {
            let value = message.member_mut(index);
            match member.binding {
                Binding::Body => self.member(member, value),
                Binding::Status => {
                    if let (Slot::Integer(slot), Some(status)) = (value.slot(), status) {
                        *slot = status.into();
                    }
                }
                // What is empty and what is not there are the same on the wire.
                _ => {
                    self.bound(member, value);
                    if status.is_none() && !member.required && show::held(value) == json!({}) {
                        value.clear();
                    }
                }
            }
        }
    }

    /// A member that travels outside of a JSON body, or is the body.
    fn bound(&mut self, member: &'static Member, value: &mut dyn Value) {
        let is_open = member.binding == Binding::Payload;
        match &member.target.kind {
            Kind::String if is_open => self.value(member, value, 1),
            Kind::String => self.line(member, value),
            Kind::List { member: element, .. } if !is_open => {
                let Slot::List(list) = value.slot() else { return };
                list.reset();
                let least = member.effective_constraints().min_length.unwrap_or_default().max(1);
                for _ in 0..least {
                    self.bound(element, list.push());
                }
            }
            Kind::Map { value: entry, .. } if !is_open => {
                let Slot::Map(map) = value.slot() else { return };
                map.reset();
                for _ in 0..self.rng.usize(1..3) {
                    let key = format!("key-{}", self.rng.u32(..));
                    self.bound(entry, map.entry(&key));
                }
            }
            _ => self.value(member, value, 1),
        }
    }

    /// Text that a header or a part of a URI can hold as it is.
    fn line(&mut self, member: &'static Member, value: &mut dyn Value) {
        const PIECES: [&str; 12] = ["a", "Z", "0", "-", "_", ".", "~", "%", "\"", ",", "é", ";"];
        let limits = member.effective_constraints();
        let mut text = match limits.pattern {
            Some(pattern) => self.patterned(pattern, limits),
            None => (0..self.length(limits, 1, 8)).map(|_| self.piece(&PIECES)).collect(),
        };
        if text.trim() != text || text.is_empty() || text.chars().any(char::is_control) {
            "text".clone_into(&mut text);
        }
        if let Slot::String(slot) = value.slot() {
            *slot = text;
        }
    }

    fn member(&mut self, member: &'static Member, value: &mut dyn Value) {
        let is_wanted = member.required || member.default.is_some();
        if is_wanted || self.depth < DEEPEST && self.rng.u8(..4) > 0 {
            self.value(member, value, 0);
        }
    }

    /// Fills a value; a collection or text gets `least` parts at least.
    fn value(&mut self, member: &'static Member, value: &mut dyn Value, least: u64) {
        let limits = member.effective_constraints();
        match value.slot() {
            Slot::Boolean(slot) => *slot = self.rng.bool(),
            Slot::Byte(slot) => *slot = self.whole(limits, i8::MIN.into(), i8::MAX.into()) as i8,
            Slot::Short(slot) => *slot = self.whole(limits, i16::MIN.into(), i16::MAX.into()) as i16,
            Slot::Integer(slot) => *slot = self.whole(limits, i32::MIN.into(), i32::MAX.into()) as i32,
            Slot::Long(slot) => *slot = self.whole(limits, i64::MIN, i64::MAX),
            Slot::Float(slot) => *slot = self.float(limits, f32::from_bits(self.clone_bits() as u32).into()) as f32,
            Slot::Double(slot) => *slot = self.float(limits, f64::from_bits(self.clone_bits())),
            Slot::String(slot) => *slot = self.text(limits, least),
            Slot::Enum(slot) => {
                if let Kind::Enum(values) = member.target.kind
                    && !values.is_empty()
                {
                    slot.set(self.piece(values));
                }
            }
            Slot::IntEnum(slot) => {
                if let Kind::IntEnum(values) = member.target.kind
                    && !values.is_empty()
                {
                    slot.set(values[self.rng.usize(..values.len())]);
                }
            }
            Slot::BigInteger(slot) => *slot = self.digits().parse().unwrap_or_default(),
            Slot::BigDecimal(slot) => {
                *slot = format!("{}.{}1", self.digits(), self.rng.u64(..))
                    .parse()
                    .unwrap_or_default();
            }
            Slot::Blob(slot) => *slot = Blob::new(self.bytes(limits, least)),
            Slot::Stream(slot) => *slot = self.bytes(limits, least).into(),
            Slot::Timestamp(slot) => *slot = self.time(member),
            Slot::Document(slot) => *slot = self.document(3),
            Slot::List(list) => {
                let Kind::List {
                    member: element,
                    sparse,
                } = member.target.kind
                else {
                    return;
                };
                list.reset();
                for _ in 0..self.parts(limits, least) {
                    let slot = list.push();
                    self.part(element, slot, sparse);
                }
            }
            Slot::Map(map) => {
                let Kind::Map {
                    key,
                    value: entry,
                    sparse,
                } = &member.target.kind
                else {
                    return;
                };
                map.reset();
                for _ in 0..self.parts(limits, least) {
                    let key = match key.target.kind {
                        Kind::Enum(values) if !values.is_empty() => self.piece(values).to_owned(),
                        _ => self.text(key.effective_constraints(), 0),
                    };
                    self.part(entry, map.entry(&key), *sparse);
                }
            }
            Slot::Structure(structure) => {
                self.depth += 1;
                for (index, member) in structure.schema().members().iter().enumerate() {
                    self.member(member, structure.member_mut(index));
                }
                self.depth -= 1;
            }
            Slot::Union(union) => {
                let members = union.schema().members();
                self.depth += 1;
                // Deep down one that does not lead further.
                let flat = |member: &Member| !leads_on(member.target);
                let first = members.iter().position(flat).unwrap_or_default();
                let index = if self.depth > DEEPEST {
                    first
                } else {
                    self.rng.usize(..members.len().max(1))
                };
                let slot = union.select(index);
                if let Some(member) = members.get(index) {
                    self.value(member, slot, 0);
                }
                self.depth -= 1;
            }
        }
    }

    fn part(&mut self, element: &'static Member, value: &mut dyn Value, sparse: bool) {
        if sparse && self.rng.u8(..3) == 0 {
            value.clear();
        } else {
            self.value(element, value, 0);
        }
    }

    /// How many parts a collection gets.
    fn parts(&mut self, limits: Constraints, least: u64) -> u64 {
        self.length(limits, least, if self.depth < DEEPEST { 3 } else { 0 })
    }

    fn length(&mut self, limits: Constraints, least: u64, more: u64) -> u64 {
        let least = limits.min_length.unwrap_or_default().max(least);
        let most = limits.max_length.unwrap_or(u64::MAX).min(least + more).max(least);
        self.rng.u64(least..=most)
    }

    fn whole(&mut self, limits: Constraints, least: i64, most: i64) -> i64 {
        let bound = |number: Option<Number>| match number {
            Some(Number::Integer(number)) => Some(number),
            Some(Number::Float(number)) => Some(number as i64),
            None => None,
        };
        let least = bound(limits.min).unwrap_or(least).max(least);
        let most = bound(limits.max).unwrap_or(most).min(most).max(least);
        match self.rng.u8(..6) {
            0 => least,
            1 => most,
            2 => 0.clamp(least, most),
            _ => self.rng.i64(least..=most),
        }
    }

    fn float(&mut self, limits: Constraints, any: f64) -> f64 {
        if limits.min.or(limits.max).is_some() {
            return self.whole(limits, -1000, 1000) as f64;
        }
        match self.rng.u8(..8) {
            0 => f64::INFINITY,
            1 => f64::NEG_INFINITY,
            2 => -0.0,
            3 => 1.0,
            _ => any,
        }
    }

    fn clone_bits(&self) -> u64 {
        self.rng.clone().u64(..)
    }

    /// Text by a pattern, brought to its length; empty where none is found.
    fn patterned(&mut self, pattern: &str, limits: Constraints) -> String {
        let size =
            |length: Option<u64>, otherwise| length.and_then(|length| length.try_into().ok()).unwrap_or(otherwise);
        let (least, most) = (size(limits.min_length, 0), size(limits.max_length, usize::MAX));
        let seed = self.rng.u64(..);
        let chooser = move |attempt: u64| {
            let mut rng = Rng::with_seed(seed.wrapping_add(attempt));
            move |bound: usize| rng.usize(..bound.max(1))
        };
        let fitted = |text: String| -> String {
            let length = text.chars().count().clamp(least, most);
            text.chars().chain(repeat('x')).take(length).collect()
        };
        // Patterns with look-around cannot be asked here: the first text will do.
        let asked = Regex::new(pattern).ok();
        shapewright_pattern::texts(pattern, most, chooser)
            .map(fitted)
            .find(|text| asked.as_ref().is_none_or(|pattern| pattern.is_match(text)))
            .unwrap_or_default()
    }

    fn text(&mut self, limits: Constraints, least: u64) -> String {
        const PIECES: [&str; 16] = [
            "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\u{0}", "\u{7f}", "é", "\u{2028}", "😀", "\u{fffd}", "%",
        ];
        if let Some(pattern) = limits.pattern {
            return self.patterned(pattern, limits);
        }
        let length = self.length(limits, least, 12);
        (0..length).map(|_| self.piece(&PIECES)).collect()
    }

    fn bytes(&mut self, limits: Constraints, least: u64) -> Vec<u8> {
        (0..self.length(limits, least, 20)).map(|_| self.rng.u8(..)).collect()
    }

    fn piece(&mut self, pieces: &[&'static str]) -> &'static str {
        pieces[self.rng.usize(..pieces.len())]
    }

    fn digits(&mut self) -> String {
        format!("{}{}", self.rng.i64(..), self.rng.u64(..))
    }

    /// A time, as exact as its form is.
    fn time(&mut self, member: &Member) -> Timestamp {
        let form = member.timestamp_format.or(member.target.timestamp_format);
        let in_header = matches!(member.binding, Binding::Header(_)) || member.name.is_empty();
        let whole = form == Some(TimestampFormat::HttpDate) || form.is_none() && in_header;
        let milliseconds = if whole { 0 } else { self.rng.u32(..1000) };
        // The years 1 to 9999.
        let seconds = self.rng.i64(-62_135_596_800..253_402_300_800);
        Timestamp::new(seconds, milliseconds * 1_000_000).unwrap_or_default()
    }

    fn document(&mut self, deep: usize) -> Document {
        match self.rng.u8(if deep == 0 { 0..5 } else { 0..7 }) {
            0 => Document::Null,
            1 => Document::Boolean(self.rng.bool()),
            2 => Document::Integer(self.rng.i64(..)),
            3 => Document::Float(self.rng.f64() * 1e6 + 0.5),
            4 => Document::String("text \"\\ é".to_owned()),
            5 => Document::List((0..self.rng.usize(..3)).map(|_| self.document(deep - 1)).collect()),
            _ => Document::Map(BTreeMap::from_iter(
                (0..self.rng.usize(..3)).map(|index| (format!("key{index}"), self.document(deep - 1))),
            )),
        }
    }
}

/// Whether values of the shape hold others.
fn leads_on(schema: &'static Schema) -> bool {
    match schema.kind {
        Kind::Structure(members) => !members.is_empty(),
        Kind::Union(_) | Kind::List { .. } | Kind::Map { .. } => true,
        _ => false,
    }
}
