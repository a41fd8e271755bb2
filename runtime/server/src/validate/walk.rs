//! Walks an input by its schema and collects all that is wrong with it.

use super::{
    message::{Violation, shown},
    pattern,
};
use shapewright_schema::{
    BigDecimal, Constraints, Document, Kind, List, Map, Member, Number, Schema, Structure, Union, Value, View,
};
use std::{
    collections::HashSet,
    fmt::{Display, Write},
};

/// All that is wrong with `input`, in the order of its schema. `missing` are the places of required members that it
/// lacks.
pub(super) fn violations(input: &dyn Structure, missing: &[String]) -> Vec<Violation> {
    let mut walk = Walk {
        path: String::new(),
        missing: missing.iter().map(String::as_str).collect(),
        found: Vec::new(),
        hidden: false,
    };
    walk.structure(input);
    // Places that no value led to.
    let mut left: Vec<&str> = walk.missing.drain().collect();
    left.sort_unstable();
    for pointer in left {
        walk.found.push(null(pointer));
    }
    walk.found
}

struct Walk<'a> {
    /// Where the walk is, as a JSON pointer.
    path: String,
    /// The places of required members that are not there and have not been passed.
    missing: HashSet<&'a str>,
    found: Vec<Violation>,
    /// Values here must not be shown.
    hidden: bool,
}

