//! Any value as a document, and from one.

use crate::{
    Blob, Timestamp, TimestampFormat,
    blob::encode_base64,
    document::Document,
    schema::Schema,
    value::{Slot, Structure, Value, View},
};
use std::{collections::BTreeMap, fmt};

/// A document that does not fit the value it was to fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Where in the document, as a JSON pointer.
    pub pointer: String,
    /// What was wanted there.
    pub wanted: String,
    /// What was found there.
    pub found: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() {
            "the document"
        } else {
            &self.pointer
        };
        write!(f, "{place} must be {}, but is {}", self.wanted, self.found)
    }
}

impl std::error::Error for Mismatch {}

impl Document {
    /// The value as a document. One that is not there is null.
    pub fn of(value: &dyn Value) -> Self {
        match value.view() {
            View::Absent => Self::Null,
            View::Boolean(value) => Self::Boolean(value),
            View::Integer(value) => Self::Integer(value),
            // The shortest text of a 32-bit float is the number that people mean.
            View::Float(value) => Self::Float(value.to_string().parse().unwrap_or(f64::from(value))),
            View::Double(value) => Self::Float(value),
            View::String(value) => Self::String(value.to_owned()),
            View::BigInteger(value) => Self::number(value.as_str()),
            View::BigDecimal(value) => Self::number(value.as_str()),
            View::Blob(value) => Self::String(encode_base64(value)),
            View::Stream(_) => Self::Null,
            View::Timestamp(value) => Self::String(value.to_string()),
            View::Document(value) => value.clone(),
            View::List(list) => Self::List((0..list.len()).map(|index| Self::of(list.get(index))).collect()),
            View::Map(map) => Self::Map(
                map.entries()
                    .map(|(key, value)| (key.to_owned(), Self::of(value)))
                    .collect(),
            ),
            View::Structure(value) => Self::Map(Self::fields_of(value)),
            View::Union(value) => match value.variant() {
                Some((index, inner)) => {
                    let name = value.schema().members().get(index).map_or("", |member| member.name);
                    Self::Map(BTreeMap::from([(name.to_owned(), Self::of(inner))]))
                }
                None => Self::Map(BTreeMap::from([(
                    value.unknown().unwrap_or_default().to_owned(),
                    Self::Null,
                )])),
            },
        }
    }

    /// The members of a structure that are there, by name.
    pub fn fields_of(value: &dyn Structure) -> BTreeMap<String, Self> {
        let mut fields = BTreeMap::new();
        for (index, member) in value.schema().members().iter().enumerate() {
            let held = value.member(index);
            if !matches!(held.view(), View::Absent) {
                fields.insert(member.name.to_owned(), Self::of(held));
            }
        }
        fields
    }

    /// A number in JSON's notation, in the smallest form that holds it exactly.
    fn number(text: &str) -> Self {
        if let Ok(number) = text.parse() {
            return Self::Integer(number);
        }
        text.parse()
            .map_or_else(|_| Self::String(text.to_owned()), Self::Number)
    }

    /// Fills `value` with what the document says. Null leaves it as it is; members that the shape does not have are
    /// passed over.
    ///
    /// # Errors
    /// When the document does not fit; `value` may then be filled in part.
    pub fn fill(&self, value: &mut dyn Value) -> Result<(), Mismatch> {
        if *self == Self::Null {
            if let Slot::Document(document) = value.slot() {
                *document = Self::Null;
            } else {
                value.clear();
            }
            return Ok(());
        }
        match (value.slot(), self) {
            (Slot::Boolean(slot), Self::Boolean(found)) => *slot = *found,
            (Slot::Byte(slot), Self::Integer(found)) => *slot = self.whole(*found, "a whole number of 8 bits")?,
            (Slot::Short(slot), Self::Integer(found)) => *slot = self.whole(*found, "a whole number of 16 bits")?,
            (Slot::Integer(slot), Self::Integer(found)) => *slot = self.whole(*found, "a whole number of 32 bits")?,
            (Slot::Long(slot), Self::Integer(found)) => *slot = *found,
            (Slot::IntEnum(slot), Self::Integer(found)) => slot.set(self.whole(*found, "a whole number of 32 bits")?),
            (Slot::Float(slot), _) => *slot = self.float("a number")? as f32,
            (Slot::Double(slot), _) => *slot = self.float("a number")?,
            (Slot::String(slot), Self::String(found)) => slot.clone_from(found),
            (Slot::Enum(slot), Self::String(found)) => slot.set(found),
            (Slot::BigInteger(slot), Self::Integer(found)) => *slot = (*found).into(),
            (Slot::BigInteger(slot), Self::Number(found)) => {
                *slot = found.as_str().parse().map_err(|_| self.mismatch("a whole number"))?;
            }
            (Slot::BigDecimal(slot), Self::Integer(found)) => *slot = (*found).into(),
            (Slot::BigDecimal(slot), Self::Number(found)) => *slot = found.clone(),
            (Slot::BigDecimal(slot), Self::Float(found)) => {
                *slot = found.to_string().parse().map_err(|_| self.mismatch("a number"))?;
            }
            // serde has no numbers of any size: it writes them as text.
            (Slot::BigInteger(slot), Self::String(found)) => {
                *slot = found.parse().map_err(|_| self.mismatch("a whole number"))?;
            }
            (Slot::BigDecimal(slot), Self::String(found)) => {
                *slot = found.parse().map_err(|_| self.mismatch("a number"))?;
            }
            (Slot::Blob(slot), Self::String(found)) => {
                *slot = Blob::from_base64(found).ok_or_else(|| self.mismatch("base64 text"))?;
            }
            (Slot::Stream(slot), Self::String(found)) => {
                *slot = Blob::from_base64(found)
                    .ok_or_else(|| self.mismatch("base64 text"))?
                    .into();
            }
            (Slot::Timestamp(slot), _) => *slot = self.timestamp()?,
            (Slot::Document(slot), _) => slot.clone_from(self),
            (Slot::List(slot), Self::List(found)) => {
                slot.reset();
                for (index, element) in found.iter().enumerate() {
                    element
                        .fill(slot.push())
                        .map_err(|error| error.under(&index.to_string()))?;
                }
            }
            (Slot::Map(slot), Self::Map(found)) => {
                slot.reset();
                for (key, entry) in found {
                    entry.fill(slot.entry(key)).map_err(|error| error.under(key))?;
                }
            }
            (Slot::Structure(slot), Self::Map(found)) => Self::fill_structure(found, slot)?,
            (Slot::Union(slot), Self::Map(found)) => {
                // A member that the shape does not have is written without its value.
                if let (1, Some((name, Self::Null))) = (found.len(), found.first_key_value())
                    && slot.schema().member(name).is_none()
                {
                    slot.select_unknown(name);
                    return Ok(());
                }
                let mut set = found.iter().filter(|(_, value)| **value != Self::Null);
                let (Some((name, value)), None) = (set.next(), set.next()) else {
                    return Err(self.mismatch("a map with exactly one member set"));
                };
                match slot.schema().member(name) {
                    Some((index, _)) => value.fill(slot.select(index)).map_err(|error| error.under(name))?,
                    None => slot.select_unknown(name),
                }
            }
            (slot, _) => return Err(self.mismatch(wanted_for(&slot))),
        }
        Ok(())
    }

