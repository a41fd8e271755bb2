//! Values as JSON, in the form that the cases have their parameters in: timestamps are seconds, blobs are text.

use serde_json::{Map, Value, json};
use shapewright_schema::{Document, Structure, Value as Held, View};

/// A structure with the members that are there.
pub fn structure(value: &dyn Structure) -> Value {
    let members = value.schema().members().iter().enumerate();
    let shown = members.filter_map(|(index, member)| match value.member(index).view() {
        View::Absent => None,
        view => Some((member.name.to_owned(), shown(view))),
    });
    Value::Object(shown.collect())
}

/// A value.
pub fn held(value: &dyn Held) -> Value {
    shown(value.view())
}

fn shown(view: View<'_>) -> Value {
    match view {
        View::Absent => Value::Null,
        View::Boolean(value) => value.into(),
        View::Integer(value) => value.into(),
        // By its own digits: 1.1 is another number as a double.
        View::Float(value) => value.to_string().parse().map_or(Value::Null, float),
        View::Double(value) => float(value),
        View::String(value) => value.into(),
        View::BigInteger(value) => value.as_str().into(),
        View::BigDecimal(value) => value.as_str().into(),
        View::Stream(_) => Value::from("a stream that is not held in memory"),
        View::Blob(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => json!({ "bytes": bytes }),
        },
        View::Timestamp(value) => match value.nanoseconds() {
            0 => value.epoch_seconds().into(),
            nanoseconds => json!({ "seconds": value.epoch_seconds(), "nanoseconds": nanoseconds }),
        },
        View::Document(value) => document(value),
        View::List(list) => (0..list.len()).map(|index| held(list.get(index))).collect(),
        View::Map(map) => Value::Object(
            map.entries()
                .map(|(key, value)| (key.to_owned(), held(value)))
                .collect(),
        ),
        View::Structure(value) => structure(value),
        View::Union(union) => {
            let mut shown = Map::new();
            match union.variant() {
                Some((index, value)) => shown.insert(union.schema().members()[index].name.to_owned(), held(value)),
                None => shown.insert("unknown".to_owned(), union.unknown().into()),
            };
            Value::Object(shown)
        }
    }
}

fn float(value: f64) -> Value {
    match value {
        value if value.is_nan() => "NaN".into(),
        f64::INFINITY => "Infinity".into(),
        f64::NEG_INFINITY => "-Infinity".into(),
        value => value.into(),
    }
}

fn document(value: &Document) -> Value {
    match value {
        Document::Null => Value::Null,
        Document::Boolean(value) => (*value).into(),
        Document::Integer(value) => (*value).into(),
        Document::Float(value) => float(*value),
        Document::Number(value) => value.as_str().into(),
        Document::String(value) => value.as_str().into(),
        Document::List(values) => values.iter().map(document).collect(),
        Document::Map(values) => Value::Object(
            values
                .iter()
                .map(|(key, value)| (key.clone(), document(value)))
                .collect(),
        ),
    }
}
