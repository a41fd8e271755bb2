//! Numbers of any size, kept digit by digit as they were written.

use std::{fmt, str::FromStr};

/// Text that is not a number of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotANumber {
    text: String,
    wanted: &'static str,
}

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not {}", self.text, self.wanted)
    }
}

impl std::error::Error for NotANumber {}

/// An integer of any size. It holds JSON's notation: an optional minus and digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BigInteger(String);

/// A decimal number of any size and precision. It holds JSON's notation, digits and exponent as they were written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BigDecimal(String);

macro_rules! number {
    ($type:ident, $wanted:literal, $fits:expr) => {
        impl $type {
            /// The number in JSON's notation.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Default for $type {
            fn default() -> Self {
                Self("0".to_owned())
            }
        }

        impl FromStr for $type {
            type Err = NotANumber;

            fn from_str(text: &str) -> Result<Self, NotANumber> {
                if $fits(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(NotANumber {
                        text: text.to_owned(),
                        wanted: $wanted,
                    })
                }
            }
        }

        impl From<i64> for $type {
            fn from(number: i64) -> Self {
                Self(number.to_string())
            }
        }

        impl From<u64> for $type {
            fn from(number: u64) -> Self {
                Self(number.to_string())
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

number!(BigInteger, "a whole number", |text: &str| digits_after(
    text.strip_prefix('-').unwrap_or(text)
) == Some(""));
number!(BigDecimal, "a decimal number", is_json_number);

/// What follows the digits that `text` starts with; `None` when it starts with none, or with a zero and more.
fn digits_after(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &text[..text.len() - rest.len()];
    (digits == "0" || !digits.is_empty() && !digits.starts_with('0')).then_some(rest)
}

fn is_json_number(text: &str) -> bool {
    let Some(mut rest) = digits_after(text.strip_prefix('-').unwrap_or(text)) else {
        return false;
    };
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        if rest.len() == fraction.len() {
            return false;
        }
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        return !exponent.is_empty() && exponent.bytes().all(|b| b.is_ascii_digit());
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_notation_only() {
        for good in ["0", "-0", "7", "-123456789012345678901234567890"] {
            assert_eq!(good.parse::<BigInteger>().unwrap().as_str(), good);
            assert!(good.parse::<BigDecimal>().is_ok());
        }
        for good in ["0.10", "-1.5e+300", "2E9", "1e-7"] {
            assert_eq!(good.parse::<BigDecimal>().unwrap().as_str(), good);
            assert!(good.parse::<BigInteger>().is_err());
        }
        for bad in ["", "-", "01", "1.", ".5", "1e", "1e+", "NaN", "+1", "0x10", "1 "] {
            assert!(bad.parse::<BigInteger>().is_err(), "{bad}");
            assert!(bad.parse::<BigDecimal>().is_err(), "{bad}");
        }
    }
}
