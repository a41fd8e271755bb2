//! Responses that are made up: what an operation says when there is neither code nor a lifecycle for it.
//!
//! They are the same every time, and obey the schema: enums hold a value that is modelled, numbers are within their
//! range, text has its length and matches its pattern, timestamps are the mock's time. Members that a request has too
//! are given back.

mod text;

use crate::{plan::parse, seed::Seed, state::Fields};
use shapewright_schema::{
    Binding, Document, Kind, Member, Number, Operation, Schema, Service, Slot, Structure, Timestamp, Union, Value,
};
use text::Wanted;

/// Fills the whole output of an operation.
pub(crate) fn output(
    service: &'static Service,
    operation: &'static Operation,
    input: &Fields,
    now: Timestamp,
    output: &mut dyn Structure,
) {
    let mut maker = Maker::new(service, operation, now);
    let token = operation.pagination.map(|pagination| pagination.output_token);
    for (index, member) in output.schema().members().iter().enumerate() {
        let is_token = token == Some(member.name) || member.name.eq_ignore_ascii_case("nextToken");
        if is_token && !member.required {
            continue;
        }
        let value = output.member_mut(index);
        if member.binding == Binding::Status || input.get(member.name).is_none_or(|said| said.fill(value).is_err()) {
            maker.fill(value, member);
        }
    }
}

/// An identifier of this shape, for the record with this number: it differs for each. `arns` are what it may be where it
/// is an ARN.
pub(crate) fn identifier(shape: Option<&'static Member>, seed: &Seed, number: u64, arns: &[String]) -> String {
    let Some(member) = shape else {
        return seed.clone().uuid();
    };
    match &member.target.kind {
        Kind::String => text::identifier(&Wanted::of(member, seed), arns),
        Kind::Enum(values) => values.first().map_or_else(String::new, |value| (*value).to_owned()),
        _ => number.to_string(),
    }
}

/// Whether text has the length that a member asks for, and matches its pattern.
pub(crate) fn fits(shape: &'static Member, text: &str) -> bool {
    Wanted::of(shape, &Seed::of(&[])).fits(text)
}

/// Makes values up.
pub(crate) struct Maker {
    seed: Seed,
    now: Timestamp,
    status: u16,
    /// The structures and unions that are being filled, from the outside in.
    within: Vec<*const Schema>,
    /// Tells elements of one list or map from each other.
    variant: u64,
}

impl Maker {
    pub(crate) fn new(service: &'static Service, operation: &'static Operation, now: Timestamp) -> Self {
        Self {
            seed: Seed::of(&[service.name, operation.name]),
            now,
            status: operation.status,
            within: Vec::new(),
            variant: 0,
        }
    }

    /// Fills a value of this member. Where that would go round in circles for ever the value is left empty.
    pub(crate) fn fill(&mut self, value: &mut dyn Value, member: &'static Member) {
        let fits = match member.default.map(parse) {
            Some(default) if default != Document::Null => default.fill(value).is_ok(),
            _ => false,
        };
        if !fits {
            self.make(value, member);
        }
    }

