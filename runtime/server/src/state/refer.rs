//! Records that a request names, and what one record shows of another.

use super::{Fields, Record, Transaction, record::text_of};
use crate::plan::{RecordKind, Referring};
use shapewright_schema::Document;
use std::borrow::Cow;

/// The record that a reference names, with the place of its lifecycle among those that the reference can be of.
pub(super) fn named<'t>(
    transaction: &'t Transaction<'_>,
    reference: &Referring,
    above: &[Option<String>],
    value: &str,
) -> Option<(usize, &'t Record)> {
    // By identifiers first, so that what one record is called never hides the identifier of another.
    identified(transaction, reference, above, value).or_else(|| {
        let mut others = reference.to.iter().enumerate();
        others.find_map(|(place, (index, _))| {
            let identifiers = identifiers(transaction, *index, above, value)?;
            Some((place, transaction.named_at(*index, &identifiers)?))
        })
    })
}

/// As [`named`], by its identifier alone.
fn identified<'t>(
    transaction: &'t Transaction<'_>,
    reference: &Referring,
    above: &[Option<String>],
    value: &str,
) -> Option<(usize, &'t Record)> {
    let mut others = reference.to.iter().enumerate();
    others.find_map(|(place, (index, _))| {
        let kind = &transaction.plan.kinds[*index];
        let identifiers = identifiers(transaction, *index, above, &kind.folded(kind.inherited, value))?;
        Some((place, transaction.collection(*index).get(&identifiers)?))
    })
}

/// The identifiers of a record of another lifecycle, whose own one is `value`.
fn identifiers(
    transaction: &Transaction<'_>,
    index: usize,
    above: &[Option<String>],
    value: &str,
) -> Option<Vec<String>> {
    let inherited = above.get(..transaction.plan.kinds[index].inherited)?.iter().cloned();
    inherited.chain([Some(value.to_owned())]).collect()
}

/// The members that a record shows: its own, and those of the records that it names.
pub(super) fn shown<'t>(transaction: &'t Transaction<'_>, kind: &RecordKind, record: &'t Record) -> Cow<'t, Fields> {
    let mut fields = Cow::Borrowed(&record.fields);
    let above: Vec<Option<String>> = record.identifiers.iter().cloned().map(Some).collect();
    for reference in &kind.references {
        if reference.shows.is_empty() && reference.to.iter().all(|(_, members)| members.is_empty()) {
            continue;
        }
        let value = record.fields.get(reference.member).and_then(text_of);
        let Some((place, other)) = value.and_then(|value| named(transaction, reference, &above, &value)) else {
            continue;
        };
        let fields = fields.to_mut();
        let (_, constant) = &reference.to[place];
        let constant = constant.iter().map(|(member, value)| (*member, value));
        let borrowed = reference
            .shows
            .iter()
            .filter_map(|member| Some((*member, other.get(member)?)));
        for (member, value) in borrowed.chain(constant) {
            fields
                .entry(member.to_owned())
                .or_insert_with(|| Document::clone(value));
        }
    }
    fields
}
