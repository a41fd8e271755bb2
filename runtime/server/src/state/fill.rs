//! From records to outputs: by member name, through the lifecycle's other names, and with something made up for what
//! is required and the record does not say.

use super::{Fields, path, tag};
use crate::{lifecycle::Lifecycle, plan::RecordKind, synth::Maker};
use shapewright_schema::{Binding, Document, Kind, Member, Operation, Schema, Slot, Structure, Value};
use std::borrow::Cow;

/// A record in a listing.
pub(super) struct Item<'a> {
    /// What tells it from its siblings.
    pub(super) key: &'a str,
    /// What it shows.
    pub(super) fields: Cow<'a, Fields>,
}

/// Fills the output of an operation on one record; `None` where there is no such record.
pub(super) fn respond(
    operation: &'static Operation,
    kind: &RecordKind,
    input: &Fields,
    record: Option<&Fields>,
    maker: &mut Maker,
    output: &mut dyn Structure,
) {
    match record {
        Some(record) => structure(output, record, Some(kind.lifecycle), &[], maker),
        None => {
            let known = identifiers(kind, input);
            let skipped: Vec<&str> = kind
                .lifecycle
                .item
                .into_iter()
                .filter(|item| optional(operation, item))
                .collect();
            structure(output, &known, Some(kind.lifecycle), &skipped, maker);
        }
    }
}

/// Fills the output of a listing with one page.
pub(super) fn page(
    operation: &'static Operation,
    kind: &RecordKind,
    input: &Fields,
    items: &[Item<'_>],
    next: Option<String>,
    maker: &mut Maker,
    output: &mut dyn Structure,
) {
    let path = items_path(operation);
    let token = operation.pagination.map(|pagination| pagination.output_token);
    let first = |path: &'static str| path.split('.').next().unwrap_or(path);
    let skipped: Vec<&str> = path.into_iter().chain(token).map(first).collect();
    structure(output, &identifiers(kind, input), Some(kind.lifecycle), &skipped, maker);
    if let Some((value, member)) = path.and_then(|path| open(output, path)) {
        // A map is filled by its keys, a list by place.
        match value.slot() {
            Slot::List(list) => {
                list.reset();
                for item in items {
                    element(list.push(), member, kind, &item.fields, maker);
                }
            }
            Slot::Map(map) => {
                map.reset();
                for item in items {
                    element(map.entry(item.key), member, kind, &item.fields, maker);
                }
            }
            _ => {}
        }
    }
    self::token(operation, next, output);
}

/// Says where the next page goes on, if there is one.
pub(super) fn token(operation: &'static Operation, next: Option<String>, output: &mut dyn Structure) {
    if let (Some(pagination), Some(next)) = (operation.pagination, next)
        && let Some((value, _)) = open(output, pagination.output_token)
        && Document::String(next).fill(value).is_err()
    {
        value.clear();
    }
}

/// The member that carries an identifier: in the output, else in the input.
pub(super) fn identifier_shape(
    operation: &'static Operation,
    kind: &RecordKind,
    identifier: &str,
) -> Option<&'static Member> {
    let inner = |schema: &'static Schema| {
        let (_, member) = kind.lifecycle.item.and_then(|item| schema.member(item))?;
        Some(member.target)
    };
    let schemas = [
        Some(operation.output),
        inner(operation.output),
        Some(operation.input),
        inner(operation.input),
    ];
    schemas.into_iter().flatten().find_map(|schema| {
        schema
            .members()
            .iter()
            .find(|member| kind.lifecycle.own_name(member.name) == identifier)
    })
}

