//! What clients add to requests: the headers of the service, the host that a member names, the tree hash of a body.

use super::bindings::is_header_name;
use super::context::{Checker, Lookup};
use crate::{
    diagnostic::{Code, quoted},
    format::{Binding, Checksum, Shape},
};
use std::collections::HashSet;

/// Headers that the protocol, the signature or the transport writes.
const WRITTEN: [&str; 19] = [
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-md5",
    "content-type",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-security-token",
    "x-amz-target",
];

pub(super) fn check(checker: &mut Checker<'_>) {
    if !checker.is_faulty(&["service"]) {
        headers(checker);
    }
    endpoint_members(checker);
    let spec = checker.spec;
    for (name, operation) in &spec.operations {
        let member = operation.input.as_deref().and_then(|id| endpoint_of(checker, id));
        if let (Some(member), Some(_)) = (member, &operation.host_prefix) {
            let message = format!("{} says the whole host already", quoted(member));
            let help = "remove `hostPrefix`, or `endpoint` from the member";
            checker.report(Code::EndpointMember, &["operations", name, "hostPrefix"], message, help);
        }
        if let Some(checksum) = &operation.checksum {
            tree_hash(checker, name, operation.input.as_deref(), checksum);
        }
    }
}

fn headers(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    let mut seen = HashSet::new();
    for (name, value) in &spec.service.headers {
        let lower = name.to_ascii_lowercase();
        let (message, help) = if !is_header_name(name) {
            (
                format!("{} is not a name that a header can have", quoted(name)),
                "use letters, digits and hyphens",
            )
        } else if WRITTEN.contains(&lower.as_str()) {
            (
                format!("the header {} is written by the protocol", quoted(name)),
                "remove it",
            )
        } else if !seen.insert(lower) {
            (
                format!("the header {} is there twice", quoted(name)),
                "keep one: case makes no difference",
            )
        } else if value.trim() != value || value.is_empty() || !value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        {
            (
                format!("{} cannot be the value of a header", quoted(value)),
                "use visible characters of ASCII, without spaces at the ends",
            )
        } else {
            continue;
        };
        checker.report(Code::ServiceHeader, &["service", "headers", name], message, help);
    }
}

/// The member of an input that is its request's endpoint.
fn endpoint_of<'a>(checker: &Checker<'a>, id: &str) -> Option<&'a str> {
    let mut members = checker.structure(id)?.members.iter();
    members
        .find(|(_, member)| member.endpoint)
        .map(|(name, _)| name.as_str())
}

fn endpoint_members(checker: &mut Checker<'_>) {
    for slot in checker.slots() {
        let is_endpoint = slot.facts.is_some_and(|facts| facts.endpoint);
        let Some(name) = slot.name.filter(|_| is_endpoint && !checker.is_faulty(&slot.path())) else {
            continue;
        };
        let is_string = checker
            .shape(slot.target)
            .found()
            .is_none_or(|shape| matches!(shape, Shape::String(_)));
        let (message, help) = if !checker.roles(slot.owner).input && checker.is_intact() {
            (
                "is in no input, so no request goes to it",
                "remove `endpoint`; it is for members of inputs",
            )
        } else if !is_string {
            ("must be a string to be a URL", "use a string, or remove `endpoint`")
        } else if endpoint_of(checker, slot.owner).is_some_and(|first| first != name) {
            (
                "is not the only endpoint of its request",
                "keep `endpoint` on one member",
            )
        } else {
            continue;
        };
        let message = format!("member {} {message}", quoted(name));
        checker.report(Code::EndpointMember, &slot.fact("endpoint"), message, help);
    }
}

fn tree_hash(checker: &mut Checker<'_>, operation: &str, input: Option<&str>, checksum: &Checksum) {
    let path = ["operations", operation, "checksum"];
    let Some(name) = checksum.tree_hash.as_deref().filter(|_| !checker.is_faulty(&path)) else {
        return;
    };
    let otherwise = "name a string of the input that is bound to a header, or remove `treeHash`";
    if checksum.algorithm_member.is_some() {
        let message = "a request carries a tree hash or a checksum of an algorithm that is chosen, not both".to_owned();
        checker.report(Code::TreeHash, &path, message, "remove `treeHash` or `algorithmMember`");
    }
    let Some((id, structure)) = input.and_then(|id| Some((id, checker.structure(id)?))) else {
        if checker.is_intact() {
            let message = format!("there is no input with a member {}", quoted(name));
            checker.report(Code::TreeHash, &path, message, otherwise);
        }
        return;
    };
    match checker.member(id, structure, name) {
        Lookup::Found(member) => {
            let is_header = matches!(member.http, Some(Binding::Header(_)));
            let shape = checker.shape(&member.target).found();
            if !is_header || shape.is_some_and(|shape| !matches!(shape, Shape::String(_))) {
                let message = format!("{} is no string that is a header", quoted(name));
                checker.report(Code::TreeHash, &path, message, otherwise);
            }
        }
        Lookup::Faulty => {}
        Lookup::Missing => {
            let names = structure.members.keys().map(String::as_str);
            let message = format!("{} has no member {}", quoted(id), quoted(name));
            checker.report_unknown(Code::TreeHash, &path, message, name, names, otherwise);
        }
    }
}
