//! Comparing numbers of JSON without losing digits.

use crate::format::Shape;
use serde_json::Number;
use std::cmp::Ordering;

/// Compares two numbers exactly, as far as they fit 64 bits each.
pub(super) fn compare(a: &Number, b: &Number) -> Ordering {
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a
            .as_f64()
            .unwrap_or_default()
            .total_cmp(&b.as_f64().unwrap_or_default()),
    }
}

/// The number, if it has no fraction: `1e3` has none.
pub(super) fn whole(number: &Number) -> Option<i128> {
    if let Some(number) = number.as_i64() {
        return Some(number.into());
    }
    if let Some(number) = number.as_u64() {
        return Some(number.into());
    }
    let number = number.as_f64()?;
    // Beyond this a cast would no longer be exact.
    (number.fract() == 0.0 && number.abs() < 1e30).then_some(number as i128)
}

/// The smallest and largest value of a type of whole numbers.
pub(super) fn limits(shape: &Shape) -> Option<(i128, i128)> {
    match shape {
        Shape::Byte(_) => Some((i8::MIN.into(), i8::MAX.into())),
        Shape::Short(_) => Some((i16::MIN.into(), i16::MAX.into())),
        Shape::Integer(_) | Shape::IntEnum(_) => Some((i32::MIN.into(), i32::MAX.into())),
        Shape::Long(_) => Some((i64::MIN.into(), i64::MAX.into())),
        Shape::BigInteger(_) => Some((i128::MIN, i128::MAX)),
        _ => None,
    }
}

/// Whether a type is one of numbers.
pub(super) fn is_number(shape: &Shape) -> bool {
    limits(shape).is_some() && !matches!(shape, Shape::IntEnum(_))
        || matches!(shape, Shape::Float(_) | Shape::Double(_) | Shape::BigDecimal(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_keep_their_last_digit() {
        let number = |text: &str| text.parse::<Number>().unwrap();
        assert_eq!(
            compare(&number("9007199254740993"), &number("9007199254740992")),
            Ordering::Greater
        );
        assert_eq!(compare(&number("-1"), &number("18446744073709551615")), Ordering::Less);
        assert_eq!(compare(&number("1.5"), &number("1.25")), Ordering::Greater);
        assert_eq!(whole(&number("1e3")), Some(1_000));
        assert_eq!(whole(&number("0.5")), None);
    }
}
