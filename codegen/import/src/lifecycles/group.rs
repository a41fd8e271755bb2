//! The operations on one thing, by their names or as a model of Smithy says.

use super::words::{self, Deed};
use indexmap::IndexMap;
use shapewright_spec::{Resource, Spec};
use std::collections::HashSet;

/// The operations on one thing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Group {
    /// What the thing is called.
    pub(crate) noun: String,
    pub(crate) create: Option<String>,
    pub(crate) put: Option<String>,
    pub(crate) read: Option<String>,
    /// Others that read it: a thing can be described, and got with its content.
    pub(crate) also_read: Vec<String>,
    pub(crate) update: Option<String>,
    pub(crate) delete: Option<String>,
    pub(crate) list: Option<String>,
    /// The identifiers, where the model says them.
    pub(crate) identifiers: Option<Vec<String>>,
}

impl Group {
    fn named(noun: &str) -> Self {
        Self {
            noun: noun.to_owned(),
            ..Self::default()
        }
    }

    /// The operations of a resource.
    pub(super) fn of(noun: &str, resource: &Resource) -> Self {
        let mut reads = resource.read.as_slice().iter().cloned();
        Self {
            noun: noun.to_owned(),
            create: resource.create.clone(),
            put: resource.put.clone(),
            read: reads.next(),
            also_read: reads.collect(),
            update: resource.update.first().cloned(),
            delete: resource.delete.clone(),
            list: resource.list.clone(),
            identifiers: None,
        }
    }

    /// The operation that does this, to be said.
    fn slot(&mut self, deed: Deed) -> &mut Option<String> {
        match deed {
            Deed::Create => &mut self.create,
            Deed::Put => &mut self.put,
            Deed::Read => &mut self.read,
            Deed::Update => &mut self.update,
            Deed::Delete => &mut self.delete,
            Deed::List => &mut self.list,
        }
    }

    /// The operation that makes records.
    pub(super) fn maker(&self) -> Option<&str> {
        self.create.as_deref().or(self.put.as_deref())
    }

    /// All operations but the list.
    pub(super) fn single(&self) -> impl Iterator<Item = &str> {
        let all = [&self.create, &self.put, &self.read, &self.update, &self.delete];
        all.into_iter().flatten().chain(&self.also_read).map(String::as_str)
    }

    /// All operations.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.single().chain(self.list.as_deref())
    }
}

/// The operations by noun. What `modelled` says comes first; names only fill its gaps.
pub(super) fn groups(spec: &Spec, modelled: &[Group]) -> Vec<Group> {
    let mut modelled: Vec<Group> = modelled.to_vec();
    for group in &mut modelled {
        // Operations that were not asked for are not here.
        for deed in [
            Deed::Create,
            Deed::Put,
            Deed::Read,
            Deed::Update,
            Deed::Delete,
            Deed::List,
        ] {
            let slot = group.slot(deed);
            *slot = slot.take().filter(|name| spec.operations.contains_key(name));
        }
    }
    let claimed: HashSet<String> = modelled.iter().flat_map(Group::all).map(str::to_owned).collect();
    let mut names: Vec<(usize, Deed, &str, &str)> = spec
        .operations
        .keys()
        .filter(|name| !claimed.contains(*name))
        .filter_map(|name| {
            let (rank, deed, noun) = words::split(name)?;
            Some((rank, deed, noun, name.as_str()))
        })
        .collect();
    names.sort_by_key(|(rank, ..)| *rank);
    let named = modelled.into_iter().map(|group| (group.noun.clone(), group));
    let mut groups: IndexMap<String, Group> = named.collect();
    for (_, deed, noun, name) in names.iter().filter(|(_, deed, ..)| *deed != Deed::List) {
        let group = groups.entry((*noun).to_owned()).or_insert_with(|| Group::named(noun));
        if *deed == Deed::Read && group.read.is_some() {
            group.also_read.push((*name).to_owned());
        } else {
            group.slot(*deed).get_or_insert_with(|| (*name).to_owned());
        }
    }
    lists(&names, &mut groups);
    groups.into_values().collect()
}

/// Gives each thing that something makes its list: `ListFlows`, else what describes or gets them in the plural.
fn lists(names: &[(usize, Deed, &str, &str)], groups: &mut IndexMap<String, Group>) {
    let listing = |deed: Deed| matches!(deed, Deed::List);
    let reading = |deed: Deed| matches!(deed, Deed::Read);
    for (_, _, noun, name) in names
        .iter()
        .filter(|(_, deed, ..)| listing(*deed))
        .chain(names.iter().filter(|(_, deed, ..)| reading(*deed)))
    {
        let thing = words::singulars(noun).into_iter().find(|singular| {
            groups
                .get(singular.as_str())
                .is_some_and(|group| group.maker().is_some())
        });
        if let Some(group) = thing.and_then(|thing| groups.get_mut(thing.as_str())) {
            group.list.get_or_insert_with(|| (*name).to_owned());
        }
    }
}
