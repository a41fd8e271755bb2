//! The record of a lifecycle as a structure: every member that an operation shows or takes, or the resource declares.
//!
//! Seeds are read by it, and typed seeding has it as a type. Nothing in it is required: what a record cannot do without
//! is for the mock to say, which makes some of it up. The documentation stays with the shapes, so that a change of it
//! touches one file.

use super::{
    docs::docs,
    naming::{self, Scope},
    shape::Lowering,
    unlowerable::Unlowerable,
};
use crate::ir;
use indexmap::IndexMap;
use shapewright_spec::diagnostic::Code;
use shapewright_spec::{Binding, Member, Operation, Resource, Shape, Spec, Structure};

/// The record of one resource.
pub(super) fn record(
    lowering: &Lowering<'_>,
    name: &str,
    resource: &Resource,
    types: &mut Scope,
    statics: &mut Scope,
) -> Result<ir::Shape, Unlowerable> {
    let mut fields = Scope::default();
    let members = members(lowering.spec, name, resource)?;
    let members = members.into_iter().map(|(name, member)| {
        let target = lowering.find(&member.target)?;
        Ok(ir::Member {
            docs: docs(None, &format!("The member `{name}`, of the shape `{}`.", member.target)),
            deprecated: None,
            field: fields.claim(naming::field(name)),
            holding: ir::Holding {
                optional: true,
                boxed: false,
                // Records are held in memory.
                streamed: false,
            },
            slice_accessor: false,
            element: lowering.facts(&member, target),
            required: false,
            wire_name: name.to_owned(),
            binding: ir::Binding::Body,
            idempotency_token: false,
            endpoint: false,
            default: None,
            name: name.to_owned(),
        })
    });
    let structure = ir::Structure {
        type_name: types.claim(naming::type_name(name)),
        members: members.collect::<Result<_, Unlowerable>>()?,
        error: None,
        deprecated: None,
    };
    Ok(ir::Shape {
        id: name.to_owned(),
        static_name: statics.claim(naming::constant(name)),
        docs: docs(None, &format!("A record of `{name}`.")),
        constraints: ir::Constraints::default(),
        sensitive: false,
        timestamp_format: None,
        streaming: None,
        media_type: None,
        kind: ir::Kind::Structure(structure),
    })
}

/// The identifiers of a resource: those of its parents from the root, then its own.
pub(super) fn identifiers<'a>(spec: &'a Spec, resource: &'a Resource) -> impl Iterator<Item = &'a str> {
    let above = parents(spec, resource);
    let all = above.into_iter().rev().chain([resource]);
    all.flat_map(|resource| resource.id.as_slice()).map(String::as_str)
}

/// The resources above one, the nearest first.
fn parents<'a>(spec: &'a Spec, resource: &'a Resource) -> Vec<&'a Resource> {
    let mut above = Vec::new();
    let mut at = resource;
    while let Some(parent) = at.parent.as_ref().and_then(|name| spec.resources.get(name))
        && above.len() < spec.resources.len()
    {
        above.push(parent);
        at = parent;
    }
    above
}

/// The members of a record by their own names, the identifiers first.
fn members<'a>(spec: &'a Spec, name: &str, resource: &'a Resource) -> Result<IndexMap<&'a str, Member>, Unlowerable> {
    let own = shown(spec, resource);
    let above: Vec<_> = parents(spec, resource)
        .into_iter()
        .map(|parent| shown(spec, parent))
        .collect();
    let mut members = IndexMap::new();
    for identifier in identifiers(spec, resource) {
        let mut places = std::iter::once(&own).chain(&above);
        let member = places.find_map(|place| place.get(identifier)).cloned().ok_or_else(|| {
            let message = format!("no operation of `{name}` has a member `{identifier}`");
            Unlowerable::new(Code::ResourceIdentifier, message)
        })?;
        members.insert(identifier, member);
    }
    for (name, member) in own {
        members.entry(name).or_insert(member);
    }
    Ok(members)
}

