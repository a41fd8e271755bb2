//! Mixins and `apply` statements, put where they belong: afterwards every shape says itself all that it is.

use super::shapes::{Shapes, place, target};
use crate::notes::Notes;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

const MIXIN: &str = "smithy.api#mixin";

/// The shapes with their mixins' members and traits, and with the traits that are applied to them elsewhere.
pub(super) fn flattened(shapes: Shapes, notes: &mut Notes) -> Shapes {
    let mut all = Shapes::with_capacity(shapes.len());
    let mut applied = Vec::new();
    for (id, shape) in shapes {
        match shape.get("type").and_then(Value::as_str) {
            Some("apply") => applied.push((id, shape)),
            _ => {
                all.insert(id, shape);
            }
        }
    }
    // What is applied to a member that a mixin brings waits until the mixin is there.
    let mut waiting = Vec::new();
    for (id, shape) in applied {
        if !apply(&mut all, &id, &shape) {
            waiting.push((id, shape));
        }
    }
    let mut done = HashMap::new();
    let mut open = HashSet::new();
    let ids: Vec<String> = all.keys().cloned().collect();
    for id in &ids {
        flatten(id, &all, &mut done, &mut open, notes);
    }
    for (id, shape) in done {
        if let Some(place) = all.get_mut(&id) {
            *place = shape;
        }
    }
    for (id, shape) in waiting {
        if !apply(&mut all, &id, &shape) {
            notes.unreadable(&place(&id), "the model applies traits to a shape that it does not have");
        }
    }
    all
}

/// Adds traits to a shape or a member. Says whether it is there.
fn apply(shapes: &mut Shapes, id: &str, statement: &Value) -> bool {
    let (shape, member) = match id.split_once('$') {
        Some((shape, member)) => (shape, Some(member)),
        None => (id, None),
    };
    let found = shapes.get_mut(shape).and_then(|shape| match member {
        None => Some(shape),
        Some(member @ ("member" | "key" | "value")) if shape.get(member).is_some() => shape.get_mut(member),
        Some(member) => shape.get_mut("members")?.get_mut(member),
    });
    let (Some(Value::Object(found)), Some(Value::Object(traits))) = (found, statement.get("traits")) else {
        return false;
    };
    let own = found.entry("traits").or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(own) = own {
        own.extend(traits.clone());
    }
    true
}

/// Puts a shape with its mixins into `done`, if it has any.
fn flatten(id: &str, all: &Shapes, done: &mut HashMap<String, Value>, open: &mut HashSet<String>, notes: &mut Notes) {
    let Some(Value::Object(shape)) = all.get(id) else {
        return;
    };
    let Some(Value::Array(mixins)) = shape.get("mixins") else {
        return;
    };
    if done.contains_key(id) {
        return;
    }
    if !open.insert(id.to_owned()) {
        return notes.unreadable(&place(id), "a mixin mixes in itself");
    }
    let mut whole = Map::new();
    for mixin in mixins.iter().filter_map(target) {
        flatten(mixin, all, done, open, notes);
        match done.get(mixin).or_else(|| all.get(mixin)) {
            Some(Value::Object(mixin)) => mix(&mut whole, mixin, true),
            _ => notes.unreadable(&place(id), &format!("there is no mixin `{mixin}`")),
        }
    }
    mix(&mut whole, shape, false);
    whole.shift_remove("mixins");
    open.remove(id);
    done.insert(id.to_owned(), Value::Object(whole));
}

/// Adds what a mixin, or the shape itself, says.
fn mix(whole: &mut Map<String, Value>, from: &Map<String, Value>, is_mixin: bool) {
    for (key, value) in from {
        match (key.as_str(), whole.get_mut(key), value) {
            ("mixins", ..) => {}
            ("traits", place, Value::Object(traits)) => {
                let local = traits.get(MIXIN).and_then(|mixin| mixin.get("localTraits"));
                let is_local = |name: &str| {
                    let listed = local.and_then(Value::as_array);
                    name == MIXIN || listed.is_some_and(|names| names.iter().any(|listed| listed == name))
                };
                let traits = traits.iter().filter(|(name, _)| !is_mixin || !is_local(name));
                let traits = traits.map(|(name, value)| (name.clone(), value.clone()));
                match place {
                    Some(Value::Object(own)) => own.extend(traits),
                    _ => {
                        whole.insert(key.clone(), Value::Object(traits.collect()));
                    }
                }
            }
            ("members", Some(Value::Object(own)), Value::Object(members)) => {
                for (name, member) in members {
                    match (own.get_mut(name), member) {
                        (Some(Value::Object(own)), Value::Object(member)) => mix(own, member, false),
                        _ => {
                            own.insert(name.clone(), member.clone());
                        }
                    }
                }
            }
            (_, Some(Value::Array(own)), Value::Array(values)) => own.extend(values.iter().cloned()),
            (_, Some(Value::Object(own)), Value::Object(values)) => {
                own.extend(values.iter().map(|(key, value)| (key.clone(), value.clone())));
            }
            _ => {
                whole.insert(key.clone(), value.clone());
            }
        }
    }
}
