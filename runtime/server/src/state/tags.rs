//! Tags of records: what they look like, and what the operations on them do.

use super::{
    Fields, Transaction,
    engine::{models, said_of},
    fill, page, text_of,
};
use crate::{
    Refusal,
    lifecycle::{TagOperation, Tagging},
    plan::TagDeed,
    synth,
};
use shapewright_schema::{Document, Kind, Operation, Schema, Structure};

/// A tag: its key and its value, which it may lack.
type Tag = (String, Option<Document>);

/// Whether a member of a tag has this name, which can have others before it: `TagKey`.
fn is_called(member: &str, name: &str) -> bool {
    member.to_ascii_lowercase().ends_with(name)
}

/// The tags that a map or a list holds. A list of texts is one of keys.
fn read(said: &Document) -> Vec<Tag> {
    let tag = |element: &Document| match element {
        Document::Map(members) => {
            let called = |name: &str| members.iter().find(|(member, _)| is_called(member, name));
            let (_, key) = called("key")?;
            Some((text_of(key)?, called("value").map(|(_, value)| value.clone())))
        }
        key => Some((text_of(key)?, None)),
    };
    match said {
        Document::Map(tags) => tags
            .iter()
            .map(|(key, value)| (key.clone(), Some(value.clone())))
            .collect(),
        Document::List(elements) => elements.iter().filter_map(tag).collect(),
        _ => Vec::new(),
    }
}

/// Tags as a value of this shape.
fn written(tags: Vec<Tag>, shape: &Schema) -> Document {
    let Kind::List { member, .. } = &shape.kind else {
        let value = |value: Option<Document>| value.unwrap_or_else(|| Document::String(String::new()));
        return Document::Map(tags.into_iter().map(|(key, said)| (key, value(said))).collect());
    };
    let called = |name: &str| {
        let mut members = member.target.members().iter().map(|member| member.name);
        members.find(|member| is_called(member, name)).unwrap_or_default()
    };
    let (key_name, value_name) = (called("key"), called("value"));
    let tag = |(key, value): Tag| {
        let mut members = Fields::from([(key_name.to_owned(), Document::String(key))]);
        members.extend(value.map(|value| (value_name.to_owned(), value)));
        Document::Map(members)
    };
    Document::List(tags.into_iter().map(tag).collect())
}

/// What is said of tags in one shape, in another.
pub(super) fn shaped(said: &Document, shape: &Schema) -> Document {
    written(read(said), shape)
}

/// The shape in which records of a lifecycle hold their tags, and the member that does.
pub(super) fn held(lifecycle: &crate::Lifecycle) -> Option<(&'static str, &'static Schema)> {
    let name = lifecycle.tags?;
    let (_, member) = lifecycle.record.member(name)?;
    Some((name, member.target))
}

/// Answers an operation on tags.
pub(super) fn answer(
    transaction: &mut Transaction<'_>,
    operation: &'static Operation,
    (deed, tagged): (TagDeed, &'static TagOperation),
    fields: &Fields,
    output: &mut dyn Structure,
) -> Result<(), Refusal> {
    let service = transaction.hosted.service;
    synth::output(service, operation, fields, transaction.now, output);
    let Some(tagging) = transaction.hosted.tagging else {
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
        let (member, _) = held(transaction.hosted.plan.kinds[index].lifecycle)?;
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
    let shape = held(transaction.hosted.plan.kinds[found.index].lifecycle);
    let record = transaction.collection(found.index).at(found.sequence).cloned();
    if let (Some(mut record), Some((member, shape))) = (record, shape) {
        record.fields.insert(member.to_owned(), written(found.tags, shape));
        transaction.replace(found.index, record);
    }
}

/// Answers one page of tags.
fn list(
    transaction: &Transaction<'_>,
    operation: &'static Operation,
    tagged: &TagOperation,
    fields: &Fields,
    tags: &[Tag],
    output: &mut dyn Structure,
) -> Result<(), Refusal> {
    let service = transaction.hosted.service;
    let arn = fields.get(tagged.resource).and_then(text_of).unwrap_or_default();
    let seed = transaction.seed(operation.name, &arn);
    let (after, most) = page::Page::of(operation, fields).window(service, operation, &seed)?;
    let after = usize::try_from(after).unwrap_or(usize::MAX).min(tags.len());
    let shown = &tags[after..tags.len().min(after.saturating_add(most))];
    let last = after + shown.len();
    let next = (last < tags.len()).then(|| page::token(&seed, last as u64));
    fill::token(operation, next, output);
    if let Some((value, member)) = fill::open(output, tagged.tags) {
        let fits = written(shown.to_vec(), member.target).fill(&mut *value).is_ok();
        if !fits {
            value.clear();
        }
    }
    Ok(())
}