/// What the operations of one resource show of a record, then what they take, then what it declares itself. Of two
/// members with one name the first counts.
pub(super) fn shown<'a>(spec: &'a Spec, resource: &'a Resource) -> IndexMap<&'a str, Member> {
    let mut collected = Collected {
        spec,
        resource,
        members: IndexMap::new(),
    };
    let find = |name: &'a Option<String>| spec.operations.get(name.as_ref()?);
    let [create, put, delete] = [&resource.create, &resource.put, &resource.delete].map(find);
    let all = |names: &'a [String]| -> Vec<&Operation> {
        let operations = names.iter().filter_map(|name| spec.operations.get(name));
        operations.collect()
    };
    let (reads, update) = (all(resource.read.as_slice()), all(&resource.update));
    for read in &reads {
        collected.record(read.output.as_ref());
    }
    if let Some(list) = find(&resource.list) {
        collected.listed(list);
    }
    let changing = [create, put].into_iter().flatten().chain(update);
    for operation in changing.clone() {
        collected.record(operation.input.as_ref());
    }
    for operation in changing.chain(delete) {
        collected.record(operation.output.as_ref());
    }
    // What finds a record: an identifier may appear nowhere else.
    for operation in reads.into_iter().chain(delete) {
        collected.identifiers(operation);
    }
    for (name, target) in &resource.members {
        let member = Member {
            target: target.clone(),
            ..Member::default()
        };
        collected.members.entry(name).or_insert(member);
    }
    collected.members
}

/// Members of a record on their way together.
struct Collected<'a> {
    spec: &'a Spec,
    resource: &'a Resource,
    members: IndexMap<&'a str, Member>,
}

impl<'a> Collected<'a> {
    /// An input or output that is the record, or has a member that is.
    fn record(&mut self, id: Option<&'a String>) {
        let Some(structure) = id.and_then(|id| self.structure(id)) else {
            return;
        };
        for (name, member) in &structure.members {
            let item = self
                .structure(&member.target)
                .filter(|_| self.resource.item.as_ref() == Some(name));
            match item {
                Some(item) => self.structure_members(item),
                None => self.member(name, member),
            }
        }
    }

    /// The structures that a list of records holds.
    fn listed(&mut self, operation: &'a Operation) {
        let Some(output) = operation.output.as_ref().and_then(|id| self.structure(id)) else {
            return;
        };
        let items = operation
            .paginated
            .as_ref()
            .and_then(|paginated| paginated.items.as_deref());
        for (name, member) in &output.members {
            if items.is_some_and(|items| items != name) {
                continue;
            }
            let element = match self.spec.shapes.get(&member.target) {
                Some(Shape::List(list)) => list.member.target(),
                Some(Shape::Map(map)) => map.value.target(),
                _ => continue,
            };
            if let Some(structure) = self.structure(element) {
                self.structure_members(structure);
            }
        }
    }

    fn identifiers(&mut self, operation: &'a Operation) {
        if let Some(input) = operation.input.as_ref().and_then(|id| self.structure(id)) {
            for (name, member) in &input.members {
                if self.resource.id.as_slice().iter().any(|id| id == self.own_name(name)) {
                    self.member(name, member);
                }
            }
        }
    }

    fn structure_members(&mut self, structure: &'a Structure) {
        for (name, member) in &structure.members {
            self.member(name, member);
        }
    }

    fn member(&mut self, name: &'a str, member: &'a Member) {
        let is_status = matches!(member.http, Some(Binding::Status));
        let own = self.own_name(name);
        // What has a dot in its name is in another member.
        if !is_status && !member.idempotency_token && !own.contains('.') {
            self.members.entry(own).or_insert_with(|| member.clone());
        }
    }

    fn own_name(&self, name: &'a str) -> &'a str {
        self.resource.names.get(name).map_or(name, String::as_str)
    }

    fn structure(&self, id: &str) -> Option<&'a Structure> {
        match self.spec.shapes.get(id)? {
            Shape::Structure(structure) => Some(structure),
            _ => None,
        }
    }
}
