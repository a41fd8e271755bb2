//! What a record gets that nobody has said: identifiers and times.

use super::{Record, Transaction, path};
use crate::{Refusal, plan::RecordKind, seed::Seed, synth};
use shapewright_schema::{Document, Member};

impl Transaction<'_> {
    /// Fills the `missing` of the identifiers of a new record with what no other record of the lifecycle has. `shape`
    /// gives the member that carries an identifier.
    pub(super) fn make_up(
        &mut self,
        index: usize,
        identifiers: &mut [String],
        missing: &[usize],
        shape: impl Fn(&str) -> Option<&'static Member>,
    ) -> Result<(), Refusal> {
        let kind = &self.hosted.plan.kinds[index];
        let seed = self.seed(kind.lifecycle.name, "identifier");
        // A pattern can leave room for few identifiers only: some tries more than there can be by chance.
        for _ in 0..100 {
            let number = self.next_sequence();
            for place in missing {
                let name = kind.identifiers[*place];
                let shape = self.strictest(kind, name, shape(name));
                let seed = seed.and(*place as u64).and(number);
                let arns = self.arns(kind, &seed);
                identifiers[*place] = synth::identifier(shape, &seed, number, &arns);
            }
            if self.collection(index).get(identifiers).is_none() {
                return Ok(());
            }
        }
        let name = kind.lifecycle.name;
        Err(Refusal::internal(format!(
            "the shape of its identifiers leaves no room for another {name}"
        )))
    }

    /// The member whose values must match a pattern, among `shape` and those of inputs that find the record: answers
    /// often promise less than requests ask for.
    fn strictest(
        &self,
        kind: &RecordKind,
        identifier: &str,
        shape: Option<&'static Member>,
    ) -> Option<&'static Member> {
        let lifecycle = kind.lifecycle;
        let finding = lifecycle.read.iter().chain(&lifecycle.delete).chain(lifecycle.update);
        let inputs = finding.filter_map(|operation| Some(self.hosted.service.operations.get(*operation)?.input));
        let asked = inputs
            .flat_map(|input| input.members())
            .filter(|member| lifecycle.own_name(member.name) == identifier);
        let has_pattern = |member: &&'static Member| member.effective_constraints().pattern.is_some();
        shape.into_iter().chain(asked).find(has_pattern).or(shape)
    }

    /// ARNs of a new record, in the forms that services give them.
    fn arns(&self, kind: &RecordKind, seed: &Seed) -> Vec<String> {
        let service = self.hosted.service.signing_name;
        let (region, account) = (self.store.region(), self.store.account());
        let id = seed.clone().uuid();
        let mut words = String::new();
        for c in kind.lifecycle.name.chars() {
            if c.is_ascii_uppercase() && !words.is_empty() {
                words.push('-');
            }
            words.push(c.to_ascii_lowercase());
        }
        let mut nouns = vec![words.clone(), words.replace('-', "")];
        nouns.extend(words.rsplit('-').next().map(str::to_owned));
        let forms = nouns.iter().flat_map(|noun| {
            [
                format!("{noun}/{id}"),
                format!("{noun}:{id}"),
                format!("{noun}/{}", id.replace('-', "")),
            ]
        });
        forms
            .map(|named| format!("arn:aws:{service}:{region}:{account}:{named}"))
            .collect()
    }

    /// Sets members of a record to the time.
    pub(super) fn stamp(&self, record: &mut Record, members: &[&str]) {
        for member in members {
            path::set(&mut record.fields, member, Document::String(self.now.to_string()));
        }
    }
}
