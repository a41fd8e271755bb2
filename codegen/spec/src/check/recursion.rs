//! Shapes that contain themselves without a way out.
//!
//! A structure may hold itself through an optional member, a list or a map: a value ends where the member is absent or
//! the collection empty. A required member, and the only variants of a union, leave no way out.

use super::context::{Checker, slots_of};
use super::cycles;
use crate::{
    diagnostic::{Code, quoted},
    format::Shape,
};
use std::collections::HashMap;

pub(super) fn check(checker: &mut Checker<'_>) {
    let shapes = Shapes::new(checker);
    let nested = shapes.collections_of_themselves();
    report(
        checker,
        &shapes,
        &nested,
        "is a collection of itself: no Rust type can be written for it",
        "put a structure in between",
    );
    let endless = shapes.endless(&nested);
    report(
        checker,
        &shapes,
        &endless,
        "holds itself in every value, so that no value can end",
        "make one of the members on the way optional, or add a variant that ends",
    );
}

fn report(checker: &mut Checker<'_>, shapes: &Shapes<'_>, cycles: &[Vec<usize>], what: &str, help: &str) {
    for cycle in cycles {
        let names: Vec<String> = cycle.iter().map(|node| quoted(shapes.ids[*node])).collect();
        let message = format!("{} {what}: {}", names[0], cycles::describe(&names));
        checker.report_key(Code::EndlessRecursion, &["shapes", shapes.ids[cycle[0]]], message, help);
    }
}

/// The shapes by number.
struct Shapes<'a> {
    ids: Vec<&'a str>,
    shapes: Vec<&'a Shape>,
    numbers: HashMap<&'a str, usize>,
}

/// What a value of a shape needs.
enum Needs {
    /// Values of all these shapes.
    All(Vec<usize>),
    /// A value of one of these shapes.
    Any(Vec<usize>),
}

impl<'a> Shapes<'a> {
    fn new(checker: &Checker<'a>) -> Self {
        let shapes = &checker.spec.shapes;
        Self {
            ids: shapes.keys().map(String::as_str).collect(),
            shapes: shapes.values().collect(),
            numbers: shapes.keys().map(String::as_str).zip(0..).collect(),
        }
    }

    /// Cycles of lists and maps alone.
    fn collections_of_themselves(&self) -> Vec<Vec<usize>> {
        let next: Vec<Option<usize>> = self
            .shapes
            .iter()
            .map(|shape| match shape {
                Shape::List(list) => Some(list.member.target()),
                Shape::Map(map) => Some(map.value.target()),
                _ => None,
            })
            .map(|target| self.numbers.get(target?).copied())
            .collect();
        cycles::cycles(&next)
    }

    fn needs(&self, node: usize) -> Needs {
        let (id, shape) = (self.ids[node], self.shapes[node]);
        let number = |target: &str| self.numbers.get(target).copied();
        match shape {
            Shape::Structure(structure) => {
                let required = structure.members.values().filter(|member| member.required);
                Needs::All(required.filter_map(|member| number(&member.target)).collect())
            }
            Shape::Union(_) => {
                let slots = slots_of(id, shape);
                let known: Vec<usize> = slots.iter().filter_map(|slot| number(slot.target)).collect();
                // A variant that is unknown, or none at all, is another rule's affair.
                match known.len() == slots.len() && !known.is_empty() {
                    true => Needs::Any(known),
                    false => Needs::All(Vec::new()),
                }
            }
            Shape::List(list) if list.length.as_ref().and_then(|length| length.min) > Some(0) => {
                Needs::All(number(list.member.target()).into_iter().collect())
            }
            Shape::Map(map) if map.length.as_ref().and_then(|length| length.min) > Some(0) => {
                Needs::All(number(map.value.target()).into_iter().collect())
            }
            _ => Needs::All(Vec::new()),
        }
    }

    /// Cycles of shapes of which no value can end.
    ///
    /// Shapes are struck off as they turn out to have a value; each strikes off what waited for it alone. What is left
    /// has none.
    fn endless(&self, ended_already: &[Vec<usize>]) -> Vec<Vec<usize>> {
        let needs: Vec<Needs> = (0..self.ids.len()).map(|node| self.needs(node)).collect();
        let mut waited_by: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
        let mut missing = vec![0_usize; needs.len()];
        for (node, needs) in needs.iter().enumerate() {
            let (targets, count) = match needs {
                Needs::All(targets) => (targets, targets.len()),
                Needs::Any(targets) => (targets, 1),
            };
            missing[node] = count;
            for target in targets {
                waited_by[*target].push(node);
            }
        }
        for node in ended_already.iter().flatten() {
            missing[*node] = 0;
        }
        let mut pending: Vec<usize> = (0..needs.len()).filter(|node| missing[*node] == 0).collect();
        while let Some(node) = pending.pop() {
            for waiting in std::mem::take(&mut waited_by[node]) {
                if missing[waiting] > 0 {
                    missing[waiting] -= 1;
                    if missing[waiting] == 0 {
                        pending.push(waiting);
                    }
                }
            }
        }
        let next: Vec<Option<usize>> = (0..needs.len())
            .map(|node| match &needs[node] {
                _ if missing[node] == 0 => None,
                Needs::All(targets) | Needs::Any(targets) => {
                    targets.iter().copied().find(|target| missing[*target] > 0)
                }
            })
            .collect();
        cycles::cycles(&next)
    }
}
