//! Page tokens: where a listing goes on, for nobody else to read or make.
//!
//! A token holds the sequence number of the last record given, so that records which come or go between pages neither
//! repeat nor skip others, and a check that only this listing with these filters makes. It is hexadecimal text of 48
//! digits: nothing in it needs escaping, and the usual patterns for tokens (base64 among them) allow it.

use crate::seed::Seed;

const DIGITS: usize = 48;

/// The token that goes on after `sequence` in the listing of `seed`.
pub(super) fn token(seed: &Seed, sequence: u64) -> String {
    let mut check = seed.and(sequence);
    format!("{sequence:016x}{:016x}{:016x}", check.next(), check.next())
}

/// The sequence number in a token, if the token is of the listing of `seed`.
pub(super) fn sequence(seed: &Seed, text: &str) -> Option<u64> {
    let digits = text.get(..16).filter(|_| text.len() == DIGITS)?;
    let sequence = u64::from_str_radix(digits, 16).ok()?;
    (token(seed, sequence) == text).then_some(sequence)
}
