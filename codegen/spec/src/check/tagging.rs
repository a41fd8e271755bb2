//! Tags: the operations on them, and the members that hold them.

use super::context::{Checker, Lookup, a_type};
use super::{pagination, targets};
use crate::{
    diagnostic::{Code, quoted},
    format::{Operation, Resource, Shape, TagOperation},
};
use std::collections::HashSet;

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    for (name, resource) in &spec.resources {
        held(checker, name, resource);
    }
    let Some(tagging) = spec.tagging.as_ref().filter(|_| !checker.is_faulty(&["tagging"])) else {
        return;
    };
    let mut claimed: HashSet<&str> = spec.resources.values().flat_map(Resource::operations).collect();
    for (field, tagged) in tagging.operations() {
        let path = ["tagging", field, "operation"];
        let operation = match checker.operation(&tagged.operation) {
            Lookup::Found(operation) => operation,
            Lookup::Faulty => continue,
            Lookup::Missing => {
                let names = spec.operations.keys().map(String::as_str);
                let message = format!("there is no operation {}", quoted(&tagged.operation));
                let otherwise = "name one of `operations`, or remove it";
                checker.report_unknown(
                    Code::UnknownOperation,
                    &path,
                    message,
                    &tagged.operation,
                    names,
                    otherwise,
                );
                continue;
            }
        };
        if !claimed.insert(&tagged.operation) {
            let message = format!("{} does something else already", quoted(&tagged.operation));
            let help = "an operation does one thing: remove it here or there";
            checker.report(Code::OperationClaimed, &path, message, help);
        }
        members(checker, field, tagged, operation);
        pagination::written(checker, &path, &tagged.operation, operation);
    }
    if let Some(error) = &tagging.not_found {
        targets::error(checker, &["tagging", "notFound"], error);
    }
    if let Some(most) = &tagging.most {
        targets::error(checker, &["tagging", "most", "error"], &most.error);
    }
}

/// The members of an operation that carry the ARN and the tags.
fn members(checker: &mut Checker<'_>, field: &str, tagged: &TagOperation, operation: &Operation) {
    let spec = checker.spec;
    let input = operation.input.as_deref();
    let output = operation.output.as_deref();
    let is_text = |target: &str| matches!(spec.shapes.get(target), Some(Shape::String(_)));
    member(
        checker,
        &["tagging", field, "resource"],
        input,
        &tagged.resource,
        "an ARN",
        is_text,
    );
    let path = ["tagging", field, "tags"];
    match field {
        "untag" => {
            let fits = |target: &str| spec.holds_keys(target) || spec.holds_tags(target);
            member(checker, &path, input, &tagged.tags, "keys of tags", fits);
        }
        "list" => member(checker, &path, output, &tagged.tags, "tags", |target| {
            spec.holds_tags(target)
        }),
        _ => member(checker, &path, input, &tagged.tags, "tags", |target| {
            spec.holds_tags(target)
        }),
    }
}

fn member(
    checker: &mut Checker<'_>,
    path: &[&str],
    structure: Option<&str>,
    name: &str,
    what: &str,
    fits: impl Fn(&str) -> bool,
) {
    let members = structure
        .and_then(|id| checker.structure(id))
        .map(|structure| &structure.members);
    let Some(member) = members.and_then(|members| members.get(name)) else {
        let names = members
            .into_iter()
            .flat_map(|members| members.keys())
            .map(String::as_str);
        let message = format!("there is no member {} there", quoted(name));
        let otherwise = format!("name the member that holds {what}");
        return checker.report_unknown(Code::TagMember, path, message, name, names, &otherwise);
    };
    shape(checker, path, name, &member.target, what, fits);
}

fn shape(checker: &mut Checker<'_>, path: &[&str], name: &str, target: &str, what: &str, fits: impl Fn(&str) -> bool) {
    if let Lookup::Found(shape) = checker.shape(target)
        && checker.is_intact()
        && !fits(target)
    {
        let message = format!("{} is {}, which holds not {what}", quoted(name), a_type(shape));
        let help =
            "tags are a map from text to text, or a list of structures of a `key` and a `value`; an ARN is a string";
        checker.report(Code::TagMember, path, message, help);
    }
}

/// Tags of records have a shape of tags.
pub(super) fn holds_tags(checker: &mut Checker<'_>, path: &[&str], name: &str, target: &str) {
    let spec = checker.spec;
    shape(checker, path, name, target, "tags", |target| spec.holds_tags(target));
}

/// A record that has tags is found by its ARN.
fn held(checker: &mut Checker<'_>, name: &str, resource: &Resource) {
    if resource.tags.is_some() && resource.arn.is_none() {
        let message = format!("{} has tags, but no ARN by which requests could name it", quoted(name));
        let help = "name the member that holds it in `arn`, or remove `tags`";
        checker.report(Code::TagMember, &["resources", name, "tags"], message, help);
    }
}
