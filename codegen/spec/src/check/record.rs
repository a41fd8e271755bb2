//! What a resource says of its records: which output holds one, and what its members are.

use super::context::{Checker, Lookup, a_type};
use super::relations::named;
use super::resources::{Deed, bound};
use super::{pagination, tagging, targets, values};
use crate::{
    diagnostic::{Code, quoted},
    format::{Resource, Shape, Structure},
};
use std::collections::HashMap;

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    for (name, resource) in &spec.resources {
        if checker.is_faulty(&["resources", name]) {
            continue;
        }
        let known = Known::new(checker, resource);
        if known.is_whole {
            item(checker, name, resource, &known);
            list(checker, name, resource);
            members(checker, name, resource, &known);
            identifiers(checker, name, resource, &known);
        }
        declared(checker, name, resource);
        plain(checker, name, resource);
        values(checker, name, resource, &known);
    }
    collections(checker);
}

/// The members of a record with their targets, as far as the operations and the resource itself show them.
struct Known<'a> {
    members: HashMap<&'a str, &'a str>,
    /// What single-record outputs hold, by member.
    outputs: HashMap<&'a str, &'a str>,
    /// Whether all operations and structures could be read.
    is_whole: bool,
}

impl<'a> Known<'a> {
    fn new(checker: &Checker<'a>, resource: &'a Resource) -> Self {
        let mut known = Self {
            members: HashMap::new(),
            outputs: HashMap::new(),
            is_whole: checker.is_intact(),
        };
        for bound in bound(resource) {
            let Lookup::Found(operation) = checker.operation(bound.name) else {
                known.is_whole = false;
                continue;
            };
            if let Some(input) = operation.input.as_deref() {
                known.structure(checker, input);
            }
            let Some(output) = operation.output.as_deref() else {
                continue;
            };
            let Some(structure) = checker.structure(output) else {
                known.is_whole = false;
                continue;
            };
            known.structure(checker, output);
            match bound.deed {
                Deed::List => known.elements(checker, structure),
                _ => {
                    let members = structure.members.iter();
                    known
                        .outputs
                        .extend(members.map(|(name, member)| (name.as_str(), member.target.as_str())));
                    if let Some(item) = resource.item.as_ref().and_then(|item| structure.members.get(item)) {
                        known.structure(checker, &item.target);
                    }
                }
            }
        }
        for (name, target) in &resource.members {
            known.members.entry(name).or_insert(target);
        }
        known
    }

    /// The target of the member at a path: a dot goes into a structure.
    fn target(&self, checker: &Checker<'a>, path: &str) -> Option<&'a str> {
        let mut steps = path.split('.');
        let first = self.members.get(steps.next()?).copied()?;
        steps.try_fold(first, |target, step| {
            let member = checker.structure(target)?.members.get(step)?;
            Some(member.target.as_str())
        })
    }

    /// The target of a member of the record, by its own name or by another one that operations have for it.
    fn valued(&self, checker: &Checker<'a>, resource: &'a Resource, member: &str) -> Option<&'a str> {
        let names = || resource.names.iter().filter(|(_, own)| *own == member);
        let other = || names().find_map(|(other, _)| self.members.get(other.as_str()).copied());
        self.target(checker, member).or_else(other)
    }

    fn structure(&mut self, checker: &Checker<'a>, id: &str) {
        match checker.structure(id) {
            Some(structure) => {
                for (name, member) in &structure.members {
                    self.members.entry(name).or_insert(&member.target);
                }
            }
            None => self.is_whole = false,
        }
    }

    /// What the lists of an output hold.
    fn elements(&mut self, checker: &Checker<'a>, output: &'a Structure) {
        for member in output.members.values() {
            let element = match checker.shape(&member.target) {
                Lookup::Found(Shape::List(list)) => list.member.target(),
                Lookup::Found(Shape::Map(map)) => map.value.target(),
                _ => continue,
            };
            if checker.structure(element).is_some() {
                self.structure(checker, element);
            }
        }
    }
}

