//! Numbers of any size, and what is common to all numbers.

use super::{
    digits::{MOST_BYTES, digits},
    initial::{major, tag},
    read::{Number, Reader},
};
use crate::error::{DecodeErrorKind, Fault, fault};
use std::fmt::Display;

/// Reads a whole number of any size, in JSON's notation. Its tag is passed already.
pub(super) fn big_integer(read: &mut Reader<'_>, tag: Option<u64>) -> Result<String, Fault> {
    const WANTED: &str = "a whole number";
    if read.major() != Some(major::BYTES) {
        return match read.number(WANTED)? {
            Number::Unsigned(value) => Ok(value.to_string()),
            Number::Negative(value) => Ok((-1 - i128::from(value)).to_string()),
            number @ (Number::Single(_) | Number::Double(_)) => Err(unfit(WANTED, shown(number))),
        };
    }
    let is_negative = match tag {
        Some(tag::POSITIVE) => false,
        Some(tag::NEGATIVE) => true,
        _ => return Err(read.mismatch(WANTED)),
    };
    let bytes = read.blob(WANTED)?;
    if bytes.len() > MOST_BYTES {
        let most = MOST_BYTES;
        return Err(unfit("a whole number", format_args!("one of more than {most} bytes")));
    }
    let digits = digits(&bytes, is_negative);
    Ok(if is_negative { format!("-{digits}") } else { digits })
}

/// Reads a decimal number, in JSON's notation. Its tag is passed already.
pub(super) fn big_decimal(read: &mut Reader<'_>, tag: Option<u64>) -> Result<String, Fault> {
    const WANTED: &str = "a number";
    if tag != Some(tag::DECIMAL) {
        return match read.major() {
            Some(major::BYTES | major::UNSIGNED | major::NEGATIVE) => big_integer(read, tag),
            _ => {
                let number = float(read.number(WANTED)?);
                let finite = number
                    .is_finite()
                    .then(|| zmij::Buffer::new().format_finite(number).to_owned());
                finite.ok_or_else(|| unfit(WANTED, number))
            }
        };
    }
    let mut left = read.array()?;
    let is_pair = || fault(DecodeErrorKind::Type, "wanted a list of an exponent and a number");
    if !read.more(&mut left)? {
        return Err(is_pair());
    }
    let exponent = match read.number("an exponent")? {
        Number::Unsigned(value) => i64::try_from(value).ok(),
        Number::Negative(value) => i64::try_from(value).ok().map(|value| -1 - value),
        Number::Single(_) | Number::Double(_) => None,
    };
    let exponent = exponent.ok_or_else(is_pair)?;
    if !read.more(&mut left)? {
        return Err(is_pair());
    }
    let tag = read.tag()?;
    let mantissa = big_integer(read, tag)?;
    if read.more(&mut left)? {
        return Err(is_pair());
    }
    Ok(decimal(&mantissa, exponent))
}

/// The notation with a point where that is short, else the one with an exponent.
fn decimal(mantissa: &str, exponent: i64) -> String {
    let (sign, digits) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |digits| ("-", digits));
    match usize::try_from(exponent.unsigned_abs()) {
        _ if exponent == 0 => mantissa.to_owned(),
        Ok(places) if exponent < 0 && places <= digits.len() + 20 => {
            let digits = format!("{digits:0>width$}", width = places + 1);
            let (whole, fraction) = digits.split_at(digits.len() - places);
            format!("{sign}{whole}.{fraction}")
        }
        _ => format!("{mantissa}e{exponent}"),
    }
}

/// A number as a float.
pub(super) fn float(number: Number) -> f64 {
    match number {
        Number::Unsigned(value) => value as f64,
        Number::Negative(value) => -1.0 - value as f64,
        Number::Single(value) => value.into(),
        Number::Double(value) => value,
    }
}

/// A number as a message shows it.
pub(super) fn shown(number: Number) -> String {
    match number {
        Number::Unsigned(value) => value.to_string(),
        Number::Negative(value) => (-1 - i128::from(value)).to_string(),
        Number::Single(value) => value.to_string(),
        Number::Double(value) => value.to_string(),
    }
}

/// The number does not fit its member.
#[cold]
pub(super) fn unfit(wanted: &str, found: impl Display) -> Fault {
    let found: String = found.to_string().chars().take(40).collect();
    fault(DecodeErrorKind::Type, format!("wanted {wanted}, found `{found}`"))
}

