//! The types that hold members: the scalars, `Option`, `Boxed`, `Vec` and `BTreeMap`.

use crate::{
    BigDecimal, BigInteger, Blob, ByteStream, Document, Timestamp,
    value::{List, ListMut, Map, MapMut, Slot, Union, Value, View},
};
use std::{
    collections::BTreeMap,
    ops::{Deref, DerefMut},
};

macro_rules! scalar {
    ($($type:ty: |$value:ident| $view:expr, $slot:ident;)*) => {$(
        impl Value for $type {
            #[inline]
            fn view(&self) -> View<'_> {
                let $value = self;
                $view
            }

            #[inline]
            fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }
        }
    )*};
}

scalar! {
    bool: |value| View::Boolean(*value), Boolean;
    i8: |value| View::Integer(i64::from(*value)), Byte;
    i16: |value| View::Integer(i64::from(*value)), Short;
    i32: |value| View::Integer(i64::from(*value)), Integer;
    i64: |value| View::Integer(*value), Long;
    f32: |value| View::Float(*value), Float;
    f64: |value| View::Double(*value), Double;
    String: |value| View::String(value), String;
    BigInteger: |value| View::BigInteger(value), BigInteger;
    BigDecimal: |value| View::BigDecimal(value), BigDecimal;
    Blob: |value| View::Blob(value), Blob;
    Timestamp: |value| View::Timestamp(*value), Timestamp;
    Document: |value| View::Document(value), Document;
}

impl Value for ByteStream {
    fn view(&self) -> View<'_> {
        match self.bytes() {
            Some(bytes) if bytes.is_empty() => View::Absent,
            Some(bytes) => View::Blob(bytes),
            None => View::Stream(self),
        }
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Stream(self)
    }

    fn clear(&mut self) {
        *self = Self::default();
    }
}

impl<T: Value + Default> Value for Option<T> {
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Absent,
        }
    }

    fn slot(&mut self) -> Slot<'_> {
        self.get_or_insert_default().slot()
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<T: Value + Default> Value for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

impl<T: Value> List for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn get(&self, index: usize) -> &dyn Value {
        &self[index]
    }
}

impl<T: Value + Default> ListMut for Vec<T> {
    fn push(&mut self) -> &mut dyn Value {
        let last = self.len();
        Vec::push(self, T::default());
        &mut self[last]
    }

    fn reset(&mut self) {
        Vec::clear(self);
    }
}

impl<T: Value + Default> Value for BTreeMap<String, T> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }

    fn clear(&mut self) {
        BTreeMap::clear(self);
    }
}

impl<T: Value> Map for BTreeMap<String, T> {
    fn len(&self) -> usize {
        BTreeMap::len(self)
    }

    fn entries(&self) -> Box<dyn Iterator<Item = (&str, &dyn Value)> + '_> {
        Box::new(self.iter().map(|(key, value)| (key.as_str(), value as &dyn Value)))
    }
}

impl<T: Value + Default> MapMut for BTreeMap<String, T> {
    fn entry(&mut self, key: &str) -> &mut dyn Value {
        BTreeMap::entry(self, key.to_owned()).or_default()
    }

    fn remove(&mut self, key: &str) {
        BTreeMap::remove(self, key);
    }

    fn reset(&mut self) {
        BTreeMap::clear(self);
    }
}

/// A union in a box, for a member whose union leads back to it. A structure is put into a plain `Box`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Boxed<T>(Box<T>);

impl<T> Boxed<T> {
    /// Puts the union into a box.
    pub fn new(union: T) -> Self {
        Self(Box::new(union))
    }

    /// Takes it out again.
    pub fn into_inner(self) -> T {
        *self.0
    }
}

impl<T> From<T> for Boxed<T> {
    fn from(union: T) -> Self {
        Self::new(union)
    }
}

impl<T> Deref for Boxed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Boxed<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Union> Value for Boxed<T> {
    fn view(&self) -> View<'_> {
        self.0.view()
    }

    fn slot(&mut self) -> Slot<'_> {
        self.0.slot()
    }
}