fn item(checker: &mut Checker<'_>, name: &str, resource: &Resource, known: &Known<'_>) {
    let Some(item) = &resource.item else {
        return;
    };
    let path = ["resources", name, "item"];
    let Some(target) = known.outputs.get(item.as_str()) else {
        let names: Vec<&str> = known.outputs.keys().copied().collect();
        let message = format!("no output of {} has a member {}", quoted(name), quoted(item));
        let otherwise = "name the output member that holds the record, or remove `item`";
        return checker.report_unknown(Code::ResourceItem, &path, message, item, sorted(names), otherwise);
    };
    if let Lookup::Found(shape) = checker.shape(target)
        && !matches!(shape, Shape::Structure(_))
    {
        let message = format!("{} is {}, which holds no record", quoted(item), a_type(shape));
        checker.report(Code::ResourceItem, &path, message, "name a member that is a structure");
    }
}

fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names
}

fn list(checker: &mut Checker<'_>, name: &str, resource: &Resource) {
    let Some(operation_name) = &resource.list else {
        return;
    };
    let Lookup::Found(operation) = checker.operation(operation_name) else {
        return;
    };
    pagination::written(checker, &["resources", name, "list"], operation_name, operation);
    let output = operation.output.as_deref().and_then(|id| checker.structure(id));
    let mut targets = output
        .iter()
        .flat_map(|output| output.members.values())
        .map(|member| &member.target);
    let holds_records = |target: &String| {
        matches!(
            checker.shape(target),
            Lookup::Found(Shape::List(_) | Shape::Map(_)) | Lookup::Faulty
        )
    };
    // An output could hold the list further inside; pagination says where.
    let is_deep = operation
        .paginated
        .as_ref()
        .and_then(|paginated| paginated.items.as_ref())
        .is_some();
    if !is_deep && !targets.any(holds_records) {
        let message = format!("the output of {} holds no list of records", quoted(operation_name));
        let help = "name an operation that lists records, or remove `list`";
        checker.report(Code::ResourceItem, &["resources", name, "list"], message, help);
    }
}

/// Members that the resource names.
fn members(checker: &mut Checker<'_>, name: &str, resource: &Resource, known: &Known<'_>) {
    let lists = [
        ("unique", &resource.unique),
        ("created", &resource.created),
        ("modified", &resource.modified),
    ];
    for (field, names) in lists {
        for (at, member) in names.iter().enumerate() {
            member_is_known(
                checker,
                &["resources", name, field, &at.to_string()],
                member,
                resource,
                known,
            );
        }
    }
    if let Some(arn) = &resource.arn {
        member_is_known(checker, &["resources", name, "arn"], arn, resource, known);
        holds_text(checker, name, arn, known);
    }
    if let Some(tags) = &resource.tags {
        let path = ["resources", name, "tags"];
        member_is_known(checker, &path, tags, resource, known);
        if let Some(target) = known.target(checker, tags) {
            tagging::holds_tags(checker, &path, tags, target);
        }
    }
    for member in resource.initial.keys() {
        member_is_known(
            checker,
            &["resources", name, "initial", member],
            member,
            resource,
            known,
        );
    }
    for (at, filter) in resource.filters.iter().enumerate() {
        let path = ["resources", name, "filters", &at.to_string(), "member"];
        member_is_known(checker, &path, &filter.member, resource, known);
    }
    for named in named(resource) {
        let path = [["resources", name].as_slice(), &named.path].concat();
        member_is_known(checker, &path, named.member, resource, known);
    }
    for (other, own) in &resource.names {
        let path = ["resources", name, "names", other];
        member_is_known(checker, &path, other, resource, known);
        if known.members.contains_key(other.as_str()) {
            member_is_known(checker, &path, own, resource, known);
        }
    }
}

/// An ARN is text.
fn holds_text(checker: &mut Checker<'_>, name: &str, arn: &str, known: &Known<'_>) {
    if let Some(target) = known.target(checker, arn)
        && let Lookup::Found(shape) = checker.shape(target)
        && !matches!(shape, Shape::String(_))
    {
        let message = format!("{} is {}, which holds no ARN", quoted(arn), a_type(shape));
        checker.report(
            Code::ResourceKey,
            &["resources", name, "arn"],
            message,
            "name a member that is a string",
        );
    }
}

/// Each identifier is a member of something: without that nobody knows what its values are.
fn identifiers(checker: &mut Checker<'_>, name: &str, resource: &Resource, known: &Known<'_>) {
    for identifier in resource.id.as_slice() {
        if !is_known(checker, identifier, resource, known) {
            let names = sorted(known.members.keys().copied().collect());
            let message = format!("no operation of {} has a member {}", quoted(name), quoted(identifier));
            let otherwise = "name a member of an input or output, or declare it in `members`";
            let path = ["resources", name, "id"];
            checker.report_unknown(Code::ResourceIdentifier, &path, message, identifier, names, otherwise);
        }
    }
}

