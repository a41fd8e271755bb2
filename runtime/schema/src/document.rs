//! Any JSON value.

use crate::{Timestamp, big::BigDecimal};
use std::collections::BTreeMap;

/// Any JSON value.
///
/// It is what members of the type `document` hold, and the shape-free form of any other value: structures are maps by
/// member name, timestamps RFC 3339 text, blobs base64 text (the shape that serde gives them too).
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Document {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number of 64 bits.
    Integer(i64),
    /// A number with a fraction or exponent. NaN and infinities are written as text.
    Float(f64),
    /// A number that neither of the two holds exactly.
    Number(BigDecimal),
    /// Text.
    String(String),
    /// A list.
    List(Vec<Document>),
    /// A map.
    Map(BTreeMap<String, Document>),
}

impl Document {
    /// The text, where it is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "a whole number",
            Self::Float(_) | Self::Number(_) => "a number",
            Self::String(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

macro_rules! from {
    ($($type:ty: |$value:ident| $document:expr;)*) => {$(
        impl From<$type> for Document {
            fn from($value: $type) -> Self {
                $document
            }
        }
    )*};
}

from! {
    bool: |value| Self::Boolean(value);
    i32: |value| Self::Integer(value.into());
    i64: |value| Self::Integer(value);
    f64: |value| Self::Float(value);
    &str: |value| Self::String(value.to_owned());
    String: |value| Self::String(value);
    Timestamp: |value| Self::String(value.to_string());
    Vec<Document>: |value| Self::List(value);
    BTreeMap<String, Document>: |value| Self::Map(value);
}
