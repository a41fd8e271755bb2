//! The entries that a mock keeps.

use super::entry::Entry;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

/// How many requests a journal keeps when nothing else was said.
pub(crate) const ENTRIES: usize = 10_000;
/// How many bytes a journal keeps when nothing else was said.
pub(crate) const BYTES: usize = 16 << 20;

/// The requests that a mock got, with their responses. The oldest go when there are more than it keeps.
#[derive(Debug)]
pub struct Journal {
    most_entries: usize,
    most_bytes: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    entries: VecDeque<Arc<Entry>>,
    bytes: usize,
    /// The number of the entry written last.
    last: u64,
    forgotten: u64,
}

/// Which entries are wanted: those that fit all that is said. The default fits all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// The name of the service, as its crate is named: `weather`.
    pub service: Option<&'a str>,
    /// The name of the operation.
    pub operation: Option<&'a str>,
    /// Only entries with a greater number: what came since the entry with this one.
    pub since: u64,
}

impl Filter<'_> {
    fn fits(&self, entry: &Entry) -> bool {
        let is = |wanted: Option<&str>, found: Option<&str>| wanted.is_none() || wanted == found;
        is(self.service, entry.service().map(|service| service.name))
            && is(self.operation, entry.operation().map(|operation| operation.name))
    }
}

impl Journal {
    pub(crate) fn new(most_entries: usize, most_bytes: usize) -> Self {
        Self {
            most_entries,
            most_bytes,
            kept: Mutex::default(),
        }
    }

    /// The entries, in the order of their responses.
    pub fn entries(&self) -> Vec<Arc<Entry>> {
        self.select(&Filter::default())
    }

    /// The entries that fit, in the order of their responses.
    pub fn select(&self, filter: &Filter<'_>) -> Vec<Arc<Entry>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let first = kept.entries.partition_point(|entry| entry.number() <= filter.since);
        let later = kept.entries.range(first..);
        later.filter(|entry| filter.fits(entry)).cloned().collect()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many entries had to go to make room for later ones, since it was cleared.
    pub fn forgotten(&self) -> u64 {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).forgotten
    }

    /// Forgets all entries. Their numbers are not given again.
    pub fn clear(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.entries.clear();
        kept.bytes = 0;
        kept.forgotten = 0;
    }

    pub(super) fn is_kept(&self) -> bool {
        self.most_entries > 0
    }

    pub(super) fn write(&self, mut entry: Entry) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.last += 1;
        entry.set_number(kept.last);
        kept.bytes += entry.size();
        kept.entries.push_back(Arc::new(entry));
        while kept.entries.len() > self.most_entries || kept.bytes > self.most_bytes && kept.entries.len() > 1 {
            let Some(oldest) = kept.entries.pop_front() else {
                break;
            };
            kept.bytes -= oldest.size();
            kept.forgotten += 1;
        }
    }
}
