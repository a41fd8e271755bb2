//! One resource on its way: from a group of operations to what a description says.

use super::arns;
use super::facts;
use super::group::Group;
use super::identity::{Records, aliases};
use super::view::{Members, View, called};
use super::words::{self, speaks_of, stem};
use shapewright_spec::{OneOrMany, Resource};
use std::collections::HashMap;

/// An identifier of a record, and the thing that it identifies.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Identifier {
    pub(super) name: String,
    pub(super) noun: String,
    /// Whether it is the ARN of the record.
    pub(super) is_arn: bool,
}

/// A resource, and what its children need to know.
pub(super) struct Draft {
    pub(super) noun: String,
    pub(super) resource: Resource,
    /// Those of the records above, then its own.
    pub(super) identifiers: Vec<Identifier>,
}

/// What a resource lives under: the name, all its identifiers, and what the child's requests call those of them that have
/// another name there.
pub(super) struct Parent {
    pub(super) noun: String,
    pub(super) identifiers: Vec<Identifier>,
    pub(super) names: Vec<(String, String)>,
}

/// What operations are left out of a resource, and why.
pub(super) type Misfits = HashMap<String, String>;

/// Makes the resource of a group. `own` are the members of requests that find one record under its parent.
pub(super) fn draft(
    view: View<'_>,
    group: &Group,
    parent: Option<Parent>,
    own: &[&str],
    misfits: &mut Misfits,
) -> Result<Draft, String> {
    let mut group = group.clone();
    let mut draft = Draft {
        noun: group.noun.clone(),
        identifiers: Vec::new(),
        resource: Resource::default(),
    };
    if let Some(parent) = parent {
        draft.resource.parent = Some(parent.noun);
        draft.resource.names.extend(parent.names);
        draft.identifiers = parent.identifiers;
    }
    let above = draft.identifiers.len();
    draft.identifiers.extend(own.iter().map(|name| Identifier {
        name: (*name).to_owned(),
        noun: group.noun.clone(),
        is_arn: false,
    }));
    draft.resource.item = item(view, &group, own);
    let records = Records::of(view, &group, draft.resource.item.as_deref());
    draft.name(&records, above);
    draft.carried(view, &mut group, above, misfits)?;
    if own.is_empty() && group.list.is_some() {
        return Err(format!("nothing tells one `{}` from another", group.noun));
    }
    draft.listed(view, &mut group, above, misfits);
    draft.distinct(view, &group, above)?;
    if group.read.is_none() && group.list.is_none() {
        return Err(format!("nothing shows one `{}`", group.noun));
    }
    draft.describe(view, group, above);
    Ok(draft)
}

/// The member of outputs that holds the record: a structure, where the output itself does not say who it is.
fn item(view: View<'_>, group: &Group, own: &[&str]) -> Option<String> {
    let says_who = |members: &Members| {
        own.iter().any(|identifier| {
            let kinds = ["id", "arn", "name"];
            let last = words::last(&group.noun);
            let mut names = kinds.iter().flat_map(|kind| {
                [
                    (*kind).to_owned(),
                    format!("{last}{kind}"),
                    format!("{}{kind}", group.noun),
                ]
            });
            let is_text = |name: &str| members.get(name).is_some_and(|member| view.is_text(member));
            called(members, identifier).is_some_and(is_text)
                || names.any(|name| called(members, &name).is_some_and(is_text))
        })
    };
    let outputs = [&group.read, &group.create, &group.put, &group.update];
    for operation in outputs.into_iter().flatten() {
        let output = view.output(operation);
        if says_who(output) {
            return None;
        }
        let structures = || output.iter().filter(|(_, member)| view.is_structure(member));
        let holding = structures().filter(|(_, member)| {
            let held = view.structure(&member.target);
            held.is_some_and(|held| says_who(&held.members))
        });
        let named = |name: &str| speaks_of(name, &group.noun);
        let mut holding: Vec<&str> = holding.map(|(name, _)| name.as_str()).collect();
        if holding.len() > 1 {
            holding.retain(|name| named(name));
        }
        if holding.is_empty() && output.len() == 1 {
            // What is found by a record above alone says nothing of itself.
            let taken = group.maker().map(|maker| view.input(maker));
            let is_flat = |name: &str| taken.is_some_and(|taken| !taken.contains_key(name));
            holding.extend(structures().map(|(name, _)| name.as_str()).filter(|name| is_flat(name)));
        }
        if let [one] = holding.as_slice() {
            return Some((*one).to_owned());
        }
    }
    None
}

