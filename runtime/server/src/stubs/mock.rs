//! The stubs of a mock: listing and removing them. `on` and `named` add them.

use super::InjectedStub;
use crate::Mock;

impl Mock {
    /// The stubs, in the order in which they were added. Those that have been used up are among them.
    pub fn stubs(&self) -> Vec<InjectedStub> {
        self.stubs_in_place().list()
    }

    /// Removes a stub; returns whether there was one with this id.
    pub fn remove_stub(&self, id: u64) -> bool {
        self.stubs_in_place().remove(id)
    }

    /// Removes all stubs.
    pub fn clear_stubs(&self) {
        self.stubs_in_place().clear();
    }
}
