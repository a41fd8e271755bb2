//! Patterns (ECMA 262), compiled once and kept.
//!
//! `regex-lite` runs in time that grows with the text alone, so that no text can make a pattern hang; what it cannot
//! read (look-around, back references, some ECMA notation) goes to `regress`, which reads all of ECMA 262.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

enum Matcher {
    /// Every text matches, or the pattern cannot be read.
    Anything,
    Linear(regex_lite::Regex),
    Backtracking(regress::Regex),
}

/// Whether `pattern` is found in `text`. A pattern that cannot be read is found everywhere.
pub(crate) fn is_found(pattern: &'static str, text: &str) -> bool {
    match matcher(pattern) {
        Matcher::Anything => true,
        Matcher::Linear(regex) => regex.is_match(text),
        Matcher::Backtracking(regex) => regex.find(text).is_some(),
    }
}

/// The compiled pattern. Patterns are static data, so what is kept for ever has a bound.
fn matcher(pattern: &'static str) -> &'static Matcher {
    static COMPILED: RwLock<Option<HashMap<(usize, usize), &'static Matcher>>> = RwLock::new(None);
    // The address is quicker to look up than the text; two copies of one text are compiled twice.
    let key = (pattern.as_ptr().addr(), pattern.len());
    if let Some(found) = COMPILED
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .as_ref()
        .and_then(|all| all.get(&key))
    {
        return found;
    }
    let mut all = COMPILED.write().unwrap_or_else(PoisonError::into_inner);
    all.get_or_insert_default()
        .entry(key)
        .or_insert_with(|| Box::leak(Box::new(compile(pattern))))
}

fn compile(pattern: &str) -> Matcher {
    if let r"^[\s\S]*$" | r"^[\S\s]*$" | r"[\s\S]*" | r"[\S\s]*" | "" = pattern {
        return Matcher::Anything;
    }
    // Property names are for regress with its Unicode flag; others mean something else without that flag.
    if pattern.contains(r"\p{") || pattern.contains(r"\P{") || pattern.contains(r"\u{") {
        return regress::Regex::with_flags(pattern, "u").map_or(Matcher::Anything, Matcher::Backtracking);
    }
    match regex_lite::Regex::new(pattern) {
        Ok(regex) => Matcher::Linear(regex),
        Err(_) => regress::Regex::new(pattern).map_or(Matcher::Anything, Matcher::Backtracking),
    }
}