impl Draft {
    pub(super) fn own(&self, above: usize) -> &[Identifier] {
        &self.identifiers[above..]
    }

    /// Whether one of these members names the thing in full: `groupId` does a `Group`, and no `UserGroup`.
    pub(super) fn is_named_by(&self, members: &[&str]) -> bool {
        members
            .iter()
            .any(|member| stem(member).0.eq_ignore_ascii_case(&self.noun))
    }

    /// Finds the other names of all identifiers.
    fn name(&mut self, records: &Records<'_>, above: usize) {
        let is_identifier = |name: &str| self.identifiers.iter().any(|other| other.name == name);
        let mut names: Vec<(String, String)> = Vec::new();
        // Its own first: what is called `id` is its own.
        let places = (above..self.identifiers.len()).chain(0..above);
        for place in places {
            let identifier = &self.identifiers[place];
            // Of several only the last can be what the thing itself is called.
            let is_own = place >= above && place + 1 == self.identifiers.len();
            let may_be_arn = place >= above || identifier.is_arn;
            let others = aliases(&identifier.noun, &identifier.name, is_own, may_be_arn, records);
            names.extend(
                others
                    .into_iter()
                    .filter(|other| !is_identifier(other))
                    .map(|other| (other, identifier.name.clone())),
            );
        }
        for (other, own) in names {
            self.resource.names.entry(other).or_insert(own);
        }
    }

