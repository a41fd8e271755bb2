//! `Debug` for any value by its schema, with sensitive members redacted.

use crate::{
    schema::{Kind, Member, Schema},
    value::{Map, Structure, Union, Value, View},
};
use std::fmt;

const REDACTED: &str = "*** redacted ***";

/// Writes a structure, leaving out members that are not there. Generated `Debug` is one call of it.
///
/// # Errors
/// Those of the formatter.
#[inline]
pub fn structure<T: Structure>(structure: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    debug(structure, f)
}

/// Writes a union: its shape and the member that is set. Generated `Debug` is one call of it.
///
/// # Errors
/// Those of the formatter.
#[inline]
pub fn union<T: Union>(union: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    debug_union(union, f)
}

/// Writes any structure, leaving out members that are not there.
///
/// # Errors
/// Those of the formatter.
pub fn debug(structure: &dyn Structure, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let schema = structure.schema();
    if schema.sensitive {
        return write!(f, "{} {{ {REDACTED} }}", schema.name);
    }
    let mut out = f.debug_struct(schema.name);
    for (index, member) in schema.members().iter().enumerate() {
        let value = structure.member(index);
        if !matches!(value.view(), View::Absent) {
            out.field(member.name, &Shown { value, member });
        }
    }
    out.finish()
}

/// Writes any union: its shape and the member that is set.
fn debug_union(union: &dyn Union, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let schema = union.schema();
    if schema.sensitive {
        return write!(f, "{}({REDACTED})", schema.name);
    }
    match union
        .variant()
        .and_then(|(index, value)| Some((schema.members().get(index)?, value)))
    {
        Some((member, value)) => f
            .debug_struct(schema.name)
            .field(member.name, &Shown { value, member })
            .finish(),
        None => write!(
            f,
            "{}(unknown member {:?})",
            schema.name,
            union.unknown().unwrap_or_default()
        ),
    }
}

/// The value of a member, to be formatted with `{:?}`.
pub fn shown<'a>(value: &'a dyn Value, member: &'a Member) -> impl fmt::Debug + 'a {
    Shown { value, member }
}

struct Shown<'a> {
    value: &'a dyn Value,
    member: &'a Member,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.member.is_sensitive() {
            return f.write_str(REDACTED);
        }
        match self.value.view() {
            View::Absent => f.write_str("null"),
            View::Boolean(value) => value.fmt(f),
            View::Integer(value) => value.fmt(f),
            View::Float(value) => value.fmt(f),
            View::Double(value) => value.fmt(f),
            View::String(value) => value.fmt(f),
            View::BigInteger(value) => f.write_str(value.as_str()),
            View::BigDecimal(value) => f.write_str(value.as_str()),
            View::Blob(value) => write!(f, "{} bytes", value.len()),
            View::Stream(value) => value.fmt(f),
            View::Timestamp(value) => value.fmt(f),
            View::Document(value) => value.fmt(f),
            View::List(list) => {
                let Some(member) = element(self.member.target) else {
                    return f.write_str("[...]");
                };
                let elements = (0..list.len()).map(|index| Shown {
                    value: list.get(index),
                    member,
                });
                f.debug_list().entries(elements).finish()
            }
            View::Map(map) => debug_map(map, self.member.target, f),
            View::Structure(value) => debug(value, f),
            View::Union(value) => debug_union(value, f),
        }
    }
}

fn element(schema: &'static Schema) -> Option<&'static Member> {
    match &schema.kind {
        Kind::List { member, .. } => Some(member),
        Kind::Map { value, .. } => Some(value),
        _ => None,
    }
}

fn debug_map(map: &dyn Map, schema: &'static Schema, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Kind::Map { key, value: member, .. } = &schema.kind else {
        return f.write_str("{...}");
    };
    let mut out = f.debug_map();
    for (name, value) in map.entries() {
        let shown = if key.is_sensitive() { REDACTED } else { name };
        out.entry(&shown, &Shown { value, member });
    }
    out.finish()
}
