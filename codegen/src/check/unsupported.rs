//! Facts that generated code does not act on yet, where that makes a difference on the wire.

use super::context::Checker;
use crate::diagnostic::{Code, quoted};
use crate::spec::{Auth, Binding, Shape};

pub(super) fn check(checker: &mut Checker<'_>) {
    auth(checker, &["service", "auth"], &checker.spec.service.auth);
    let spec = checker.spec;
    for (name, operation) in &spec.operations {
        auth(checker, &["operations", name, "auth"], &operation.auth);
        if operation.checksum.as_ref().is_some_and(|checksum| checksum.required) {
            let message = format!("requests of {} carry no checksum yet", quoted(name));
            let help = "the mock asks for none; a service may refuse the request";
            checker.report(Code::NotSupportedYet, &["operations", name, "checksum"], message, help);
        }
    }
    for slot in checker.slots() {
        let Some(facts) = slot.facts else { continue };
        let of_shape = match checker.spec.shapes.get(slot.target) {
            Some(Shape::String(simple)) => simple.media_type.is_some(),
            _ => false,
        };
        let is_text = matches!(checker.spec.shapes.get(slot.target), Some(Shape::String(_)));
        let in_header = matches!(facts.http, Some(Binding::Header(_)));
        if is_text && in_header && (of_shape || facts.media_type.is_some()) {
            let message = "a string with a media type is not put into base64 in a header yet".to_owned();
            let help = "put the value into base64 yourself";
            checker.report(Code::NotSupportedYet, &slot.fact("http"), message, help);
        }
    }
}

fn auth(checker: &mut Checker<'_>, path: &[&str], ways: &[Auth]) {
    if !ways.is_empty() && !ways.contains(&Auth::Sigv4) && !checker.is_faulty(&path[..path.len() - 1]) {
        let message = "clients prove who calls by `sigv4` only".to_owned();
        let help = "requests are signed all the same; the mock takes them, a service may not";
        checker.report(Code::NotSupportedYet, path, message, help);
    }
}
