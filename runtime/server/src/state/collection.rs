//! The records of one lifecycle, and the indexes that find them.

use super::{
    path,
    record::{Record, text_of},
};
use crate::plan::RecordKind;
use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::Hash,
    ops::Bound,
};

/// The sequence numbers of records that have something in common.
type Sequences = BTreeSet<u64>;

/// The records of one lifecycle. Records are held by sequence number; every index gives those.
#[derive(Default)]
pub(super) struct Collection {
    records: BTreeMap<u64, Record>,
    /// By all identifiers.
    keys: HashMap<Vec<String>, u64>,
    /// By each beginning of the identifiers, the empty and the whole one left out.
    prefixes: HashMap<Vec<String>, Sequences>,
    /// By the own identifiers alone, where there are inherited ones.
    own: HashMap<Vec<String>, Sequences>,
    /// By a unique member: its name, the inherited identifiers, its value.
    unique: HashMap<(&'static str, Vec<String>, String), u64>,
    /// By ARN.
    arns: HashMap<String, Sequences>,
    /// By an identifier that names a record of another lifecycle: its place and its value.
    naming: HashMap<(usize, String), Sequences>,
}

impl Collection {
    /// The record with exactly these identifiers.
    pub(super) fn get(&self, identifiers: &[String]) -> Option<&Record> {
        self.keys
            .get(identifiers)
            .and_then(|sequence| self.records.get(sequence))
    }

    /// The record with this sequence number.
    pub(super) fn at(&self, sequence: u64) -> Option<&Record> {
        self.records.get(&sequence)
    }

    /// Whether there is a record with this sequence number.
    pub(super) fn has(&self, sequence: u64) -> bool {
        self.records.contains_key(&sequence)
    }

    /// All records, in the order of creation.
    pub(super) fn all(&self) -> impl Iterator<Item = &Record> {
        self.records.values()
    }

