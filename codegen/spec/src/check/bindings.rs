//! Where members travel in an HTTP message.

use super::context::{Checker, Lookup, Slot, a_type};
use super::uri;
use crate::{
    diagnostic::{Code, quoted},
    format::{Binding, Member, Shape, Structure},
};
use std::collections::{HashMap, HashSet};

pub(super) fn check(checker: &mut Checker<'_>) {
    if !checker.speaks_http() {
        return;
    }
    for slot in checker.slots() {
        let Some(binding) = slot.facts.and_then(|facts| facts.http.as_ref()) else {
            continue;
        };
        if !checker.is_faulty(&slot.path()) {
            place(checker, &slot, binding);
            target(checker, &slot, binding);
            name(checker, &slot, binding);
        }
    }
    for (id, _, structure) in checker.structures() {
        duplicates(checker, id, structure);
        payload(checker, id, structure);
    }
    labels(checker);
}

/// How messages call a binding.
fn title(binding: &Binding) -> &'static str {
    match binding {
        Binding::Label(_) => "label",
        Binding::Query(_) => "query",
        Binding::QueryParams => "queryParams",
        Binding::Header(_) => "header",
        Binding::PrefixHeaders(_) => "prefixHeaders",
        Binding::Payload => "payload",
        Binding::Status => "status",
    }
}

fn place(checker: &mut Checker<'_>, slot: &Slot<'_>, binding: &Binding) {
    let roles = checker.roles(slot.owner);
    let in_structure = matches!(slot.shape, Shape::Structure(_));
    let (fits, places) = match binding {
        Binding::Label(_) | Binding::Query(_) | Binding::QueryParams => (roles.input, "the input of an operation"),
        Binding::Status => (roles.output, "the output of an operation"),
        Binding::Header(_) | Binding::PrefixHeaders(_) | Binding::Payload => {
            let fits = roles.input || roles.output || roles.error;
            (fits, "the input, the output or an error of an operation")
        }
    };
    // An operation that could not be parsed may be the one that uses the structure.
    if (fits && in_structure) || !checker.is_intact() {
        return;
    }
    let message = format!("`{}` has a meaning in {places} only", title(binding));
    let help = match in_structure {
        true => format!("remove `http`, or make {} {places}", quoted(slot.owner)),
        false => "remove `http`".to_owned(),
    };
    checker.report(Code::BindingPlace, &slot.fact("http"), message, help);
}

fn target(checker: &mut Checker<'_>, slot: &Slot<'_>, binding: &Binding) {
    let Lookup::Found(shape) = checker.shape(slot.target) else {
        return;
    };
    let (fits, allowed) = match binding {
        Binding::Label(_) => (is_plain(shape), "a string, a number, a boolean, an enum or a timestamp"),
        Binding::Query(_) | Binding::Header(_) => {
            let fits = is_plain(shape) || element(checker, shape).is_some_and(is_plain);
            (
                fits,
                "a string, a number, a boolean, an enum, a timestamp or a list of them",
            )
        }
        Binding::QueryParams => {
            let fits = value(checker, shape)
                .is_some_and(|value| is_text(value) || element(checker, value).is_some_and(is_text));
            (fits, "a map of strings or of lists of strings")
        }
        Binding::PrefixHeaders(_) => (value(checker, shape).is_some_and(is_text), "a map of strings"),
        Binding::Payload => (
            is_payload(shape),
            "a blob, string, enum, document, structure, union, list or map",
        ),
        Binding::Status => (matches!(shape, Shape::Integer(_)), "an integer"),
    };
    if !fits {
        let message = format!("{} cannot be a `{}`", a_type(shape), title(binding));
        checker.report(
            Code::BindingType,
            &slot.target_path(),
            message,
            format!("use {allowed}"),
        );
    }
}

/// What a list holds. Nothing for other shapes, and for what is unknown and so reported already.
fn element<'a>(checker: &Checker<'a>, shape: &'a Shape) -> Option<&'a Shape> {
    match shape {
        Shape::List(list) => checker.spec.shapes.get(list.member.target()),
        _ => None,
    }
}

fn value<'a>(checker: &Checker<'a>, shape: &'a Shape) -> Option<&'a Shape> {
    match shape {
        Shape::Map(map) => checker.spec.shapes.get(map.value.target()),
        _ => None,
    }
}

/// Whether a value is one word of text.
fn is_plain(shape: &Shape) -> bool {
    !matches!(
        shape,
        Shape::Blob(_) | Shape::Document(_) | Shape::List(_) | Shape::Map(_) | Shape::Structure(_) | Shape::Union(_)
    )
}

fn is_text(shape: &Shape) -> bool {
    matches!(shape, Shape::String(_) | Shape::Enum(_))
}

fn is_payload(shape: &Shape) -> bool {
    is_text(shape) || !is_plain(shape)
}

/// Names that go into a header or a query as they are.
fn name(checker: &mut Checker<'_>, slot: &Slot<'_>, binding: &Binding) {
    let (fits, help) = match binding {
        Binding::Header(name) => (is_header_name(name), "use letters, digits and hyphens"),
        Binding::PrefixHeaders(prefix) => (is_token(prefix), "use letters, digits and hyphens"),
        Binding::Query(name) => (!name.is_empty(), "write the name of the parameter"),
        _ => return,
    };
    if !fits {
        let what = title(binding);
        let message = format!("the name of this `{what}` is not one that HTTP allows");
        let mut path = slot.fact("http");
        path.push(what);
        checker.report(Code::BindingName, &path, message, help);
    }
}

