//! JSON into any value: one function over [`Slot`] for all shapes.

use super::{document, scan::Scanner};
use crate::{
    codec::seen::Seen,
    error::{DecodeErrorKind, Fault, fault},
    part::Part,
    presence::Presence,
    strictness::Strictness,
};
use shapewright_schema::{
    Blob, Kind, ListMut, MapMut, Member, Schema, Slot, Structure, Timestamp, TimestampFormat, Union, Value,
};
use std::borrow::Cow;

pub(crate) struct Decoder<'a> {
    scan: Scanner<'a>,
    strict: bool,
    presence: Presence,
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(bytes: &'a [u8], strictness: Strictness) -> Result<Self, Fault> {
        Ok(Self {
            scan: Scanner::new(bytes)?,
            strict: strictness == Strictness::Strict,
            presence: Presence::default(),
        })
    }

    /// Reads a body that is one structure. A lenient reader takes `null` for an empty one.
    pub(crate) fn body(mut self, target: &mut dyn Structure, part: Part) -> Result<Presence, Fault> {
        if !self.strict && self.scan.null()? {
            self.absent(target, &Seen::default(), part)?;
        } else {
            self.structure(target, part)?;
        }
        self.scan.end()?;
        Ok(self.presence)
    }

    /// Reads a body that is one value. `None` when it is null.
    pub(crate) fn payload(mut self, member: &'static Member, value: &mut dyn Value) -> Result<Option<Presence>, Fault> {
        let null = self.null(member)?;
        if null {
            value.clear();
        } else {
            self.value(member, value)?;
        }
        self.scan.end()?;
        Ok((!null).then_some(self.presence))
    }

    /// Passes a null that means that there is no value.
    #[inline]
    fn null(&mut self, member: &'static Member) -> Result<bool, Fault> {
        Ok(self.scan.peek() == Some(b'n') && !matches!(member.target.kind, Kind::Document) && self.scan.null()?)
    }

    fn value(&mut self, member: &'static Member, value: &mut dyn Value) -> Result<(), Fault> {
        match value.slot() {
            Slot::String(slot) => *slot = self.scan.text("text")?.into_owned(),
            Slot::Enum(slot) => slot.set(&self.scan.text("text")?),
            Slot::Boolean(slot) => *slot = self.scan.boolean()?,
            Slot::Byte(slot) => *slot = self.integer("a whole number from -128 to 127")?,
            Slot::Short(slot) => *slot = self.integer("a whole number from -32768 to 32767")?,
            Slot::Integer(slot) => *slot = self.integer("a whole number of 32 bits")?,
            Slot::Long(slot) => *slot = self.integer("a whole number of 64 bits")?,
            Slot::IntEnum(slot) => slot.set(self.integer("a whole number of 32 bits")?),
            Slot::Float(slot) => *slot = self.float()?,
            Slot::Double(slot) => *slot = self.double()?,
            Slot::Timestamp(slot) => {
                *slot = self.timestamp(member.timestamp_format_or(TimestampFormat::EpochSeconds))?
            }
            Slot::Blob(slot) => *slot = self.blob()?,
            Slot::Stream(slot) => *slot = self.blob()?.into(),
            Slot::BigInteger(slot) => {
                let text = self.scan.number("a whole number")?.text;
                *slot = text.parse().map_err(|_| unfit("a whole number", text))?;
            }
            Slot::BigDecimal(slot) => {
                let text = self.scan.number("a number")?.text;
                *slot = text.parse().map_err(|_| unfit("a number", text))?;
            }
            Slot::Document(slot) => *slot = document::read(&mut self.scan)?,
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
        self.scan.open(b'{', "a map")?;
        if !self.scan.empty(b'}') {
            let mut next = 0;
            loop {
                match self.member(members, next)? {
                    Some((index, member)) if part.carries(member.binding) => {
                        next = index + 1;
                        let again = seen.note(index);
                        let held = target.member_mut(index);
                        if self.null(member)? {
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
                    _ => self.scan.skip()?,
                }
                if !self.scan.more(b'}')? {
                    break;
                }
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
            && self.scan.expected_key(member.wire_name)
        {
            return Ok(Some((next, member)));
        }
        let key = self.scan.key()?;
        // Members mostly stand in order, so the one that follows is looked for behind the last one first.
        let (before, behind) = members.split_at(next.min(members.len()));
        let found = behind
            .iter()
            .position(|member| member.wire_name == key)
            .map(|index| before.len() + index);
        let found = found.or_else(|| before.iter().position(|member| member.wire_name == key));
        Ok(found.and_then(|index| Some((index, members.get(index)?))))
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
        self.scan.open(b'[', "a list")?;
        if self.scan.empty(b']') {
            return Ok(());
        }
        let mut index = 0usize;
        loop {
            if self.null(member)? {
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
            if !self.scan.more(b']')? {
                return Ok(());
            }
        }
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
        self.scan.open(b'{', "a map")?;
        if self.scan.empty(b'}') {
            return Ok(());
        }
        loop {
            let key = self.scan.key()?;
            if self.null(member)? {
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
            if !self.scan.more(b'}')? {
                return Ok(());
            }
        }
    }

    /// Reads a union. False when no member is set, which a lenient reader takes for no union at all.
    fn union(&mut self, union: &mut dyn Union) -> Result<bool, Fault> {
        let members = union.schema().members();
        let mut set = None;
        let mut unknown: Option<Cow<'a, str>> = None;
        self.scan.open(b'{', "a map with one member")?;
        if !self.scan.empty(b'}') {
            loop {
                let key = self.scan.key()?;
                match members.iter().enumerate().find(|(_, member)| member.wire_name == key) {
                    Some((index, member)) => {
                        if !self.null(member)? {
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
                    None if self.scan.peek() == Some(b'n') || key == "__type" => self.scan.skip()?,
                    None => {
                        self.scan.skip()?;
                        unknown = Some(key);
                    }
                }
                if !self.scan.more(b'}')? {
                    break;
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

    #[inline]
    fn integer<T: TryFrom<i64>>(&mut self, wanted: &str) -> Result<T, Fault> {
        let number = self.scan.number(wanted)?;
        let whole = if number.whole || !self.strict {
            number.integer()
        } else {
            None
        };
        whole
            .and_then(|whole| T::try_from(whole).ok())
            .ok_or_else(|| unfit(wanted, number.text))
    }

    fn double(&mut self) -> Result<f64, Fault> {
        if self.scan.peek() == Some(b'"') {
            return Ok(f64::from(self.word()?));
        }
        let number = self.scan.number("a number")?;
        number.double().ok_or_else(|| unfit("a number of 64 bits", number.text))
    }

    fn float(&mut self) -> Result<f32, Fault> {
        if self.scan.peek() == Some(b'"') {
            return self.word();
        }
        let number = self.scan.number("a number")?;
        number.float().ok_or_else(|| unfit("a number of 32 bits", number.text))
    }

    /// The floats that JSON has no number for.
    fn word(&mut self) -> Result<f32, Fault> {
        match &*self.scan.text("a number")? {
            "NaN" => Ok(f32::NAN),
            "Infinity" => Ok(f32::INFINITY),
            "-Infinity" => Ok(f32::NEG_INFINITY),
            _ => Err(fault(DecodeErrorKind::Type, "wanted a number, found text")),
        }
    }

    /// A strict reader takes the one form that the description says, a lenient one all that cannot be mistaken.
    fn timestamp(&mut self, format: TimestampFormat) -> Result<Timestamp, Fault> {
        let wanted = crate::text::wanted_time(format);
        let number = self.scan.peek() != Some(b'"');
        if self.strict && number != (format == TimestampFormat::EpochSeconds) {
            return Err(self.scan.mismatch(wanted));
        }
        if number {
            let number = self.scan.number(wanted)?;
            return number.timestamp().ok_or_else(|| unfit(wanted, number.text));
        }
        let text = self.scan.text(wanted)?;
        let format = if format == TimestampFormat::EpochSeconds {
            TimestampFormat::DateTime
        } else {
            format
        };
        crate::text::time(&text, format, self.strict).ok_or_else(|| unfit(wanted, &text))
    }

    fn blob(&mut self) -> Result<Blob, Fault> {
        let text = self.scan.text("base64 text")?;
        Blob::from_base64(&text).ok_or_else(|| fault(DecodeErrorKind::Type, "wanted base64 text, found other text"))
    }
}

/// Fills the default that the description gives the member; false when it gives none.
pub(crate) fn fill_default(member: &'static Member, value: &mut dyn Value) -> Result<bool, Fault> {
    let Some(default) = member.default.filter(|default| *default != "null") else {
        return Ok(false);
    };
    let decoder = Decoder::new(default.as_bytes(), Strictness::Lenient)?;
    decoder
        .payload(member, value)
        .map_err(|error| error.under(member.name))?;
    Ok(true)
}

const NO_NULL: &str = "wanted a value, found null";

#[cold]
fn unfit(wanted: &str, found: &str) -> Fault {
    let found: String = found.chars().take(40).collect();
    fault(DecodeErrorKind::Type, format!("wanted {wanted}, found `{found}`"))
}

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