    /// The member that carries an identifier, by its name or another for it.
    pub(super) fn carrier<'a>(&self, members: &'a Members, identifier: &str) -> Option<&'a str> {
        let mut names = members.keys().map(String::as_str);
        names.find(|name| *name == identifier || self.resource.names.get(*name).is_some_and(|own| own == identifier))
    }

    /// Why requests for an operation do not find a record, if they do not.
    pub(super) fn unfound(&self, view: View<'_>, operation: &str) -> Option<String> {
        self.missing(view, operation, &self.identifiers)
    }

    fn missing(&self, view: View<'_>, operation: &str, from: &[Identifier]) -> Option<String> {
        let input = view.input(operation);
        let missing = from
            .iter()
            .find(|identifier| self.carrier(input, &identifier.name).is_none())?;
        Some(format!(
            "its input has no `{}`, which finds one `{}`",
            missing.name, self.noun
        ))
    }

    /// The structures that show a record.
    pub(super) fn shown<'a>(&self, view: View<'a>) -> Vec<&'a Members> {
        Records::of(
            view,
            &Group::of(&self.noun, &self.resource),
            self.resource.item.as_deref(),
        )
        .shown
    }

    /// Takes operations away whose requests do not find a record.
    fn carried(&self, view: View<'_>, group: &mut Group, above: usize, misfits: &mut Misfits) -> Result<(), String> {
        let missing = |operation: &str, from: &[Identifier]| self.missing(view, operation, from);
        if let Some(create) = &group.create
            && let Some(why) = missing(create, &self.identifiers[..above])
        {
            return Err(why);
        }
        group.also_read.retain(|read| {
            let why = missing(read, &self.identifiers);
            let fits = why.is_none();
            misfits.extend(why.map(|why| (read.clone(), why)));
            fits
        });
        let is_read = group.read.is_some();
        for slot in [&mut group.put, &mut group.update, &mut group.read, &mut group.delete] {
            if let Some(why) = slot
                .as_ref()
                .and_then(|operation| missing(operation, &self.identifiers))
            {
                misfits.extend(slot.take().map(|operation| (operation, why)));
            }
        }
        // What cannot be read any more, or not deleted, would be there for ever.
        match group.maker() {
            None => Err(format!("no operation makes one `{}`", self.noun)),
            Some(_) if is_read && group.read.is_none() => Err(format!("no request finds one `{}`", self.noun)),
            Some(_) => Ok(()),
        }
    }

    /// Whether whoever makes a record gets to know what it is called.
    fn distinct(&self, view: View<'_>, group: &Group, above: usize) -> Result<(), String> {
        let Some(create) = &group.create else {
            return Ok(());
        };
        let records = Records::of(
            view,
            &Group {
                noun: group.noun.clone(),
                create: Some(create.clone()),
                list: group.list.clone(),
                ..Group::default()
            },
            self.resource.item.as_deref(),
        );
        let own: Vec<String> = self
            .own(above)
            .iter()
            .map(|identifier| identifier.name.clone())
            .collect();
        let all = records.all();
        let is_told = |name: &str| all.iter().any(|members| self.carrier(members, name).is_some());
        // The ARN finds it too, where requests ask for one of several names. An id that nobody tells is something else.
        let may_be_arn = own.len() == 1 && stem(&own[0]).1.is_any();
        let arn = arns::arn(view, &group.noun, &own, &self.resource.names, &records).filter(|_| may_be_arn);
        let untold = own.iter().find(|identifier| arn.is_none() && !is_told(identifier));
        match untold {
            None => Ok(()),
            Some(identifier) => Err(format!("nothing says the `{identifier}` of a new `{}`", self.noun)),
        }
    }

    /// Writes down the operations and what else is known.
    fn describe(&mut self, view: View<'_>, group: Group, above: usize) {
        let records = Records::of(view, &group, self.resource.item.as_deref());
        let all = records.all();
        let finding: Vec<&str> = [&group.read, &group.delete, &group.update]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let own: Vec<String> = self
            .own(above)
            .iter()
            .map(|identifier| identifier.name.clone())
            .collect();
        // What there is always one of, and nothing takes away, is never missing.
        let is_always = own.is_empty() && group.delete.is_none();
        let noun = self.noun.as_str();
        let resource = &mut self.resource;
        resource.not_found = facts::not_found(view, noun, &finding).filter(|_| !is_always);
        resource.already_exists = group
            .create
            .as_deref()
            .and_then(|create| facts::already_exists(view, create));
        if let Some(arns::Arn { member, others }) = arns::arn(view, noun, &own, &resource.names, &records) {
            resource
                .names
                .extend(others.into_iter().map(|other| (other, member.clone())));
            for identifier in self.identifiers[above..].iter_mut() {
                identifier.is_arn = identifier.name == member;
            }
            resource.arn = Some(member);
        }
        resource.created = facts::created(view, noun, &all);
        resource.modified = facts::modified(view, noun, &all);
        resource
            .initial
            .extend(facts::state(view, noun, &records.shown, &records.taken));
        resource.id = match <[String; 1]>::try_from(own) {
            Ok([one]) => OneOrMany::One(one),
            Err(own) => OneOrMany::Many(own),
        };
        resource.create = group.create;
        resource.put = group.put;
        resource.read = match group.read {
            Some(read) if group.also_read.is_empty() => OneOrMany::One(read),
            read => OneOrMany::Many(read.into_iter().chain(group.also_read).collect()),
        };
        resource.update = group.update.into_iter().collect();
        resource.delete = group.delete;
        resource.list = group.list;
        // Names that are left over from operations that do not fit are names of nothing.
        let is_held = |name: &String| {
            let mut structures = records.all().into_iter().chain(inputs(view, resource));
            structures.any(|members| members.contains_key(name))
        };
        let held: Vec<String> = resource.names.keys().filter(|name| is_held(name)).cloned().collect();
        resource.names.retain(|name, _| held.contains(name));
        // A list of text says identifiers, or ARNs if its member is called so.
        let listed = resource.list.as_deref().and_then(|list| view.listed(list));
        if let (Some(listed), Some(arn)) = (listed, &resource.arn)
            && listed.element.is_none()
            && stem(listed.holder.trim_end_matches('s')).1 == words::Kind::Arn
            && !resource.id.as_slice().contains(arn)
        {
            resource.names.insert(listed.holder.to_owned(), arn.clone());
        }
    }

    /// Other names of another thing's identifier, where records of this one are made with it and show it: a channel that is
    /// made with a `ContactId` shows a `ContactArn`.
    pub(super) fn borrowed(&self, view: View<'_>, other: &Self) -> Vec<(String, String)> {
        let Some(create) = self.resource.create.as_deref().filter(|_| other.noun != self.noun) else {
            return Vec::new();
        };
        let input = view.input(create);
        let list = self
            .resource
            .list
            .as_deref()
            .and_then(|list| view.listed(list)?.element);
        let read = self.resource.read.as_slice().iter().map(|read| view.output(read));
        let shown: Vec<&Members> = list.into_iter().chain(read).collect();
        let is_free = |name: &str| {
            !input.contains_key(name) && !self.resource.names.contains_key(name) && !stem(name).0.is_empty()
        };
        let names = other.resource.names.iter();
        names
            .filter(|(name, own)| {
                let is_shown = shown.iter().any(|members| members.contains_key(*name));
                let is_said = shown.iter().any(|members| members.contains_key(*own));
                input.contains_key(*own) && is_free(name) && is_shown && !is_said && !stem(own).0.is_empty()
            })
            .map(|(name, own)| (name.clone(), own.clone()))
            .collect()
    }

    /// Calls an identifier otherwise.
    pub(super) fn rename(&mut self, old: &str, new: &str) {
        for identifier in self.identifiers.iter_mut().filter(|identifier| identifier.name == old) {
            new.clone_into(&mut identifier.name);
        }
        let renamed = |name: &String| if name == old { new.to_owned() } else { name.clone() };
        self.resource.id = match &self.resource.id {
            OneOrMany::One(name) => OneOrMany::One(renamed(name)),
            OneOrMany::Many(names) => OneOrMany::Many(names.iter().map(renamed).collect()),
        };
        let filtered = self.resource.filters.iter_mut().map(|filter| &mut filter.member);
        for own in self
            .resource
            .names
            .values_mut()
            .chain(&mut self.resource.arn)
            .chain(filtered)
        {
            *own = renamed(own);
        }
        self.resource.names.shift_remove(new);
        self.resource.names.insert(old.to_owned(), new.to_owned());
    }
}

