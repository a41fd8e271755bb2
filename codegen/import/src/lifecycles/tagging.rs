//! Tags: the operations on them, and the members of records that hold them.

use super::draft::Misfits;
use super::facts;
use super::group::Group;
use super::identity::Records;
use super::view::{Members, View, called};
use super::words::{self, Deed};
use shapewright_spec::{Most, Resource, Spec, TagOperation, Tagging};

/// How services call the operations.
const TAG: [&str; 4] = ["TagResource", "AddTagsToResource", "AddTags", "CreateTags"];
const UNTAG: [&str; 4] = ["UntagResource", "RemoveTagsFromResource", "RemoveTags", "DeleteTags"];
const LIST: [&str; 6] = [
    "ListTagsForResource",
    "ListTags",
    "ListResourceTags",
    "GetResourceTags",
    "GetTags",
    "DescribeTags",
];

/// Names of the members that say which resource is meant, where they do not speak of an ARN.
const RESOURCE: [&str; 2] = ["resource", "resourceName"];

/// Errors for more tags than there may be, the surest first, and how many that are wherever services say it.
const TOO_MANY: [&str; 4] = ["TooManyTags", "TagLimit", "LimitExceeded", "QuotaExceeded"];
const MOST: usize = 50;

/// Writes the operations on tags, and what holds the tags of records, into a description that has resources.
pub(super) fn infer(spec: &mut Spec, misfits: &mut Misfits) {
    let view = View { spec };
    let claimed: Vec<&str> = spec.resources.values().flat_map(Resource::operations).collect();
    let find = |names: &[&str]| -> Option<String> {
        let mut names = names.iter().filter(|name| !claimed.contains(name));
        names
            .find(|name| spec.operations.contains_key(**name))
            .map(|name| (*name).to_owned())
    };
    let (Some(tag), Some(untag)) = (find(&TAG), find(&UNTAG)) else {
        return;
    };
    let list = find(&LIST);
    let all: Vec<String> = [Some(&tag), Some(&untag), list.as_ref()]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let leave = |misfits: &mut Misfits, why: &str| {
        misfits.extend(all.iter().map(|operation| (operation.clone(), why.to_owned())));
    };
    let operations = [(&tag, Deed::Put), (&untag, Deed::Delete)].map(|(name, deed)| tagged(view, name, deed));
    let [Some(tag_operation), Some(untag_operation)] = operations else {
        return leave(
            misfits,
            "its input has not one ARN and one member that holds tags, or their keys",
        );
    };
    let list_operation = list.as_ref().and_then(|name| tagged(view, name, Deed::List));
    if let (Some(list), None) = (&list, &list_operation) {
        let why = "it does not ask for one ARN and show one member that holds tags, in pages by text if any";
        misfits.insert(list.clone(), why.to_owned());
    }
    let held: Vec<(String, Held)> = spec
        .resources
        .iter()
        .filter(|(_, resource)| resource.arn.is_some())
        .filter_map(|(name, resource)| Some((name.clone(), held(view, name, resource, &tag_operation)?)))
        .collect();
    if held.is_empty() {
        return leave(misfits, "no record that is kept has an ARN");
    }
    let named: Vec<&str> = [
        Some(&tag),
        Some(&untag),
        list_operation.as_ref().map(|list| &list.operation),
    ]
    .into_iter()
    .flatten()
    .map(String::as_str)
    .collect();
    let with_arns = spec.resources.values().filter(|resource| resource.arn.is_some());
    let knows_all = held.len() == with_arns.count() && knows_all(view, &held);
    let tagging = Tagging {
        not_found: facts::not_found(view, "Resource", &named).filter(|_| knows_all),
        most: too_many(view, &tag),
        tag: Some(tag_operation),
        untag: Some(untag_operation),
        list: list_operation,
    };
    for (name, held) in held {
        if let Some(resource) = spec.resources.get_mut(&name) {
            let others = held.others.into_iter().map(|other| (other, held.member.clone()));
            resource.names.extend(others);
            resource
                .members
                .extend(held.declared.map(|shape| (held.member.clone(), shape)));
            resource.tags = Some(held.member);
        }
    }
    spec.tagging = Some(tagging);
}