/// Whether a header can have this name.
pub(super) fn is_header_name(name: &str) -> bool {
    is_token(name) && !name.is_empty()
}

/// Whether all characters may be in the name of a header (RFC 9110, section 5.6.2).
fn is_token(name: &str) -> bool {
    name.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

fn duplicates(checker: &mut Checker<'_>, id: &str, structure: &Structure) {
    let mut first: HashMap<(&str, String), &str> = HashMap::new();
    for (name, _, binding) in bound(structure) {
        let key = match binding {
            Binding::Header(header) => header.to_ascii_lowercase(),
            Binding::Label(name) | Binding::Query(name) => name.clone(),
            Binding::QueryParams | Binding::PrefixHeaders(_) | Binding::Status => String::new(),
            Binding::Payload => continue,
        };
        if let Some(other) = first.insert((title(binding), key), name) {
            let message = format!("{} is bound to the same `{}`", quoted(other), title(binding));
            let help = "bind one of the two to another place";
            checker.report(
                Code::DuplicateBinding,
                &["shapes", id, "members", name, "http"],
                message,
                help,
            );
        }
    }
}

/// The members that do not travel in the body.
fn bound(structure: &Structure) -> impl Iterator<Item = (&str, &Member, &Binding)> {
    let members = structure.members.iter();
    members.filter_map(|(name, member)| Some((name.as_str(), member, member.http.as_ref()?)))
}

fn payload(checker: &mut Checker<'_>, id: &str, structure: &Structure) {
    let mut payloads = structure
        .members
        .iter()
        .filter(|(_, member)| member.http == Some(Binding::Payload));
    let Some((payload, _)) = payloads.next() else {
        return;
    };
    for (other, _) in payloads {
        let message = format!("{} is the payload already", quoted(payload));
        let help = "keep one payload; the others can be headers, or members of the payload";
        checker.report(
            Code::PayloadConflict,
            &["shapes", id, "members", other, "http"],
            message,
            help,
        );
    }
    for (name, member) in &structure.members {
        if member.http.is_none() && !checker.is_faulty(&["shapes", id, "members", name]) {
            let message = format!(
                "{} is the payload, so there is no body for {}",
                quoted(payload),
                quoted(name)
            );
            let help = "bind the member to a header or the query, or move it into the payload";
            checker.report_key(Code::PayloadConflict, &["shapes", id, "members", name], message, help);
        }
    }
}

/// Labels of URIs and members that are bound to them.
fn labels(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    let mut reported: HashSet<(&str, &str)> = HashSet::new();
    // An input may belong to many operations, and have many members.
    let mut inputs: HashMap<&str, Vec<(&str, &Member, &Binding)>> = HashMap::new();
    for (operation_name, operation) in &spec.operations {
        let Ok(uri) = uri::parse(&operation.http.uri) else {
            continue;
        };
        if checker.is_faulty(&["operations", operation_name]) {
            continue;
        }
        let path = ["operations", operation_name, "http", "uri"];
        let Some(id) = operation.input.as_deref() else {
            for label in &uri.labels {
                unbound(checker, &path, label, None);
            }
            continue;
        };
        let Some(input) = checker.structure(id) else {
            continue;
        };
        let input = inputs.entry(id).or_insert_with(|| bound(input).collect());
        for label in &uri.labels {
            let is_bound = input
                .iter()
                .any(|(_, _, binding)| matches!(binding, Binding::Label(name) if name == label));
            if !is_bound && checker.is_intact() {
                unbound(checker, &path, label, Some(id));
            }
        }
        for (name, member, binding) in input.iter().copied() {
            match binding {
                Binding::Label(label) if !uri.labels.contains(&label.as_str()) && reported.insert((id, name)) => {
                    let message = format!("the URI of {} has no label {}", quoted(operation_name), quoted(label));
                    let path = ["shapes", id, "members", name, "http", "label"];
                    let help = format!("write `{{{label}}}` into the URI, or bind the member elsewhere");
                    let labels = uri.labels.iter().copied();
                    checker.report_unknown(Code::LabelNotInUri, &path, message, label, labels, &help);
                }
                Binding::Query(parameter) if uri.query.contains(&parameter.as_str()) => {
                    let message = format!("the query of the URI has {} already", quoted(parameter));
                    let help = format!("remove it from the URI, or from member {}", quoted(name));
                    checker.report(Code::DuplicateBinding, &path, message, help);
                }
                Binding::Label(_) if !member.required => optional_label(checker, &mut reported, id, name),
                _ => {}
            }
        }
    }
}

fn optional_label<'a>(
    checker: &mut Checker<'_>,
    reported: &mut HashSet<(&'a str, &'a str)>,
    id: &'a str,
    name: &'a str,
) {
    let path = ["shapes", id, "members", name];
    if !checker.is_faulty(&path) && reported.insert((id, name)) {
        let message = format!("member {} is a label and must be required", quoted(name));
        checker.report_key(Code::LabelNotRequired, &path, message, "add `\"required\": true`");
    }
}

fn unbound(checker: &mut Checker<'_>, path: &[&str], label: &str, input: Option<&str>) {
    let (message, help) = match input {
        Some(input) => (
            format!("no member of {} is bound to label {}", quoted(input), quoted(label)),
            format!("add a required member with `\"http\": {{ \"label\": \"{label}\" }}`"),
        ),
        None => (
            format!("there is no input for label {}", quoted(label)),
            "add an `input` with a member for the label".to_owned(),
        ),
    };
    checker.report(Code::UnboundLabel, path, message, help);
}
