//! A sample of what a request must have.

use super::text;
use crate::book::Book;
use shapewright_ir::{Element, Enum, Kind, Number, Operation, Scalar, ShapeId, TimestampFormat, Variant};

/// A sample value.
#[derive(Debug, Clone, PartialEq)]
pub enum Sample {
    /// Text, or the text of an enum that has no values.
    Text(String),
    /// The value of an enum, by its place.
    Enum(ShapeId, usize),
    /// The value of an enum of integers, by its place.
    IntEnum(ShapeId, usize),
    /// A whole number.
    Whole(i64),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// Some bytes.
    Bytes(Vec<u8>),
    /// 2015-01-01, midnight, and how it is written where its place does not say it.
    Time(Option<TimestampFormat>),
    /// Any JSON value.
    Document,
    /// Elements.
    List(Vec<Sample>),
    /// Entries.
    Map(Vec<(String, Sample)>),
    /// Members, by their places.
    Structure(ShapeId, Vec<(usize, Sample)>),
    /// One member, by its place.
    Union(ShapeId, usize, Box<Sample>),
}

/// The seconds of [`Sample::Time`].
pub const TIME: i64 = 1_420_070_400;

/// How many members an example of an operation has that asks for none.
const OPTIONAL: usize = 2;

/// A sample of an operation's input: the members, by their places.
pub fn input(book: &Book<'_>, operation: &Operation) -> Vec<(usize, Sample)> {
    let members = book.members(operation.input);
    let mut maker = Maker {
        book,
        within: vec![operation.input],
        number: 0,
    };
    let mut sample = maker.required(operation.input);
    // A reading operation is called as it is. One that changes something needs to be given something.
    let is_bare = sample.is_empty() && operation.pagination.is_none() && !operation.readonly;
    if is_bare && operation.method != "GET" {
        let optional = members
            .iter()
            .enumerate()
            .filter(|(_, member)| member.deprecated.is_none() && !member.holding.boxed && !member.idempotency_token);
        sample = optional
            .take(OPTIONAL)
            .filter_map(|(index, member)| Some((index, maker.of(&member.element, &member.name)?)))
            .collect();
    }
    sample
}

struct Maker<'a> {
    book: &'a Book<'a>,
    /// The shapes that are being filled, from the outside in.
    within: Vec<ShapeId>,
    /// Tells elements of one list from each other.
    number: usize,
}

impl<'a> Maker<'a> {
    /// The members that a structure must have.
    fn required(&mut self, id: ShapeId) -> Vec<(usize, Sample)> {
        let members = self.book.members(id).iter().enumerate();
        members
            .filter(|(_, member)| member.required)
            .filter_map(|(index, member)| Some((index, self.of(&member.element, &member.name)?)))
            .collect()
    }

    /// A sample of this element, which is called `name`; none where it would go round in circles for ever.
    fn of(&mut self, element: &Element, name: &str) -> Option<Sample> {
        let book = self.book;
        let id = element.target;
        let constraints = book.constraints(element);
        let least = constraints.min_length.map_or(0, |least| least.min(100) as usize);
        Some(match &book.ir.shape(id).kind {
            Kind::Scalar(scalar) => match scalar {
                Scalar::String => Sample::Text(text::text(&constraints, name, self.number)),
                Scalar::Blob => Sample::Bytes(b"bytes".iter().copied().cycle().take(least.max(5)).collect()),
                Scalar::Boolean => Sample::Boolean(true),
                Scalar::Timestamp => Sample::Time(element.timestamp_format.or(book.ir.shape(id).timestamp_format)),
                Scalar::Document => Sample::Document,
                Scalar::Byte | Scalar::Short | Scalar::Integer | Scalar::Long | Scalar::BigInteger => {
                    let first = clamped(1.0, constraints.min, constraints.max).ceil();
                    Sample::Whole(clamped(first + self.number as f64, None, constraints.max).floor() as i64)
                }
                Scalar::Float | Scalar::Double | Scalar::BigDecimal => {
                    Sample::Float(clamped(1.0, constraints.min, constraints.max))
                }
            },
            Kind::Enum(shape) => match self.value(shape) {
                Some((place, _)) => Sample::Enum(id, place),
                None => Sample::Text(name.to_owned()),
            },
            Kind::IntEnum(_) => Sample::IntEnum(id, 0),
            Kind::List { member, .. } => {
                let mut elements = Vec::new();
                for number in 0..least.max(1) {
                    elements.push(self.numbered(number, |maker| maker.of(member, name))?);
                }
                Sample::List(elements)
            }
            Kind::Map { key, value, .. } => {
                let mut entries = Vec::new();
                for number in 0..least.max(1) {
                    let entry = self.numbered(number, |maker| Some((maker.key(key, name), maker.of(value, name)?)));
                    entries.push(entry?);
                }
                Sample::Map(entries)
            }
            Kind::Structure(_) | Kind::Union(_) if self.within.contains(&id) => return None,
            Kind::Structure(_) => {
                self.within.push(id);
                let mut members = self.required(id);
                if members.is_empty()
                    && let Some((first, member)) = book.members(id).iter().enumerate().next()
                    && !member.holding.boxed
                {
                    // An empty structure says nothing.
                    members.extend(self.of(&member.element, &member.name).map(|sample| (first, sample)));
                }
                self.within.pop();
                Sample::Structure(id, members)
            }
            Kind::Union(_) => {
                self.within.push(id);
                let mut members = book.members(id).iter().enumerate();
                let chosen = members.find_map(|(index, member)| {
                    let straight = !member.holding.boxed;
                    Some((index, self.of(&member.element, &member.name).filter(|_| straight)?))
                });
                self.within.pop();
                let (index, sample) = chosen?;
                Sample::Union(id, index, Box::new(sample))
            }
        })
    }

    fn numbered<T>(&mut self, number: usize, make: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.number, number);
        let made = make(self);
        self.number = outer;
        made
    }

    /// The next value of an enum, from the first again after the last.
    fn value(&self, shape: &'a Enum) -> Option<(usize, &'a Variant)> {
        let number = self.number.checked_rem(self.book.values(shape).count())?;
        self.book.values(shape).nth(number)
    }

    fn key(&self, element: &Element, name: &str) -> String {
        match &self.book.ir.shape(element.target).kind {
            Kind::Enum(shape) => self
                .value(shape)
                .map_or_else(String::new, |(_, variant)| variant.value.clone()),
            _ => text::text(&self.book.constraints(element), name, self.number),
        }
    }
}

/// The number, or what comes next to it within its bounds.
fn clamped(number: f64, least: Option<Number>, most: Option<Number>) -> f64 {
    let float = |number| match number {
        Number::Integer(number) => number as f64,
        Number::Float(number) => number,
    };
    number
        .min(most.map_or(f64::INFINITY, float))
        .max(least.map_or(f64::NEG_INFINITY, float))
}
