//! Keeps the operations that are asked for, and what they need: the description stays whole, the code is what is used of it.
//!
//! A lifecycle stays while one of its operations does. So do those above it and those that its members name: what a mock
//! asks of a request it asks as before, and records that no operation makes any more can be seeded. Of a record's members
//! those stay that an operation still shows or takes, or that a rule of its lifecycle is about.

use super::record::shown;
use shapewright_spec::{OneOrMany, Operation, Resource, Spec, Tagging};
use std::collections::HashSet;

/// The description with these operations alone.
pub(super) fn select(whole: &Spec, operations: &HashSet<&str>) -> Spec {
    let mut spec = whole.clone();
    spec.operations.retain(|name, _| operations.contains(name.as_str()));
    spec.waiters
        .retain(|_, waiter| operations.contains(waiter.operation.as_str()));
    let lifecycles = lifecycles(whole, operations);
    spec.resources.retain(|name, _| lifecycles.contains(name.as_str()));
    for resource in spec.resources.values_mut() {
        keep_operations(resource, operations);
    }
    spec.tagging = spec
        .tagging
        .take()
        .and_then(|tagging| keep_tagging(tagging, operations));
    if spec.tagging.is_none() {
        spec.resources.values_mut().for_each(forget_tags);
    }
    let declared: Vec<_> = spec
        .resources
        .iter()
        .map(|(name, resource)| declared(whole, &spec, name, resource))
        .collect();
    for (resource, declared) in spec.resources.values_mut().zip(declared) {
        resource.members.extend(declared);
    }
    let declared = spec.resources.values().flat_map(|resource| resource.members.values());
    let roots = spec
        .operations
        .values()
        .flat_map(Operation::shapes)
        .chain(declared.map(String::as_str));
    let reached: HashSet<String> = spec.reached(roots).into_iter().map(str::to_owned).collect();
    for resource in spec.resources.values_mut() {
        keep_errors(resource, &reached);
    }
    if let Some(tagging) = &mut spec.tagging {
        tagging.not_found.take_if(|error| !reached.contains(error));
        tagging.most.take_if(|most| !reached.contains(&most.error));
    }
    spec.shapes.retain(|id, _| reached.contains(id));
    spec
}

/// The resources that stay.
fn lifecycles<'a>(spec: &'a Spec, operations: &HashSet<&str>) -> HashSet<&'a str> {
    let works = |resource: &Resource| resource.operations().any(|name| operations.contains(name));
    let working = spec.resources.iter().filter(|(_, resource)| works(resource));
    let mut open: Vec<&str> = working.map(|(name, _)| name.as_str()).collect();
    let mut stay = HashSet::new();
    while let Some(name) = open.pop() {
        if let (true, Some(resource)) = (stay.insert(name), spec.resources.get(name)) {
            let named = resource.refers.values().flat_map(|reference| reference.to.keys());
            open.extend(resource.parent.iter().chain(named).map(String::as_str));
        }
    }
    stay
}

fn keep_operations(resource: &mut Resource, operations: &HashSet<&str>) {
    let stays = |name: &String| operations.contains(name.as_str());
    for operation in [
        &mut resource.create,
        &mut resource.put,
        &mut resource.delete,
        &mut resource.list,
    ] {
        operation.take_if(|name| !stays(name));
    }
    let read = resource.read.as_slice().iter().filter(|name| stays(name));
    resource.read = OneOrMany::Many(read.cloned().collect());
    resource.update.retain(stays);
    resource.transitions.retain(|name, _| stays(name));
    if resource.list.is_none() {
        resource.filters.clear();
    }
}

/// Records have no tags that nothing shows any more.
fn forget_tags(resource: &mut Resource) {
    if let Some(tags) = resource.tags.take() {
        resource.members.shift_remove(&tags);
    }
}

/// The operations on tags that stay, if any does.
fn keep_tagging(mut tagging: Tagging, operations: &HashSet<&str>) -> Option<Tagging> {
    for tagged in [&mut tagging.tag, &mut tagging.untag, &mut tagging.list] {
        tagged.take_if(|tagged| !operations.contains(tagged.operation.as_str()));
    }
    let is_left = tagging.operations().next().is_some();
    is_left.then_some(tagging)
}

/// The members that rules are about and no operation shows or takes any more, with their shapes.
fn declared(whole: &Spec, spec: &Spec, name: &str, resource: &Resource) -> Vec<(String, String)> {
    let Some(before) = whole.resources.get(name) else {
        return Vec::new();
    };
    let (before, after) = (shown(whole, before), shown(spec, resource));
    let lost = before.into_iter().filter(|(name, _)| !after.contains_key(name));
    let needed = ruled(spec, name, resource);
    lost.filter(|(name, _)| needed.contains(name))
        .map(|(name, member)| (name.to_owned(), member.target))
        .collect()
}

/// The members that the rules of a lifecycle are about, and those that others show as their own.
fn ruled<'a>(spec: &'a Spec, name: &str, resource: &'a Resource) -> HashSet<&'a str> {
    let references = spec.resources.values().flat_map(|other| other.refers.values());
    let shown = references
        .filter(|reference| reference.to.contains_key(name))
        .flat_map(|reference| &reference.shows);
    let transitions = resource.transitions.values();
    let changed = transitions.flat_map(|transition| {
        transition
            .when
            .keys()
            .chain(transition.set.keys())
            .chain(&transition.stamp)
    });
    let all = resource
        .id
        .as_slice()
        .iter()
        .chain(&resource.unique)
        .chain(&resource.arn)
        .chain(&resource.tags)
        .chain(&resource.created)
        .chain(&resource.modified)
        .chain(resource.initial.keys())
        .chain(resource.refers.keys())
        .chain(resource.filters.iter().map(|filter| &filter.member))
        .chain(changed)
        .chain(shown);
    // A rule can be about what lies inside of a member.
    all.map(|path| path.split('.').next().unwrap_or(path)).collect()
}

/// An error that no operation can return any more is none of the lifecycle's.
fn keep_errors(resource: &mut Resource, reached: &HashSet<String>) {
    let is_gone = |error: &mut String| !reached.contains(error);
    resource.not_found.take_if(is_gone);
    resource.already_exists.take_if(is_gone);
    resource.most.take_if(|most| !reached.contains(&most.error));
    for transition in resource.transitions.values_mut() {
        transition.error.take_if(is_gone);
    }
}
