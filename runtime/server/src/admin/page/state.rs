//! What the services hold: a table a collection.

use super::{
    super::{Asked, redact},
    text::cut,
};
use crate::{Lifecycle, state::Record};
use maud::{Markup, html};
use shapewright_schema::{Document, Schema};
use std::{collections::BTreeMap, sync::Arc};

/// How many records of a collection are shown, and how many characters of a value.
const RECORDS: usize = 25;
const CHARACTERS: usize = 60;
/// How many states, each of a service in an account and region, are shown.
const STATES: usize = 20;

pub(super) fn section(asked: &Asked<'_>) -> Markup {
    let hosted = asked.mock.hosted().iter().enumerate();
    let states = hosted.flat_map(|(index, hosted)| {
        // A service that is not loaded has no state.
        let loaded = hosted.ready();
        let stores = asked.mock.stores().of(index).into_iter();
        stores.filter_map(move |store| {
            let collections = store.glance(RECORDS);
            let is_filled = collections.iter().any(|(count, _)| *count > 0);
            let loaded = loaded.as_ref().filter(|_| is_filled).map(Arc::clone)?;
            Some((loaded, store, collections))
        })
    });
    let mut states = states.take(STATES + 1).collect::<Vec<_>>();
    let has_more = states.len() > STATES;
    states.truncate(STATES);
    html! {
        section #state {
            h2 { "State" }
            div #records data-live {
                @if states.is_empty() { p.empty { "No service holds a record." } }
                @for (hosted, store, collections) in &states {
                    h3 { (hosted.service.id) " " span { (store.account()) " in " (store.region()) } }
                    @for (kind, (count, records)) in hosted.plan.kinds.iter().zip(collections) {
                        @if *count > 0 {
                            @let id = format!("{}-{}-{}-{}", hosted.service.name, store.account(), store.region(), kind.lifecycle.name);
                            details.collection id=(id) open {
                                summary { b { (name(kind.lifecycle)) } span { (count) } }
                                (table(records, kind.lifecycle.record, &kind.identifiers))
                                @if *count > records.len() {
                                    p.note { "The first " (records.len()) "; " a href=(format!("/_mock/state?service={}", hosted.service.name)) { "all of them" } }
                                }
                            }
                        }
                    }
                }
                @if has_more { p.note { "There are more accounts and regions; " a href="/_mock/state" { "all of them" } } }
            }
        }
    }
}

/// What seeds call a collection.
fn name(lifecycle: &Lifecycle) -> &'static str {
    match lifecycle.collection {
        "" => lifecycle.name,
        collection => collection,
    }
}

fn table(records: &[Record], schema: &'static Schema, identifiers: &[&'static str]) -> Markup {
    let shown = records.iter().map(|record| {
        let mut fields = record.fields().clone();
        redact::hide_fields(&mut fields, schema);
        fields
    });
    let shown: Vec<BTreeMap<String, Document>> = shown.collect();
    // The identifiers first, then the rest in the order of the record's shape.
    let own = identifiers.iter().rev().copied();
    let members = schema.members().iter().map(|member| member.name);
    let mut columns: Vec<&str> = Vec::new();
    for column in own.chain(members) {
        if !columns.contains(&column) && shown.iter().any(|fields| fields.contains_key(column)) {
            columns.push(column);
        }
    }
    html! {
        div.scroll {
            table {
                thead { tr { @for column in &columns { th { (column) } } } }
                tbody {
                    @for fields in &shown {
                        tr { @for column in &columns { td { (cell(fields.get(*column))) } } }
                    }
                }
            }
        }
    }
}

fn cell(value: Option<&Document>) -> Markup {
    let text = match value {
        None | Some(Document::Null) => return html! {},
        Some(Document::String(text)) => text.clone(),
        Some(other) => serde_json::to_string(other).unwrap_or_default(),
    };
    let (shown, is_cut) = cut(&text, CHARACTERS);
    html! {
        @if is_cut { span title=(cut(&text, 2000).0) { (shown) "…" } } @else { (shown) }
    }
}
