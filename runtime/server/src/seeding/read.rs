//! From a seed document to records that obey the description.

use super::{SeedError, SeedProblem};
use crate::{
    Dynamic, Mock, Place,
    hosted::Loaded,
    names::closest,
    plan::RecordKind,
    route::scope::{is_account, is_region},
    state::{Fields, errors::one},
    validate,
};
use shapewright_schema::{Document, Kind, Member, Schema};
use std::{collections::BTreeMap, fmt::Display};

/// The key beside the services under which other accounts stand.
const ACCOUNTS: &str = "accounts";

/// Records for one state, in the order in which they are put in.
pub(super) type Batch = Vec<Item>;

/// Records by the index of the service, and the account and region: locks are taken in this order.
pub(super) type Batches = BTreeMap<(usize, Place), Batch>;

/// One record.
pub(super) struct Item {
    /// The index of its lifecycle.
    pub(super) kind: usize,
    /// Where in the document.
    pub(super) pointer: String,
    /// Its members by name; a null is said too.
    pub(super) said: Fields,
}

/// Reads documents, and collects all that is wrong with them.
pub(super) struct Reader<'a> {
    mock: &'a Mock,
    batches: Batches,
    problems: Vec<SeedProblem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(mock: &'a Mock) -> Self {
        Self {
            mock,
            batches: Batches::new(),
            problems: Vec::new(),
        }
    }

    /// What was read. Records stand after those that they live under and those that they name.
    pub(super) fn finish(mut self) -> Result<Batches, SeedError> {
        if !self.problems.is_empty() {
            return Err(SeedError::new(self.problems));
        }
        for ((service, _), batch) in &mut self.batches {
            let kinds = &self.mock.hosted()[*service].loaded().plan.kinds;
            batch.sort_by_cached_key(|item| rank(kinds, item.kind, &mut Vec::new()));
        }
        Ok(self.batches)
    }

    /// The whole document: services, and other accounts.
    pub(super) fn root(&mut self, place: &Place, document: &Document) {
        for (name, value) in self.entries("", document, "an object of services") {
            let pointer = under("", name);
            if name == ACCOUNTS {
                self.accounts(&pointer, value);
            } else {
                self.service(place, &pointer, name, value, &[ACCOUNTS]);
            }
        }
    }

    fn accounts(&mut self, pointer: &str, document: &Document) {
        for (account, regions) in self.entries(pointer, document, "an object of accounts") {
            let pointer = under(pointer, account);
            if !is_account(account) {
                self.wrong(&pointer, quoted(account), "an account: twelve digits");
            }
            for (region, services) in self.entries(&pointer, regions, "an object of regions") {
                let pointer = under(&pointer, region);
                if !is_region(region) {
                    self.wrong(&pointer, quoted(region), "a region, for instance \"eu-west-1\"");
                }
                let place = Place::new(account, region);
                for (name, value) in self.entries(&pointer, services, "an object of services") {
                    self.service(&place, &under(&pointer, name), name, value, &[]);
                }
            }
        }
    }

    fn service(&mut self, place: &Place, pointer: &str, name: &str, document: &Document, besides: &[&str]) {
        let services = self.mock.hosted();
        let Some(index) = services.iter().position(|hosted| hosted.name() == name) else {
            let names = services.iter().map(|hosted| hosted.name());
            return self.unknown(
                pointer,
                name,
                names.chain(besides.iter().copied()),
                "a service of this mock",
            );
        };
        let hosted = services[index].loaded();
        let kinds = &hosted.plan.kinds;
        for (collection, records) in self.entries(pointer, document, "an object of collections") {
            let pointer = under(pointer, collection);
            match kinds.iter().position(|kind| kind.lifecycle.collection == collection) {
                Some(kind) => {
                    let items = self.collection(&hosted, kind, &pointer, records);
                    self.batches.entry((index, place.clone())).or_default().extend(items);
                }
                None => {
                    let names = kinds.iter().map(|kind| kind.lifecycle.collection);
                    self.unknown(&pointer, collection, names, &format!("a collection of {name}"));
                }
            }
        }
    }

    fn collection(&mut self, hosted: &Loaded, index: usize, pointer: &str, records: &Document) -> Vec<Item> {
        let kind = &hosted.plan.kinds[index];
        match records {
            Document::List(records) if !kind.identifiers.is_empty() => {
                let records = records.iter().enumerate();
                records
                    .filter_map(|(at, record)| self.record(hosted, index, under(pointer, &at.to_string()), record))
                    .collect()
            }
            Document::Map(_) if kind.lifecycle.id.is_empty() => self
                .record(hosted, index, pointer.to_owned(), records)
                .into_iter()
                .collect(),
            other => {
                let must = match kind.identifiers.is_empty() {
                    true => "an object: there is one record at most",
                    false => "a list of records",
                };
                self.wrong(pointer, other.kind(), must);
                Vec::new()
            }
        }
    }

    fn record(&mut self, hosted: &Loaded, index: usize, pointer: String, document: &Document) -> Option<Item> {
        let kind = &hosted.plan.kinds[index];
        let Document::Map(fields) = document else {
            self.wrong(&pointer, document.kind(), "an object: a record by its members");
            return None;
        };
        let schema = kind.lifecycle.record;
        self.unknown_members(&pointer, schema, fields);
        self.missing_identifiers(hosted, kind, &pointer, fields);
        let mut record = Dynamic::new(schema);
        if let Err(mismatch) = Document::fill_structure(fields, &mut record) {
            self.wrong(&(pointer + &mismatch.pointer), mismatch.found, mismatch.wanted);
            return None;
        }
        for violation in validate::violations(&record) {
            let pointer = format!("{pointer}{}", violation.pointer);
            self.problems
                .push(SeedProblem::new(&pointer, violation.got(), violation.must()));
        }
        let mut said = Document::fields_of(&record);
        let nulls = fields.iter().filter(|(_, value)| **value == Document::Null);
        said.extend(nulls.map(|(name, _)| (name.clone(), Document::Null)));
        Some(Item {
            kind: index,
            pointer,
            said,
        })
    }

    fn missing_identifiers(&mut self, hosted: &Loaded, kind: &RecordKind, pointer: &str, fields: &Fields) {
        for identifier in &kind.identifiers {
            let said = fields.get(*identifier).filter(|said| **said != Document::Null);
            let is_empty = said.is_some_and(|said| said.as_str() == Some(""));
            if said.is_none() && !kind.makes_up(hosted.service, identifier) || is_empty {
                let got = if is_empty { "\"\"" } else { "nothing" };
                let must = format!(
                    "there: it is one of the members that identify {}",
                    one(kind.lifecycle.name)
                );
                self.wrong(&under(pointer, identifier), got, must);
            }
        }
    }

    /// Members that the shape does not have, at any depth.
    fn unknown_members(&mut self, pointer: &str, schema: &'static Schema, fields: &Fields) {
        for (name, value) in fields {
            let pointer = under(pointer, name);
            match schema.member(name) {
                Some((_, member)) => self.unknown_within(&pointer, member, value),
                None => {
                    let names = schema.members().iter().map(|member| member.name);
                    self.unknown(&pointer, name, names, &format!("a member of {}", schema.name));
                }
            }
        }
    }

    fn unknown_within(&mut self, pointer: &str, member: &'static Member, value: &Document) {
        match (&member.target.kind, value) {
            (Kind::Structure(_) | Kind::Union(_), Document::Map(fields)) => {
                self.unknown_members(pointer, member.target, fields);
            }
            (Kind::List { member, .. }, Document::List(elements)) => {
                for (at, element) in elements.iter().enumerate() {
                    self.unknown_within(&under(pointer, &at.to_string()), member, element);
                }
            }
            (Kind::Map { value: member, .. }, Document::Map(entries)) => {
                for (key, entry) in entries {
                    self.unknown_within(&under(pointer, key), member, entry);
                }
            }
            _ => {}
        }
    }

    fn entries<'d>(&mut self, pointer: &str, document: &'d Document, must: &str) -> Vec<(&'d String, &'d Document)> {
        match document {
            Document::Map(entries) => entries.iter().collect(),
            other => {
                self.wrong(pointer, other.kind(), must);
                Vec::new()
            }
        }
    }

    fn unknown<'n>(&mut self, pointer: &str, name: &str, names: impl Iterator<Item = &'n str>, what: &str) {
        let names: Vec<&str> = names.collect();
        let must = match closest(name, &names) {
            Some(meant) => format!("{what}; did you mean {}?", quoted(meant)),
            None => format!("{what}: {}", names.join(", ")),
        };
        self.wrong(pointer, quoted(name), must);
    }

    /// Something must be something else.
    fn wrong(&mut self, pointer: &str, got: impl Into<String>, must_be: impl Display) {
        self.problems
            .push(SeedProblem::new(pointer, got, format!("be {must_be}")));
    }
}

/// How many lifecycles have to stand before one, at most: those above it, and those that it names. One that leads back
/// to itself does not count.
fn rank(kinds: &[RecordKind], index: usize, within: &mut Vec<usize>) -> usize {
    if within.contains(&index) {
        return 0;
    }
    within.push(index);
    let kind = &kinds[index];
    let named = kind.references.iter().flat_map(|reference| &reference.to);
    let before = kind.ancestors.iter().chain(named.map(|(other, _)| other));
    let rank = before.map(|other| rank(kinds, *other, within) + 1).max();
    within.pop();
    rank.unwrap_or(0)
}

/// A JSON pointer, one step further.
fn under(pointer: &str, step: &str) -> String {
    format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"))
}

fn quoted(text: &str) -> String {
    format!("{:?}", validate::shortened(text))
}
