//! Page tokens, which say where a listing goes on, for nobody else to read or make.
//!
//! A token holds the sequence number of the last record given, so that records which come or go between pages neither
//! repeat nor skip others, and a check that only this listing with these filters makes. It is hexadecimal text of 48
//! digits: nothing in it needs escaping, and the usual patterns for tokens (base64 among them) allow it. Where a pattern
//! or length does not, the token is taken back all the same.

use crate::seed::Seed;

const DIGITS: usize = 48;

/// The token that goes on after `sequence` in the listing of `seed`.
pub(crate) fn token(seed: &Seed, sequence: u64) -> String {
    let mut check = seed.and(sequence);
    format!("{sequence:016x}{:016x}{:016x}", check.next(), check.next())
}

/// Whether a text has the form of a token. Whose it is, [`sequence`] finds out.
pub(crate) fn is_token(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The sequence number in a token, if the token is of the listing of `seed`.
pub(crate) fn sequence(seed: &Seed, text: &str) -> Option<u64> {
    let digits = text.get(..16).filter(|_| is_token(text))?;
    let sequence = u64::from_str_radix(digits, 16).ok()?;
    (token(seed, sequence) == text).then_some(sequence)
}
