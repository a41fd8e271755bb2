//! What an operation does by its lifecycle.

use super::{
    Fields, Record, Transaction,
    call::Call,
    conditions,
    errors::{absent, one, said_of},
    fill, make, path,
    record::text_of,
    refer, tags,
};
use crate::{
    Refusal,
    lifecycle::{Condition, Matching},
    page_token,
    plan::{Role, Transitioning},
    synth, validate,
};
use shapewright_schema::{Document, Operation, Structure};

/// Whether a listing shows a record.
pub(crate) type Filter<'a> = &'a dyn Fn(&Record) -> bool;

/// Carries out an operation: by its lifecycle, else by what can be made up from the schema. A listing shows the records
/// that pass `filter`.
pub(crate) fn respond(
    transaction: &mut Transaction<'_>,
    operation: &'static Operation,
    input: &dyn Structure,
    filter: Filter<'_>,
    output: &mut dyn Structure,
) -> Result<(), Refusal> {
    let fields = Document::fields_of(input);
    let plan = transaction.plan;
    if let Some(tagged) = plan.tagged(operation) {
        return tags::respond(transaction, operation, tagged, &fields, output);
    }
    let Some((role, index)) = plan.role(operation) else {
        synth::output(plan.service, operation, &fields, transaction.now, output);
        return Ok(());
    };
    let mut call = Call::new(operation, index, &plan.kinds[index], fields);
    call.resolve(transaction, role)?;
    match role {
        Role::Create => call.create(transaction, output),
        Role::Put => call.put(transaction, output),
        Role::Read => call.read(transaction, output),
        Role::Update => call.update(transaction, output),
        Role::Delete => call.delete(transaction, output),
        Role::List => call.list(transaction, filter, output),
    }
}

