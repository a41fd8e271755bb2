//! The only way into a state: everything or nothing.

use super::{Fields, Record, Store, collection::Collection, store::State};
use crate::{Refusal, plan::Plan, seed::Seed};
use shapewright_schema::{Document, Timestamp};
use std::sync::{MutexGuard, PoisonError};

/// A transaction on the state of one service in one account and region. Nobody else sees or changes that state
/// meanwhile; a transaction that ends with a refusal, or in a panic, leaves everything as it was.
///
/// Records are named by their lifecycle and their identifiers: those of the records above them from the root, then
/// their own.
pub struct Transaction<'a> {
    pub(super) plan: &'a Plan,
    pub(super) store: &'a Store,
    pub(super) now: Timestamp,
    state: MutexGuard<'a, State>,
    undo: Vec<Undo>,
    /// The sequence number to go back to.
    sequence: u64,
}

/// How to take one step back. Steps name the collection by its index.
enum Undo {
    /// The record with this sequence number was added.
    Remove(usize, u64),
    /// This record was removed.
    Insert(usize, Record),
}

impl<'a> Transaction<'a> {
    pub(crate) fn begin(plan: &'a Plan, store: &'a Store, now: Timestamp) -> Self {
        // A panic within a transaction has undone its steps on the way: what the lock holds is whole.
        let mut state = store.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.collections.len() < plan.kinds.len() {
            state.collections.resize_with(plan.kinds.len(), Collection::default);
        }
        Self {
            plan,
            store,
            now,
            sequence: state.sequence,
            state,
            undo: Vec::new(),
        }
    }

    pub(crate) fn commit(mut self) {
        self.undo.clear();
        self.sequence = self.state.sequence;
    }

    /// The time of the request, by the mock's clock.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The record of the lifecycle `kind` with these identifiers.
    pub fn find(&self, kind: &str, identifiers: &[&str]) -> Option<&Record> {
        let index = self.index(kind)?;
        self.collection(index).get(&self.owned(index, identifiers))
    }

    /// The record of the lifecycle `kind` that a request names so: by its identifiers, where the last one may be a
    /// value of another member that it is found by.
    pub fn named(&self, kind: &str, identifiers: &[&str]) -> Option<&Record> {
        let index = self.index(kind)?;
        let identifiers: Vec<String> = identifiers.iter().map(|identifier| (*identifier).to_owned()).collect();
        self.named_at(index, &identifiers)
    }

    /// The record of the lifecycle `kind` under these identifiers that has this value of a unique member.
    pub fn find_by(&self, kind: &str, under: &[&str], member: &str, value: &str) -> Option<&Record> {
        let index = self.index(kind)?;
        let facts = &self.plan.kinds[index];
        self.collection(index)
            .by_member(facts, &self.owned(index, under), member, value)
    }

    /// The records of the lifecycle `kind` whose identifiers begin with these, in the order of creation.
    pub fn records(&self, kind: &str, under: &[&str]) -> Vec<&Record> {
        let Some(index) = self.index(kind) else {
            return Vec::new();
        };
        let facts = &self.plan.kinds[index];
        let mut wanted: Vec<Option<String>> = self.owned(index, under).into_iter().map(Some).collect();
        wanted.resize(facts.identifiers.len(), None);
        self.collection(index).matching(facts, &wanted, 0).collect()
    }

    /// Adds a record, or replaces the one with the same identifiers. Its identifiers become members of it; nothing else
    /// is added and no rule of the lifecycle is looked at.
    ///
    /// # Errors
    /// When there is no such lifecycle, or it has another number of identifiers.
    pub fn put(&mut self, kind: &str, identifiers: &[&str], mut fields: Fields) -> Result<(), Refusal> {
        let (index, names) = self.writable(kind, identifiers)?;
        for (name, identifier) in names.iter().zip(identifiers) {
            fields.insert((*name).to_owned(), Document::String((*identifier).to_owned()));
        }
        let identifiers = self.owned(index, identifiers);
        let old = self.collection(index).get(&identifiers).map(|record| record.sequence);
        let record = Record {
            sequence: old.unwrap_or_else(|| self.next_sequence()),
            identifiers,
            fields,
        };
        self.replace(index, record);
        Ok(())
    }

    /// Changes members of a record; null removes one. Returns whether there is such a record.
    ///
    /// # Errors
    /// When there is no such lifecycle, or it has another number of identifiers.
    pub fn set(&mut self, kind: &str, identifiers: &[&str], changes: Fields) -> Result<bool, Refusal> {
        let (index, _) = self.writable(kind, identifiers)?;
        let Some(mut record) = self.collection(index).get(&self.owned(index, identifiers)).cloned() else {
            return Ok(false);
        };
        for (name, value) in changes {
            match value {
                Document::Null => record.fields.remove(&name),
                value => record.fields.insert(name, value),
            };
        }
        self.replace(index, record);
        Ok(true)
    }