    fn make(&mut self, value: &mut dyn Value, member: &'static Member) {
        let schema = member.target;
        let variant = i64::try_from(self.variant).unwrap_or(0);
        match value.slot() {
            Slot::Boolean(slot) => *slot = self.variant % 2 == 1,
            Slot::Byte(slot) => *slot = self.whole(member, variant),
            Slot::Short(slot) => *slot = self.whole(member, variant),
            Slot::Integer(slot) => *slot = self.whole(member, variant),
            Slot::Long(slot) => *slot = self.whole(member, variant),
            Slot::BigInteger(slot) => *slot = self.whole::<i64>(member, variant).into(),
            Slot::BigDecimal(slot) => *slot = self.whole::<i64>(member, variant).into(),
            Slot::Float(slot) => *slot = within(member, 1.0 + variant as f64) as f32,
            Slot::Double(slot) => *slot = within(member, 1.0 + variant as f64),
            Slot::String(slot) => {
                let seed = Seed::of(&[schema.name, member.name])
                    .and(self.seed.clone().next())
                    .and(self.variant);
                *slot = text::text(&Wanted::of(member, &seed));
            }
            Slot::Enum(slot) => {
                if let Kind::Enum(values) = schema.kind
                    && let Some(value) = values.get(self.variant as usize % values.len().max(1))
                {
                    slot.set(value);
                }
            }
            Slot::IntEnum(slot) => {
                if let Kind::IntEnum(values) = schema.kind
                    && let Some(value) = values.get(self.variant as usize % values.len().max(1))
                {
                    slot.set(*value);
                }
            }
            Slot::Blob(slot) => {
                let length = size(member, 8);
                let bytes = (0..length).map(|place| b'a' + ((place as u64 + self.variant) % 26) as u8);
                *slot = bytes.collect::<Vec<u8>>().into();
            }
            Slot::Stream(slot) => {
                let mut made = shapewright_schema::Blob::default();
                self.make(&mut made, member);
                *slot = made.into();
            }
            Slot::Timestamp(slot) => {
                *slot = self.now.saturating_add(std::time::Duration::from_secs(self.variant));
            }
            Slot::Document(slot) => *slot = Document::Map(Fields::new()),
            Slot::List(list) => {
                list.reset();
                if let Kind::List { member: element, .. } = &schema.kind
                    && !self.is_circle(element.target)
                {
                    let outer = self.variant;
                    for place in 0..size(member, 1) {
                        self.variant = outer + place as u64;
                        self.fill(list.push(), element);
                    }
                    self.variant = outer;
                }
            }
            Slot::Map(map) => {
                map.reset();
                if let Kind::Map {
                    key, value: element, ..
                } = &schema.kind
                    && !self.is_circle(element.target)
                {
                    let outer = self.variant;
                    for place in 0..size(member, 1) {
                        self.variant = outer + place as u64;
                        let key = self.key(key);
                        self.fill(map.entry(&key), element);
                    }
                    self.variant = outer;
                }
            }
            Slot::Structure(inner) => self.structure(inner),
            Slot::Union(union) => self.union(union),
        }
    }

    fn structure(&mut self, structure: &mut dyn Structure) {
        let schema = structure.schema();
        self.within.push(schema);
        for (index, member) in schema.members().iter().enumerate() {
            // That is where a circle ends: an optional member is left out, a required list or map stays empty.
            if !self.is_circle(member.target) {
                self.fill(structure.member_mut(index), member);
            }
        }
        self.within.pop();
    }

    fn union(&mut self, union: &mut dyn Union) {
        let schema = union.schema();
        self.within.push(schema);
        let members = schema.members();
        let straight = members
            .iter()
            .position(|member| !self.is_circle(member.target))
            .unwrap_or(0);
        let value = union.select(straight);
        if let Some(member) = members.get(straight).filter(|member| !self.is_circle(member.target)) {
            self.fill(value, member);
        }
        self.within.pop();
    }

    /// Whether it holds what is being filled: itself, or as elements.
    fn is_circle(&self, schema: &'static Schema) -> bool {
        match &schema.kind {
            Kind::List { member, .. } | Kind::Map { value: member, .. } => self.is_circle(member.target),
            _ => self.within.iter().any(|outer| std::ptr::eq(*outer, schema)),
        }
    }

    fn key(&self, member: &'static Member) -> String {
        match &member.target.kind {
            Kind::Enum(values) => values
                .get(self.variant as usize % values.len().max(1))
                .map_or_else(String::new, |key| (*key).to_owned()),
            _ => text::text(&Wanted::of(member, &self.seed.and(self.variant))),
        }
    }

    fn whole<T: TryFrom<i64> + Default>(&self, member: &'static Member, variant: i64) -> T {
        if member.binding == Binding::Status {
            return T::try_from(i64::from(self.status)).unwrap_or_default();
        }
        let number = within(member, (1 + variant) as f64);
        // A bound with a fraction leaves the whole numbers on its inner side.
        let (least, most) = bounds(member);
        let number = if number < least { number + 1.0 } else { number };
        let number = if most < number { number - 1.0 } else { number };
        T::try_from(number.trunc() as i64).unwrap_or_default()
    }
}

fn bounds(member: &Member) -> (f64, f64) {
    let constraints = member.effective_constraints();
    let float = |number: Number| match number {
        Number::Integer(number) => number as f64,
        Number::Float(number) => number,
    };
    (
        constraints.min.map_or(f64::NEG_INFINITY, float),
        constraints.max.map_or(f64::INFINITY, float),
    )
}

fn within(member: &Member, number: f64) -> f64 {
    let (least, most) = bounds(member);
    number.min(most).max(least)
}

/// How many bytes, elements or entries: `usual`, or what comes next to it.
fn size(member: &Member, usual: usize) -> usize {
    let constraints = member.effective_constraints();
    let least = constraints
        .min_length
        .map_or(0, |least| usize::try_from(least).unwrap_or(usize::MAX));
    let most = constraints
        .max_length
        .map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
    // More than anybody needs, and not more than memory can hold.
    usual.min(most).max(least).min(100_000)
}
