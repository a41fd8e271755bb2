//! Which records a list leaves out.

use super::{Fields, path, text_of};
use crate::lifecycle::{Condition, Matching};

/// Whether a record meets all conditions that the input sets.
pub(super) fn passes(filters: &[Condition], input: &Fields, record: &Fields) -> bool {
    filters.iter().all(|filter| {
        let asked = path::get(input, filter.input).and_then(text_of);
        let held = path::get(record, filter.member).and_then(text_of);
        match (filter.matching, asked) {
            (Matching::Except { values, unless }, asked) => {
                let is_lifted = unless.is_some() && asked.as_deref() == unless;
                is_lifted || held.is_none_or(|held| !values.contains(&held.as_str()))
            }
            (Matching::Equal | Matching::Prefix, None) => true,
            (Matching::Equal, asked) => held == asked,
            (Matching::Prefix, Some(asked)) => held.is_some_and(|held| held.starts_with(&asked)),
        }
    })
}
