//! What a record gets that nobody has said: identifiers and times.

use super::{Record, Transaction, path};
use crate::{Refusal, synth};
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
                let shape = shape(kind.identifiers[*place]);
                identifiers[*place] = synth::identifier(shape, &seed.and(*place as u64).and(number), number);
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

    /// Sets members of a record to the time.
    pub(super) fn stamp(&self, record: &mut Record, members: &[&str]) {
        for member in members {
            path::set(&mut record.fields, member, Document::String(self.now.to_string()));
        }
    }
}
