//! What a record says besides its identifiers: its errors, its times, the state that it starts in.

use super::view::{Members, View, called};
use super::words;
use serde_json::Value;
use shapewright_spec::{Member, Shape};

/// Names of errors for what is not there, the plainest last.
const NOT_FOUND: [&str; 4] = ["NotFound", "NoSuch", "DoesNotExist", "NotExist"];

/// Names of errors for what is there already, the surest first.
const ALREADY_EXISTS: [&str; 6] = [
    "AlreadyExists",
    "Exists",
    "Duplicate",
    "AlreadyInUse",
    "InUse",
    "Conflict",
];

/// Names of members that say when a record was made; those of one thing may begin with its noun.
const CREATED: [&str; 13] = [
    "createdAt",
    "createdAtTime",
    "creationTime",
    "creationDate",
    "creationDateTime",
    "creationTimestamp",
    "createdTime",
    "createdDate",
    "createdTimestamp",
    "createdOn",
    "createTime",
    "createDate",
    "dateCreated",
];

/// Names of members that say when a record was changed.
const MODIFIED: [&str; 18] = [
    "updatedAt",
    "lastUpdatedAt",
    "lastUpdated",
    "lastUpdatedTime",
    "lastUpdatedDate",
    "lastUpdatedTimestamp",
    "lastUpdateTime",
    "lastUpdateDate",
    "updateTime",
    "updatedTime",
    "updatedDate",
    "lastModified",
    "lastModifiedAt",
    "lastModifiedTime",
    "lastModifiedDate",
    "lastModificationTime",
    "modifiedAt",
    "modificationTime",
];

/// States of records that are done with being made, the likeliest first. Letters alone count.
const READY: [&str; 12] = [
    "active",
    "available",
    "ready",
    "enabled",
    "created",
    "completed",
    "complete",
    "succeeded",
    "success",
    "running",
    "inservice",
    "registered",
];

/// The error of these operations for a record that is not there: the one that most of them return.
pub(super) fn not_found(view: View<'_>, noun: &str, operations: &[&str]) -> Option<String> {
    let errors = errors(view, operations);
    let fits = |name: &str| NOT_FOUND.iter().any(|part| name.contains(part));
    let fitting = || errors.iter().filter(|name| fits(name));
    let own = fitting().find(|name| name.starts_with(noun) || name.starts_with(words::last(noun)));
    let best = own.or_else(|| fitting().find(|name| name.contains("Resource") || name.starts_with("NotFound")));
    let best = best.or_else(|| fitting().find(|name| name.contains("Entity") || name.contains("DoesNotExist")));
    // `ParentNotFound` is not about this record; the only one there is may be.
    let best = best.or_else(|| fitting().next().filter(|_| fitting().count() == 1));
    best.map(|name| (*name).to_owned())
}

/// The error of a maker for a record that is there already.
pub(super) fn already_exists(view: View<'_>, operation: &str) -> Option<String> {
    let errors = errors(view, &[operation]);
    let mut parts = ALREADY_EXISTS.iter();
    let best = parts.find_map(|part| {
        errors
            .iter()
            .find(|name| name.contains(part) && !name.contains("NotExist") && !name.contains("NotFound"))
    });
    best.map(|name| (*name).to_owned())
}

/// The errors of operations, those of most operations first.
fn errors<'a>(view: View<'a>, operations: &[&str]) -> Vec<&'a str> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    let operations = operations.iter().filter_map(|name| view.operation(name));
    for error in operations.flat_map(|operation| &operation.errors) {
        match counted.iter_mut().find(|(name, _)| name == error) {
            Some((_, count)) => *count += 1,
            None => counted.push((error, 1)),
        }
    }
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counted.into_iter().map(|(name, _)| name).collect()
}

/// The timestamp members that are called so, in any of the structures and a timestamp in all that have them.
fn timestamps(view: View<'_>, noun: &str, names: &[&str], structures: &[&Members]) -> Vec<String> {
    let own = [noun, words::last(noun)];
    let is_time = |member: &Member| matches!(view.spec.shapes.get(&member.target), Some(Shape::Timestamp(_)));
    let mut found: Vec<String> = Vec::new();
    for name in names {
        for wanted in std::iter::once((*name).to_owned()).chain(own.map(|noun| format!("{noun}{name}"))) {
            let held: Vec<&str> = structures
                .iter()
                .filter_map(|members| called(members, &wanted))
                .collect();
            if let Some(first) = held.first()
                && structures.iter().filter_map(|members| members.get(*first)).all(is_time)
                && !found.iter().any(|name| name == first)
            {
                found.push((*first).to_owned());
            }
        }
    }
    found
}

/// The members that say when a record was made.
pub(super) fn created(view: View<'_>, noun: &str, structures: &[&Members]) -> Vec<String> {
    timestamps(view, noun, &CREATED, structures)
}

/// The members that say when a record was changed.
pub(super) fn modified(view: View<'_>, noun: &str, structures: &[&Members]) -> Vec<String> {
    timestamps(view, noun, &MODIFIED, structures)
}

/// What members that say the state of a thing are called.
pub(super) fn states_of(noun: &str) -> impl Iterator<Item = String> {
    ["status", "state"].into_iter().flat_map(move |name| {
        let own = [noun, words::last(noun)].map(|noun| format!("{noun}{name}"));
        own.into_iter().chain([name.to_owned()])
    })
}

/// The member that says the state of a record, where no request says it, and the state of one that is ready. Waiters
/// then see what they wait for.
pub(super) fn state(view: View<'_>, noun: &str, shown: &[&Members], taken: &[&Members]) -> Option<(String, Value)> {
    let member = states_of(noun)
        .filter_map(|name| shown.iter().find_map(|members| called(members, &name)))
        .find(|member| !taken.iter().any(|members| members.contains_key(*member)))?;
    let mut targets = shown.iter().filter_map(|members| members.get(member));
    let first = targets.next()?;
    if targets.any(|other| other.target != first.target) {
        return None;
    }
    let Some(Shape::Enum(states)) = view.spec.shapes.get(&first.target) else {
        return None;
    };
    let ready = READY
        .iter()
        .find_map(|ready| states.values.keys().find(|state| words::letters(state) == *ready))?;
    Some((member.to_owned(), Value::from(ready.as_str())))
}
