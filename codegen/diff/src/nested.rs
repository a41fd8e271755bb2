//! What requests and responses have gained and lost, as members in members.

use super::{
    model::{Nested, Sides},
    pairs::{Pairs, Root, RootPart, Step},
    reach,
};
use indexmap::IndexMap;
use shapewright_spec::{Shape, Spec};
use std::collections::HashSet;

/// How many names one request or response shows. Beyond that a shape that comes a second time is named only, since shapes
/// that hold each other many times over would fill a book.
const MOST: usize = 400;

/// Which of both is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Added,
    Removed,
}

/// The pairs that differ in members or values, and those that lead to them.
pub(super) struct Differences<'a> {
    old: &'a Spec,
    new: &'a Spec,
    pairs: &'a Pairs<'a>,
    leads: [Vec<bool>; 2],
}

impl<'a> Differences<'a> {
    pub(super) fn new(old: &'a Spec, new: &'a Spec, pairs: &'a Pairs<'a>) -> Self {
        let leads = [Side::Added, Side::Removed].map(|side| {
            let differ = (0..pairs.len()).filter(|pair| {
                let shapes = pairs.shapes(*pair);
                shapes.is_some_and(|(before, after)| !own(before, after, side).is_empty())
            });
            reach::leads_to(pairs, &differ.collect())
        });
        Self { old, new, pairs, leads }
    }

    /// What a part of an operation that is in both has gained and lost.
    pub(super) fn of(&self, operation: &str, part: RootPart<'_>) -> Sides {
        let root = self
            .pairs
            .roots
            .iter()
            .find(|root| root.operation == operation && root.part == part);
        let side = |side| root.and_then(|root| self.part(root, side));
        Sides {
            added: side(Side::Added),
            removed: side(Side::Removed),
        }
    }

    fn part(&self, root: &Root<'_>, side: Side) -> Option<Nested> {
        shown(|drawing| self.pair(root.pair, side, drawing))
    }

    fn spec(&self, side: Side) -> &'a Spec {
        match side {
            Side::Added => self.new,
            Side::Removed => self.old,
        }
    }

    fn pair(&self, pair: usize, side: Side, drawing: &mut Drawing<'a>) -> Option<Nested> {
        if drawing.is_too_much() {
            return None;
        }
        let (old, new) = self.pairs.get(pair);
        let id = match side {
            Side::Added => new,
            Side::Removed => old,
        };
        if !self.leads[side as usize][pair] || drawing.stack.contains(&id) {
            return None;
        }
        let (before, after) = self.pairs.shapes(pair)?;
        if before.type_name() != after.type_name() {
            return Some(drawing.outline(self.spec(side), id));
        }
        let is_structure = matches!(after, Shape::Structure(_) | Shape::Union(_));
        if is_structure && !drawing.shown_pairs.insert(pair) && drawing.names_repeated {
            return Some(Nested::Text(format!("as in {id} above")));
        }
        drawing.stack.push(id);
        let nested = match after {
            Shape::List(_) => self.steps(pair, side, drawing).next().map(|(_, nested)| nested),
            Shape::Map(_) => {
                let mut steps: Vec<_> = self.steps(pair, side, drawing).collect();
                match steps.len() {
                    2 => Some(Nested::Members(
                        ["key".to_owned(), "value".to_owned()]
                            .into_iter()
                            .zip(steps.into_iter().map(|(_, nested)| nested))
                            .collect(),
                    )),
                    _ => steps.pop().map(|(_, nested)| nested),
                }
            }
            Shape::Structure(_) | Shape::Union(_) => {
                let mut members: IndexMap<String, Nested> = self
                    .steps(pair, side, drawing)
                    .map(|(step, nested)| (step.shown(), nested))
                    .collect();
                for name in own(before, after, side) {
                    if let Some(target) = target(self.spec(side).shapes.get(id), name) {
                        drawing.count();
                        members.insert(name.to_owned(), drawing.outline(self.spec(side), target));
                    }
                }
                in_order(&mut members, self.spec(side).shapes.get(id));
                (!members.is_empty()).then_some(Nested::Members(members))
            }
            _ => {
                let values: Vec<String> = own(before, after, side).into_iter().map(str::to_owned).collect();
                (!values.is_empty()).then_some(Nested::Values(values))
            }
        };
        drawing.stack.pop();
        nested
    }

    /// What lies behind each step of a pair, where something does.
    fn steps<'b>(
        &'b self,
        pair: usize,
        side: Side,
        drawing: &'b mut Drawing<'a>,
    ) -> impl Iterator<Item = (Step<'a>, Nested)> + use<'a, 'b> {
        self.pairs.edges(pair).iter().filter_map(move |(step, to)| {
            let nested = self.pair(*to, side, drawing)?;
            drawing.count();
            Some((*step, nested))
        })
    }
}

