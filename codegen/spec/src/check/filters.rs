//! Filters of lists: what sets them, and what they ask.

use super::context::{Checker, Lookup, a_type};
use crate::{
    diagnostic::{Code, quoted},
    format::{Filter, Match, Resource, Shape},
};

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    for (name, resource) in &spec.resources {
        for (at, filter) in resource.filters.iter().enumerate() {
            let at = at.to_string();
            let path = ["resources", name, "filters", &at];
            contradiction(checker, &path, filter);
            input(checker, &path, resource, filter);
        }
    }
}

/// A filter compares with the input, or leaves out values.
fn contradiction(checker: &mut Checker<'_>, path: &[&str], filter: &Filter) {
    let (message, help) = match (filter.matching, filter.except.is_empty(), &filter.unless) {
        (Some(_), false, _) => (
            "`match` and `except` are both there",
            "a filter does one of the two: remove the other",
        ),
        (_, true, Some(_)) => (
            "`unless` is there, but nothing is left out",
            "say what `except` leaves out, or remove it",
        ),
        _ => return,
    };
    checker.report(Code::ResourceFilter, path, message.to_owned(), help);
}

/// The input member is there: in the list's input, then in structures, or among the keys of a map.
fn input(checker: &mut Checker<'_>, path: &[&str], resource: &Resource, filter: &Filter) {
    let path = [path, &["input"]].concat();
    let Some(list) = &resource.list else {
        let message = "there is no list to filter".to_owned();
        return checker.report(
            Code::ResourceFilter,
            &path,
            message,
            "name the operation in `list`, or remove it",
        );
    };
    let Lookup::Found(operation) = checker.operation(list) else {
        return;
    };
    let mut at = operation.input.as_deref();
    for step in filter.input.split('.') {
        let names: Vec<&str> = match at.map(|id| checker.shape(id)) {
            Some(Lookup::Found(Shape::Structure(structure))) => match structure.members.get(step) {
                Some(member) => {
                    at = Some(&member.target);
                    continue;
                }
                None => structure.members.keys().map(String::as_str).collect(),
            },
            Some(Lookup::Found(Shape::Map(map))) => match checker.shape(map.key.target()) {
                Lookup::Found(Shape::Enum(keys)) if !keys.values.contains_key(step) => {
                    keys.values.keys().map(String::as_str).collect()
                }
                _ => {
                    at = Some(map.value.target());
                    continue;
                }
            },
            Some(Lookup::Faulty) => return,
            _ => Vec::new(),
        };
        let message = format!("the input of {} has no {} there", quoted(list), quoted(step));
        let otherwise = "name a member of the input, with a dot before what is inside of it";
        return checker.report_unknown(Code::ResourceFilter, &path, message, step, names, otherwise);
    }
    if filter.matching == Some(Match::OneOf)
        && let Some(Lookup::Found(shape)) = at.map(|id| checker.shape(id))
        && !matches!(shape, Shape::List(_))
    {
        let message = format!(
            "{} is {}, which does not hold several",
            quoted(&filter.input),
            a_type(shape)
        );
        checker.report(
            Code::ResourceFilter,
            &path,
            message,
            "name a member that is a list, or compare otherwise",
        );
    }
}
