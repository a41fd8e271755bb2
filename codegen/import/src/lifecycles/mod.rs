//! Lifecycles, inferred: what operations do to which records, so that the mock of an imported service keeps state.
//!
//! | step | what it does |
//! |---|---|
//! | `group` | puts operations on one thing together: as a model of Smithy says, else by their names (`words`) |
//! | `identity` | finds the members that find one record |
//! | `draft` | makes a resource of it: its parent, the other names of its identifiers, its list (`lists`), errors (`facts`), its ARN (`arns`) |
//! | `pairs` | makes resources of what is associated and disassociated |
//! | `states` | adds operations that lead to another state |
//! | `tagging` | finds the operations on tags, and what holds the tags of records |
//! | `proof` | takes out again what `check` refuses |
//!
//! An operation that does not fit is left to the response that its schema gives, and the reason is reported: a wrong guess is worse.

mod arns;
mod draft;
mod facts;
mod group;
mod identity;
mod lists;
mod pairs;
mod proof;
mod states;
mod tagging;
mod view;
mod words;

pub(super) use group::Group;

use draft::{Draft, Misfits};
use shapewright_spec::{Resource, Spec, Tagging};
use std::collections::HashMap;
use view::View;

/// What became of the operations of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lifecycles {
    /// How many resources there are.
    pub resources: usize,
    /// How many operations work on records.
    pub stateful: usize,
    /// The other operations, in their order, and why they have responses made of their schema.
    pub left_out: Vec<(String, String)>,
}

/// Writes the resources into a description that has none.
pub(super) fn infer(mut spec: Spec, modelled: &[Group]) -> (Spec, Lifecycles) {
    let mut misfits = Misfits::new();
    let drafts = drafts(View { spec: &spec }, modelled, &mut misfits);
    spec.resources = drafts.into_iter().map(|draft| (draft.noun, draft.resource)).collect();
    tagging::infer(&mut spec, &mut misfits);
    let spec = proof::proven(spec, &mut misfits);
    let lifecycles = report(&spec, misfits);
    (spec, lifecycles)
}

fn drafts(view: View<'_>, modelled: &[Group], misfits: &mut Misfits) -> Vec<Draft> {
    let mut found = Vec::new();
    for mut group in group::groups(view.spec, modelled) {
        single(view, &mut group);
        if group.maker().is_none() {
            let why = format!("no operation makes one `{}`", group.noun);
            misfits.extend(group.all().map(|operation| (operation.to_owned(), why.clone())));
            continue;
        }
        match identity::finders(view, &group) {
            Ok(finders) => found.push((group, finders)),
            Err(why) => misfits.extend(group.all().map(|operation| (operation.to_owned(), why.clone()))),
        }
    }
    // Parents before children: what is found by less stands above.
    found.sort_by_key(|(_, finders)| finders.len());
    let mut drafts: Vec<Draft> = Vec::new();
    for (group, finders) in found {
        match placed(view, &group, &finders, &mut drafts, misfits, &|_, _| true) {
            Ok(draft) => drafts.push(draft),
            Err(why) => {
                for operation in group.all() {
                    misfits.entry(operation.to_owned()).or_insert_with(|| why.clone());
                }
            }
        }
    }
    paired(view, &mut drafts, misfits);
    states::transitions(view, &mut drafts, misfits);
    for place in 0..drafts.len() {
        let names: Vec<(String, String)> = drafts
            .iter()
            .flat_map(|other| drafts[place].borrowed(view, other))
            .collect();
        drafts[place].resource.names.extend(names);
    }
    drafts
}

