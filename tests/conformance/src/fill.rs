//! Parameters of cases as values of generated types.

use serde_json::Value;
use shapewright_schema::{Blob, Document, Slot, Structure, Timestamp, Value as Held};
use std::collections::BTreeMap;

/// Fills the members that the parameters name.
///
/// # Errors
/// When a parameter does not fit its member. The error says where.
pub fn structure(parameters: &Value, into: &mut dyn Structure) -> Result<(), String> {
    let parameters = match parameters {
        Value::Null => return Ok(()),
        Value::Object(parameters) => parameters,
        other => return Err(format!("wanted an object, found {other}")),
    };
    for (name, value) in parameters {
        let schema = into.schema();
        let members = schema.members();
        let Some(index) = members.iter().position(|member| member.name == name) else {
            return Err(format!("{} has no member {name}", schema.name));
        };
        held(value, into.member_mut(index)).map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(())
}

fn held(value: &Value, into: &mut dyn Held) -> Result<(), String> {
    if value.is_null() && !matches!(into.slot(), Slot::Document(_)) {
        into.clear();
        return Ok(());
    }
    match into.slot() {
        Slot::Boolean(slot) => *slot = wanted(value.as_bool(), value)?,
        Slot::Byte(slot) => *slot = integer(value)?,
        Slot::Short(slot) => *slot = integer(value)?,
        Slot::Integer(slot) => *slot = integer(value)?,
        Slot::Long(slot) => *slot = integer(value)?,
        // By its own digits: 1.1 as a double is another number.
        Slot::Float(slot) => *slot = wanted(number(value)?.parse().ok(), value)?,
        Slot::Double(slot) => *slot = wanted(number(value)?.parse().ok(), value)?,
        Slot::String(slot) => *slot = text(value)?,
        Slot::Enum(slot) => slot.set(&text(value)?),
        Slot::IntEnum(slot) => slot.set(integer(value)?),
        Slot::BigInteger(slot) => *slot = wanted(number(value)?.parse().ok(), value)?,
        Slot::BigDecimal(slot) => *slot = wanted(number(value)?.parse().ok(), value)?,
        Slot::Blob(slot) => *slot = Blob::new(text(value)?),
        Slot::Stream(slot) => *slot = text(value)?.into(),
        Slot::Timestamp(slot) => *slot = timestamp(value)?,
        Slot::Document(slot) => *slot = document(value),
        Slot::List(slot) => {
            slot.reset();
            for (index, element) in wanted(value.as_array(), value)?.iter().enumerate() {
                held(element, slot.push()).map_err(|error| format!("{index}: {error}"))?;
            }
        }
        Slot::Map(slot) => {
            slot.reset();
            for (key, entry) in wanted(value.as_object(), value)? {
                held(entry, slot.entry(key)).map_err(|error| format!("{key}: {error}"))?;
            }
        }
        Slot::Structure(slot) => structure(value, slot)?,
        Slot::Union(slot) => {
            let members = slot.schema().members();
            let (name, member) = wanted(value.as_object().and_then(|members| members.iter().next()), value)?;
            let index = wanted(members.iter().position(|known| known.name == name), value)?;
            held(member, slot.select(index)).map_err(|error| format!("{name}: {error}"))?;
        }
    }
    Ok(())
}

fn wanted<T>(found: Option<T>, value: &Value) -> Result<T, String> {
    found.ok_or_else(|| format!("{value} does not fit the member"))
}

fn integer<T: TryFrom<i64>>(value: &Value) -> Result<T, String> {
    wanted(value.as_i64().and_then(|value| value.try_into().ok()), value)
}

/// A number's text; `NaN` and the infinities are text already.
fn number(value: &Value) -> Result<String, String> {
    match value {
        Value::Number(number) => Ok(number.to_string()),
        other => text(other),
    }
}

fn text(value: &Value) -> Result<String, String> {
    wanted(value.as_str().map(str::to_owned), value)
}

fn timestamp(value: &Value) -> Result<Timestamp, String> {
    let made = match value.as_i64() {
        Some(seconds) => Timestamp::new(seconds, 0),
        None => Timestamp::from_epoch_seconds(wanted(value.as_f64(), value)?),
    };
    made.map_err(|error| error.to_string())
}

fn document(value: &Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(value) => Document::Boolean(*value),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Document::Integer(integer),
            (None, float) => Document::Float(float.unwrap_or(f64::NAN)),
        },
        Value::String(text) => Document::String(text.clone()),
        Value::Array(values) => Document::List(values.iter().map(document).collect()),
        Value::Object(values) => {
            let entries = values.iter().map(|(key, value)| (key.clone(), document(value)));
            Document::Map(entries.collect::<BTreeMap<_, _>>())
        }
    }
}