/// All members of a structure that is new or gone in whole.
pub(super) fn whole(spec: &Spec, structure: Option<&String>) -> Option<Nested> {
    let id = structure?;
    shown(|drawing| Some(drawing.outline(spec, id)))
}

/// Draws in full, and again with repeated shapes only named where that is too much.
fn shown<'a>(draw: impl Fn(&mut Drawing<'a>) -> Option<Nested>) -> Option<Nested> {
    let mut drawing = Drawing::default();
    let nested = draw(&mut drawing);
    if !drawing.is_too_much() {
        return nested;
    }
    draw(&mut Drawing {
        names_repeated: true,
        ..Drawing::default()
    })
}

/// What one request or response has shown so far.
#[derive(Default)]
struct Drawing<'a> {
    /// The shapes around the one that is drawn.
    stack: Vec<&'a str>,
    shown_pairs: HashSet<usize>,
    shown_shapes: HashSet<&'a str>,
    /// A shape that comes a second time is only named.
    names_repeated: bool,
    count: usize,
}

impl<'a> Drawing<'a> {
    fn count(&mut self) {
        self.count += 1;
    }

    /// Whether there is no use in going on, since it will be drawn again.
    fn is_too_much(&self) -> bool {
        !self.names_repeated && self.count > MOST
    }

    fn outline(&mut self, spec: &'a Spec, id: &'a str) -> Nested {
        let Some(shape) = spec.shapes.get(id) else {
            return Nested::Text(id.to_owned());
        };
        if self.stack.contains(&id) {
            return Nested::Text(format!("recursive {id}"));
        }
        let is_structure = matches!(shape, Shape::Structure(_) | Shape::Union(_));
        if is_structure && !self.shown_shapes.insert(id) && self.names_repeated {
            return Nested::Text(format!("{id} as above"));
        }
        if self.is_too_much() {
            return Nested::Text(id.to_owned());
        }
        self.stack.push(id);
        let nested = match shape {
            Shape::Structure(structure) | Shape::Union(structure) => {
                let members = structure.members.iter().map(|(name, member)| {
                    self.count();
                    (name.clone(), self.outline(spec, &member.target))
                });
                Nested::Members(members.collect())
            }
            Shape::List(list) => Nested::List(Box::new(self.outline(spec, list.member.target()))),
            Shape::Map(map) => {
                let key = match self.outline(spec, map.key.target()) {
                    Nested::Text(text) => text,
                    _ => "string".to_owned(),
                };
                Nested::Members(IndexMap::from([(key, self.outline(spec, map.value.target()))]))
            }
            Shape::Enum(text_enum) => {
                let values: Vec<&str> = text_enum.values.keys().map(String::as_str).collect();
                Nested::Text(values.join(" | "))
            }
            other => Nested::Text(other.type_name().to_owned()),
        };
        self.stack.pop();
        nested
    }
}

/// The members or values that only one of two shapes has. Of two types, the type itself.
fn own<'a>(before: &'a Shape, after: &'a Shape, side: Side) -> Vec<&'a str> {
    fn only<'a, T>(before: &'a IndexMap<String, T>, after: &'a IndexMap<String, T>, side: Side) -> Vec<&'a str> {
        let (these, others) = match side {
            Side::Added => (after, before),
            Side::Removed => (before, after),
        };
        let only = these.keys().filter(|name| !others.contains_key(*name));
        only.map(String::as_str).collect()
    }
    match (before, after) {
        (Shape::Structure(before), Shape::Structure(after)) | (Shape::Union(before), Shape::Union(after)) => {
            only(&before.members, &after.members, side)
        }
        (Shape::Enum(before), Shape::Enum(after)) => only(&before.values, &after.values, side),
        (Shape::IntEnum(before), Shape::IntEnum(after)) => only(&before.values, &after.values, side),
        _ if before.type_name() == after.type_name() => Vec::new(),
        _ => vec![match side {
            Side::Added => after.type_name(),
            Side::Removed => before.type_name(),
        }],
    }
}

fn target<'a>(shape: Option<&'a Shape>, member: &str) -> Option<&'a str> {
    match shape? {
        Shape::Structure(structure) | Shape::Union(structure) => Some(structure.members.get(member)?.target.as_str()),
        _ => None,
    }
}

/// Puts members into the order of the description.
fn in_order(members: &mut IndexMap<String, Nested>, shape: Option<&Shape>) {
    if let Some(Shape::Structure(structure) | Shape::Union(structure)) = shape {
        members.sort_by_cached_key(|name, _| structure.members.get_index_of(name));
    }
}
