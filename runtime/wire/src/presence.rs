//! What a message left out.

use crate::error::prefix;

/// No more missing members than this are reported.
const MOST_MISSING: usize = 100;

/// A key of a map that is longer than this many bytes stands before one missing member only: it can be as long as the
/// body, and would be in memory once for each.
const LONG_KEY: usize = 100;

/// The required members that a message left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presence {
    /// Their places as JSON pointers by the names of the description, for instance `/Name` or
    /// `/FolderConfigurations/0/Action`: the first hundred at any depth, and the first alone under a map's key of more
    /// than a hundred bytes; those without a default, whether the value could tell by itself or not. An explicit null
    /// counts as left out.
    pub missing: Vec<String>,
}

impl Presence {
    /// Notes that the member `name` of the structure being read is missing.
    pub(crate) fn note(&mut self, name: &str) {
        if self.missing.len() < MOST_MISSING {
            let mut pointer = String::new();
            prefix(&mut pointer, name);
            self.missing.push(pointer);
        }
    }

    /// Puts `step` before the places noted since there were `first`.
    #[inline]
    pub(crate) fn under(&mut self, first: usize, step: &str) {
        if self.missing.len() > first {
            self.missing
                .iter_mut()
                .skip(first)
                .for_each(|pointer| prefix(pointer, step));
        }
    }

    /// Puts the key of a map before the places noted since there were `first`.
    #[inline]
    pub(crate) fn under_key(&mut self, first: usize, key: &str) {
        if key.len() > LONG_KEY {
            self.missing.truncate(first + 1);
        }
        self.under(first, key);
    }

    /// The number of places noted so far.
    #[inline]
    pub(crate) fn count(&self) -> usize {
        self.missing.len()
    }
}
