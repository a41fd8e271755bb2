//! The members of a structure or union, which may be set after the schema was created.
//!
//! Statics of generated code refer to each other in circles as they please. A schema that is built while a program runs
//! cannot: what it refers to must exist first. So the members of such a schema may be set once after it was created.

use crate::Member;
use std::{fmt, ops::Deref, sync::OnceLock};

/// The members of a structure or union, in the order of the description.
#[derive(Clone, Copy)]
pub struct Members(Held);

#[derive(Clone, Copy)]
enum Held {
    Known(&'static [Member]),
    /// Set once after the schema was created. Behind a reference, so that schemas have neither interior mutability nor a
    /// destructor, and stay constants.
    Later(&'static OnceLock<&'static [Member]>),
}

impl Members {
    /// These members.
    pub const fn of(members: &'static [Member]) -> Self {
        Self(Held::Known(members))
    }

    /// The members that `cell` holds; none as long as it is empty. Fill the cell before the schema is used.
    pub const fn set_later(cell: &'static OnceLock<&'static [Member]>) -> Self {
        Self(Held::Later(cell))
    }

    /// All of them.
    pub fn all(self) -> &'static [Member] {
        match self.0 {
            Held::Known(members) => members,
            Held::Later(cell) => cell.get().copied().unwrap_or_default(),
        }
    }
}

impl Deref for Members {
    type Target = [Member];

    fn deref(&self) -> &[Member] {
        self.all()
    }
}

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.all().fmt(f)
    }
}
