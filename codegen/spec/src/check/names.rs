//! Names from which others are made: crates, types, fields.

use super::context::Checker;
use crate::{
    diagnostic::{Code, quoted},
    format::Shape,
};

pub(super) fn check(checker: &mut Checker<'_>) {
    service(checker);
    let spec = checker.spec;
    for name in spec.operations.keys() {
        identifier(checker, &["operations", name], "an operation");
    }
    for name in spec.waiters.keys() {
        identifier(checker, &["waiters", name], "a waiter");
    }
    for name in spec.resources.keys() {
        identifier(checker, &["resources", name], "a resource");
    }
    for (name, resource) in &spec.resources {
        if let Some(collection) = &resource.collection {
            let path = ["resources", name, "collection"];
            check_identifier(checker, &path, collection, "a collection", false);
        }
    }
    for (id, shape) in &spec.shapes {
        identifier(checker, &["shapes", id], "a shape");
        match shape {
            Shape::Structure(structure) | Shape::Union(structure) => {
                for name in structure.members.keys() {
                    member_name(checker, &["shapes", id, "members", name]);
                }
            }
            Shape::Enum(shape) => {
                for (value, facts) in &shape.values {
                    if let Some(name) = &facts.name {
                        let path = ["shapes", id, "values", value, "name"];
                        check_identifier(checker, &path, name, "a value in code", false);
                    }
                }
            }
            Shape::IntEnum(shape) => {
                for name in shape.values.keys() {
                    identifier(checker, &["shapes", id, "values", name], "a value of an intEnum");
                }
            }
            _ => {}
        }
    }
}

fn service(checker: &mut Checker<'_>) {
    if checker.is_faulty(&["service"]) {
        return;
    }
    let service = &checker.spec.service;
    let mut characters = service.name.chars();
    let starts_well = characters.next().is_some_and(|first| first.is_ascii_lowercase());
    let goes_on_well = characters.all(|next| next.is_ascii_lowercase() || next.is_ascii_digit() || next == '-');
    if !starts_well || !goes_on_well || service.name.ends_with('-') {
        let message = format!("{} cannot be part of a crate name", quoted(&service.name));
        let help = "use lower case letters, digits and hyphens; start with a letter and do not end with a hyphen";
        checker.report(Code::BadServiceName, &["service", "name"], message, help);
    }
    let texts: [(&[&str], &str); 7] = [
        (&["service", "id"], &service.id),
        (&["service", "title"], &service.title),
        (&["service", "version"], &service.version),
        (&["service", "signing", "name"], &service.signing.name),
        (&["service", "endpoint", "prefix"], &service.endpoint.prefix),
        (
            &["service", "endpoint", "multiRegion"],
            service.endpoint.multi_region.as_deref().unwrap_or("-"),
        ),
        (
            &["service", "targetPrefix"],
            service.target_prefix.as_deref().unwrap_or("-"),
        ),
    ];
    for (path, text) in texts {
        // A title is for people, and may be several lines.
        if path[1] != "title" && text.chars().any(char::is_control) {
            let message = format!("`{}` has a control character", path[1..].join("."));
            checker.report(Code::BadName, path, message, "remove it");
        }
        if text.trim().is_empty() {
            let message = format!("`{}` is empty", path[1..].join("."));
            checker.report(
                Code::BadName,
                path,
                message,
                "see the documentation of the service for it",
            );
        }
    }
}

fn identifier(checker: &mut Checker<'_>, path: &[&str], what: &str) {
    if let Some(name) = path.last() {
        check_identifier(checker, path, name, what, true);
    }
}

fn check_identifier(checker: &mut Checker<'_>, path: &[&str], name: &str, what: &str, is_key: bool) {
    let mut characters = name.chars();
    let starts_well = characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    let goes_on_well = characters.all(|next| next.is_ascii_alphanumeric() || next == '_');
    if starts_well && goes_on_well && name.bytes().any(|byte| byte != b'_') {
        return;
    }
    let message = format!("{} cannot be the name of {what}", quoted(name));
    let help = "use letters, digits and underscores; do not start with a digit";
    match is_key {
        true => checker.report_key(Code::BadName, path, message, help),
        false => checker.report(Code::BadName, path, message, help),
    }
}

/// Members may have odd names, as some services do; they only need something to make a field's name from.
fn member_name(checker: &mut Checker<'_>, path: &[&str; 4]) {
    let name = path[3];
    if !name.chars().any(|character| character.is_ascii_alphanumeric()) || name.chars().any(char::is_control) {
        let message = format!("{} cannot be the name of a member", quoted(name));
        let help = "use at least one letter or digit of ASCII, and set `name` if the wire has another";
        checker.report_key(Code::BadName, path, message, help);
    }
}
