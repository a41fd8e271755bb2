//! Which records an input names.

use super::{
    Transaction,
    call::Call,
    errors::{absent, said_of},
    record::text_of,
    refer,
};
use crate::{
    Refusal,
    plan::{Referring, Role},
};
use shapewright_schema::Document;

impl Call<'_> {
    /// Finds what the input names: the records above, those that the record refers to, and the record itself. Their
    /// identifiers take the place of other names for them.
    pub(super) fn resolve(&mut self, transaction: &Transaction<'_>, role: Role) -> Result<(), Refusal> {
        let said = self.kind.identifiers.iter();
        self.wanted = said.map(|name| self.fields.get(*name).and_then(text_of)).collect();
        for ancestor in &self.kind.ancestors {
            self.resolve_record(transaction, *ancestor, true)?;
        }
        for reference in &self.kind.references {
            self.resolve_reference(transaction, reference)?;
        }
        // What a new record is called is no name of another.
        if !matches!(role, Role::Create | Role::Put) {
            self.resolve_record(transaction, self.index, false)?;
        }
        for (place, identifier) in self.wanted.iter_mut().enumerate() {
            if let Some(identifier) = identifier {
                *identifier = self.kind.folded(place, identifier);
            }
        }
        Ok(())
    }

    /// Finds the record that a member names.
    fn resolve_reference(&mut self, transaction: &Transaction<'_>, reference: &Referring) -> Result<(), Refusal> {
        let Some(value) = self.fields.get(reference.member).and_then(text_of) else {
            return Ok(());
        };
        if let Some((_, record)) = refer::named(transaction, reference, &self.wanted, &value) {
            if let Some(identifier) = record.identifiers.last() {
                self.say(reference.member, reference.place, identifier);
            }
            return Ok(());
        }
        let kinds = reference.to.iter().map(|(other, _)| &transaction.plan.kinds[*other]);
        let others: Vec<_> = kinds.map(|kind| kind.lifecycle).collect();
        let not_found = others.first().and_then(|other| self.modelled(other.not_found));
        not_found.map_or(Ok(()), |schema| {
            let names: Vec<&str> = others.iter().map(|other| other.name).collect();
            let said = said_of(reference.member, Some(value));
            Err(Refusal::of(
                schema,
                &format!("There is no {} with {said}", names.join(" or ")),
            ))
        })
    }

    /// Finds the record of a lifecycle, this or one above it, by what the input says.
    fn resolve_record(&mut self, transaction: &Transaction<'_>, index: usize, must_be: bool) -> Result<(), Refusal> {
        let facts = &transaction.plan.kinds[index];
        let count = facts.identifiers.len();
        let Some(identifiers) = self.wanted[..count].iter().cloned().collect::<Option<Vec<String>>>() else {
            return Ok(());
        };
        match transaction.named_at(index, &identifiers) {
            Some(record) => {
                if let Some(identifier) = record.identifiers.last()
                    && (!facts.lifecycle.found_by.is_empty() || facts.lifecycle.arn.is_some())
                {
                    self.say(facts.identifiers[count - 1], Some(count - 1), identifier);
                }
            }
            None if must_be => {
                if let Some(schema) = self.modelled(facts.lifecycle.not_found) {
                    return Err(Refusal::of(schema, &absent(facts, &self.wanted[..count])));
                }
            }
            None => {}
        }
        Ok(())
    }

    /// Puts an identifier in the place of another name for the same record.
    fn say(&mut self, member: &str, place: Option<usize>, identifier: &str) {
        if let Some(place) = place {
            self.wanted[place] = Some(identifier.to_owned());
        }
        let identifier = Document::String(identifier.to_owned());
        self.fields.insert(member.to_owned(), identifier);
    }
}