    /// Fills the members of `structure` that `fields` names.
    ///
    /// # Errors
    /// When a field does not fit; `structure` may then be filled in part.
    pub fn fill_structure(fields: &BTreeMap<String, Self>, structure: &mut dyn Structure) -> Result<(), Mismatch> {
        let schema: &'static Schema = structure.schema();
        for (index, member) in schema.members().iter().enumerate() {
            if let Some(found) = fields.get(member.name) {
                found
                    .fill(structure.member_mut(index))
                    .map_err(|error| error.under(member.name))?;
            }
        }
        Ok(())
    }

    fn whole<T: TryFrom<i64>>(&self, found: i64, wanted: &str) -> Result<T, Mismatch> {
        T::try_from(found).map_err(|_| Mismatch {
            pointer: String::new(),
            wanted: wanted.to_owned(),
            found: found.to_string(),
        })
    }

    fn float(&self, wanted: &str) -> Result<f64, Mismatch> {
        match self {
            Self::Integer(found) => Ok(*found as f64),
            Self::Float(found) => Ok(*found),
            Self::Number(found) => found.as_str().parse().map_err(|_| self.mismatch(wanted)),
            Self::String(found) => match found.as_str() {
                "NaN" => Ok(f64::NAN),
                "Infinity" => Ok(f64::INFINITY),
                "-Infinity" => Ok(f64::NEG_INFINITY),
                _ => Err(self.mismatch(wanted)),
            },
            _ => Err(self.mismatch(wanted)),
        }
    }

    fn timestamp(&self) -> Result<Timestamp, Mismatch> {
        let wanted = "a time like 2026-01-31T12:00:00Z or a number of seconds since 1970";
        let time = match self {
            Self::String(found) => Timestamp::parse(found, TimestampFormat::DateTime),
            Self::Integer(found) => Timestamp::new(*found, 0),
            Self::Float(found) => Timestamp::from_epoch_seconds(*found),
            _ => return Err(self.mismatch(wanted)),
        };
        time.map_err(|_| self.mismatch(wanted))
    }

    fn mismatch(&self, wanted: &str) -> Mismatch {
        Mismatch {
            pointer: String::new(),
            wanted: wanted.to_owned(),
            found: self.kind().to_owned(),
        }
    }
}

impl Mismatch {
    /// The same mismatch, one step further from the root.
    fn under(mut self, step: &str) -> Self {
        let step = step.replace('~', "~0").replace('/', "~1");
        self.pointer.insert_str(0, &format!("/{step}"));
        self
    }
}

fn wanted_for(slot: &Slot<'_>) -> &'static str {
    match slot {
        Slot::Boolean(_) => "a boolean",
        Slot::Byte(_) | Slot::Short(_) | Slot::Integer(_) | Slot::Long(_) | Slot::IntEnum(_) | Slot::BigInteger(_) => {
            "a whole number"
        }
        Slot::Float(_) | Slot::Double(_) | Slot::BigDecimal(_) => "a number",
        Slot::String(_) | Slot::Enum(_) => "text",
        Slot::Blob(_) | Slot::Stream(_) => "base64 text",
        Slot::Timestamp(_) => "a time",
        Slot::Document(_) => "anything",
        Slot::List(_) => "a list",
        Slot::Map(_) | Slot::Structure(_) | Slot::Union(_) => "a map",
    }
}