/// Members that the resource declares itself.
fn declared(checker: &mut Checker<'_>, name: &str, resource: &Resource) {
    for (member, target) in &resource.members {
        if let Lookup::Missing = checker.shape(target) {
            targets::unknown(checker, &["resources", name, "members", member], target);
        }
    }
}

/// Members that a mock finds in the record itself, not inside of another one.
fn plain(checker: &mut Checker<'_>, name: &str, resource: &Resource) {
    let whole = [
        ("id", resource.id.as_slice()),
        ("arn", resource.arn.as_slice()),
        ("tags", resource.tags.as_slice()),
    ];
    let whole = whole
        .into_iter()
        .flat_map(|(field, members)| members.iter().map(move |member| (vec![field], member.as_str())));
    let referring = named(resource).into_iter().filter(|named| named.path[0] == "refers");
    let members: Vec<(Vec<&str>, &str)> = whole.chain(referring.map(|named| (named.path, named.member))).collect();
    for (path, member) in members.into_iter().filter(|(_, member)| member.contains('.')) {
        let path = [["resources", name].as_slice(), &path].concat();
        let message = format!(
            "{} is inside of another member, where it is not looked for",
            quoted(member)
        );
        let help = "name a member of the record itself";
        checker.report(Code::ResourceKey, &path, message, help);
    }
}

/// No two resources are called the same in seeds.
fn collections(checker: &mut Checker<'_>) {
    let mut taken: HashMap<String, &str> = HashMap::new();
    for (name, resource) in &checker.spec.resources {
        let collection = resource.collection(name);
        if let Some(other) = taken.insert(collection.clone(), name) {
            let message = format!("{} is what seeds call {} already", quoted(&collection), quoted(other));
            let help = "give one of them another name with `collection`";
            checker.report_key(Code::DuplicateCollection, &["resources", name], message, help);
        }
    }
}

fn member_is_known(checker: &mut Checker<'_>, path: &[&str], name: &str, resource: &Resource, known: &Known<'_>) {
    if is_known(checker, name, resource, known) {
        return;
    }
    let names = sorted(known.members.keys().copied().collect());
    let message = format!("no operation of {} has a member {}", quoted(path[1]), quoted(name));
    let otherwise = "name a member of an input or output, or remove it";
    checker.report_unknown(Code::UnknownRecordMember, path, message, name, names, otherwise);
}

fn is_known(checker: &Checker<'_>, name: &str, resource: &Resource, known: &Known<'_>) -> bool {
    // The record's own name need not be used by an operation if another name for it is.
    let is_renamed = resource
        .names
        .iter()
        .any(|(other, own)| own == name && known.members.contains_key(other.as_str()));
    is_renamed || known.target(checker, name).is_some()
}

/// Values that the mock writes into records.
fn values(checker: &mut Checker<'_>, name: &str, resource: &Resource, known: &Known<'_>) {
    for (member, value) in &resource.initial {
        if let Some(target) = known.valued(checker, resource, member) {
            values::check(checker, &["resources", name, "initial", member], target, value);
        }
    }
    for (field, names) in [("created", &resource.created), ("modified", &resource.modified)] {
        for (at, member) in names.iter().enumerate() {
            stamped(checker, &["resources", name, field, &at.to_string()], member, known);
        }
    }
    for named in named(resource) {
        let path = [["resources", name].as_slice(), &named.path].concat();
        if named.is_stamped {
            stamped(checker, &path, named.member, known);
        }
        if let (Some(value), Some(target)) = (named.value, known.valued(checker, resource, named.member)) {
            values::check(checker, &path, target, value);
        }
    }
}

fn stamped(checker: &mut Checker<'_>, path: &[&str], member: &str, known: &Known<'_>) {
    if let Some(target) = known.target(checker, member)
        && let Lookup::Found(shape) = checker.shape(target)
        && !matches!(shape, Shape::Timestamp(_))
    {
        let message = format!("{} is {}, not a timestamp", quoted(member), a_type(shape));
        checker.report(Code::RecordTimestamp, path, message, "name a timestamp, or remove it");
    }
}
