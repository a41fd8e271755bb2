//! Entries in the types of their operation.

use super::{Entry, Filter, Outcome};
use crate::Mock;
use shapewright_schema::OperationShape;
use std::{fmt, sync::Arc};

/// One call of the operation `O`, read from the journal.
pub struct Call<O: OperationShape> {
    /// What the request carried.
    pub input: O::Input,
    /// What came of it.
    pub outcome: Outcome<O::Output>,
    /// All else about it.
    pub entry: Arc<Entry>,
}

impl<O: OperationShape> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entry.fmt(f)
    }
}

impl Mock {
    /// The calls of the operation `O` that the journal has, in the order of their responses. Requests that do
    /// not fit the input's shape are in the journal alone.
    pub fn calls<O: OperationShape>(&self) -> Vec<Call<O>> {
        let read = |entry: Arc<Entry>| {
            let mut input = O::Input::default();
            entry.read_input(&mut input)?.ok()?;
            Some(Call {
                input,
                outcome: entry.outcome_as(O::Output::default())?,
                entry,
            })
        };
        let entries = self.journal().select(&Filter {
            service: Some(O::SERVICE.name),
            operation: Some(O::OPERATION.name),
            since: 0,
        });
        entries.into_iter().filter_map(read).collect()
    }
}