impl Walk<'_> {
    fn structure(&mut self, structure: &dyn Structure) {
        for (index, member) in structure.schema().members().iter().enumerate() {
            let value = structure.member(index);
            // The usual case, without touching the path: an optional member that is not there.
            // A stream comes beside the message, and may be empty.
            let required = member.required && member.target.streaming.is_none();
            if !required && matches!(value.view(), View::Absent) {
                continue;
            }
            self.under(member.name, |walk| {
                if walk.missing.remove(walk.path.as_str()) || required && matches!(value.view(), View::Absent) {
                    walk.found.push(null(&walk.path));
                } else {
                    walk.value(value, member);
                }
            });
        }
    }

    /// Does something one step further from the root.
    fn under(&mut self, step: &str, run: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push('/');
        if step.contains(['~', '/']) {
            self.path.push_str(&step.replace('~', "~0").replace('/', "~1"));
        } else {
            self.path.push_str(step);
        }
        run(self);
        self.path.truncate(length);
    }

    fn value(&mut self, value: &dyn Value, member: &'static Member) {
        let outer = self.hidden;
        self.hidden |= member.is_sensitive();
        let constraints = member.effective_constraints();
        match value.view() {
            View::Absent => {}
            view @ View::String(text) => self.text(view, text, member.target, &constraints),
            View::Integer(number) => self.whole(number, member.target, &constraints),
            view @ View::Float(number) => {
                // Bounds are written in decimal, and so is the number that people mean by a 32-bit float.
                self.range(
                    view,
                    number.to_string().parse().unwrap_or(f64::from(number)),
                    &constraints,
                );
            }
            view @ View::Double(number) => self.range(view, number, &constraints),
            view @ View::BigInteger(number) => self.big(view, number.as_str(), &constraints),
            view @ View::BigDecimal(number) => self.big(view, BigDecimal::as_str(number), &constraints),
            view @ View::Blob(bytes) => {
                self.length(view, bytes.len(), &constraints);
            }
            view @ View::List(list) => {
                self.length(view, list.len(), &constraints);
                self.list(list, member.target, &constraints);
            }
            view @ View::Map(map) => {
                self.length(view, map.len(), &constraints);
                self.map(map, member.target);
            }
            View::Structure(structure) => self.structure(structure),
            View::Union(union) => self.union(union),
            View::Boolean(_) | View::Stream(_) | View::Timestamp(_) | View::Document(_) => {}
        }
        self.hidden = outer;
    }

    fn text(&mut self, view: View<'_>, text: &str, schema: &'static Schema, constraints: &Constraints) {
        if let Kind::Enum(values) = schema.kind
            && !values.contains(&text)
        {
            let mut named = values.to_vec();
            named.retain(|value| !schema.internal.contains(value));
            self.add(
                view,
                format!("Member must satisfy enum value set: [{}]", named.join(", ")),
            );
        }
        let bounded = constraints.min_length.is_some() || constraints.max_length.is_some();
        let fits = !bounded || self.length(view, text.chars().count(), constraints);
        // Text that is much too long is not worth the time of a search.
        let searched = fits || text.len() < 10_000;
        if let Some(pattern) = constraints.pattern
            && searched
            && !pattern::is_found(pattern, text)
        {
            self.add(
                view,
                format!("Member must satisfy regular expression pattern: {pattern}"),
            );
        }
    }

    fn whole(&mut self, number: i64, schema: &'static Schema, constraints: &Constraints) {
        let view = View::Integer(number);
        if let Kind::IntEnum(values) = schema.kind
            && !values.iter().any(|value| i64::from(*value) == number)
        {
            let values: Vec<String> = values.iter().map(i32::to_string).collect();
            self.add(
                view,
                format!("Member must satisfy enum value set: [{}]", values.join(", ")),
            );
        }
        let under = |bound: Number| match bound {
            Number::Integer(bound) => number < bound,
            Number::Float(bound) => (number as f64) < bound,
        };
        let over = |bound: Number| match bound {
            Number::Integer(bound) => number > bound,
            Number::Float(bound) => (number as f64) > bound,
        };
        if constraints.min.is_some_and(under) || constraints.max.is_some_and(over) {
            self.out_of_range(view, constraints);
        }
    }

    fn range(&mut self, view: View<'_>, number: f64, constraints: &Constraints) {
        let float = |bound: Number| match bound {
            Number::Integer(bound) => bound as f64,
            Number::Float(bound) => bound,
        };
        // Not a number is outside of every range.
        let inside = constraints.min.is_none_or(|bound| number >= float(bound))
            && constraints.max.is_none_or(|bound| number <= float(bound));
        if !inside {
            self.out_of_range(view, constraints);
        }
    }

    fn big(&mut self, view: View<'_>, number: &str, constraints: &Constraints) {
        if let Ok(number) = number.parse::<f64>() {
            self.range(view, number, constraints);
        }
    }

    fn out_of_range(&mut self, view: View<'_>, constraints: &Constraints) {
        if let Some(must) = bounds("be ", constraints.min, constraints.max) {
            self.add(view, must);
        }
    }

    /// Returns whether the length fits.
    fn length(&mut self, view: View<'_>, length: usize, constraints: &Constraints) -> bool {
        let size = length as u64;
        let (least, most) = (constraints.min_length, constraints.max_length);
        if least.is_none_or(|least| size >= least) && most.is_none_or(|most| size <= most) {
            return true;
        }
        if let Some(must) = bounds("have length ", least, most) {
            self.add(view, must);
            if let Some(violation) = self.found.last_mut() {
                violation.length = Some(length);
            }
        }
        false
    }

    fn list(&mut self, list: &dyn List, schema: &'static Schema, constraints: &Constraints) {
        let Kind::List { member, sparse } = &schema.kind else {
            return;
        };
        if constraints.unique_items && !are_unique(list) {
            self.add(View::List(list), "Member must have unique values".to_owned());
        }
        let length = self.path.len();
        for index in 0..list.len() {
            // Writing to a String does not fail.
            let _ = write!(self.path, "/{index}");
            self.held(list.get(index), member, *sparse);
            self.path.truncate(length);
        }
    }

    fn map(&mut self, map: &dyn Map, schema: &'static Schema) {
        let Kind::Map {
            key,
            value: member,
            sparse,
        } = &schema.kind
        else {
            return;
        };
        let constraints = key.effective_constraints();
        for (name, value) in map.entries() {
            // A key stands for the map: nothing else in it has the key as its place.
            let outer = self.hidden;
            self.hidden |= key.is_sensitive();
            self.text(View::String(name), name, key.target, &constraints);
            self.hidden = outer;
            self.under(name, |walk| walk.held(value, member, *sparse));
        }
    }

    /// What a list or map holds.
    fn held(&mut self, value: &dyn Value, member: &'static Member, sparse: bool) {
        if matches!(value.view(), View::Absent) {
            if !sparse {
                self.found.push(null(&self.path));
            }
        } else {
            self.value(value, member);
        }
    }

    fn union(&mut self, union: &dyn Union) {
        let members = union.schema().members();
        match union
            .variant()
            .and_then(|(index, value)| Some((members.get(index)?, value)))
        {
            Some((member, value)) => self.under(member.name, |walk| walk.value(value, member)),
            None => {
                let names: Vec<&str> = members.iter().map(|member| member.name).collect();
                self.add(
                    View::Union(union),
                    format!("Member must have one of these set: [{}]", names.join(", ")),
                );
            }
        }
    }

    fn add(&mut self, view: View<'_>, must: String) {
        self.found.push(Violation {
            pointer: self.path.clone(),
            got: (!self.hidden).then(|| shown(view)),
            length: None,
            must,
        });
    }
}

fn null(pointer: &str) -> Violation {
    Violation {
        pointer: pointer.to_owned(),
        got: Some("null".to_owned()),
        length: None,
        must: "Member must not be null".to_owned(),
    }
}

fn bounds<T: Display>(what: &str, least: Option<T>, most: Option<T>) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) => Some(format!("Member must {what}between {least} and {most}, inclusive")),
        (Some(least), None) => Some(format!("Member must {what}greater than or equal to {least}")),
        (None, Some(most)) => Some(format!("Member must {what}less than or equal to {most}")),
        (None, None) => None,
    }
}

fn are_unique(list: &dyn List) -> bool {
    let mut seen = HashSet::new();
    (0..list.len()).all(|index| seen.insert(format!("{:?}", Document::of(list.get(index)))))
}
