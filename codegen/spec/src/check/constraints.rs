//! Lengths, ranges, patterns and unique items.

use super::context::{Checker, Lookup, a_type};
use super::{bounds, digits, pattern};
use crate::{
    diagnostic::{Code, quoted},
    format::{Length, Range, Shape},
};
use serde_json::{Number, Value};
use std::cmp::Ordering;

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    for (id, shape) in &spec.shapes {
        if checker.is_faulty(&["shapes", id]) {
            continue;
        }
        let constraints = match shape {
            Shape::List(list) => Constraints {
                length: list.length.as_ref(),
                ..Constraints::default()
            },
            Shape::Map(map) => Constraints {
                length: map.length.as_ref(),
                ..Constraints::default()
            },
            _ => match shape.simple() {
                Some(simple) => Constraints {
                    length: simple.length.as_ref(),
                    range: simple.range.as_ref(),
                    pattern: simple.pattern.as_deref(),
                    unique_items: false,
                },
                None => continue,
            },
        };
        constraints.check(checker, &["shapes", id], Some(shape));
    }
    for slot in checker.slots() {
        let Some(facts) = slot.facts.filter(|_| !checker.is_faulty(&slot.path())) else {
            continue;
        };
        let constraints = Constraints {
            length: facts.length.as_ref(),
            range: facts.range.as_ref(),
            pattern: facts.pattern.as_deref(),
            unique_items: facts.unique_items,
        };
        let shape = match checker.shape(slot.target) {
            Lookup::Found(shape) => Some(shape),
            Lookup::Faulty | Lookup::Missing => None,
        };
        constraints.check(checker, &slot.path(), shape);
    }
}

/// What is asked of the values of a shape or member.
#[derive(Default)]
struct Constraints<'a> {
    length: Option<&'a Length>,
    range: Option<&'a Range>,
    pattern: Option<&'a str>,
    unique_items: bool,
}

impl Constraints<'_> {
    /// Checks constraints at a path, on values of a shape if that is known.
    fn check(&self, checker: &mut Checker<'_>, path: &[&str], shape: Option<&Shape>) {
        if let Some(length) = self.length {
            let has_length = |shape: &Shape| {
                matches!(
                    shape,
                    Shape::String(_) | Shape::Blob(_) | Shape::List(_) | Shape::Map(_)
                )
            };
            if fits(
                checker,
                path,
                "length",
                shape,
                has_length,
                "strings, blobs, lists and maps",
            ) {
                check_length(checker, path, length);
            }
        }
        if let Some(range) = self.range
            && fits(checker, path, "range", shape, bounds::is_number, "numbers")
        {
            check_range(checker, path, range, shape);
        }
        if let Some(text) = self.pattern
            && fits(
                checker,
                path,
                "pattern",
                shape,
                |shape| matches!(shape, Shape::String(_)),
                "strings",
            )
            && let Err(error) = pattern::compile(text)
        {
            let message = format!("{} is no regular expression: {error}", quoted(text));
            let help = "write an expression of ECMA 262 (JavaScript); flags such as `(?s)` are not part of it";
            checker.report(Code::BadPattern, &[path, &["pattern"]].concat(), message, help);
        }
        if self.unique_items {
            fits(
                checker,
                path,
                "uniqueItems",
                shape,
                |shape| matches!(shape, Shape::List(_)),
                "lists",
            );
        }
    }
}

/// Whether a constraint can hold for a shape. Reports it if not.
fn fits(
    checker: &mut Checker<'_>,
    path: &[&str],
    constraint: &str,
    shape: Option<&Shape>,
    holds_for: impl Fn(&Shape) -> bool,
    types: &str,
) -> bool {
    let Some(shape) = shape.filter(|shape| !holds_for(shape)) else {
        return true;
    };
    let message = format!("`{constraint}` has no meaning for {}", a_type(shape));
    let help = format!("remove it; it constrains {types}");
    checker.report(Code::UnfitConstraint, &[path, &[constraint]].concat(), message, help);
    false
}

fn check_length(checker: &mut Checker<'_>, path: &[&str], length: &Length) {
    let path = [path, &["length"]].concat();
    match (length.min, length.max) {
        (Some(min), Some(max)) if min > max => {
            let message = format!("the shortest length {min} is above the longest {max}");
            checker.report(Code::BadBounds, &path, message, "swap them");
        }
        (None, None) => {
            checker.report(
                Code::BadBounds,
                &path,
                "`length` has no bound".to_owned(),
                "add `min` or `max`, or remove it",
            );
        }
        _ => {}
    }
}

fn check_range(checker: &mut Checker<'_>, path: &[&str], range: &Range, shape: Option<&Shape>) {
    let path = [path, &["range"]].concat();
    for (name, bound) in [("min", &range.min), ("max", &range.max)] {
        let Some(bound) = bound else { continue };
        let path = [path.as_slice(), &[name]].concat();
        if let Some(text) = lost_digits(checker, &path, bound) {
            let message = format!("not every digit of the bound `{text}` can be kept");
            let help = "use a number that fits a signed integer or a float of 64 bits";
            checker.report(Code::BadBounds, &path, message, help);
        } else if let Some(shape) = shape {
            check_bound(checker, &path, bound, shape);
        }
    }
    match (&range.min, &range.max) {
        (Some(min), Some(max)) if bounds::compare(min, max) == Ordering::Greater => {
            let message = format!("the smallest number {min} is above the largest {max}");
            checker.report(Code::BadBounds, &path, message, "swap them");
        }
        (None, None) => {
            checker.report(
                Code::BadBounds,
                &path,
                "`range` has no bound".to_owned(),
                "add `min` or `max`, or remove it",
            );
        }
        _ => {}
    }
}

/// The text of a bound of which not every digit can be kept: bounds are signed integers or floats, both of 64 bits.
fn lost_digits(checker: &Checker<'_>, path: &[&str], bound: &Number) -> Option<String> {
    let text = match checker.number_at(path, &Value::Number(bound.clone())) {
        Some(text) => text.to_owned(),
        None => bound.to_string(),
    };
    let kept = bound
        .as_i64()
        .map(Number::from)
        .or_else(|| Number::from_f64(bound.as_f64()?));
    kept.is_none_or(|kept| digits::are_lost(&text, &kept)).then_some(text)
}

fn check_bound(checker: &mut Checker<'_>, path: &[&str], bound: &Number, shape: &Shape) {
    let Some((smallest, largest)) = bounds::limits(shape) else {
        return;
    };
    let type_name = shape.type_name();
    let (message, help) = match bounds::whole(bound) {
        None => (
            format!("{bound} is no bound for {}: it has a fraction", a_type(shape)),
            "use a whole number".to_owned(),
        ),
        Some(bound) if bound < smallest || bound > largest => {
            let message = format!("no {type_name} reaches {bound}");
            (message, format!("use {smallest} to {largest}, or a larger type"))
        }
        Some(_) => return,
    };
    checker.report(Code::BadBounds, path, message, help);
}