/// The members of an operation on tags. A list's are those of its output.
fn tagged(view: View<'_>, operation: &str, deed: Deed) -> Option<TagOperation> {
    let input = view.input(operation);
    let only = |names: Vec<&str>| match names.as_slice() {
        [one] => Some((*one).to_owned()),
        _ => None,
    };
    if view.spec.token_beside_text(view.operation(operation)?).is_some() {
        return None;
    }
    let resource = only(view.required(operation)).filter(|name| {
        name.to_ascii_lowercase().ends_with("arn") || RESOURCE.iter().any(|other| other.eq_ignore_ascii_case(name))
    })?;
    let with = |members: &Members, fits: &dyn Fn(&str) -> bool| -> Option<String> {
        let fitting = members.iter().filter(|(_, member)| fits(&member.target));
        only(fitting.map(|(name, _)| name.as_str()).collect())
    };
    let tags = match deed {
        Deed::Delete => with(input, &|shape| {
            view.spec.holds_keys(shape) || view.spec.holds_tags(shape)
        }),
        Deed::List => with(view.output(operation), &|shape| view.spec.holds_tags(shape)),
        _ => with(input, &|shape| view.spec.holds_tags(shape)),
    };
    Some(TagOperation {
        operation: operation.to_owned(),
        resource,
        tags: tags?,
    })
}

/// What holds the tags of a record.
struct Held {
    member: String,
    /// What other structures call it.
    others: Vec<String>,
    /// Its shape, where no operation shows or takes it.
    declared: Option<String>,
}

/// The member of a record that holds its tags; one that nobody sees where no operation shows or takes any. `None` where
/// something else is called so.
fn held(view: View<'_>, noun: &str, resource: &Resource, tag: &TagOperation) -> Option<Held> {
    let records = Records::of(view, &Group::of(noun, resource), resource.item.as_deref());
    let structures: Vec<&Members> = records.all();
    let mut found: Vec<&str> = Vec::new();
    for wanted in names(noun) {
        for members in &structures {
            let Some(name) = called(members, &wanted) else { continue };
            if members
                .get(name)
                .is_some_and(|member| view.spec.holds_tags(&member.target))
                && !found.contains(&name)
            {
                found.push(name);
            }
        }
    }
    let holds_others = |name: &str| {
        let mut held = structures.iter().filter_map(|members| members.get(name));
        held.any(|member| !view.spec.holds_tags(&member.target))
    };
    found.retain(|name| !holds_others(name) && !resource.names.contains_key(*name));
    if let Some((first, others)) = found.split_first() {
        return Some(Held {
            member: (*first).to_owned(),
            others: others.iter().map(|other| (*other).to_owned()).collect(),
            declared: None,
        });
    }
    let target = &view.input(&tag.operation).get(&tag.tags)?.target;
    (!holds_others(&tag.tags)).then(|| Held {
        member: tag.tags.clone(),
        others: Vec::new(),
        declared: Some(target.clone()),
    })
}

/// What members that hold tags are called.
fn names(noun: &str) -> Vec<String> {
    let general = ["tags", "tagList", "tagMap", "resourceTags"].map(str::to_owned);
    let own = [noun, words::last(noun)].map(|noun| format!("{noun}tags"));
    general.into_iter().chain(own).collect()
}

/// Whether everything that is made with tags is kept and has an ARN. Then an ARN that no record with tags has is none.
fn knows_all(view: View<'_>, held: &[(String, Held)]) -> bool {
    let makers: Vec<&str> = held
        .iter()
        .filter_map(|(name, _)| view.spec.resources.get(name))
        .flat_map(|resource| resource.create.iter().chain(&resource.put))
        .map(String::as_str)
        .collect();
    let makes = |name: &str| matches!(words::split(name), Some((_, Deed::Create | Deed::Put, _)));
    let takes_tags = |name: &str| {
        let mut members = view.input(name).iter();
        members.any(|(name, member)| name.to_ascii_lowercase().contains("tag") && view.spec.holds_tags(&member.target))
    };
    let mut others = view
        .spec
        .operations
        .keys()
        .filter(|name| !makers.contains(&name.as_str()));
    !others.any(|name| makes(name) && takes_tags(name))
}

fn too_many(view: View<'_>, operation: &str) -> Option<Most> {
    let errors = &view.operation(operation)?.errors;
    let mut parts = TOO_MANY.iter();
    let error = parts.find_map(|part| errors.iter().find(|name| name.contains(part)))?;
    Some(Most {
        count: MOST,
        error: error.clone(),
    })
}
