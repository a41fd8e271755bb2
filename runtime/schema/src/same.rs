//! Whether two values are the same, by walking both. Generated `PartialEq` is one call of [`equal`].

use crate::value::{Structure, Value, View};

/// Whether two values are the same. That both become `dyn` here, and not in every generated impl, halves what compiling
/// such an impl costs.
#[inline]
pub fn equal<T: Value>(left: &T, right: &T) -> bool {
    same(left, right)
}

/// Whether two values of the same type are the same. Floats compare as floats do: NaN is not itself.
pub fn same(left: &dyn Value, right: &dyn Value) -> bool {
    match (left.view(), right.view()) {
        (View::Absent, View::Absent) => true,
        (View::Boolean(left), View::Boolean(right)) => left == right,
        (View::Integer(left), View::Integer(right)) => left == right,
        (View::Float(left), View::Float(right)) => left == right,
        (View::Double(left), View::Double(right)) => left == right,
        (View::String(left), View::String(right)) => left == right,
        (View::BigInteger(left), View::BigInteger(right)) => left == right,
        (View::BigDecimal(left), View::BigDecimal(right)) => left == right,
        (View::Blob(left), View::Blob(right)) => left == right,
        (View::Timestamp(left), View::Timestamp(right)) => left == right,
        (View::Document(left), View::Document(right)) => left == right,
        (View::List(left), View::List(right)) => {
            left.len() == right.len() && (0..left.len()).all(|index| same(left.get(index), right.get(index)))
        }
        (View::Map(left), View::Map(right)) => {
            left.len() == right.len()
                && left
                    .entries()
                    .zip(right.entries())
                    .all(|((left_key, left), (right_key, right))| left_key == right_key && same(left, right))
        }
        (View::Structure(left), View::Structure(right)) => same_structure(left, right),
        (View::Union(left), View::Union(right)) => match (left.variant(), right.variant()) {
            (Some((left_index, left)), Some((right_index, right))) => left_index == right_index && same(left, right),
            (None, None) => left.unknown() == right.unknown(),
            _ => false,
        },
        _ => false,
    }
}

fn same_structure(left: &dyn Structure, right: &dyn Structure) -> bool {
    std::ptr::eq(left.schema(), right.schema())
        && (0..left.schema().members().len()).all(|index| same(left.member(index), right.member(index)))
}
