//! A structure of any shape, known only by its schema.
//!
//! Generated types are what handlers work with; this one is for where no Rust type is at hand: a service that is
//! served without compiling it, an error that a description names, an entry of the journal, the response of a stub by name.

use shapewright_schema::{
    BigDecimal, BigInteger, Binding, Blob, ByteStream, Document, IntEnumValue, Kind, List, ListMut, Map, MapMut,
    Member, Schema, Slot, Structure, TextEnum, Timestamp, Union, Value, View, debug::debug,
};
use std::{collections::BTreeMap, fmt};

/// A structure of any shape. Members start out absent.
pub struct Dynamic {
    schema: &'static Schema,
    members: Vec<Held>,
}

impl Dynamic {
    /// A structure of this shape with no member set.
    pub fn new(schema: &'static Schema) -> Self {
        Self {
            schema,
            members: schema.members().iter().map(Held::of).collect(),
        }
    }
}

impl fmt::Debug for Dynamic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(self, f)
    }
}

impl Structure for Dynamic {
    fn schema(&self) -> &'static Schema {
        self.schema
    }

    fn member(&self, index: usize) -> &dyn Value {
        let index = index.min(self.members.len().saturating_sub(1));
        match self.members.as_slice().get(index) {
            Some(member) => member,
            None => self,
        }
    }

    fn member_mut(&mut self, index: usize) -> &mut dyn Value {
        if self.members.is_empty() {
            return self;
        }
        let index = index.min(self.members.len() - 1);
        &mut self.members[index]
    }
}

/// A value that may be absent.
pub(crate) struct Held {
    schema: &'static Schema,
    value: Option<Box<dyn Value>>,
    is_stream: bool,
}

impl Held {
    pub(crate) fn new(schema: &'static Schema) -> Self {
        Self {
            schema,
            value: None,
            is_stream: false,
        }
    }

    /// A member of a structure. One that streams as the body of a message need not be held in memory; where it is not there
    /// it is an empty stream, as in generated structures.
    fn of(member: &'static Member) -> Self {
        let is_stream = member.binding == Binding::Payload && member.target.streaming.is_some();
        Self {
            value: is_stream.then(|| Box::new(ByteStream::default()) as Box<dyn Value>),
            is_stream,
            ..Self::new(member.target)
        }
    }
}

impl Value for Held {
    fn view(&self) -> View<'_> {
        self.value.as_ref().map_or(View::Absent, |value| value.view())
    }

    fn slot(&mut self) -> Slot<'_> {
        self.value.get_or_insert_with(|| empty(self.schema)).slot()
    }

    fn clear(&mut self) {
        // A stream stays one.
        match &mut self.value {
            Some(value) if self.is_stream => value.clear(),
            value => *value = None,
        }
    }
}

/// An empty value of this shape.
fn empty(schema: &'static Schema) -> Box<dyn Value> {
    match &schema.kind {
        Kind::Blob => Box::new(Blob::default()),
        Kind::Boolean => Box::new(false),
        Kind::String => Box::new(String::new()),
        Kind::Enum(_) => Box::new(Text(String::new())),
        Kind::IntEnum(_) => Box::new(Whole(0)),
        Kind::Byte => Box::new(0_i8),
        Kind::Short => Box::new(0_i16),
        Kind::Integer => Box::new(0_i32),
        Kind::Long => Box::new(0_i64),
        Kind::Float => Box::new(0_f32),
        Kind::Double => Box::new(0_f64),
        Kind::BigInteger => Box::new(BigInteger::default()),
        Kind::BigDecimal => Box::new(BigDecimal::default()),
        Kind::Timestamp => Box::new(Timestamp::default()),
        Kind::Document => Box::new(Document::Null),
        Kind::List { member, .. } => Box::new(Elements {
            schema: member.target,
            held: Vec::new(),
        }),
        Kind::Map { value, .. } => Box::new(Entries {
            schema: value.target,
            held: BTreeMap::new(),
        }),
        Kind::Structure(_) => Box::new(Dynamic::new(schema)),
        Kind::Union(_) => Box::new(OneOf {
            schema,
            set: None,
            unknown: None,
        }),
    }
}

struct Text(String);

impl Value for Text {
    fn view(&self) -> View<'_> {
        View::String(&self.0)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Enum(self)
    }
}

impl TextEnum for Text {
    fn text(&self) -> &str {
        &self.0
    }

    fn set(&mut self, text: &str) {
        text.clone_into(&mut self.0);
    }
}

struct Whole(i32);

impl Value for Whole {
    fn view(&self) -> View<'_> {
        View::Integer(i64::from(self.0))
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::IntEnum(self)
    }
}

impl IntEnumValue for Whole {
    fn number(&self) -> i32 {
        self.0
    }

    fn set(&mut self, number: i32) {
        self.0 = number;
    }
}

struct Elements {
    schema: &'static Schema,
    held: Vec<Held>,
}

impl Value for Elements {
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl List for Elements {
    fn len(&self) -> usize {
        self.held.len()
    }

    fn get(&self, index: usize) -> &dyn Value {
        &self.held[index]
    }
}

impl ListMut for Elements {
    fn push(&mut self) -> &mut dyn Value {
        let last = self.held.len();
        self.held.push(Held::new(self.schema));
        &mut self.held[last]
    }

    fn reset(&mut self) {
        self.held.clear();
    }
}

struct Entries {
    schema: &'static Schema,
    held: BTreeMap<String, Held>,
}

impl Value for Entries {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

impl Map for Entries {
    fn len(&self) -> usize {
        self.held.len()
    }

    fn entries(&self) -> Box<dyn Iterator<Item = (&str, &dyn Value)> + '_> {
        Box::new(self.held.iter().map(|(key, value)| (key.as_str(), value as &dyn Value)))
    }
}

impl MapMut for Entries {
    fn entry(&mut self, key: &str) -> &mut dyn Value {
        self.held
            .entry(key.to_owned())
            .or_insert_with(|| Held::new(self.schema))
    }

    fn remove(&mut self, key: &str) {
        self.held.remove(key);
    }

    fn reset(&mut self) {
        self.held.clear();
    }
}

struct OneOf {
    schema: &'static Schema,
    set: Option<(usize, Held)>,
    unknown: Option<String>,
}

impl Value for OneOf {
    fn view(&self) -> View<'_> {
        View::Union(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Union(self)
    }
}

impl Union for OneOf {
    fn schema(&self) -> &'static Schema {
        self.schema
    }

    fn variant(&self) -> Option<(usize, &dyn Value)> {
        self.set.as_ref().map(|(index, value)| (*index, value as &dyn Value))
    }

    fn select(&mut self, index: usize) -> &mut dyn Value {
        let members = self.schema.members();
        let index = index.min(members.len().saturating_sub(1));
        let Some(member) = members.get(index) else {
            return self;
        };
        self.unknown = None;
        &mut self.set.insert((index, Held::new(member.target))).1
    }

    fn select_unknown(&mut self, name: &str) {
        self.set = None;
        self.unknown = Some(name.to_owned());
    }

    fn unknown(&self) -> Option<&str> {
        self.unknown.as_deref()
    }
}
