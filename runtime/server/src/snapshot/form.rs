//! A snapshot as a document.

use super::{Snapshot, print};
use crate::state::kept::{Kept, KeptRecord, KeptToken};
use shapewright_schema::{Blob, Document};
use std::collections::BTreeMap;

/// The version of the form, which is the value of `snapshot`.
pub(super) const VERSION: i64 = 1;

impl Snapshot {
    /// The snapshot as a document.
    pub fn to_document(&self) -> Document {
        let services = each(&self.services, |accounts| each(accounts, |regions| each(regions, kept)));
        map([("snapshot", VERSION.into()), ("services", services)])
    }

    /// The snapshot as JSON text for people.
    pub fn to_json(&self) -> String {
        print::pretty(&self.to_document())
    }
}

fn kept(kept: &Kept) -> Document {
    let records = each(&kept.records, |records| {
        Document::List(records.iter().map(record).collect())
    });
    let mut fields = vec![("sequence", whole(kept.sequence)), ("records", records)];
    if !kept.tokens.is_empty() {
        fields.push(("tokens", Document::List(kept.tokens.iter().map(token).collect())));
    }
    map(fields)
}

fn record(record: &KeptRecord) -> Document {
    let mut fields = vec![
        ("sequence", whole(record.sequence)),
        ("members", record.members.clone().into()),
    ];
    if let Some(identifiers) = &record.identifiers {
        let identifiers = identifiers.iter().map(|identifier| identifier.as_str().into());
        fields.push(("identifiers", Document::List(identifiers.collect())));
    }
    map(fields)
}

fn token(token: &KeptToken) -> Document {
    let headers = token.headers.iter();
    let headers = headers.map(|(name, value)| Document::List(vec![name.as_str().into(), value.as_str().into()]));
    let body = match std::str::from_utf8(&token.body) {
        Ok(text) => ("body", text.into()),
        Err(_) => ("bodyBase64", Document::of(&Blob::new(&token.body[..]))),
    };
    map([
        ("operation", token.operation.as_str().into()),
        ("token", token.token.as_str().into()),
        ("input", token.input.clone().into()),
        ("status", i64::from(token.status).into()),
        ("headers", Document::List(headers.collect())),
        body,
    ])
}

fn each<T>(entries: &BTreeMap<String, T>, form: impl Fn(&T) -> Document) -> Document {
    let entries = entries.iter().map(|(key, value)| (key.clone(), form(value)));
    Document::Map(entries.collect())
}

fn map<'a>(fields: impl IntoIterator<Item = (&'a str, Document)>) -> Document {
    let fields = fields.into_iter().map(|(key, value)| (key.to_owned(), value));
    Document::Map(fields.collect())
}

fn whole(number: u64) -> Document {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}
