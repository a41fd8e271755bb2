//! A slice that lives as long as the program, and may be set after what refers to it was created.
//!
//! Statics of generated code refer to each other in circles as they please. Schemas that are built while a program runs
//! cannot: what one refers to must exist first. So the members of such a schema may be set once after it was created.

use std::{fmt, ops::Deref, sync::OnceLock};

/// A slice that lives as long as the program.
pub struct StaticSlice<T: 'static>(Held<T>);

enum Held<T: 'static> {
    Known(&'static [T]),
    /// Set once. Behind a reference, so that what holds it has neither interior mutability nor a destructor, and stays a
    /// constant.
    Later(&'static OnceLock<&'static [T]>),
}

impl<T> StaticSlice<T> {
    /// This slice.
    pub const fn of(slice: &'static [T]) -> Self {
        Self(Held::Known(slice))
    }

    /// The slice that `cell` holds; an empty one as long as it holds none. Fill the cell before the slice is used.
    pub const fn set_later(cell: &'static OnceLock<&'static [T]>) -> Self {
        Self(Held::Later(cell))
    }

    /// All of it.
    pub fn all(self) -> &'static [T] {
        match self.0 {
            Held::Known(slice) => slice,
            Held::Later(cell) => cell.get().copied().unwrap_or_default(),
        }
    }
}

// Both are references. A derive would ask the same of `T`.
impl<T> Clone for StaticSlice<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StaticSlice<T> {}

impl<T> Clone for Held<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Held<T> {}

impl<T> Deref for StaticSlice<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.all()
    }
}

impl<T: fmt::Debug> fmt::Debug for StaticSlice<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.all().fmt(f)
    }
}
