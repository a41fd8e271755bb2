//! A copy of a value, by walking it. Generated `Clone` is one call of [`copy`].

use crate::{
    Blob, Document,
    value::{Slot, Structure, Union, Value, View},
};

/// A copy of a structure.
pub fn copy<T: Structure + Default>(from: &T) -> T {
    let mut to = T::default();
    copy_structure(from, &mut to);
    to
}

/// A copy of a union.
pub fn copy_union<T: Union + Default>(from: &T) -> T {
    let mut to = T::default();
    copy_members_of_union(from, &mut to);
    to
}

fn copy_structure(from: &dyn Structure, to: &mut dyn Structure) {
    for index in 0..from.schema().members().len() {
        copy_value(from.member(index), to.member_mut(index));
    }
}

fn copy_members_of_union(from: &dyn Union, to: &mut dyn Union) {
    match from.variant() {
        Some((index, value)) => copy_value(value, to.select(index)),
        None => to.select_unknown(from.unknown().unwrap_or_default()),
    }
}

/// Fills `to`, which is empty and of the same type, with what `from` holds.
fn copy_value(from: &dyn Value, to: &mut dyn Value) {
    let view = from.view();
    if matches!(view, View::Absent) {
        return;
    }
    match (view, to.slot()) {
        (View::Boolean(from), Slot::Boolean(to)) => *to = from,
        // The number comes out of a value of the same type, so it fits.
        (View::Integer(from), Slot::Byte(to)) => *to = from as i8,
        (View::Integer(from), Slot::Short(to)) => *to = from as i16,
        (View::Integer(from), Slot::Integer(to)) => *to = from as i32,
        (View::Integer(from), Slot::Long(to)) => *to = from,
        (View::Integer(from), Slot::IntEnum(to)) => to.set(from as i32),
        (View::Float(from), Slot::Float(to)) => *to = from,
        (View::Double(from), Slot::Double(to)) => *to = from,
        (View::String(from), Slot::String(to)) => from.clone_into(to),
        (View::String(from), Slot::Enum(to)) => to.set(from),
        (View::BigInteger(from), Slot::BigInteger(to)) => to.clone_from(from),
        (View::BigDecimal(from), Slot::BigDecimal(to)) => to.clone_from(from),
        (View::Blob(from), Slot::Blob(to)) => *to = Blob::new(from),
        (View::Timestamp(from), Slot::Timestamp(to)) => *to = from,
        (View::Document(from), Slot::Document(to)) => Document::clone_from(to, from),
        (View::List(from), Slot::List(to)) => {
            for index in 0..from.len() {
                copy_value(from.get(index), to.push());
            }
        }
        (View::Map(from), Slot::Map(to)) => {
            for (key, value) in from.entries() {
                copy_value(value, to.entry(key));
            }
        }
        (View::Structure(from), Slot::Structure(to)) => copy_structure(from, to),
        (View::Union(from), Slot::Union(to)) => copy_members_of_union(from, to),
        // Two values of one type show and open themselves alike.
        _ => {}
    }
}
