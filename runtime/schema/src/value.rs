//! How code that knows no shape reads a value and fills one.
//!
//! Every type that a member can have is a [`Value`]: it shows itself as a [`View`] and opens itself as a [`Slot`]. A
//! generated structure gives member `i` as `&dyn Value` and as `&mut dyn Value`: two bodies that no codec multiplies. An
//! encoder is then one function over `View`, a decoder one over `Slot`, each written once for all shapes.

use crate::{BigDecimal, BigInteger, Blob, ByteStream, Document, Schema, Timestamp};

/// A type that a member can have.
pub trait Value: Send + Sync + 'static {
    /// What the value is now.
    fn view(&self) -> View<'_>;

    /// Opens the value to be filled. An `Option` becomes `Some`.
    fn slot(&mut self) -> Slot<'_>;

    /// Makes the value absent again, if it can be.
    fn clear(&mut self) {}
}

/// A value as it is now.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Not there: `None`.
    Absent,
    /// A boolean.
    Boolean(bool),
    /// A byte, short, integer, long or intEnum.
    Integer(i64),
    /// A 32-bit float.
    Float(f32),
    /// A 64-bit float.
    Double(f64),
    /// A string or an enum.
    String(&'a str),
    /// An integer of any size.
    BigInteger(&'a BigInteger),
    /// A decimal number of any size.
    BigDecimal(&'a BigDecimal),
    /// Bytes, also those of a stream that is held in memory.
    Blob(&'a [u8]),
    /// Bytes that are not held in memory.
    Stream(&'a ByteStream),
    /// A point in time.
    Timestamp(Timestamp),
    /// Any JSON value.
    Document(&'a Document),
    /// A list.
    List(&'a dyn List),
    /// A map.
    Map(&'a dyn Map),
    /// A structure.
    Structure(&'a dyn Structure),
    /// A union.
    Union(&'a dyn Union),
}

/// A value open to be filled.
pub enum Slot<'a> {
    /// A boolean.
    Boolean(&'a mut bool),
    /// An 8-bit integer.
    Byte(&'a mut i8),
    /// A 16-bit integer.
    Short(&'a mut i16),
    /// A 32-bit integer.
    Integer(&'a mut i32),
    /// A 64-bit integer.
    Long(&'a mut i64),
    /// A 32-bit float.
    Float(&'a mut f32),
    /// A 64-bit float.
    Double(&'a mut f64),
    /// A string.
    String(&'a mut String),
    /// An enum of strings.
    Enum(&'a mut dyn TextEnum),
    /// An enum of integers.
    IntEnum(&'a mut dyn IntEnumValue),
    /// An integer of any size.
    BigInteger(&'a mut BigInteger),
    /// A decimal number of any size.
    BigDecimal(&'a mut BigDecimal),
    /// Bytes.
    Blob(&'a mut Blob),
    /// Bytes that need not be held in memory.
    Stream(&'a mut ByteStream),
    /// A point in time.
    Timestamp(&'a mut Timestamp),
    /// Any JSON value.
    Document(&'a mut Document),
    /// A list.
    List(&'a mut dyn ListMut),
    /// A map.
    Map(&'a mut dyn MapMut),
    /// A structure.
    Structure(&'a mut dyn Structure),
    /// A union.
    Union(&'a mut dyn Union),
}

/// A generated structure. It is a [`Value`] by that.
///
/// `Value` is no supertrait: the vtable of a structure that is never a member would hold its functions for nothing.
pub trait Structure: Send + Sync + 'static {
    /// Its schema; the members are in the same order.
    fn schema(&self) -> &'static Schema;

    /// The member at `index` of the schema's members. An index past the last gives the last; a structure without
    /// members gives itself.
    fn member(&self, index: usize) -> &dyn Value;

    /// The member at `index`, to be filled, by the same rule.
    fn member_mut(&mut self, index: usize) -> &mut dyn Value;
}

impl<T: Structure> Value for T {
    fn view(&self) -> View<'_> {
        View::Structure(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Structure(self)
    }
}

impl<T: Structure> Structure for Box<T> {
    fn schema(&self) -> &'static Schema {
        (**self).schema()
    }

    fn member(&self, index: usize) -> &dyn Value {
        (**self).member(index)
    }

    fn member_mut(&mut self, index: usize) -> &mut dyn Value {
        (**self).member_mut(index)
    }
}

/// A generated structure that is an error.
pub trait ErrorShape: Structure {}

/// A generated union.
pub trait Union: Value {
    /// Its schema.
    fn schema(&self) -> &'static Schema;

    /// The index of the member that is set, and its value. `None` when it is one that the description does not know.
    fn variant(&self) -> Option<(usize, &dyn Value)>;

    /// Makes the member at `index` of the schema's members the one that is set, and gives it to be filled. An index past
    /// the last selects the last; a union without members gives itself.
    fn select(&mut self, index: usize) -> &mut dyn Value;

    /// Makes the union one whose member the description does not know.
    fn select_unknown(&mut self, name: &str);

    /// The name of a member that the description does not know, where that is what the union holds.
    fn unknown(&self) -> Option<&str>;
}

/// A generated enum of strings.
pub trait TextEnum {
    /// The value as it is on the wire.
    fn text(&self) -> &str;

    /// Sets the value from how it is on the wire; one that is not known is kept.
    fn set(&mut self, text: &str);
}

/// A generated enum of integers.
pub trait IntEnumValue {
    /// The number on the wire.
    fn number(&self) -> i32;

    /// Sets the value from the number on the wire; one that is not known is kept.
    fn set(&mut self, number: i32);
}

/// A list to read.
pub trait List {
    /// The number of elements.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `index`, which is under `len`.
    fn get(&self, index: usize) -> &dyn Value;
}

/// A list to fill.
pub trait ListMut {
    /// Adds an empty element and gives it to be filled.
    fn push(&mut self) -> &mut dyn Value;

    /// Removes all elements.
    fn reset(&mut self);
}

/// A map to read.
pub trait Map {
    /// The number of entries.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries, in the order of the keys.
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, &dyn Value)> + '_>;
}

/// A map to fill.
pub trait MapMut {
    /// Gives the entry for `key` to be filled, adding it when it is not there.
    fn entry(&mut self, key: &str) -> &mut dyn Value;

    /// Removes the entry for `key`.
    fn remove(&mut self, key: &str);

    /// Removes all entries.
    fn reset(&mut self);
}
