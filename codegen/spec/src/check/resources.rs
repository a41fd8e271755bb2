//! Lifecycles: the operations that a resource names, its parents, and the identifiers that find a record.

use super::context::{Checker, Lookup};
use super::cycles;
use crate::{
    diagnostic::{Code, quoted},
    format::{OneOrMany, Operation, Resource},
};
use std::collections::HashMap;

/// How deep resources live under each other; a hostile description could have a million levels.
pub(super) const MOST_PARENTS: usize = 100;

/// What an operation does to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Create,
    Put,
    Read,
    Update,
    Delete,
    List,
}

/// An operation that a resource names.
pub(super) struct Bound<'a> {
    pub(super) deed: Deed,
    /// Its path from the resource on, for instance `update/0`.
    path: Vec<String>,
    pub(super) name: &'a str,
}

impl Bound<'_> {
    fn path<'p>(&'p self, resource: &'p str) -> Vec<&'p str> {
        ["resources", resource]
            .into_iter()
            .chain(self.path.iter().map(String::as_str))
            .collect()
    }
}

/// The operations of a resource, in the order of a record's life.
pub(super) fn bound<'r>(resource: &'r Resource) -> Vec<Bound<'r>> {
    let one = |deed, field: &str, name: &'r Option<String>| {
        name.as_deref().map(|name| Bound {
            deed,
            path: vec![field.to_owned()],
            name,
        })
    };
    let reads = resource.read.as_slice().iter().enumerate().map(|(at, name)| Bound {
        deed: Deed::Read,
        path: match resource.read {
            OneOrMany::One(_) => vec!["read".to_owned()],
            OneOrMany::Many(_) => vec!["read".to_owned(), at.to_string()],
        },
        name,
    });
    let updates = resource.update.iter().enumerate().map(|(at, name)| Bound {
        deed: Deed::Update,
        path: vec!["update".to_owned(), at.to_string()],
        name,
    });
    one(Deed::Create, "create", &resource.create)
        .into_iter()
        .chain(one(Deed::Put, "put", &resource.put))
        .chain(reads)
        .chain(one(Deed::Delete, "delete", &resource.delete))
        .chain(one(Deed::List, "list", &resource.list))
        .chain(updates)
        .collect()
}

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    let mut claims: HashMap<&str, &str> = HashMap::new();
    for (name, resource) in &spec.resources {
        parent(checker, name, resource);
        let identifiers = identifiers(checker, resource);
        for bound in bound(resource) {
            let operation = match checker.operation(bound.name) {
                Lookup::Found(operation) => operation,
                Lookup::Faulty => continue,
                Lookup::Missing => {
                    let names = spec.operations.keys().map(String::as_str);
                    let message = format!("there is no operation {}", quoted(bound.name));
                    let path = bound.path(name);
                    let otherwise = "name one of `operations`, or remove it";
                    checker.report_unknown(Code::UnknownOperation, &path, message, bound.name, names, otherwise);
                    continue;
                }
            };
            if let Some(other) = claims.insert(bound.name, name) {
                let message = match other == name {
                    true => format!("{} is named twice", quoted(bound.name)),
                    false => format!("{} belongs to resource {} already", quoted(bound.name), quoted(other)),
                };
                let help = "an operation does one thing to one resource: remove it here or there";
                checker.report(Code::OperationClaimed, &bound.path(name), message, help);
            }
            check_identifiers(checker, name, resource, &bound, operation, &identifiers);
        }
    }
    parent_cycles(checker);
}

fn parent(checker: &mut Checker<'_>, name: &str, resource: &Resource) {
    let Some(parent) = &resource.parent else {
        return;
    };
    let resources = &checker.spec.resources;
    if resources.contains_key(parent) || checker.is_faulty(&["resources", parent]) {
        return;
    }
    let names = resources.keys().map(String::as_str);
    let message = format!("there is no resource {}", quoted(parent));
    let path = ["resources", name, "parent"];
    let otherwise = "define it in `resources`, or remove `parent`";
    checker.report_unknown(Code::UnknownResource, &path, message, parent, names, otherwise);
}

fn parent_cycles(checker: &mut Checker<'_>) {
    let resources = &checker.spec.resources;
    let next: Vec<Option<usize>> = resources
        .values()
        .map(|resource| resources.get_index_of(resource.parent.as_deref()?))
        .collect();
    for cycle in cycles::cycles(&next) {
        let ids: Vec<&str> = cycle
            .iter()
            .filter_map(|at| resources.get_index(*at))
            .map(|(id, _)| id.as_str())
            .collect();
        let names: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
        let message = format!("{} lives under itself: {}", names[0], cycles::describe(&names));
        let path = ["resources", ids[0], "parent"];
        checker.report(
            Code::ParentCycle,
            &path,
            message,
            "remove `parent` from the outermost resource",
        );
    }
}

/// The identifiers of a record: those of the parents, and its own.
struct Identifiers<'a> {
    parents: Vec<&'a str>,
    own: Vec<&'a str>,
}

fn identifiers<'a>(checker: &Checker<'a>, resource: &'a Resource) -> Identifiers<'a> {
    let mut parents = Vec::new();
    let mut at = resource.parent.as_deref();
    for _ in 0..MOST_PARENTS {
        let Some(parent) = at.and_then(|name| checker.spec.resources.get(name)) else {
            break;
        };
        parents.extend(parent.id.as_slice().iter().map(String::as_str));
        at = parent.parent.as_deref();
    }
    Identifiers {
        parents,
        own: resource.id.as_slice().iter().map(String::as_str).collect(),
    }
}

/// Whether the input of an operation carries what finds the record.
fn check_identifiers(
    checker: &mut Checker<'_>,
    name: &str,
    resource: &Resource,
    bound: &Bound<'_>,
    operation: &Operation,
    identifiers: &Identifiers<'_>,
) {
    let own: &[&str] = match bound.deed {
        // What a new record is called may be made up by the server.
        Deed::Create => &[],
        // A list is filtered by what its input carries.
        Deed::List => return,
        Deed::Put | Deed::Read | Deed::Update | Deed::Delete => &identifiers.own,
    };
    for identifier in identifiers.parents.iter().chain(own) {
        let missing_from = match operation.input.as_deref() {
            None => format!("{} has no input", quoted(bound.name)),
            Some(input) => {
                let Some(structure) = checker.structure(input) else {
                    return;
                };
                // An input may use another name, as an output may.
                let others = resource
                    .names
                    .iter()
                    .filter(|(_, own)| own == identifier)
                    .map(|(other, _)| other.as_str());
                let mut names = std::iter::once(*identifier).chain(others);
                if names.any(|name| !matches!(checker.member(input, structure, name), Lookup::Missing)) {
                    continue;
                }
                format!(
                    "the input of {} has no member {}",
                    quoted(bound.name),
                    quoted(identifier)
                )
            }
        };
        let message = format!(
            "{missing_from}, but {} is needed to find {}",
            quoted(identifier),
            quoted(name)
        );
        let help = "name the member that carries it in `id`, or map the other name to it in `names`";
        checker.report(Code::ResourceIdentifier, &bound.path(name), message, help);
        if operation.input.is_none() {
            return;
        }
    }
}