fn identifiers(kind: &RecordKind, input: &Fields) -> Fields {
    input
        .iter()
        .filter(|(name, _)| kind.identifiers.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn optional(operation: &Operation, member: &str) -> bool {
    operation
        .output
        .member(member)
        .is_none_or(|(_, member)| !member.required)
}

/// The path of the member that holds a page's items: as modelled, else the only list, else the only map.
fn items_path(operation: &'static Operation) -> Option<&'static str> {
    operation
        .pagination
        .and_then(|pagination| pagination.items)
        .or_else(|| {
            let members = operation.output.members();
            let first = |wanted: fn(&Kind) -> bool| members.iter().find(|member| wanted(&member.target.kind));
            first(|kind| matches!(kind, Kind::List { .. }))
                .or_else(|| first(|kind| matches!(kind, Kind::Map { .. })))
                .map(|member| member.name)
        })
}

/// Opens the member at a path of names with dots between.
pub(super) fn open<'a>(structure: &'a mut dyn Structure, path: &str) -> Option<(&'a mut dyn Value, &'static Member)> {
    let (name, rest) = path
        .split_once('.')
        .map_or((path, None), |(name, rest)| (name, Some(rest)));
    let (index, member) = structure.schema().member(name)?;
    let value = structure.member_mut(index);
    match rest {
        None => Some((value, member)),
        Some(rest) => match value.slot() {
            Slot::Structure(inner) => open(inner, rest),
            _ => None,
        },
    }
}

/// Fills one item of a page.
fn element(value: &mut dyn Value, holder: &'static Member, kind: &RecordKind, record: &Fields, maker: &mut Maker) {
    let (Kind::List { member, .. } | Kind::Map { value: member, .. }) = &holder.target.kind else {
        return;
    };
    if let Slot::Structure(inner) = value.slot() {
        return structure(inner, record, Some(kind.lifecycle), &[], maker);
    }
    // An item that is no structure is one member of the record: the one of the listing's name, else what tells it from
    // its siblings.
    let named = kind.lifecycle.own_name(holder.name);
    let own = if named == holder.name {
        kind.identifiers.last().copied()
    } else {
        Some(named)
    };
    let said = own.and_then(|own| record.get(own));
    if said.is_none_or(|said| said.fill(value).is_err()) {
        maker.fill(value, member);
    }
}

/// Fills a structure from the members of a record.
fn structure(
    out: &mut dyn Structure,
    fields: &Fields,
    lifecycle: Option<&Lifecycle>,
    skipped: &[&str],
    maker: &mut Maker,
) {
    for (index, member) in out.schema().members().iter().enumerate() {
        if skipped.contains(&member.name) {
            continue;
        }
        if member.binding == Binding::Status {
            maker.fill(out.member_mut(index), member);
            continue;
        }
        let is_item = lifecycle.is_some_and(|lifecycle| lifecycle.item == Some(member.name));
        if is_item && let Slot::Structure(inner) = out.member_mut(index).slot() {
            structure(
                inner,
                fields,
                lifecycle
                    .map(|lifecycle| Lifecycle {
                        item: None,
                        ..*lifecycle
                    })
                    .as_ref(),
                &[],
                maker,
            );
            continue;
        }
        let name = lifecycle.map_or(member.name, |lifecycle| lifecycle.own_name(member.name));
        let said = path::get(fields, name).map(|said| match lifecycle {
            // Tags can be shown in another shape than they are held in.
            Some(lifecycle) if lifecycle.tags == Some(name) => Cow::Owned(tag::shaped(said, member.target)),
            _ => Cow::Borrowed(said),
        });
        let fits = said.is_some_and(|said| value(out.member_mut(index), member, &said, maker));
        if !fits && member.required {
            lacking(out.member_mut(index), member, maker);
        }
    }
}

/// Fills a required value that a record does not say: with nothing, where it may hold nothing.
fn lacking(out: &mut dyn Value, member: &'static Member, maker: &mut Maker) {
    let may_be_empty = member.effective_constraints().min_length.unwrap_or(0) == 0;
    match out.slot() {
        Slot::List(list) if may_be_empty => list.reset(),
        Slot::Map(map) if may_be_empty => map.reset(),
        _ => maker.fill(out, member),
    }
}

/// Fills a value with what a record says; returns whether that fits.
fn value(out: &mut dyn Value, member: &'static Member, said: &Document, maker: &mut Maker) -> bool {
    let fits = match (&member.target.kind, said) {
        (Kind::Structure(_), Document::Map(fields)) => match out.slot() {
            Slot::Structure(inner) => {
                structure(inner, fields, None, &[], maker);
                true
            }
            _ => false,
        },
        (Kind::List { member, .. }, Document::List(elements)) => match out.slot() {
            Slot::List(list) => {
                list.reset();
                elements.iter().all(|said| {
                    let element = list.push();
                    if *said == Document::Null {
                        said.fill(element).is_ok()
                    } else {
                        value(element, member, said, maker)
                    }
                })
            }
            _ => false,
        },
        (_, Document::Null) => false,
        _ => said.fill(out).is_ok(),
    };
    if !fits {
        out.clear();
    }
    fits
}
