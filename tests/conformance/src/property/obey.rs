//! Whether a value obeys its schema, asked in another way than the server asks it.

use crate::show;
use regex_lite::Regex;
use shapewright_schema::{Constraints, Kind, Member, Number, Structure, Value, View};

/// The first thing that is wrong with a structure.
pub(super) fn structure(value: &dyn Structure) -> Result<(), String> {
    for (index, member) in value.schema().members().iter().enumerate() {
        let held = value.member(index);
        let found = match held.view() {
            View::Absent if member.required => Err("it is required".to_owned()),
            View::Absent => Ok(()),
            _ => one(member, held),
        };
        found.map_err(|error| format!("{}: {error}", member.name))?;
    }
    Ok(())
}

fn one(member: &'static Member, value: &dyn Value) -> Result<(), String> {
    let limits = member.effective_constraints();
    match value.view() {
        View::String(text) => {
            if let Kind::Enum(values) = member.target.kind
                && !values.contains(&text)
            {
                return Err(format!("`{text}` is none of the values"));
            }
            length(limits, text.chars().count())?;
            // Patterns with look-around are for the server's own tests.
            match limits.pattern.map(Regex::new) {
                Some(Ok(pattern)) if !pattern.is_match(text) => Err(format!("`{text}` does not match {pattern}")),
                _ => Ok(()),
            }
        }
        View::Blob(bytes) => length(limits, bytes.len()),
        View::Integer(number) => match member.target.kind {
            Kind::IntEnum(values) if !values.iter().any(|value| i64::from(*value) == number) => {
                Err(format!("{number} is none of the values"))
            }
            _ => range(limits, number as f64),
        },
        View::Float(number) => range(limits, number.into()),
        View::Double(number) => range(limits, number),
        View::List(list) => {
            let Kind::List {
                member: element,
                sparse,
            } = member.target.kind
            else {
                return Ok(());
            };
            length(limits, list.len())?;
            let mut seen = Vec::new();
            for index in 0..list.len() {
                part(element, list.get(index), sparse)?;
                let shown = show::held(list.get(index)).to_string();
                if limits.unique_items && seen.contains(&shown) {
                    return Err(format!("{shown} is there twice"));
                }
                seen.push(shown);
            }
            Ok(())
        }
        View::Map(map) => {
            let Kind::Map { key, value, sparse } = &member.target.kind else {
                return Ok(());
            };
            length(limits, map.len())?;
            for (name, entry) in map.entries() {
                one(key, &name.to_owned())?;
                part(value, entry, *sparse)?;
            }
            Ok(())
        }
        View::Structure(value) => structure(value),
        View::Union(union) => match union.variant() {
            Some((index, value)) => one(&union.schema().members()[index], value),
            None => Err("it is of a kind that is not modelled".to_owned()),
        },
        _ => Ok(()),
    }
}

fn part(element: &'static Member, value: &dyn Value, sparse: bool) -> Result<(), String> {
    match value.view() {
        View::Absent if sparse => Ok(()),
        View::Absent => Err("null is in a dense collection".to_owned()),
        _ => one(element, value),
    }
}

fn length(limits: Constraints, length: usize) -> Result<(), String> {
    let length = length as u64;
    let fits =
        limits.min_length.is_none_or(|least| least <= length) && limits.max_length.is_none_or(|most| length <= most);
    fits.then_some(()).ok_or_else(|| format!("the length is {length}"))
}

fn range(limits: Constraints, number: f64) -> Result<(), String> {
    let bound = |bound: Number| match bound {
        Number::Integer(number) => number as f64,
        Number::Float(number) => number,
    };
    let fits =
        limits.min.is_none_or(|least| bound(least) <= number) && limits.max.is_none_or(|most| number <= bound(most));
    fits.then_some(()).ok_or_else(|| format!("it is {number}"))
}
