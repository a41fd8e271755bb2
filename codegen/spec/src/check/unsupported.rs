//! Facts that generated code does not act on yet, where that makes a difference on the wire.

use super::context::Checker;
use crate::{
    diagnostic::{Code, quoted},
    format::{Auth, Checksum},
};

pub(super) fn check(checker: &mut Checker<'_>) {
    auth(checker, &["service", "auth"], &checker.spec.service.auth);
    let spec = checker.spec;
    for (name, operation) in &spec.operations {
        auth(checker, &["operations", name, "auth"], &operation.auth);
        let unmet = |checksum: &Checksum| checksum.required && !checksum.is_md5() && checksum.tree_hash.is_none();
        if operation.checksum.as_ref().is_some_and(unmet) {
            let message = format!(
                "requests of {} carry no checksum of an algorithm that is chosen yet",
                quoted(name)
            );
            let help = "the mock asks for none; a service may refuse the request";
            checker.report(Code::NotSupportedYet, &["operations", name, "checksum"], message, help);
        }
    }
}

fn auth(checker: &mut Checker<'_>, path: &[&str], ways: &[Auth]) {
    let is_met = ways.is_empty() || ways.contains(&Auth::Sigv4) || Auth::is_anonymous(ways);
    if !is_met && !checker.is_faulty(&path[..path.len() - 1]) {
        let message = "clients prove who calls by `sigv4` only".to_owned();
        let help = "requests are signed all the same; the mock takes them, a service may not";
        checker.report(Code::NotSupportedYet, path, message, help);
    }
}
