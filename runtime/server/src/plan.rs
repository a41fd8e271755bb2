//! What is worked out once about a service and its lifecycles when a mock is built.

use crate::lifecycle::{Lifecycle, TagOperation, Tagging, Transition};
use shapewright_schema::{Document, Operation, Service};
use shapewright_wire::json::parse_document;
use std::{borrow::Cow, collections::HashMap};

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

/// What an operation does to the tags of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TagDeed {
    Tag,
    Untag,
    List,
}

/// The lifecycles of a service, ready to be used.
pub(crate) struct Plan {
    pub(crate) service: &'static Service,
    pub(crate) tagging: Option<&'static Tagging>,
    pub(crate) kinds: Vec<RecordKind>,
    /// For each operation that has one: its role, and the index of the lifecycle.
    roles: HashMap<&'static str, (Role, usize)>,
    /// The operations on tags.
    tagged: HashMap<&'static str, (TagDeed, &'static TagOperation)>,
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
    /// For each identifier, whether it is compared without case.
    ignores_case: Vec<bool>,
    pub(crate) references: Vec<Referring>,
    /// The lifecycles with an identifier that names records of this one, and the place of that identifier.
    pub(crate) referrers: Vec<(usize, usize)>,
    transitions: Vec<Transitioning>,
}

/// A member that names records of other lifecycles, ready to be used.
pub(crate) struct Referring {
    pub(crate) member: &'static str,
    /// Its place among the identifiers.
    pub(crate) place: Option<usize>,
    /// The other lifecycles, and what the record shows for each.
    pub(crate) to: Vec<(usize, Members)>,
    pub(crate) shows: &'static [&'static str],
}