    /// Removes a record and all that live under it. Returns whether there was such a record.
    ///
    /// # Errors
    /// When there is no such lifecycle, or it has another number of identifiers.
    pub fn remove(&mut self, kind: &str, identifiers: &[&str]) -> Result<bool, Refusal> {
        let (index, _) = self.writable(kind, identifiers)?;
        let identifiers = self.owned(index, identifiers);
        let Some(sequence) = self.collection(index).get(&identifiers).map(|record| record.sequence) else {
            return Ok(false);
        };
        self.cascade(index, sequence);
        Ok(true)
    }

    /// Identifiers of a record as they are compared with others.
    fn owned(&self, index: usize, identifiers: &[&str]) -> Vec<String> {
        let facts = &self.plan.kinds[index];
        let identifiers = identifiers.iter().enumerate();
        identifiers
            .map(|(place, identifier)| facts.folded(place, identifier))
            .collect()
    }

    /// The record that a request names so.
    pub(super) fn named_at(&self, index: usize, identifiers: &[String]) -> Option<&Record> {
        let facts = &self.plan.kinds[index];
        let collection = self.collection(index);
        let folded = identifiers.iter().enumerate();
        let folded: Vec<String> = folded
            .map(|(place, identifier)| facts.folded(place, identifier))
            .collect();
        collection.get(&folded).or_else(|| {
            let (value, _) = identifiers.split_last()?;
            let inherited = folded.get(..facts.inherited)?;
            facts
                .lifecycle
                .found_by
                .iter()
                .find_map(|member| collection.by_member(facts, inherited, member, value))
                .or_else(|| {
                    let above = &folded[..folded.len() - 1];
                    let record = collection.by_arn(value)?;
                    record.identifiers.starts_with(above).then_some(record)
                })
        })
    }

    /// The record of any lifecycle with this ARN, with the place of its lifecycle.
    pub(super) fn by_arn(&self, arn: &str) -> Option<(usize, &Record)> {
        let collections = self.state.collections.iter().enumerate();
        let mut found = collections.filter_map(|(index, collection)| Some((index, collection.by_arn(arn)?)));
        found.next()
    }

    fn index(&self, kind: &str) -> Option<usize> {
        self.plan.kinds.iter().position(|facts| facts.lifecycle.name == kind)
    }

    fn writable(&self, kind: &str, identifiers: &[&str]) -> Result<(usize, &'a [&'static str]), Refusal> {
        let service = self.plan.service.id;
        let index = self
            .index(kind)
            .ok_or_else(|| Refusal::internal(format!("{service} has no lifecycle {kind}")))?;
        let names = self.plan.kinds[index].identifiers.as_slice();
        if names.len() == identifiers.len() {
            return Ok((index, names));
        }
        Err(Refusal::internal(format!(
            "a {kind} of {service} is found by {}, but {} identifiers were given",
            names.join(", "),
            identifiers.len()
        )))
    }

    pub(super) fn collection(&self, index: usize) -> &Collection {
        &self.state.collections[index]
    }

    pub(super) fn next_sequence(&mut self) -> u64 {
        self.state.sequence += 1;
        self.state.sequence
    }

    /// A seed for something of this service, account and region.
    pub(super) fn seed(&self, what: &str, detail: &str) -> Seed {
        Seed::of(&[
            self.plan.service.name,
            self.store.account(),
            self.store.region(),
            what,
            detail,
        ])
        .and(self.store.seed)
    }

    /// Adds a record in the place of the one with the same sequence number, where there is one.
    pub(super) fn replace(&mut self, index: usize, record: Record) {
        self.take(index, record.sequence);
        self.undo.push(Undo::Remove(index, record.sequence));
        self.state.collections[index].insert(&self.plan.kinds[index], record);
    }

    /// Removes a record and all that live under it.
    pub(super) fn cascade(&mut self, index: usize, sequence: u64) -> Option<Record> {
        let record = self.take(index, sequence)?;
        let plan = self.plan;
        for child in &plan.kinds[index].children {
            let facts = &plan.kinds[*child];
            let mut wanted: Vec<Option<String>> = record.identifiers.iter().cloned().map(Some).collect();
            wanted.resize(facts.identifiers.len(), None);
            let below: Vec<u64> = self
                .collection(*child)
                .matching(facts, &wanted, 0)
                .map(|record| record.sequence)
                .collect();
            for sequence in below {
                self.cascade(*child, sequence);
            }
        }
        // What names it by an identifier goes too.
        for (other, place) in &plan.kinds[index].referrers {
            let naming = self.collection(*other).naming(*place, &record.identifiers);
            let naming: Vec<u64> = naming.map(|record| record.sequence).collect();
            for sequence in naming {
                self.cascade(*other, sequence);
            }
        }
        Some(record)
    }

    fn take(&mut self, index: usize, sequence: u64) -> Option<Record> {
        let record = self.state.collections[index].remove(&self.plan.kinds[index], sequence)?;
        self.undo.push(Undo::Insert(index, record.clone()));
        Some(record)
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        self.state.sequence = self.sequence;
        while let Some(step) = self.undo.pop() {
            match step {
                Undo::Remove(index, sequence) => {
                    self.state.collections[index].remove(&self.plan.kinds[index], sequence);
                }
                Undo::Insert(index, record) => {
                    self.state.collections[index].insert(&self.plan.kinds[index], record);
                }
            }
        }
    }
}
