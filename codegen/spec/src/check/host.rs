//! Members in the host name of an operation.

use super::context::{Checker, Lookup};
use crate::{
    diagnostic::{Code, quoted},
    format::Shape,
};
use std::collections::HashSet;

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    // Members that stand in a host prefix of an operation.
    let mut used: HashSet<(&str, &str)> = HashSet::new();
    for (name, operation) in &spec.operations {
        let Some(prefix) = &operation.host_prefix else {
            continue;
        };
        let path = ["operations", name, "hostPrefix"];
        let labels = match labels(prefix) {
            Ok(labels) => labels,
            Err(message) => {
                let help = "write letters, digits, hyphens and dots, and `{Member}` for a member's value";
                checker.report(Code::HostLabel, &path, message, help);
                continue;
            }
        };
        for label in labels {
            let Some(id) = operation.input.as_deref() else {
                let message = format!("there is no input with a member {}", quoted(label));
                checker.report(
                    Code::HostLabel,
                    &path,
                    message,
                    "add an `input`, or write the host without a member",
                );
                continue;
            };
            if let Some(input) = checker.structure(id) {
                used.insert((id, label));
                match checker.member(id, input, label) {
                    Lookup::Found(member)
                        if member.host_label || checker.is_faulty(&["shapes", id, "members", label]) => {}
                    Lookup::Faulty => {}
                    Lookup::Found(_) => {
                        let message = format!("{} is in a host prefix and must be marked", quoted(label));
                        let place = ["shapes", id, "members", label];
                        checker.report_key(Code::HostLabel, &place, message, "add `\"hostLabel\": true`");
                    }
                    Lookup::Missing => {
                        let names = input.members.keys().map(String::as_str);
                        let message = format!("{} has no member {}", quoted(id), quoted(label));
                        let otherwise = "add the member with `\"hostLabel\": true`";
                        checker.report_unknown(Code::HostLabel, &path, message, label, names, otherwise);
                    }
                }
            }
        }
    }
    marked(checker, &used);
}

/// Members marked `hostLabel`: required strings that stand in a host prefix.
fn marked(checker: &mut Checker<'_>, used: &HashSet<(&str, &str)>) {
    for slot in checker.slots() {
        let (Some(name), Some(facts)) = (slot.name, slot.facts) else {
            continue;
        };
        if !facts.host_label || checker.is_faulty(&slot.path()) {
            continue;
        }
        let is_string = checker
            .shape(slot.target)
            .found()
            .is_none_or(|shape| matches!(shape, Shape::String(_) | Shape::Enum(_)));
        let (message, help) = if !is_string {
            (
                "must be a string to be part of a host name",
                "use a string, or remove `hostLabel`",
            )
        } else if !facts.required {
            (
                "is part of a host name and must be required",
                "add `\"required\": true`",
            )
        } else if !used.contains(&(slot.owner, name)) && checker.is_intact() {
            (
                "is in no host prefix",
                "write it into the `hostPrefix` of an operation, or remove `hostLabel`",
            )
        } else {
            continue;
        };
        let message = format!("member {} {message}", quoted(name));
        checker.report(Code::HostLabel, &slot.fact("hostLabel"), message, help);
    }
}

/// The members in a host prefix.
fn labels(prefix: &str) -> Result<Vec<&str>, String> {
    let mut labels = Vec::new();
    let mut rest = prefix;
    while let Some((literal, after)) = rest.split_once('{') {
        host_text(literal)?;
        let (label, after) = after
            .split_once('}')
            .ok_or_else(|| format!("{} has no end", quoted(after)))?;
        labels.push(label);
        rest = after;
    }
    host_text(rest)?;
    Ok(labels)
}

fn host_text(text: &str) -> Result<(), String> {
    match text
        .chars()
        .find(|character| !(character.is_ascii_alphanumeric() || "-._".contains(*character)))
    {
        Some(wrong) => Err(format!("{} cannot be in a host name", quoted(&wrong.to_string()))),
        None => Ok(()),
    }
}
