//! Numbers in JSON's notation: read once, then given as whichever type is wanted.

use shapewright_schema::Timestamp;

/// A number as it was written: `mantissa * 10^exponent`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Number<'a> {
    /// All of it.
    pub(crate) text: &'a str,
    /// It has neither fraction nor exponent.
    pub(crate) whole: bool,
    negative: bool,
    /// `None` where the digits do not fit.
    mantissa: Option<u64>,
    exponent: i32,
}

const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

impl<'a> Number<'a> {
    /// The number that `text` starts with, as far as it goes.
    #[inline]
    pub(crate) fn first_of(text: &'a str) -> Option<Self> {
        let bytes = text.as_bytes();
        let negative = bytes.first() == Some(&b'-');
        let mut at = usize::from(negative);
        let mut mantissa = Some(0);
        let start = at;
        at = digits(bytes, at, &mut mantissa);
        // No digit, or a zero before others.
        if at == start || (bytes[start] == b'0' && at > start + 1) {
            return None;
        }
        let mut number = Self {
            text: "",
            whole: true,
            negative,
            mantissa,
            exponent: 0,
        };
        if matches!(bytes.get(at), Some(b'.' | b'e' | b'E')) {
            at = number.fraction(bytes, at)?;
        }
        number.text = text.get(..at)?;
        Some(number)
    }

    fn fraction(&mut self, bytes: &[u8], mut at: usize) -> Option<usize> {
        self.whole = false;
        if bytes.get(at) == Some(&b'.') {
            let start = at + 1;
            at = digits(bytes, start, &mut self.mantissa);
            if at == start {
                return None;
            }
            self.exponent = i32::try_from(at - start).map_or(i32::MIN, |places| -places);
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            at += 1;
            let negative = bytes.get(at) == Some(&b'-');
            at += usize::from(matches!(bytes.get(at), Some(b'+' | b'-')));
            let mut exponent = Some(0);
            let start = at;
            at = digits(bytes, start, &mut exponent);
            if at == start {
                return None;
            }
            let exponent = exponent.and_then(|found| i32::try_from(found).ok()).unwrap_or(i32::MAX);
            self.exponent = self
                .exponent
                .saturating_add(if negative { -exponent } else { exponent });
        }
        Some(at)
    }

    /// All of `text`, where it is a number.
    pub(crate) fn all_of(text: &'a str) -> Option<Self> {
        Self::first_of(text).filter(|number| number.text.len() == text.len())
    }

    /// The number as a 64-bit integer, where it is one; `1.0` and `1e3` are.
    #[inline]
    pub(crate) fn integer(&self) -> Option<i64> {
        let mut magnitude = self.mantissa?;
        if self.exponent != 0 && magnitude != 0 {
            for _ in 0..self.exponent.max(0) {
                magnitude = magnitude.checked_mul(10)?;
            }
            for _ in self.exponent.min(0)..0 {
                magnitude = (magnitude % 10 == 0).then_some(magnitude / 10)?;
            }
        }
        if self.negative {
            0i64.checked_sub_unsigned(magnitude)
        } else {
            i64::try_from(magnitude).ok()
        }
    }

    /// The nearest 64-bit float. `None` where the number is larger than any.
    #[inline]
    pub(crate) fn double(&self) -> Option<f64> {
        // Both are exact as floats, so that one rounding is all.
        if let Some(mantissa) = self.mantissa.filter(|mantissa| *mantissa <= 1 << 53)
            && let Some(power) = POWERS.get(self.exponent.unsigned_abs() as usize)
        {
            let mantissa = mantissa as f64;
            let magnitude = if self.exponent < 0 {
                mantissa / power
            } else {
                mantissa * power
            };
            return Some(if self.negative { -magnitude } else { magnitude });
        }
        self.text.parse().ok().filter(|found: &f64| found.is_finite())
    }

    /// The nearest 32-bit float. `None` where the number is larger than any.
    pub(crate) fn float(&self) -> Option<f32> {
        self.text.parse().ok().filter(|found: &f32| found.is_finite())
    }

    /// The time so many seconds after 1970.
    pub(crate) fn timestamp(&self) -> Option<Timestamp> {
        if self.whole {
            return Timestamp::new(self.integer()?, 0).ok();
        }
        let (Some(mantissa), -18..=18) = (self.mantissa, self.exponent) else {
            return Timestamp::from_epoch_seconds(self.double()?).ok();
        };
        let scale = 10i128.pow(self.exponent.unsigned_abs());
        let nanoseconds = i128::from(mantissa) * 1_000_000_000;
        let nanoseconds = if self.exponent < 0 {
            nanoseconds / scale
        } else {
            nanoseconds.checked_mul(scale)?
        };
        let nanoseconds = if self.negative { -nanoseconds } else { nanoseconds };
        let seconds = i64::try_from(nanoseconds.div_euclid(1_000_000_000)).ok()?;
        let nanoseconds = u32::try_from(nanoseconds.rem_euclid(1_000_000_000)).ok()?;
        Timestamp::new(seconds, nanoseconds).ok()
    }

    /// Whether a 64-bit float, written shortest, has the same digits.
    pub(crate) fn fits_double(&self) -> bool {
        let Some(found) = self.double() else { return false };
        let mut buffer = zmij::Buffer::new();
        let Some(shortest) = Number::all_of(buffer.format_finite(found)) else {
            return false;
        };
        self.negative == shortest.negative && self.scientific() == shortest.scientific()
    }

    /// The mantissa without zeros at its end, and the exponent to it.
    fn scientific(&self) -> Option<(u64, i32)> {
        let (mut mantissa, mut exponent) = (self.mantissa?, self.exponent);
        if mantissa == 0 {
            return Some((0, 0));
        }
        while mantissa % 10 == 0 {
            mantissa /= 10;
            exponent = exponent.saturating_add(1);
        }
        Some((mantissa, exponent))
    }
}

/// Adds the digits from `at` on to `sum`, and gives where they end.
#[inline]
fn digits(bytes: &[u8], mut at: usize, sum: &mut Option<u64>) -> usize {
    let mut total = *sum;
    while let Some(digit) = bytes
        .get(at)
        .map(|byte| byte.wrapping_sub(b'0'))
        .filter(|digit| *digit < 10)
    {
        total = total.and_then(|total| total.checked_mul(10)?.checked_add(u64::from(digit)));
        at += 1;
    }
    *sum = total;
    at
}
