//! Facts that have a meaning on some types or in some places only.

use super::context::{Checker, Slot, a_type};
use super::values;
use crate::{
    diagnostic::{Code, quoted},
    format::{Binding, Member, Protocol, Shape, Spec, Structure},
};
use std::collections::HashSet;

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    for (id, shape) in &spec.shapes {
        if checker.is_faulty(&["shapes", id]) {
            continue;
        }
        if let Some(facts) = shape.simple() {
            let is_timestamp = matches!(shape, Shape::Timestamp(_));
            if facts.timestamp_format.is_some() && !is_timestamp {
                unfit_type(checker, &["shapes", id, "timestampFormat"], shape, "timestamps");
            }
            if facts.media_type.is_some() && !has_media_type(shape) {
                unfit_type(checker, &["shapes", id, "mediaType"], shape, "strings and blobs");
            }
            if facts.requires_length && !facts.streaming {
                unfit_type(checker, &["shapes", id, "requiresLength"], shape, "streaming blobs");
            }
            if facts.streaming && !matches!(shape, Shape::Blob(_)) {
                unfit_type(checker, &["shapes", id, "streaming"], shape, "blobs and unions");
            }
        }
        match shape {
            Shape::Union(union) => of_union(checker, id, shape, union),
            Shape::Structure(structure) if structure.streaming => {
                unfit_type(checker, &["shapes", id, "streaming"], shape, "blobs and unions");
            }
            _ => {}
        }
    }
    let streaming: HashSet<&str> = checker
        .structures()
        .filter(|(_, _, structure)| structure.members.values().any(|member| is_stream(spec, &member.target)))
        .map(|(id, _, _)| id)
        .collect();
    for slot in checker.slots() {
        streams(checker, &slot);
        if streaming.contains(slot.target) {
            holds_stream(checker, &slot.path(), &slot.title(), slot.target);
        }
        if let Some(facts) = slot.facts.filter(|_| !checker.is_faulty(&slot.path())) {
            place(checker, &slot, facts);
            target(checker, &slot, facts);
        }
    }
    for (name, resource) in &spec.resources {
        for (member, target) in &resource.members {
            if streaming.contains(target.as_str()) {
                let path = ["resources", name, "members", member];
                holds_stream(checker, &path, &format!("member {}", quoted(member)), target);
            }
        }
    }
}

/// What streams is read once, as a body: a value that has it inside cannot be copied, compared or kept.
fn holds_stream(checker: &mut Checker<'_>, path: &[&str], title: &str, target: &str) {
    let message = format!("{title} holds {}, which has a body that streams", quoted(target));
    let help = "give it another structure: one with a body that streams is an input or output, and nothing else";
    checker.report(Code::StreamingNotSupported, path, message, help);
}

fn is_stream(spec: &Spec, target: &str) -> bool {
    matches!(spec.shapes.get(target), Some(Shape::Blob(blob)) if blob.streaming)
}

fn of_union(checker: &mut Checker<'_>, id: &str, shape: &Shape, union: &Structure) {
    if union.error.is_some() {
        unfit_type(checker, &["shapes", id, "error"], shape, "structures");
    }
    if union.streaming {
        let message = "event streams cannot be generated yet".to_owned();
        let help = "leave out the operations that send it";
        checker.report(Code::StreamingNotSupported, &["shapes", id, "streaming"], message, help);
    }
}

/// A blob streams where it is the body of a request or a response, and nowhere else.
fn streams(checker: &mut Checker<'_>, slot: &Slot<'_>) {
    let spec = checker.spec;
    if !is_stream(spec, slot.target) || checker.is_faulty(&slot.path()) {
        return;
    }
    let mut structures = spec
        .operations
        .values()
        .flat_map(|operation| [&operation.input, &operation.output]);
    let is_body = slot.facts.is_some_and(|facts| facts.http == Some(Binding::Payload))
        && spec
            .service
            .protocol
            .iter()
            .all(|protocol| protocol == Protocol::RestJson1)
        && structures.any(|id| id.as_deref() == Some(slot.owner));
    if !is_body {
        let message = format!(
            "{} streams, and is not the body of a request or a response",
            slot.title()
        );
        let help = "bind it to `payload` in the input or output of a restJson1 operation, or give it another shape, \
                    without `streaming`";
        checker.report(Code::StreamingNotSupported, &slot.path(), message, help);
    }
}

fn has_media_type(shape: &Shape) -> bool {
    matches!(shape, Shape::String(_) | Shape::Blob(_))
}

fn unfit_type(checker: &mut Checker<'_>, path: &[&str], shape: &Shape, types: &str) {
    if let Some(fact) = path.last() {
        let message = format!("`{fact}` has no meaning for {}", a_type(shape));
        checker.report(Code::UnfitFact, path, message, format!("remove it; it is for {types}"));
    }
}

/// Facts that only members of structures have.
fn place(checker: &mut Checker<'_>, slot: &Slot<'_>, facts: &Member) {
    let is_element = slot.name.is_none();
    let is_variant = matches!(slot.shape, Shape::Union(_));
    let misplaced = [
        ("required", facts.required, is_element || is_variant),
        ("default", facts.default.is_some(), is_element || is_variant),
        ("idempotencyToken", facts.idempotency_token, is_element || is_variant),
        ("hostLabel", facts.host_label, is_element || is_variant),
        ("endpoint", facts.endpoint, is_element || is_variant),
        ("clientOptional", facts.client_optional, is_element || is_variant),
        ("eventPayload", facts.event_payload, is_element || is_variant),
        ("eventHeader", facts.event_header, is_element || is_variant),
        ("name", facts.name.is_some(), is_element),
        ("http", facts.http.is_some(), is_element),
    ];
    for (fact, is_set, is_misplaced) in misplaced {
        if is_set && is_misplaced {
            let message = format!("`{fact}` has no meaning for {}", slot.title());
            let help = "remove it; it is for members of structures";
            checker.report(Code::UnfitFact, &slot.fact(fact), message, help);
        }
    }
}

/// Facts that ask for a type.
fn target(checker: &mut Checker<'_>, slot: &Slot<'_>, facts: &Member) {
    let Some(shape) = checker.shape(slot.target).found() else {
        return;
    };
    if facts.timestamp_format.is_some() && !matches!(shape, Shape::Timestamp(_)) {
        unfit_type(checker, &slot.fact("timestampFormat"), shape, "timestamps");
    }
    if facts.idempotency_token && !matches!(shape, Shape::String(_)) {
        unfit_type(checker, &slot.fact("idempotencyToken"), shape, "strings");
    }
    if facts.media_type.is_some() && !has_media_type(shape) {
        unfit_type(checker, &slot.fact("mediaType"), shape, "strings and blobs");
    }
    if let Some(default) = &facts.default {
        values::check(checker, &slot.fact("default"), slot.target, default);
    }
}
