//! Which records a list leaves out.

use super::{Fields, path, record::text_of};
use crate::lifecycle::{Condition, Matching};
use shapewright_schema::Document;

/// Whether a record meets all conditions that the input sets.
pub(super) fn passes(filters: &[Condition], input: &Fields, record: &Fields) -> bool {
    filters.iter().all(|filter| {
        let said = path::get(input, filter.input);
        let asked = said.and_then(text_of);
        let held = path::get(record, filter.member).and_then(text_of);
        match (filter.matching, asked) {
            (Matching::Except { values, unless }, asked) => {
                let is_lifted = unless.is_some() && asked.as_deref() == unless;
                is_lifted || held.is_none_or(|held| !values.contains(&held.as_str()))
            }
            (Matching::Equal | Matching::Prefix, None) => true,
            (Matching::Equal, asked) => held == asked,
            (Matching::Prefix, Some(asked)) => held.is_some_and(|held| held.starts_with(&asked)),
            (Matching::OneOf, _) => match several(said) {
                [] => true,
                said => held.is_some_and(|held| said.iter().any(|one| text_of(one).as_ref() == Some(&held))),
            },
        }
    })
}

/// The values that the input gives for a condition that takes several.
pub(super) fn several(said: Option<&Document>) -> &[Document] {
    match said {
        Some(Document::List(several)) => several,
        _ => &[],
    }
}
