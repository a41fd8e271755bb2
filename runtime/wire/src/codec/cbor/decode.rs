//! CBOR into any value: one function over [`Slot`] for all shapes.

use super::{
    document,
    initial::tag,
    number::{big_decimal, big_integer, float, shown, unfit},
    read::{Number, Reader},
};
use crate::{
    codec::{json::fill_default, seen::Seen},
    error::{DecodeErrorKind, Fault, fault},
    part::Part,
    presence::Presence,
    strictness::Strictness,
};
use shapewright_schema::{Blob, Kind, ListMut, MapMut, Member, Schema, Slot, Structure, Timestamp, Union, Value};
use std::borrow::Cow;

pub(super) struct Decoder<'a> {
    read: Reader<'a>,
    strict: bool,
    presence: Presence,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(bytes: &'a [u8], strictness: Strictness) -> Self {
        Self {
            read: Reader::new(bytes),
            strict: strictness == Strictness::Strict,
            presence: Presence::default(),
        }
    }

    /// Reads a body that is one structure. A lenient reader takes null for an empty one.
    pub(super) fn body(mut self, target: &mut dyn Structure, part: Part) -> Result<Presence, Fault> {
        self.read.tags()?;
        if !self.strict && self.read.null() {
            self.absent(target, &Seen::default(), part)?;
        } else {
            self.structure(target, part)?;
        }
        self.read.end()?;
        Ok(self.presence)
    }

    /// Passes a null that means that there is no value.
    #[inline]
    fn null(&mut self, member: &'static Member) -> bool {
        !matches!(member.target.kind, Kind::Document) && self.read.null()
    }

    /// Reads a value. Tags that it does not need are passed over.
    fn value(&mut self, member: &'static Member, value: &mut dyn Value) -> Result<(), Fault> {
        let mut tag = None;
        if !matches!(member.target.kind, Kind::Document) {
            while let Some(found) = self.read.tag()? {
                tag = Some(found);
            }
        }
        match value.slot() {
            Slot::String(slot) => *slot = self.read.text("text")?.into_owned(),
            Slot::Enum(slot) => slot.set(&self.read.text("text")?),
            Slot::Boolean(slot) => *slot = self.read.boolean()?,
            Slot::Byte(slot) => *slot = self.integer("a whole number from -128 to 127")?,
            Slot::Short(slot) => *slot = self.integer("a whole number from -32768 to 32767")?,
            Slot::Integer(slot) => *slot = self.integer("a whole number of 32 bits")?,
            Slot::Long(slot) => *slot = self.integer("a whole number of 64 bits")?,
            Slot::IntEnum(slot) => slot.set(self.integer("a whole number of 32 bits")?),
            Slot::Float(slot) => *slot = self.float()?,
            Slot::Double(slot) => *slot = self.double()?,
            Slot::Timestamp(slot) => *slot = self.timestamp(tag)?,
            Slot::Blob(slot) => *slot = Blob::new(self.read.blob("bytes")?),
            Slot::Stream(slot) => *slot = Blob::new(self.read.blob("bytes")?).into(),
            Slot::BigInteger(slot) => {
                let text = big_integer(&mut self.read, tag)?;
                *slot = text.parse().map_err(|_| unfit("a whole number", &text))?;
            }
            Slot::BigDecimal(slot) => {
                let text = big_decimal(&mut self.read, tag)?;
                *slot = text.parse().map_err(|_| unfit("a number", &text))?;
            }
            Slot::Document(slot) => *slot = document::read(&mut self.read)?,
            Slot::List(list) => self.list(member.target, list)?,
            Slot::Map(map) => self.map(member.target, map)?,
            Slot::Structure(structure) => self.structure(structure, Part::All)?,
            Slot::Union(union) => {
                if !self.union(union)? {
                    value.clear();
                }
            }
        }
        Ok(())
    }

    fn structure(&mut self, target: &mut dyn Structure, part: Part) -> Result<(), Fault> {
        let members = target.schema().members();
        let mut seen = Seen::default();
        let mut left = self.read.map("a map")?;
        let mut next = 0;
        while self.read.more(&mut left)? {
            match self.member(members, next)? {
                Some((index, member)) if part.carries(member.binding) => {
                    next = index + 1;
                    let again = seen.note(index);
                    let held = target.member_mut(index);
                    if self.null(member) {
                        held.clear();
                        seen.remove(index);
                    } else {
                        if again {
                            held.clear();
                        }
                        let before = self.presence.count();
                        self.value(member, held).map_err(|error| error.under(member.name))?;
                        self.presence.under(before, member.name);
                    }
                }
                _ => self.read.skip()?,
            }
        }
        if seen.count() < members.len() {
            self.absent(target, &seen, part)
        } else {
            Ok(())
        }
    }

    /// Passes a key and finds its member: first `next`, then any by name.
    #[inline]
    fn member(&mut self, members: &'static [Member], next: usize) -> Result<Option<(usize, &'static Member)>, Fault> {
        if let Some(member) = members.get(next)
            && self.read.expected_key(member.wire_name)
        {
            return Ok(Some((next, member)));
        }
        let key = self.key()?;
        // Members mostly stand in order, so the one that follows is looked for behind the last one first.
        let (before, behind) = members.split_at(next.min(members.len()));
        let found = behind
            .iter()
            .position(|member| member.wire_name == key)
            .map(|index| before.len() + index);
        let found = found.or_else(|| before.iter().position(|member| member.wire_name == key));
        Ok(found.and_then(|index| Some((index, members.get(index)?))))
    }

    #[inline]
    fn key(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.read.text("a key of text")
    }

    /// Fills the defaults of members that are not there, and notes the required ones.
    fn absent(&mut self, target: &mut dyn Structure, seen: &Seen, part: Part) -> Result<(), Fault> {
        for (index, member) in target.schema().members().iter().enumerate() {
            if (member.required || member.default.is_some()) && part.carries(member.binding) && !seen.has(index) {
                let filled = fill_default(member, target.member_mut(index))?;
                if !filled && member.required && self.strict {
                    self.presence.note(member.name);
                }
            }
        }
        Ok(())
    }

    fn list(&mut self, schema: &'static Schema, list: &mut dyn ListMut) -> Result<(), Fault> {
        let Kind::List { member, sparse } = &schema.kind else {
            return Err(no_such_kind(schema));
        };
        list.reset();
        let mut left = self.read.array()?;
        let mut index = 0usize;
        while self.read.more(&mut left)? {
            if self.null(member) {
                if *sparse {
                    list.push().clear();
                } else if self.strict {
                    return Err(fault(DecodeErrorKind::Type, NO_NULL).under(&index.to_string()));
                }
            } else {
                let before = self.presence.count();
                self.value(member, list.push())
                    .map_err(|error| error.under(&index.to_string()))?;
                if self.presence.count() > before {
                    self.presence.under(before, &index.to_string());
                }
            }
            index += 1;
        }
        Ok(())
    }

    fn map(&mut self, schema: &'static Schema, map: &mut dyn MapMut) -> Result<(), Fault> {
        let Kind::Map {
            value: member, sparse, ..
        } = &schema.kind
        else {
            return Err(no_such_kind(schema));
        };
        // A structure keeps what a first entry of the same key has filled; all else is replaced.
        let keeps = matches!(member.target.kind, Kind::Structure(_));
        map.reset();
        let mut left = self.read.map("a map")?;
        while self.read.more(&mut left)? {
            let key = self.key()?;
            if self.null(member) {
                if *sparse {
                    map.entry(&key).clear();
                } else if self.strict {
                    return Err(fault(DecodeErrorKind::Type, NO_NULL).under(&key));
                } else {
                    map.remove(&key);
                }
            } else {
                if keeps {
                    map.remove(&key);
                }
                let before = self.presence.count();
                self.value(member, map.entry(&key)).map_err(|error| error.under(&key))?;
                self.presence.under_key(before, &key);
            }
        }
        Ok(())
    }

    /// Reads a union. False when no member is set, which a lenient reader takes for no union at all.
    fn union(&mut self, union: &mut dyn Union) -> Result<bool, Fault> {
        let members = union.schema().members();
        let mut set = None;
        let mut unknown: Option<Cow<'a, str>> = None;
        let mut left = self.read.map("a map with one member")?;
        while self.read.more(&mut left)? {
            let key = self.key()?;
            match members.iter().enumerate().find(|(_, member)| member.wire_name == key) {
                Some((index, member)) => {
                    if !self.null(member) {
                        if set.is_some_and(|before| before != index) {
                            return Err(fault(DecodeErrorKind::Type, "wanted one member, found several"));
                        }
                        set = Some(index);
                        let before = self.presence.count();
                        self.value(member, union.select(index))
                            .map_err(|error| error.under(member.name))?;
                        self.presence.under(before, member.name);
                    }
                }
                None if self.read.null() => {}
                None if key == "__type" => self.read.skip()?,
                None => {
                    self.read.skip()?;
                    unknown = Some(key);
                }
            }
        }
        match unknown {
            Some(key) if self.strict => {
                let known: Vec<_> = members.iter().map(|member| member.wire_name).collect();
                let message = format!("wanted one of {}, found `{key}`", known.join(", "));
                return Err(fault(DecodeErrorKind::Type, message));
            }
            Some(key) if set.is_none() => union.select_unknown(&key),
            None if set.is_none() && self.strict => {
                return Err(fault(DecodeErrorKind::Type, "wanted a map with one member, found none"));
            }
            None if set.is_none() => return Ok(false),
            _ => {}
        }
        Ok(true)
    }

    /// A strict reader takes no float for a whole number, a lenient one takes those that are whole.
    #[inline]
    fn integer<T: TryFrom<i64>>(&mut self, wanted: &str) -> Result<T, Fault> {
        let number = self.read.number(wanted)?;
        let whole = match number {
            Number::Unsigned(value) => i64::try_from(value).ok(),
            Number::Negative(value) => i64::try_from(value).ok().map(|value| -1 - value),
            _ if self.strict => None,
            Number::Single(value) => whole(value.into()),
            Number::Double(value) => whole(value),
        };
        whole
            .and_then(|whole| T::try_from(whole).ok())
            .ok_or_else(|| unfit(wanted, shown(number)))
    }

    fn double(&mut self) -> Result<f64, Fault> {
        Ok(float(self.read.number("a number")?))
    }

    fn float(&mut self) -> Result<f32, Fault> {
        let number = match self.read.number("a number")? {
            Number::Single(value) => return Ok(value),
            other => float(other),
        };
        let narrow = number as f32;
        if narrow.is_infinite() && number.is_finite() {
            return Err(unfit("a number of 32 bits", number));
        }
        Ok(narrow)
    }

    /// A strict reader wants the tag; a lenient one takes any number.
    fn timestamp(&mut self, tag: Option<u64>) -> Result<Timestamp, Fault> {
        const WANTED: &str = "seconds since 1970 (tag 1)";
        let is_tagged = tag == Some(tag::EPOCH_SECONDS);
        if !is_tagged && (self.strict || tag.is_some()) {
            let found = tag.map_or("no tag".to_owned(), |tag| format!("tag {tag}"));
            return Err(fault(DecodeErrorKind::Type, format!("wanted {WANTED}, found {found}")));
        }
        let number = self.read.number(WANTED)?;
        let time = match number {
            Number::Unsigned(value) => i64::try_from(value).ok().and_then(at),
            Number::Negative(value) => i64::try_from(value).ok().and_then(|value| at(-1 - value)),
            Number::Single(value) => Timestamp::from_epoch_seconds(value.into()).ok(),
            Number::Double(value) => Timestamp::from_epoch_seconds(value).ok(),
        };
        time.ok_or_else(|| unfit(WANTED, shown(number)))
    }
}

fn at(seconds: i64) -> Option<Timestamp> {
    Timestamp::new(seconds, 0).ok()
}

/// The whole number that a float is.
fn whole(value: f64) -> Option<i64> {
    // Both bounds are exact as floats; the upper one is the first that is too large.
    let fits = value.fract() == 0.0 && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value);
    fits.then_some(value as i64)
}

const NO_NULL: &str = "wanted a value, found null";

/// The value is a list or map, its schema is neither. Generated code never has that.
#[cold]
fn no_such_kind(schema: &'static Schema) -> Fault {
    let kind = schema.kind.type_name();
    fault(
        DecodeErrorKind::Type,
        format!(
            "the schema of `{}` says {kind}, the value is of another kind",
            schema.name
        ),
    )
}