impl Call<'_> {
    fn create(&mut self, transaction: &mut Transaction<'_>, output: &mut dyn Structure) -> Result<(), Refusal> {
        let identifiers = self.identify(transaction)?;
        if transaction.collection(self.index).get(&identifiers).is_some() {
            return Err(self.already_there(transaction, &self.kind.identifiers[self.kind.inherited..]));
        }
        self.check_room(transaction, &identifiers)?;
        let record = self.fresh(transaction, identifiers);
        self.keep(transaction, record, output)
    }

    fn put(&mut self, transaction: &mut Transaction<'_>, output: &mut dyn Structure) -> Result<(), Refusal> {
        let identifiers = self.identify(transaction)?;
        let Some(old) = transaction.collection(self.index).get(&identifiers) else {
            self.check_room(transaction, &identifiers)?;
            let record = self.fresh(transaction, identifiers);
            return self.keep(transaction, record, output);
        };
        // The request replaces what a request can say. What the record was made with, and when, stays.
        let lifecycle = self.kind.lifecycle;
        let kept = self
            .kind
            .initial
            .iter()
            .map(|(member, _)| *member)
            .chain(lifecycle.created.iter().copied())
            .chain(lifecycle.arn)
            .chain(lifecycle.tags);
        let mut record = Record {
            sequence: old.sequence,
            identifiers,
            fields: self.fields.clone(),
        };
        for member in kept {
            if let Some(value) = path::get(&old.fields, member) {
                path::supply(&mut record.fields, member, value.clone());
            }
        }
        self.name(&mut record);
        transaction.stamp(&mut record, lifecycle.modified);
        self.keep(transaction, record, output)
    }

    fn read(&self, transaction: &mut Transaction<'_>, output: &mut dyn Structure) -> Result<(), Refusal> {
        let record = self.find(transaction)?;
        self.fill(transaction, record, output);
        Ok(())
    }

    fn update(&self, transaction: &mut Transaction<'_>, output: &mut dyn Structure) -> Result<(), Refusal> {
        let Some(mut record) = self.find(transaction)?.cloned() else {
            self.fill(transaction, None, output);
            return Ok(());
        };
        if !self.may_change(&record)? {
            self.fill(transaction, Some(&record), output);
            return Ok(());
        }
        self.merge_into(&mut record.fields);
        self.name(&mut record);
        transaction.stamp(&mut record, self.kind.lifecycle.modified);
        self.change(&mut record, transaction);
        self.keep(transaction, record, output)
    }

    /// Changes what the input says. Of a structure that it says in part, under other names, the rest stays.
    fn merge_into(&self, fields: &mut Fields) {
        let is_part = |member: &str| {
            let mut own = self.kind.lifecycle.names.iter().map(|(_, own)| own.split_once('.'));
            own.any(|own| own.is_some_and(|(first, _)| first == member))
        };
        for (member, value) in &self.fields {
            match (fields.get_mut(member), value) {
                (Some(Document::Map(held)), Document::Map(said)) if is_part(member) => held.extend(said.clone()),
                _ => drop(fields.insert(member.clone(), value.clone())),
            }
        }
    }

    fn transition(&self) -> Option<&Transitioning> {
        self.kind.transition(self.operation)
    }

    /// Whether the record is as the operation needs it. `Err` where the lifecycle has an error for that.
    fn may_change(&self, record: &Record) -> Result<bool, Refusal> {
        let Some(transition) = self.transition() else {
            return Ok(true);
        };
        let others = transition
            .when
            .iter()
            .find(|(member, values)| !values.contains(path::get(&record.fields, member).unwrap_or(&Document::Null)));
        match (others, transition.facts.error) {
            (None, _) => Ok(true),
            (Some(_), None) => Ok(false),
            (Some((member, values)), Some(schema)) => {
                let values: Vec<String> = values.iter().filter_map(text_of).collect();
                let name = self.kind.lifecycle.name;
                let said = said_of(member, path::get(&record.fields, member).and_then(text_of));
                let message = format!(
                    "The {name} has {said}; {} needs {}",
                    self.operation.name,
                    values.join(" or ")
                );
                Err(Refusal::of(schema, &message))
            }
        }
    }

    /// What the operation changes besides what the input says.
    fn change(&self, record: &mut Record, transaction: &Transaction<'_>) {
        let Some(transition) = self.transition() else {
            return;
        };
        for (member, value) in &transition.set {
            match value {
                Document::Null => path::remove(&mut record.fields, member),
                value => path::set(&mut record.fields, member, value.clone()),
            }
        }
        transaction.stamp(record, transition.facts.stamp);
    }

    fn delete(&self, transaction: &mut Transaction<'_>, output: &mut dyn Structure) -> Result<(), Refusal> {
        let Some(mut record) = self.find(transaction)?.cloned() else {
            self.fill(transaction, None, output);
            return Ok(());
        };
        if self.may_change(&record)? {
            self.change(&mut record, transaction);
            self.fill(transaction, Some(&record), output);
            transaction.cascade(self.index, record.sequence);
        } else {
            self.fill(transaction, Some(&record), output);
        }
        Ok(())
    }

    fn list(
        &self,
        transaction: &mut Transaction<'_>,
        filter: Filter<'_>,
        output: &mut dyn Structure,
    ) -> Result<(), Refusal> {
        let service = transaction.plan.service;
        // What else the request says is part of what the token is for.
        let seed = transaction.seed(self.operation.name, &format!("{:?}", self.fields));
        let (after, most) = self.page.window(service, self.operation, &seed)?;
        self.check_named(transaction)?;
        let mut matching = transaction
            .collection(self.index)
            .matching(self.kind, &self.wanted, after)
            .filter(|record| conditions::passes(self.kind.lifecycle.filters, &self.fields, &record.fields))
            .filter(|record| filter(record));
        let records: Vec<&Record> = matching.by_ref().take(most).collect();
        let last = records.last().map_or(after, |record| record.sequence);
        let next = matching.next().map(|_| page_token::token(&seed, last));
        let shown: Vec<fill::Item<'_>> = records
            .into_iter()
            .map(|record| fill::Item {
                key: record.identifiers.last().map_or("", String::as_str),
                fields: refer::shown(transaction, self.kind, record),
            })
            .collect();
        let mut maker = synth::Maker::new(service, self.operation, transaction.now);
        fill::page(
            self.operation,
            self.kind,
            &self.fields,
            &shown,
            next,
            &mut maker,
            output,
        );
        Ok(())
    }

    /// Refuses a list of what names no record.
    fn check_named(&self, transaction: &Transaction<'_>) -> Result<(), Refusal> {
        let lifecycle = self.kind.lifecycle;
        let Some(not_found) = self.modelled(lifecycle.not_found) else {
            return Ok(());
        };
        let names = |filter: &&Condition| {
            let is_name = lifecycle.id.contains(&filter.member) || lifecycle.arn == Some(filter.member);
            is_name && matches!(filter.matching, Matching::OneOf)
        };
        for filter in lifecycle.filters.iter().filter(names) {
            let said = path::get(&self.fields, filter.input);
            for name in conditions::several(said).iter().filter_map(text_of) {
                let mut records = transaction.collection(self.index).matching(self.kind, &self.wanted, 0);
                if !records.any(|record| record.get(filter.member).and_then(text_of).as_ref() == Some(&name)) {
                    let said = said_of(filter.member, Some(name));
                    let message = format!("There is no {} with {said}", lifecycle.name);
                    return Err(Refusal::of(not_found, &message));
                }
            }
        }
        Ok(())
    }

    /// The identifiers of the record to be made; those that the input does not carry are made up, as if it did.
    fn identify(&mut self, transaction: &mut Transaction<'_>) -> Result<Vec<String>, Refusal> {
        let mut identifiers: Vec<String> = self
            .wanted
            .iter()
            .map(|identifier| identifier.clone().unwrap_or_default())
            .collect();
        let missing: Vec<usize> = (self.kind.inherited..self.wanted.len())
            .filter(|place| self.wanted[*place].is_none())
            .collect();
        if missing.is_empty() {
            return Ok(identifiers);
        }
        transaction.make_up(self.index, &mut identifiers, &missing, |identifier| {
            fill::identifier_shape(self.operation, self.kind, identifier)
        })?;
        for place in missing {
            let name = self.kind.identifiers[place].to_owned();
            let made = std::mem::take(&mut identifiers[place]);
            identifiers[place] = self.kind.folded(place, &made);
            self.fields.insert(name, Document::String(made));
        }
        Ok(identifiers)
    }

    /// A new record.
    fn fresh(&self, transaction: &mut Transaction<'_>, identifiers: Vec<String>) -> Record {
        let lifecycle = self.kind.lifecycle;
        let mut record = Record {
            sequence: transaction.next_sequence(),
            identifiers,
            fields: self.fields.clone(),
        };
        make::begin(self.kind, &mut record.fields);
        self.name(&mut record);
        transaction.give_arn(self.kind, &mut record);
        transaction.stamp(&mut record, lifecycle.created);
        transaction.stamp(&mut record, lifecycle.modified);
        record
    }

    /// Refuses a new record where there are as many as there may be.
    fn check_room(&self, transaction: &Transaction<'_>, identifiers: &[String]) -> Result<(), Refusal> {
        let above = &identifiers[..self.kind.inherited];
        match self.kind.lifecycle.most {
            Some(most) if transaction.collection(self.index).count(above) >= most.count => {
                let message = format!(
                    "There can be at most {} of the kind {}",
                    most.count, self.kind.lifecycle.name
                );
                Err(Refusal::of(most.error, &message))
            }
            _ => Ok(()),
        }
    }

    /// Puts the identifiers among the members, unless the input said them in another type than text.
    fn name(&self, record: &mut Record) {
        for (place, (name, identifier)) in self.kind.identifiers.iter().zip(&record.identifiers).enumerate() {
            let said = record.fields.get(*name).and_then(text_of);
            if said.map(|said| self.kind.folded(place, &said)).as_ref() != Some(identifier) {
                record
                    .fields
                    .insert((*name).to_owned(), Document::String(identifier.clone()));
            }
        }
    }

    /// Keeps a new or changed record and returns it.
    fn keep(
        &self,
        transaction: &mut Transaction<'_>,
        record: Record,
        output: &mut dyn Structure,
    ) -> Result<(), Refusal> {
        if let Some(member) = transaction.collection(self.index).clash(self.kind, &record) {
            return Err(self.already_there(transaction, &[member]));
        }
        self.fill(transaction, Some(&record), output);
        transaction.replace(self.index, record);
        Ok(())
    }

    /// The record that the input names. `None` where there is none and the operation has no error for that.
    fn find<'t>(&self, transaction: &'t Transaction<'_>) -> Result<Option<&'t Record>, Refusal> {
        // Identifiers of ancestors may be left to the own ones; with none of its own a request names nothing.
        let is_named = self.wanted[self.kind.inherited..].iter().all(Option::is_some);
        let collection = transaction.collection(self.index);
        let mut found = collection.matching(self.kind, &self.wanted, 0).filter(|_| is_named);
        match (found.next(), self.modelled(self.kind.lifecycle.not_found)) {
            (None, Some(schema)) => Err(Refusal::of(schema, &absent(self.kind, &self.wanted))),
            (found, _) => Ok(found),
        }
    }

    fn fill(&self, transaction: &Transaction<'_>, record: Option<&Record>, output: &mut dyn Structure) {
        let mut maker = synth::Maker::new(transaction.plan.service, self.operation, transaction.now);
        fill::respond(
            self.operation,
            self.kind,
            &self.fields,
            record
                .map(|record| refer::shown(transaction, self.kind, record))
                .as_deref(),
            &mut maker,
            output,
        );
    }

    fn already_there(&self, transaction: &Transaction<'_>, members: &[&str]) -> Refusal {
        let lifecycle = self.kind.lifecycle;
        let said: Vec<String> = members
            .iter()
            .map(|member| said_of(member, path::get(&self.fields, member).and_then(text_of)))
            .collect();
        let message = match said.as_slice() {
            [] => format!("There is already {}", one(lifecycle.name)),
            said => format!("There is already {} with {}", one(lifecycle.name), said.join(", ")),
        };
        match lifecycle.already_exists {
            Some(schema) => Refusal::of(schema, &message),
            None => validate::refuse(transaction.plan.service, self.operation, &message),
        }
    }
}
