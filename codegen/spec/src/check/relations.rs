//! What a resource says of other resources, of what its operations ask of a record, and of what records are found by.

use super::context::Checker;
use super::resources::{Deed, MOST_PARENTS, bound};
use crate::{
    diagnostic::{Code, quoted},
    format::{Reference, Resource},
};
use serde_json::Value;
use std::collections::HashSet;

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    for (name, resource) in &spec.resources {
        keys(checker, name, resource);
        for (member, reference) in &resource.refers {
            others(checker, name, resource, member, reference);
        }
        transitions(checker, name, resource);
    }
}

/// Members that find records.
fn keys(checker: &mut Checker<'_>, name: &str, resource: &Resource) {
    let identifiers = resource.id.as_slice();
    let unique: HashSet<&String> = resource.unique.iter().collect();
    let compared: HashSet<&String> = resource.unique.iter().chain(identifiers).collect();
    for (at, member) in resource.found_by.iter().enumerate() {
        let path = ["resources", name, "foundBy", &at.to_string()];
        if !unique.contains(member) {
            let message = format!("{} may be shared by records, so it finds none", quoted(member));
            checker.report(Code::ResourceKey, &path, message, "put it into `unique` too");
        } else if identifiers.len() != 1 {
            let message = format!(
                "{} stands for one identifier, but {} has {}",
                quoted(member),
                quoted(name),
                identifiers.len()
            );
            checker.report(
                Code::ResourceKey,
                &path,
                message,
                "give the resource one `id`, or remove `foundBy`",
            );
        }
    }
    for (at, member) in resource.ignore_case.iter().enumerate() {
        if !compared.contains(member) {
            let path = ["resources", name, "ignoreCase", &at.to_string()];
            let message = format!("values of {} are never compared", quoted(member));
            checker.report(
                Code::ResourceKey,
                &path,
                message,
                "name an identifier or a unique member",
            );
        }
    }
}

/// The resources that a member can name records of.
fn others(checker: &mut Checker<'_>, name: &str, resource: &Resource, member: &str, reference: &Reference) {
    let resources = &checker.spec.resources;
    let above = ancestors(checker, resource);
    let mut first: Option<(&str, Option<&str>)> = None;
    for id in reference.to.keys() {
        let path = ["resources", name, "refers", member, "to", id];
        let Some(other) = resources.get(id) else {
            if !checker.is_faulty(&["resources", id]) {
                let message = format!("there is no resource {}", quoted(id));
                let names = resources.keys().map(String::as_str);
                let otherwise = "define it in `resources`, or remove it";
                checker.report_unknown(Code::UnknownResource, &path, message, id, names, otherwise);
            }
            continue;
        };
        let parent = other.parent.as_deref();
        let message = if other.id.as_slice().len() != 1 {
            format!(
                "{} has {} identifiers, and one member names it",
                quoted(id),
                other.id.as_slice().len()
            )
        } else if parent.is_some_and(|parent| !above.contains(&parent)) {
            format!("{} does not live under the parents of {}", quoted(id), quoted(name))
        } else if let Some((first, its_parent)) = first
            && its_parent != parent
        {
            format!("{} and {} have other parents", quoted(first), quoted(id))
        } else {
            first = first.or(Some((id, parent)));
            continue;
        };
        let help = "name resources with one `id` under the same parent as this one, or under one of its parents";
        checker.report_key(Code::ResourceReference, &path, message, help);
    }
}

fn ancestors<'a>(checker: &Checker<'a>, resource: &'a Resource) -> Vec<&'a str> {
    let mut ancestors = Vec::new();
    let mut above = resource.parent.as_deref();
    while let Some(parent) = above.filter(|_| ancestors.len() < MOST_PARENTS) {
        ancestors.push(parent);
        above = checker
            .spec
            .resources
            .get(parent)
            .and_then(|parent| parent.parent.as_deref());
    }
    ancestors
}

/// The operations of transitions.
fn transitions(checker: &mut Checker<'_>, name: &str, resource: &Resource) {
    let bound = bound(resource);
    let changing = bound
        .iter()
        .filter(|bound| matches!(bound.deed, Deed::Update | Deed::Delete));
    let changing: HashSet<&str> = changing.map(|bound| bound.name).collect();
    for operation in resource.transitions.keys() {
        if !changing.contains(operation.as_str()) {
            let path = ["resources", name, "transitions", operation];
            let message = format!("{} neither changes nor removes {}", quoted(operation), quoted(name));
            let help = "name an operation that is in `update` or `delete`";
            checker.report_key(Code::TransitionOperation, &path, message, help);
        }
    }
}

/// A member of the record that a reference or a transition names.
pub(super) struct Named<'a> {
    /// The place from the resource on.
    pub(super) path: Vec<&'a str>,
    pub(super) member: &'a str,
    /// The value that it is set to or compared with.
    pub(super) value: Option<&'a Value>,
    /// Whether it is set to the time.
    pub(super) is_stamped: bool,
}

impl<'a> Named<'a> {
    fn at(path: &[&'a str], member: &'a str) -> Self {
        Self {
            path: path.to_vec(),
            member,
            value: None,
            is_stamped: false,
        }
    }

    fn with(self, value: &'a Value) -> Self {
        Self {
            value: Some(value),
            ..self
        }
    }
}

/// All members of the record that references and transitions name.
pub(super) fn named(resource: &Resource) -> Vec<Named<'_>> {
    let mut all = Vec::new();
    for (member, reference) in &resource.refers {
        all.push(Named::at(&["refers", member], member));
        let shown = reference.shows.iter();
        all.extend(shown.map(|shown| Named::at(&["refers", member, "shows"], shown)));
        for (other, members) in &reference.to {
            let shown = members.iter();
            all.extend(
                shown.map(|(shown, value)| Named::at(&["refers", member, "to", other, shown], shown).with(value)),
            );
        }
    }
    for (operation, transition) in &resource.transitions {
        for (member, values) in &transition.when {
            let named = || Named::at(&["transitions", operation, "when", member], member);
            all.extend(values.iter().map(|value| named().with(value)));
        }
        for (member, value) in &transition.set {
            let named = Named::at(&["transitions", operation, "set", member], member);
            all.push(match value {
                Value::Null => named,
                value => named.with(value),
            });
        }
        let stamped = transition.stamp.iter();
        all.extend(stamped.map(|member| Named {
            is_stamped: true,
            ..Named::at(&["transitions", operation, "stamp"], member)
        }));
    }
    all
}
