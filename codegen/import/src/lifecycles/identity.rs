//! Which members find a record: in requests, and by what other names in responses.

use super::group::Group;
use super::view::{Members, View, called};
use super::words::{Kind, speaks_of, stem};
use indexmap::IndexSet;

/// The members of requests that find one record, those of records above it among them. `Err` says why nobody can tell.
pub(super) fn finders<'a>(view: View<'a>, group: &Group) -> Result<Vec<&'a str>, String> {
    if let Some(identifiers) = &group.identifiers {
        let held = |name: &String| group.single().find_map(|operation| called(view.input(operation), name));
        let held: Option<Vec<&str>> = identifiers.iter().map(held).collect();
        // Operations can bind an identifier under another name; names then have to tell.
        if let Some(held) = held {
            return Ok(held);
        }
    }
    let finding: Vec<&str> = [&group.read, &group.delete]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let Some((first, others)) = finding.split_first() else {
        return from_list(view, group);
    };
    let number = finding.iter().find_map(|operation| view.required_number(operation));
    if let Some(number) = number {
        return Err(format!("it is found by the number `{number}`"));
    }
    let mut required = view.required(first);
    required.retain(|name| others.iter().all(|other| carries(view.input(other), name)));
    if !required.is_empty() {
        return Ok(required);
    }
    // Some models say of no member that it is required.
    let named = view.input(first).iter().filter(|(name, member)| {
        let (stem, kind) = stem(name);
        let is_named = speaks_of(stem, &group.noun) || stem.is_empty();
        is_named && kind != Kind::Bare && view.is_text(member)
    });
    let named: Vec<&str> = named
        .map(|(name, _)| name.as_str())
        .filter(|name| others.iter().all(|other| view.input(other).contains_key(*name)))
        .collect();
    match named.as_slice() {
        [one] => Ok(vec![one]),
        [] if group.list.is_none() && finding.iter().all(|name| view.required(name).is_empty()) => Ok(Vec::new()),
        [] => Err(format!("no member finds one `{}` in all of its requests", group.noun)),
        _ => Err(format!("several members may find one `{}`", group.noun)),
    }
}

/// Whether an input carries what another calls `name`: under that name, or as the `fooIdentifier` of a `fooId`.
fn carries(input: &Members, name: &str) -> bool {
    let (own, kind) = stem(name);
    let is_same = |other: &str| {
        let (stem, other) = stem(other);
        !own.is_empty() && stem.eq_ignore_ascii_case(own) && (kind == Kind::Identifier || other == Kind::Identifier)
    };
    input.contains_key(name) || input.keys().any(|other| is_same(other))
}

/// What is only made and listed is told apart by what the list says.
fn from_list<'a>(view: View<'a>, group: &Group) -> Result<Vec<&'a str>, String> {
    let unknown = || format!("nothing reads or deletes one `{}`", group.noun);
    let (Some(maker), Some(list)) = (group.maker(), &group.list) else {
        return Err(unknown());
    };
    let element = view
        .listed(list)
        .and_then(|listed| listed.element)
        .ok_or_else(unknown)?;
    let own = ["id", "arn", "name"].into_iter().find_map(|kind| {
        let named = [format!("{}{kind}", group.noun), kind.to_owned()];
        named.iter().find_map(|name| called(element, name))
    });
    let required = view.required(maker);
    let above = view.required(list).into_iter().filter(|name| required.contains(name));
    let mut all: Vec<&str> = above.collect();
    let own = own.ok_or_else(unknown)?;
    if !all.contains(&own) {
        all.push(own);
    }
    Ok(all)
}

/// The structures that carry a record.
pub(super) struct Records<'a> {
    /// All inputs but the list's.
    pub(super) found: Vec<&'a Members>,
    /// Inputs that make or change one.
    pub(super) taken: Vec<&'a Members>,
    /// Those of them that make one.
    pub(super) made: Vec<&'a Members>,
    /// Outputs, and what lists hold.
    pub(super) shown: Vec<&'a Members>,
}

impl<'a> Records<'a> {
    pub(super) fn of(view: View<'a>, group: &Group, item: Option<&str>) -> Self {
        let with_item = |members: &'a Members| -> Vec<&'a Members> {
            let held = item.and_then(|item| view.structure(&members.get(item)?.target));
            std::iter::once(members).chain(held.map(|held| &held.members)).collect()
        };
        let inputs = |operations: &[&Option<String>]| -> Vec<&'a Members> {
            let operations = operations.iter().filter_map(|operation| operation.as_deref());
            operations.flat_map(|name| with_item(view.input(name))).collect()
        };
        let shown = group.single().flat_map(|name| with_item(view.output(name)));
        let element = group.list.as_deref().and_then(|list| view.listed(list)?.element);
        Self {
            found: group.single().flat_map(|name| with_item(view.input(name))).collect(),
            taken: inputs(&[&group.create, &group.put, &group.update]),
            made: inputs(&[&group.create, &group.put]),
            shown: shown.chain(element).collect(),
        }
    }

    pub(super) fn all(&self) -> Vec<&'a Members> {
        self.shown.iter().chain(&self.taken).copied().collect()
    }
}

/// Other names that inputs and outputs have for an identifier of a thing: each with the identifier.
///
/// `fooId` is `id` where foos are shown, and the other way round; a `fooIdentifier` and a `foo` are the id, the ARN or
/// the name, whichever all of the `shown` structures say. An ARN beside an id is no name of it, and one of a record above
/// is only where that record's identifier is its ARN (`may_be_arn`). Names without a stem are only the thing's own, so
/// records above (`is_own` is not set) have none.
pub(super) fn aliases(
    noun: &str,
    identifier: &str,
    is_own: bool,
    may_be_arn: bool,
    records: &Records<'_>,
) -> Vec<String> {
    let Records { found, made, shown, .. } = records;
    let (stem, kind) = stem(identifier);
    let is_said = made.iter().any(|members| members.contains_key(identifier));
    let names_of = |kind: &str| -> Vec<String> {
        let mut names = vec![format!("{}{kind}", super::words::last(noun)), format!("{noun}{kind}")];
        if !stem.is_empty() {
            names.push(format!("{stem}{kind}"));
        }
        if is_own {
            names.insert(0, kind.to_owned());
        }
        names
    };
    let shows = |members: &Members, kind: &str| {
        called(members, identifier).is_some() || names_of(kind).iter().any(|name| called(members, name).is_some())
    };
    let is_beside = kind == super::words::Kind::Id && shown.iter().any(|members| shows(members, "id"));
    let candidates: Vec<&str> = kind
        .candidates(!stem.is_empty(), is_said)
        .iter()
        .copied()
        .filter(|kind| *kind != "arn" || may_be_arn && !is_beside)
        .collect();
    let best = candidates.iter().max_by_key(|kind| {
        let said = shown.iter().filter(|members| shows(members, kind)).count();
        // Of two that are said as often the first: `max_by_key` gives the last.
        let place = candidates.iter().position(|other| other == *kind).unwrap_or_default();
        (said, std::cmp::Reverse(place))
    });
    let mut others: IndexSet<String> = IndexSet::new();
    for name in best.map(|kind| names_of(kind)).unwrap_or_default() {
        for members in shown.iter().chain(found) {
            if let Some(other) = called(members, &name)
                && other != identifier
            {
                others.insert(other.to_owned());
            }
        }
    }
    others.into_iter().collect()
}