/// The inputs of all operations of a resource.
fn inputs<'a>(view: View<'a>, resource: &Resource) -> Vec<&'a Members> {
    let single = [&resource.create, &resource.put, &resource.delete, &resource.list];
    let single = single.into_iter().flatten();
    let all = single.chain(resource.read.as_slice()).chain(&resource.update);
    all.map(|operation| view.input(operation)).collect()
}

/// What a resource with these identifiers lives under, if it is `other`, and a new name for the identifier of `other`
/// where its own is too general for two.
pub(super) fn parent(finders: &[&str], other: &Draft) -> Option<(Parent, Vec<String>, Option<String>)> {
    let mut left: Vec<String> = finders.iter().map(|name| (*name).to_owned()).collect();
    let mut parent = Parent {
        noun: other.noun.clone(),
        identifiers: other.identifiers.clone(),
        names: Vec::new(),
    };
    let mut renamed = None;
    let count = other.identifiers.len();
    if count == 0 {
        return None;
    }
    for (place, identifier) in other.identifiers.iter().enumerate() {
        let (own_stem, own_kind) = stem(&identifier.name);
        let same = |name: &str| {
            let (stem, kind) = stem(name);
            let is_same = name == identifier.name && (place + 1 < count || speaks_of(own_stem, &identifier.noun));
            is_same || speaks_of(stem, &identifier.noun) && (kind == own_kind || kind.is_any())
        };
        let at = left
            .iter()
            .position(|name| *name == identifier.name && same(name))
            .or_else(|| left.iter().position(|name| same(name)))?;
        let name = left.remove(at);
        if name != identifier.name {
            if own_stem.is_empty() && renamed.is_none() {
                parent.identifiers[place].name.clone_from(&name);
                renamed = Some(name);
            } else {
                parent.names.push((name, identifier.name.clone()));
            }
        }
    }
    Some((parent, left, renamed))
}