/// Members and their values.
pub(crate) type Members = Vec<(&'static str, Document)>;

/// What an operation asks of a record and changes besides, ready to be used.
pub(crate) struct Transitioning {
    operation: &'static str,
    pub(crate) facts: &'static Transition,
    pub(crate) when: Vec<(&'static str, Vec<Document>)>,
    pub(crate) set: Members,
}

impl Plan {
    pub(crate) fn new(
        service: &'static Service,
        lifecycles: &'static [Lifecycle],
        tagging: Option<&'static Tagging>,
    ) -> Self {
        let mut kinds: Vec<RecordKind> = (0..lifecycles.len())
            .map(|index| RecordKind::new(service, lifecycles, index))
            .collect();
        for index in 0..kinds.len() {
            let named: Vec<(usize, usize)> = kinds[index]
                .references
                .iter()
                .filter_map(|reference| Some((reference, reference.place?)))
                .flat_map(|(reference, place)| reference.to.iter().map(move |(other, _)| (*other, place)))
                .collect();
            for (other, place) in named {
                kinds[other].referrers.push((index, place));
            }
        }
        let mut roles = HashMap::new();
        for (index, lifecycle) in lifecycles.iter().enumerate() {
            for (role, operation) in roles_of(lifecycle) {
                if let Some(operation) = service.operations.get(operation) {
                    roles.entry(operation.name).or_insert((role, index));
                }
            }
        }
        let tagged = tagging.into_iter().flat_map(|tagging| {
            let all = [
                (TagDeed::Tag, &tagging.tag),
                (TagDeed::Untag, &tagging.untag),
                (TagDeed::List, &tagging.list),
            ];
            all.into_iter().filter_map(|(deed, tagged)| {
                let tagged = tagged.as_ref()?;
                Some((service.operations.get(tagged.operation)?.name, (deed, tagged)))
            })
        });
        Self {
            service,
            tagging,
            kinds,
            roles,
            tagged: tagged.collect(),
        }
    }

    /// What an operation does to tags, where it works on those.
    pub(crate) fn tagged(&self, operation: &Operation) -> Option<(TagDeed, &'static TagOperation)> {
        self.tagged.get(operation.name).copied()
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
        one(Role::Delete, lifecycle.delete),
        one(Role::List, lifecycle.list),
    ]
    .into_iter()
    .flatten()
    .chain(lifecycle.read.iter().map(|operation| (Role::Read, *operation)))
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

    fn new(service: &'static Service, lifecycles: &'static [Lifecycle], index: usize) -> Self {
        let mut ancestors = Vec::new();
        let mut above = lifecycles[index].parent;
        while let Some(parent) = above.filter(|parent| *parent != index && !ancestors.contains(parent)) {
            ancestors.insert(0, parent);
            above = lifecycles.get(parent).and_then(|lifecycle| lifecycle.parent);
        }
        ancestors.retain(|parent| *parent < lifecycles.len());
        let lifecycle = &lifecycles[index];
        let lines = ancestors.iter().map(|parent| &lifecycles[*parent]).chain([lifecycle]);
        let ignores_case = lines
            .flat_map(|line| line.id.iter().map(|name| line.ignore_case.contains(name)))
            .collect();
        let inherited: Vec<&'static str> = ancestors
            .iter()
            .flat_map(|parent| lifecycles[*parent].id)
            .copied()
            .collect();
        let above = inherited.len();
        let identifiers: Vec<&'static str> = inherited.into_iter().chain(lifecycle.id.iter().copied()).collect();
        Self {
            lifecycle,
            children: (0..lifecycles.len())
                .filter(|child| lifecycles[*child].parent == Some(index))
                .collect(),
            inherited: above,
            references: references(lifecycle, lifecycles.len(), &identifiers),
            referrers: Vec::new(),
            transitions: transitions(service, lifecycle),
            identifiers,
            ignores_case,
            initial: members(lifecycle.initial),
            ancestors,
        }
    }

    /// An identifier as it is compared with others at its place.
    pub(crate) fn folded(&self, place: usize, identifier: &str) -> String {
        match self.ignores_case.get(place) {
            Some(true) => identifier.to_lowercase(),
            _ => identifier.to_owned(),
        }
    }

    /// The value of a unique member as it is compared with others.
    pub(crate) fn folded_member<'a>(&self, member: &str, value: &'a str) -> Cow<'a, str> {
        match self.lifecycle.ignore_case.contains(&member) {
            true => Cow::Owned(value.to_lowercase()),
            false => Cow::Borrowed(value),
        }
    }

    /// What `operation` asks of a record and changes besides.
    pub(crate) fn transition(&self, operation: &Operation) -> Option<&Transitioning> {
        self.transitions
            .iter()
            .find(|transition| transition.operation == operation.name)
    }
}

fn members(pairs: &'static [(&'static str, &'static str)]) -> Members {
    pairs.iter().map(|(member, json)| (*member, parse(json))).collect()
}

fn references(lifecycle: &'static Lifecycle, count: usize, identifiers: &[&'static str]) -> Vec<Referring> {
    let references = lifecycle.refers.iter().map(|reference| {
        let to = reference.to.iter().filter(|(other, _)| *other < count);
        Referring {
            member: reference.member,
            place: identifiers.iter().position(|name| *name == reference.member),
            to: to.map(|(other, shown)| (*other, members(shown))).collect(),
            shows: reference.shows,
        }
    });
    references.collect()
}

fn transitions(service: &'static Service, lifecycle: &'static Lifecycle) -> Vec<Transitioning> {
    let values = |values: &[&str]| values.iter().map(|json| parse(json)).collect();
    let transitions = lifecycle.transitions.iter().filter_map(|facts| {
        Some(Transitioning {
            operation: service.operations.get(facts.operation)?.name,
            facts,
            when: facts.when.iter().map(|(member, any)| (*member, values(any))).collect(),
            set: members(facts.set),
        })
    });
    transitions.collect()
}

/// JSON text out of a description as a document; text that is not JSON as itself.
pub(crate) fn parse(json: &str) -> Document {
    parse_document(json.as_bytes()).unwrap_or_else(|_| Document::String(json.to_owned()))
}
