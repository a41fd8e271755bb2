//! Whether a number of JSON is the number that its text says: what fits no 64 bits is read as the nearest that does.

use serde_json::Number;

/// Whether the text of a number says another number than was read of it.
pub(super) fn are_lost(text: &str, number: &Number) -> bool {
    decimal(text) != decimal(&number.to_string())
}

/// A number of JSON as its sign, its digits without zeros at the ends, and the power of ten of the last of them. `None` where
/// the exponent is so large that nothing read of it could be the same.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (is_negative, text) = match text.strip_prefix('-') {
        Some(text) => (true, text),
        None => (false, text),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Some((false, String::new(), 0));
    }
    let exponent: i64 = exponent.parse().ok()?;
    let exponent = exponent
        .checked_sub(i64::try_from(fraction.len()).ok()?)?
        .checked_add(zeros)?;
    Some((is_negative, significant.to_owned(), exponent))
}

#[cfg(test)]
mod tests {
    use super::are_lost;

    #[test]
    fn only_another_number_is_lost() {
        for (text, expected) in [
            ("1.10", false),
            ("1e3", false),
            ("-0.0", false),
            ("0e99", false),
            ("100000000000000000000", false),
            ("18446744073709551615", false),
            ("18446744073709551617", true),
            ("0.1", false),
            ("0.10000000000000000555", true),
            ("1e-999", true),
        ] {
            assert_eq!(are_lost(text, &text.parse().unwrap()), expected, "{text}");
        }
    }
}
