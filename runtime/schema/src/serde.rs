//! serde for any value by its schema. Generated `Serialize` and `Deserialize` are one call of [`serialize`] and
//! [`deserialize`]; both go through [`Document`].
//!
//! Structures are maps by member name, as the description writes them; timestamps are RFC 3339 text, blobs base64 text,
//! enums their text on the wire; members that are not there are left out.

pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{BigDecimal, BigInteger, Blob, Document, Timestamp, value::Value};
use serde_core::{
    de::{Error, MapAccess, SeqAccess, Visitor},
    ser::{SerializeMap, SerializeSeq},
};
use std::{collections::BTreeMap, fmt};

/// Serializes any value.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(value: &dyn Value, serializer: S) -> Result<S::Ok, S::Error> {
    Document::of(value).serialize(serializer)
}

/// Deserializes any value.
///
/// # Errors
/// Those of the deserializer, and when what it gives does not fit the shape; the message says where.
pub fn deserialize<'de, T: Value + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::default();
    Document::deserialize(deserializer)?
        .fill(&mut value)
        .map_err(D::Error::custom)?;
    Ok(value)
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Float(value) if value.is_finite() => serializer.serialize_f64(*value),
            Self::Float(value) if value.is_nan() => serializer.serialize_str("NaN"),
            Self::Float(value) if *value > 0.0 => serializer.serialize_str("Infinity"),
            Self::Float(_) => serializer.serialize_str("-Infinity"),
            // serde has no number of any size; text keeps every digit.
            Self::Number(value) => match value.as_str().parse() {
                Ok(whole) => serializer.serialize_u64(whole),
                Err(_) => serializer.serialize_str(value.as_str()),
            },
            Self::String(value) => serializer.serialize_str(value),
            Self::List(list) => {
                let mut out = serializer.serialize_seq(Some(list.len()))?;
                for element in list {
                    out.serialize_element(element)?;
                }
                out.end()
            }
            Self::Map(map) => {
                let mut out = serializer.serialize_map(Some(map.len()))?;
                for (key, value) in map {
                    out.serialize_entry(key, value)?;
                }
                out.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DocumentVisitor)
    }
}

struct DocumentVisitor;

impl<'de> Visitor<'de> for DocumentVisitor {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Document, E> {
        Ok(Document::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Document, E> {
        Ok(Document::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Document, E> {
        Ok(i64::try_from(value).map_or_else(|_| Document::Number(value.into()), Document::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Document, E> {
        Ok(Document::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Document, E> {
        Ok(Document::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Document, E> {
        Ok(Document::String(value))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Document, E> {
        Ok(Document::String(crate::blob::encode_base64(value)))
    }

    fn visit_unit<E>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_none<E>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Document, D::Error> {
        Document::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Document, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = access.next_element()? {
            list.push(element);
        }
        Ok(Document::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Document, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((key, value)) = access.next_entry()? {
            map.insert(key, value);
        }
        Ok(Document::Map(map))
    }
}

macro_rules! simple {
    ($($type:ident)*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize(self, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize(deserializer)
            }
        }
    )*};
}

simple! { BigDecimal BigInteger Blob Timestamp }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Member, Schema, Slot, Union, View};

    fn there_and_back<T: Value + Default>(value: &T) -> (String, T) {
        let written = serde_json::to_string(&Document::of(value)).unwrap();
        let read = deserialize(&mut serde_json::Deserializer::from_str(&written)).unwrap();
        (written, read)
    }

    #[test]
    fn numbers_of_any_size() {
        for (number, written) in [
            ("7", "7"),
            ("-9223372036854775808", "-9223372036854775808"),
            ("18446744073709551615", "18446744073709551615"),
            ("123456789012345678901234567890", "\"123456789012345678901234567890\""),
        ] {
            let whole: BigInteger = number.parse().unwrap();
            assert_eq!(there_and_back(&whole), (written.to_owned(), whole));
            let decimal: BigDecimal = number.parse().unwrap();
            assert_eq!(there_and_back(&decimal), (written.to_owned(), decimal));
        }
        let decimal: BigDecimal = "1.10".parse().unwrap();
        assert_eq!(there_and_back(&decimal), ("\"1.10\"".to_owned(), decimal));
        assert!(serde_json::from_str::<BigInteger>("\"1.5\"").is_err());
        assert!(serde_json::from_str::<BigDecimal>("\"much\"").is_err());
    }

    static TEXT: Schema = Schema::new("Text", Kind::String);
    static CHOICE: Schema = Schema::union("Choice", &[Member::new("Text", &TEXT)]);

    #[derive(Debug, PartialEq)]
    enum Choice {
        Text(String),
        Unknown(String),
    }

    impl Default for Choice {
        fn default() -> Self {
            Self::Unknown(String::new())
        }
    }

    impl Value for Choice {
        fn view(&self) -> View<'_> {
            View::Union(self)
        }

        fn slot(&mut self) -> Slot<'_> {
            Slot::Union(self)
        }
    }

    impl Union for Choice {
        fn schema(&self) -> &'static Schema {
            &CHOICE
        }

        fn variant(&self) -> Option<(usize, &dyn Value)> {
            match self {
                Self::Text(text) => Some((0, text)),
                Self::Unknown(_) => None,
            }
        }

        fn select(&mut self, _: usize) -> &mut dyn Value {
            *self = Self::Text(String::new());
            match self {
                Self::Text(text) => text,
                Self::Unknown(text) => text,
            }
        }

        fn unknown(&self) -> Option<&str> {
            match self {
                Self::Text(_) => None,
                Self::Unknown(name) => Some(name),
            }
        }

        fn select_unknown(&mut self, name: &str) {
            *self = Self::Unknown(name.to_owned());
        }
    }

    #[test]
    fn unions_with_and_without_a_known_member() {
        for (choice, written) in [
            (Choice::Text("a".to_owned()), r#"{"Text":"a"}"#),
            (Choice::Unknown("New".to_owned()), r#"{"New":null}"#),
        ] {
            assert_eq!(there_and_back(&choice), (written.to_owned(), choice));
        }
        for text in [r#"{"Text":null}"#, "{}", r#"{"New":null,"Newer":null}"#] {
            let read = deserialize::<Choice, _>(&mut serde_json::Deserializer::from_str(text));
            assert!(read.is_err(), "{text}");
        }
    }
}
