//! Records as seeds give them.

use super::{Fields, Record, Transaction, make, path, record::text_of, refer};
use crate::{Refusal, plan::RecordKind};
use shapewright_schema::Document;

/// Why a record of a seed cannot be.
pub(crate) enum SeedRejection {
    /// The record above it is not there: the name of its lifecycle.
    Orphan(&'static str),
    /// What this member names is not there: the names of the lifecycles that it can be of.
    Dangling(&'static str, Vec<&'static str>),
    /// There is one with the same identifiers.
    Present,
    /// There is one with the same value of this member.
    Clash(&'static str),
    /// There are so many under the same parent already, and no more may be.
    Full(usize),
    /// Something else.
    Refused(Refusal),
}

impl Transaction<'_> {
    /// Puts a record in, with what a new record holds besides what is `said` of it; a null says that the record lacks a
    /// member. Identifiers that are not said are made up; those of other records take the place of other names for
    /// them. A record with the same identifiers is replaced where `may_replace` says so. Gives the identifiers.
    pub(crate) fn seed_record(
        &mut self,
        index: usize,
        said: &Fields,
        may_replace: impl FnOnce(&[String]) -> bool,
    ) -> Result<Vec<String>, SeedRejection> {
        let kind = &self.plan.kinds[index];
        let mut said = said.clone();
        self.resolve_parents(kind, &mut said)?;
        self.resolve_references(kind, &mut said)?;
        let identifiers = self
            .identify_seeded(index, kind, &mut said)
            .map_err(SeedRejection::Refused)?;
        let old = self.collection(index).get(&identifiers).map(|record| record.sequence);
        if old.is_some() && !may_replace(&identifiers) {
            return Err(SeedRejection::Present);
        }
        let above = &identifiers[..kind.inherited];
        if let Some(most) = kind.lifecycle.most
            && old.is_none()
            && self.collection(index).count(above) >= most.count
        {
            return Err(SeedRejection::Full(most.count));
        }
        let record = Record {
            sequence: old.unwrap_or_else(|| self.next_sequence()),
            identifiers: identifiers.clone(),
            fields: Fields::new(),
        };
        let record = self.grow(kind, record, &said);
        if let Some(member) = self.collection(index).clash(kind, &record) {
            return Err(SeedRejection::Clash(member));
        }
        self.replace(index, record);
        Ok(identifiers)
    }

    fn resolve_parents(&self, kind: &RecordKind, said: &mut Fields) -> Result<(), SeedRejection> {
        for ancestor in &kind.ancestors {
            let above = &self.plan.kinds[*ancestor];
            // One that is alone under its parent needs not be there for others to live under it.
            if above.lifecycle.id.is_empty() {
                continue;
            }
            let known: Vec<String> = wanted(above, said).into_iter().flatten().collect();
            let record = self
                .named_at(*ancestor, &known)
                .ok_or(SeedRejection::Orphan(above.lifecycle.name))?;
            if let (Some(name), Some(identifier)) = (above.identifiers.last(), record.identifiers.last()) {
                said.insert((*name).to_owned(), Document::String(identifier.clone()));
            }
        }
        Ok(())
    }

    fn resolve_references(&self, kind: &RecordKind, said: &mut Fields) -> Result<(), SeedRejection> {
        for reference in &kind.references {
            let Some(value) = said.get(reference.member).and_then(text_of) else {
                continue;
            };
            let Some((_, record)) = refer::named(self, reference, &wanted(kind, said), &value) else {
                let kinds = &self.plan.kinds;
                let names = reference.to.iter().map(|(other, _)| kinds[*other].lifecycle.name);
                return Err(SeedRejection::Dangling(reference.member, names.collect()));
            };
            if let Some(identifier) = record.identifiers.last() {
                said.insert(reference.member.to_owned(), Document::String(identifier.clone()));
            }
        }
        Ok(())
    }

    /// The identifiers of a record; those that are not said are made up, as if they were.
    fn identify_seeded(&mut self, index: usize, kind: &RecordKind, said: &mut Fields) -> Result<Vec<String>, Refusal> {
        let wanted = wanted(kind, said);
        let missing: Vec<usize> = (0..wanted.len()).filter(|place| wanted[*place].is_none()).collect();
        let mut identifiers: Vec<String> = wanted.into_iter().map(Option::unwrap_or_default).collect();
        if !missing.is_empty() {
            self.make_up(index, &mut identifiers, &missing, |identifier| {
                kind.lifecycle.record.member(identifier).map(|(_, member)| member)
            })?;
        }
        for place in missing {
            let made = Document::String(identifiers[place].clone());
            said.insert(kind.identifiers[place].to_owned(), made);
        }
        for (place, identifier) in identifiers.iter_mut().enumerate() {
            *identifier = kind.folded(place, identifier);
        }
        Ok(identifiers)
    }

    /// The members of a record: what is said, the identifiers among it, those of every new one, and the time where none is
    /// said.
    fn grow(&self, kind: &RecordKind, mut record: Record, said: &Fields) -> Record {
        record.fields = said.clone();
        make::begin(kind, &mut record.fields);
        for member in kind.lifecycle.created.iter().chain(kind.lifecycle.modified) {
            path::supply(&mut record.fields, member, Document::String(self.now.to_string()));
        }
        record.fields.retain(|_, value| *value != Document::Null);
        if kind.lifecycle.arn.is_some_and(|arn| !said.contains_key(arn)) {
            self.give_arn(kind, &mut record);
        }
        record
    }
}

/// The identifiers that are said.
fn wanted(kind: &RecordKind, said: &Fields) -> Vec<Option<String>> {
    let names = kind.identifiers.iter();
    names.map(|name| said.get(*name).and_then(text_of)).collect()
}
