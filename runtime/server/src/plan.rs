//! What is worked out once about a service and its lifecycles when a mock is built.

use crate::{Handler, lifecycle::Lifecycle};
use shapewright_schema::{Document, Operation, Service};
use shapewright_wire::json::parse_document;
use std::{collections::HashMap, sync::Arc};

/// A service that a mock serves.
pub(crate) struct Hosted {
    pub(crate) handler: Arc<dyn Handler>,
    pub(crate) service: &'static Service,
    pub(crate) plan: Plan,
}

impl Hosted {
    pub(crate) fn new(handler: Arc<dyn Handler>) -> Self {
        let service = handler.service();
        let plan = Plan::new(service, handler.lifecycles());
        Self { handler, service, plan }
    }
}

/// What an operation does to the records of a lifecycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Create,
    Put,
    Read,
    Update,
    Delete,
    List,
}

/// The lifecycles of a service, ready to be used.
pub(crate) struct Plan {
    pub(crate) kinds: Vec<RecordKind>,
    /// For each operation that has one: its role, and the index of the lifecycle.
    roles: HashMap<&'static str, (Role, usize)>,
}

/// One lifecycle, ready to be used.
pub(crate) struct RecordKind {
    pub(crate) lifecycle: &'static Lifecycle,
    /// The lifecycles above it, from the root.
    pub(crate) ancestors: Vec<usize>,
    /// The lifecycles right under it.
    pub(crate) children: Vec<usize>,
    /// The identifying members: those of the ancestors from the root, then its own.
    pub(crate) identifiers: Vec<&'static str>,
    /// How many of the identifiers are the ancestors'.
    pub(crate) inherited: usize,
    /// What a new record holds besides the input.
    pub(crate) initial: Vec<(&'static str, Document)>,
}

impl Plan {
    pub(crate) fn new(service: &'static Service, lifecycles: &'static [Lifecycle]) -> Self {
        let kinds = (0..lifecycles.len())
            .map(|index| RecordKind::new(lifecycles, index))
            .collect();
        let mut roles = HashMap::new();
        for (index, lifecycle) in lifecycles.iter().enumerate() {
            for (role, operation) in roles_of(lifecycle) {
                if let Some(operation) = service.operations.get(operation) {
                    roles.entry(operation.name).or_insert((role, index));
                }
            }
        }
        Self { kinds, roles }
    }

    pub(crate) fn role(&self, operation: &Operation) -> Option<(Role, usize)> {
        self.roles.get(operation.name).copied()
    }
}

fn roles_of(lifecycle: &Lifecycle) -> impl Iterator<Item = (Role, usize)> {
    let one = |role, operation: Option<usize>| operation.map(|operation| (role, operation));
    [
        one(Role::Create, lifecycle.create),
        one(Role::Put, lifecycle.put),
        one(Role::Read, lifecycle.read),
        one(Role::Delete, lifecycle.delete),
        one(Role::List, lifecycle.list),
    ]
    .into_iter()
    .flatten()
    .chain(lifecycle.update.iter().map(|operation| (Role::Update, *operation)))
}

impl RecordKind {
    /// Whether a record that does not say this identifier gets one: where a request may leave it out, or has no place
    /// for it.
    pub(crate) fn makes_up(&self, service: &Service, identifier: &str) -> bool {
        let create = self
            .lifecycle
            .create
            .and_then(|operation| service.operations.get(operation));
        let is_said = |operation: &&Operation| {
            let mut members = operation.input.members().iter();
            members.any(|member| member.required && self.lifecycle.own_name(member.name) == identifier)
        };
        self.lifecycle.id.contains(&identifier) && create.is_some_and(|operation| !is_said(operation))
    }

    fn new(lifecycles: &'static [Lifecycle], index: usize) -> Self {
        let mut ancestors = Vec::new();
        let mut above = lifecycles[index].parent;
        while let Some(parent) = above.filter(|parent| *parent != index && !ancestors.contains(parent)) {
            ancestors.insert(0, parent);
            above = lifecycles.get(parent).and_then(|lifecycle| lifecycle.parent);
        }
        ancestors.retain(|parent| *parent < lifecycles.len());
        let lifecycle = &lifecycles[index];
        let inherited: Vec<&str> = ancestors
            .iter()
            .flat_map(|parent| lifecycles[*parent].id)
            .copied()
            .collect();
        Self {
            lifecycle,
            children: (0..lifecycles.len())
                .filter(|child| lifecycles[*child].parent == Some(index))
                .collect(),
            inherited: inherited.len(),
            identifiers: inherited.into_iter().chain(lifecycle.id.iter().copied()).collect(),
            initial: lifecycle
                .initial
                .iter()
                .map(|(member, json)| (*member, parse(json)))
                .collect(),
            ancestors,
        }
    }
}

/// JSON text out of a description as a document; text that is not JSON as itself.
pub(crate) fn parse(json: &str) -> Document {
    parse_document(json.as_bytes()).unwrap_or_else(|_| Document::String(json.to_owned()))
}
