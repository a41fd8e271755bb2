//! What the operations on tags of records do.

use super::{
    Fields, Transaction,
    errors::{models, said_of},
    fill,
    page::Page,
    record::text_of,
    tag::{Tag, held, read, written},
};
use crate::{
    Refusal,
    lifecycle::{TagOperation, Tagging},
    page_token,
    plan::TagDeed,
    synth,
};
use shapewright_schema::{Operation, Structure};

/// Carries out an operation on tags.
pub(super) fn respond(
    transaction: &mut Transaction<'_>,
    operation: &'static Operation,
    (deed, tagged): (TagDeed, &'static TagOperation),
    fields: &Fields,
    output: &mut dyn Structure,
) -> Result<(), Refusal> {
    let service = transaction.plan.service;
    synth::output(service, operation, fields, transaction.now, output);
    let Some(tagging) = transaction.plan.tagging else {
        return Ok(());
    };
    let found = find(transaction, operation, tagging, tagged, fields)?;
    let mut tags = found.as_ref().map(|found| found.tags.clone()).unwrap_or_default();
    let said = fields.get(tagged.tags).map(read).unwrap_or_default();
    match deed {
        TagDeed::List => return list(transaction, operation, tagged, fields, &tags, output),
        TagDeed::Tag => {
            for (key, value) in said {
                match tags.iter_mut().find(|(held, _)| *held == key) {
                    Some((_, held)) => *held = value,
                    None => tags.push((key, value)),
                }
            }
            check_room(operation, tagging, tags.len())?;
        }
        TagDeed::Untag => tags.retain(|(key, _)| !said.iter().any(|(other, _)| other == key)),
    }
    if let Some(found) = found {
        keep(transaction, Found { tags, ..found });
    }
    Ok(())
}

/// A record, by the place of its lifecycle and its sequence number, and its tags.
struct Found {
    index: usize,
    sequence: u64,
    tags: Vec<Tag>,
}

/// Refuses tags where there would be more than there may be.
fn check_room(operation: &Operation, tagging: &Tagging, count: usize) -> Result<(), Refusal> {
    match tagging.most {
        Some(most) if count > most.count && models(operation, most.error) => {
            let message = format!("It would carry {count} tags, and may carry {}", most.count);
            Err(Refusal::of(most.error, &message))
        }
        _ => Ok(()),
    }
}

/// The record that the input names.
fn find(
    transaction: &Transaction<'_>,
    operation: &Operation,
    tagging: &Tagging,
    tagged: &TagOperation,
    fields: &Fields,
) -> Result<Option<Found>, Refusal> {
    let arn = fields.get(tagged.resource).and_then(text_of);
    let found = arn.as_deref().and_then(|arn| transaction.by_arn(arn));
    let found = found.and_then(|(index, record)| {
        let (member, _) = held(transaction.plan.kinds[index].lifecycle)?;
        Some(Found {
            index,
            sequence: record.sequence,
            tags: record.get(member).map(read).unwrap_or_default(),
        })
    });
    match (found, tagging.not_found) {
        (None, Some(schema)) if models(operation, schema) => {
            let message = format!("There is no resource with {}", said_of(tagged.resource, arn));
            Err(Refusal::of(schema, &message))
        }
        (found, _) => Ok(found),
    }
}

/// Keeps the tags of a record.
fn keep(transaction: &mut Transaction<'_>, found: Found) {
    let shape = held(transaction.plan.kinds[found.index].lifecycle);
    let record = transaction.collection(found.index).at(found.sequence).cloned();
    if let (Some(mut record), Some((member, shape))) = (record, shape) {
        record.fields.insert(member.to_owned(), written(found.tags, shape));
        transaction.replace(found.index, record);
    }
}

/// Returns one page of tags.
fn list(
    transaction: &Transaction<'_>,
    operation: &'static Operation,
    tagged: &TagOperation,
    fields: &Fields,
    tags: &[Tag],
    output: &mut dyn Structure,
) -> Result<(), Refusal> {
    let service = transaction.plan.service;
    let arn = fields.get(tagged.resource).and_then(text_of).unwrap_or_default();
    let seed = transaction.seed(operation.name, &arn);
    let (after, most) = Page::of(operation, fields).window(service, operation, &seed)?;
    let after = usize::try_from(after).unwrap_or(usize::MAX).min(tags.len());
    let shown = &tags[after..tags.len().min(after.saturating_add(most))];
    let last = after + shown.len();
    let next = (last < tags.len()).then(|| page_token::token(&seed, last as u64));
    fill::token(operation, next, output);
    if let Some((value, member)) = fill::open(output, tagged.tags) {
        let fits = written(shown.to_vec(), member.target).fill(&mut *value).is_ok();
        if !fits {
            value.clear();
        }
    }
    Ok(())
}