    /// The records that have all identifiers that are wanted, in the order of creation, starting after a sequence
    /// number.
    pub(super) fn matching<'a: 'w, 'w>(
        &'a self,
        kind: &RecordKind,
        wanted: &'w [Option<String>],
        after: u64,
    ) -> Box<dyn Iterator<Item = &'a Record> + 'w> {
        let known = |part: &[Option<String>]| part.iter().cloned().collect::<Option<Vec<String>>>();
        if let Some(identifiers) = known(wanted) {
            return Box::new(
                self.get(&identifiers)
                    .into_iter()
                    .filter(move |record| record.sequence > after),
            );
        }
        let fits = move |record: &&'a Record| {
            let pairs = wanted.iter().zip(&record.identifiers);
            pairs
                .into_iter()
                .all(|(wanted, held)| wanted.as_ref().is_none_or(|wanted| wanted == held))
        };
        let later = (Bound::Excluded(after), Bound::Unbounded);
        let length = wanted.iter().take_while(|identifier| identifier.is_some()).count();
        let narrowed = match known(&wanted[..length]) {
            Some(prefix) if length > 0 => Some(self.prefixes.get(&prefix)),
            _ if kind.inherited > 0 => known(&wanted[kind.inherited..]).map(|own| self.own.get(&own)),
            _ => None,
        };
        match narrowed {
            Some(sequences) => {
                let sequences = sequences.into_iter().flat_map(move |sequences| sequences.range(later));
                Box::new(sequences.filter_map(|sequence| self.records.get(sequence)).filter(fits))
            }
            None => Box::new(self.records.range(later).map(|(_, record)| record).filter(fits)),
        }
    }

    /// The record with this value of a unique member under a parent.
    pub(super) fn by_member(
        &self,
        kind: &RecordKind,
        inherited: &[String],
        member: &str,
        value: &str,
    ) -> Option<&Record> {
        let member = kind.lifecycle.unique.iter().find(|unique| **unique == member)?;
        let value = kind.folded_member(member, value).into_owned();
        let sequence = self.unique.get(&(*member, inherited.to_vec(), value))?;
        self.records.get(sequence)
    }

    /// The record with this ARN, of several the one made first.
    pub(super) fn by_arn(&self, arn: &str) -> Option<&Record> {
        self.records.get(self.arns.get(arn)?.first()?)
    }

    /// The records whose identifier at `place` names a record: the one with these identifiers.
    pub(super) fn naming<'a>(&'a self, place: usize, named: &'a [String]) -> impl Iterator<Item = &'a Record> {
        let (own, above) = named
            .split_last()
            .map_or(("", named), |(own, above)| (own.as_str(), above));
        let sequences = self.naming.get(&(place, own.to_owned()));
        sequences
            .into_iter()
            .flatten()
            .filter_map(|sequence| self.records.get(sequence))
            .filter(move |record| record.identifiers.starts_with(above))
    }

    /// How many records there are under a parent.
    pub(super) fn count(&self, inherited: &[String]) -> usize {
        match inherited {
            [] => self.records.len(),
            _ => self.prefixes.get(inherited).map_or(0, Sequences::len),
        }
    }

    /// The unique member whose value in `fields` another record under the same parent has.
    pub(super) fn clash(&self, kind: &RecordKind, record: &Record) -> Option<&'static str> {
        unique_keys(kind, record)
            .find(|key| self.unique.get(key).is_some_and(|holder| *holder != record.sequence))
            .map(|(member, ..)| member)
    }

    /// Adds a record; one with the same sequence number or identifiers must not be there.
    pub(super) fn insert(&mut self, kind: &RecordKind, record: Record) {
        let sequence = record.sequence;
        for length in 1..record.identifiers.len() {
            self.prefixes
                .entry(record.identifiers[..length].to_vec())
                .or_default()
                .insert(sequence);
        }
        if kind.inherited > 0 {
            self.own
                .entry(record.identifiers[kind.inherited..].to_vec())
                .or_default()
                .insert(sequence);
        }
        for key in unique_keys(kind, &record) {
            self.unique.insert(key, sequence);
        }
        if let Some(arn) = arn(kind, &record) {
            self.arns.entry(arn.to_owned()).or_default().insert(sequence);
        }
        for place in naming_places(kind) {
            let key = (place, record.identifiers[place].clone());
            self.naming.entry(key).or_default().insert(sequence);
        }
        self.keys.insert(record.identifiers.clone(), sequence);
        self.records.insert(sequence, record);
    }

    /// Removes a record.
    pub(super) fn remove(&mut self, kind: &RecordKind, sequence: u64) -> Option<Record> {
        let record = self.records.remove(&sequence)?;
        self.keys.remove(&record.identifiers);
        for length in 1..record.identifiers.len() {
            forget(&mut self.prefixes, &record.identifiers[..length], sequence);
        }
        if kind.inherited > 0 {
            forget(&mut self.own, &record.identifiers[kind.inherited..], sequence);
        }
        for key in unique_keys(kind, &record) {
            if self.unique.get(&key) == Some(&sequence) {
                self.unique.remove(&key);
            }
        }
        if let Some(arn) = arn(kind, &record) {
            forget(&mut self.arns, arn, sequence);
        }
        for place in naming_places(kind) {
            forget(&mut self.naming, &(place, record.identifiers[place].clone()), sequence);
        }
        Some(record)
    }
}

fn forget<K, Q>(index: &mut HashMap<K, Sequences>, key: &Q, sequence: u64)
where
    K: Borrow<Q> + Eq + Hash,
    Q: Eq + Hash + ?Sized,
{
    if let Some(sequences) = index.get_mut(key) {
        sequences.remove(&sequence);
        if sequences.is_empty() {
            index.remove(key);
        }
    }
}

fn unique_keys(kind: &RecordKind, record: &Record) -> impl Iterator<Item = (&'static str, Vec<String>, String)> {
    let inherited = &record.identifiers[..kind.inherited];
    kind.lifecycle.unique.iter().filter_map(|member| {
        let value = path::get(&record.fields, member).and_then(text_of)?;
        let value = kind.folded_member(member, &value).into_owned();
        Some((*member, inherited.to_vec(), value))
    })
}

/// The ARN of a record.
fn arn<'r>(kind: &RecordKind, record: &'r Record) -> Option<&'r str> {
    record.text(kind.lifecycle.arn?)
}

/// The places of identifiers that name other records.
fn naming_places(kind: &RecordKind) -> impl Iterator<Item = usize> {
    kind.references.iter().filter_map(|reference| reference.place)
}