/// Adds the records that are pairs of identifiers.
fn paired(view: View<'_>, drafts: &mut Vec<Draft>, misfits: &mut Misfits) {
    for pair in pairs::pairs(view, drafts, misfits) {
        let pairs::Pair {
            group,
            identifiers,
            holder,
            is_named,
        } = pair;
        if drafts.iter().any(|draft| draft.noun == group.noun) {
            continue;
        }
        let finders: Vec<&str> = identifiers.iter().map(String::as_str).collect();
        let Some(own) = identifiers.last() else { continue };
        let may_be_above = |other: &Draft, left: &[String]| left.contains(own) && other.is_named_by(&finders);
        match placed(view, &group, &finders, drafts, misfits, &may_be_above) {
            Ok(mut draft) if draft.resource.list.is_some() => {
                let resource = &mut draft.resource;
                if is_named {
                    // What else is called an id beside it is that of the pair.
                    resource.names.retain(|_, named| named != own);
                }
                resource.names.extend(holder.map(|holder| (holder, own.clone())));
                // Whether it is wrong to part what is apart nobody says.
                resource.not_found = None;
                drafts.push(draft);
            }
            Ok(_) => {}
            Err(why) => misfits.extend(group.all().map(|operation| (operation.to_owned(), why.clone()))),
        }
    }
}

/// Settings, of which there is one: an update makes what a read shows.
fn single(view: View<'_>, group: &mut Group) {
    let is_one = group.maker().is_none() && group.delete.is_none() && group.list.is_none();
    if let (true, Some(read), Some(update)) = (is_one, &group.read, &group.update)
        && view.required(read).is_empty()
        && view.input(read).is_empty()
        && view.required(update).is_empty()
    {
        group.put = group.update.take();
    }
}

/// Makes a resource, under the nearest of those that its identifiers name and that `may_be_above` it, which is asked what
/// identifiers are then left.
fn placed(
    view: View<'_>,
    group: &Group,
    finders: &[&str],
    drafts: &mut [Draft],
    misfits: &mut Misfits,
    may_be_above: &dyn Fn(&Draft, &[String]) -> bool,
) -> Result<Draft, String> {
    let candidates = drafts.iter().enumerate();
    let parents = candidates
        .filter_map(|(place, other)| Some((place, draft::parent(finders, other)?)))
        .filter(|(place, (_, left, _))| may_be_above(&drafts[*place], left));
    let nearest = parents.max_by_key(|(place, (parent, ..))| (parent.identifiers.len(), std::cmp::Reverse(*place)));
    let Some((place, (parent, own, renamed))) = nearest else {
        return draft::draft(view, group, None, finders, misfits);
    };
    let old = drafts[place]
        .identifiers
        .last()
        .map(|identifier| identifier.name.clone());
    let own: Vec<&str> = finders
        .iter()
        .copied()
        .filter(|name| own.iter().any(|own| own == name))
        .collect();
    if own.is_empty()
        && let Some(list) = &group.list
    {
        // One for each of the things above, of which a list shows all: what finds those finds it. A list that asks for one
        // of those shows many.
        let is_of_one = view.required(list).iter().any(|name| finders.contains(name));
        return match draft::draft(view, group, None, finders, misfits) {
            Ok(draft) if draft.resource.list.is_some() && !is_of_one => Ok(draft),
            _ => Err(format!("nothing tells one `{}` from another", group.noun)),
        };
    }
    let draft = draft::draft(view, group, Some(parent), &own, misfits)?;
    if let (Some(old), Some(new)) = (old, renamed) {
        drafts[place].rename(&old, &new);
    }
    Ok(draft)
}

fn report(spec: &Spec, misfits: Misfits) -> Lifecycles {
    let mut stateful: HashMap<&str, ()> = HashMap::new();
    stateful.extend(
        spec.resources
            .values()
            .flat_map(Resource::operations)
            .map(|name| (name, ())),
    );
    let tagged = spec.tagging.iter().flat_map(Tagging::operations);
    stateful.extend(tagged.map(|(_, tagged)| (tagged.operation.as_str(), ())));
    let others = spec
        .operations
        .keys()
        .filter(|name| !stateful.contains_key(name.as_str()));
    let why = |name: &String| match misfits.get(name) {
        Some(why) => why.clone(),
        None if words::split(name).is_some() => {
            "another operation does the same, or nothing makes what it is about".to_owned()
        }
        None => "its name does not say what it does to a record".to_owned(),
    };
    Lifecycles {
        resources: spec.resources.len(),
        stateful: stateful.len(),
        left_out: others.map(|name| (name.clone(), why(name))).collect(),
    }
}
