//! Waiters: their operation and their limits, and that each acceptor can match.

use super::context::{Checker, Lookup};
use super::paths::{self, Fault, Found};
use crate::{
    diagnostic::{Code, quoted},
    format::{Acceptor, Comparator, Matcher, Operation, PathMatcher, Shape, WaitState, Waiter},
};

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    for (name, waiter) in &spec.waiters {
        if checker.is_faulty(&["waiters", name]) {
            continue;
        }
        limits(checker, name, waiter);
        let is_success = |acceptor: &Acceptor| acceptor.state == WaitState::Success;
        if !waiter.acceptors.iter().any(is_success) {
            let message = format!("no acceptor says when {} has come", quoted(name));
            let help = "add one with `\"state\": \"success\"`";
            checker.report(Code::NoSuccess, &["waiters", name, "acceptors"], message, help);
        }
        let operation = match checker.operation(&waiter.operation) {
            Lookup::Found(operation) => operation,
            Lookup::Faulty => continue,
            Lookup::Missing => {
                let names = spec.operations.keys().map(String::as_str);
                let message = format!("there is no operation {}", quoted(&waiter.operation));
                let path = ["waiters", name, "operation"];
                let otherwise = "name one of `operations`";
                checker.report_unknown(
                    Code::UnknownOperation,
                    &path,
                    message,
                    &waiter.operation,
                    names,
                    otherwise,
                );
                continue;
            }
        };
        if checker.is_faulty(&["operations", &waiter.operation]) {
            continue;
        }
        for (at, acceptor) in waiter.acceptors.iter().enumerate() {
            let place = Place {
                waiter: name,
                at: &at.to_string(),
                operation: &waiter.operation,
            };
            check_acceptor(checker, place, operation, acceptor);
        }
    }
}

fn limits(checker: &mut Checker<'_>, name: &str, waiter: &Waiter) {
    for (field, value) in [
        ("minDelay", waiter.min_delay),
        ("maxDelay", waiter.max_delay),
        ("delay", waiter.delay),
        ("maxAttempts", waiter.max_attempts),
    ] {
        if value == Some(0) {
            let message = format!("`{field}` is 0");
            let help = "write a number from 1 on, or leave it out";
            checker.report(Code::WaiterLimits, &["waiters", name, field], message, help);
        }
    }
    let (shortest, longest) = waiter.delays();
    if waiter.delay.is_some() && (waiter.min_delay.is_some() || waiter.max_delay.is_some()) {
        let message = "the delay is fixed, so it has no shortest and no longest".to_owned();
        let help = "keep `delay`, or `minDelay` and `maxDelay`";
        checker.report(Code::WaiterLimits, &["waiters", name, "delay"], message, help);
    } else if shortest > longest {
        let field = if waiter.min_delay.is_some() {
            "minDelay"
        } else {
            "maxDelay"
        };
        let message = format!("the shortest delay is {shortest} s, the longest {longest} s");
        let help = "left out, `minDelay` is 2 and `maxDelay` 120";
        checker.report(Code::WaiterLimits, &["waiters", name, field], message, help);
    }
}

/// Where an acceptor is.
#[derive(Clone, Copy)]
struct Place<'a> {
    waiter: &'a str,
    at: &'a str,
    operation: &'a str,
}

impl<'a> Place<'a> {
    fn path(self, fields: &[&'a str]) -> Vec<&'a str> {
        let acceptor = ["waiters", self.waiter, "acceptors", self.at, "matcher"];
        acceptor.into_iter().chain(fields.iter().copied()).collect()
    }
}

fn check_acceptor<'a>(checker: &mut Checker<'a>, place: Place<'_>, operation: &'a Operation, acceptor: &Acceptor) {
    match &acceptor.matcher {
        Matcher::Success(_) => {}
        Matcher::Status(status) => {
            if !(100..=599).contains(status) {
                let message = format!("{status} is not an HTTP status");
                checker.report(Code::BadStatus, &place.path(&["status"]), message, "use 100 to 599");
            }
        }
        Matcher::ErrorType(error) => error_type(checker, place, operation, error),
        Matcher::Output(path) => match &operation.output {
            Some(output) => {
                let root = paths::shape(checker, output);
                check_path(checker, place, "output", path, root);
            }
            None => {
                let message = format!("{} has no output", quoted(place.operation));
                let help = "match the `status` or `success`";
                checker.report(Code::PathMember, &place.path(&["output"]), message, help);
            }
        },
        Matcher::InputOutput(path) => {
            let of = |id: &'a Option<String>| {
                let id = id.as_deref()?;
                Some((id, checker.shape(id).found()?))
            };
            let root = Found::Exchange {
                input: of(&operation.input),
                output: of(&operation.output),
            };
            check_path(checker, place, "inputOutput", path, root);
        }
    }
}

fn error_type(checker: &mut Checker<'_>, place: Place<'_>, operation: &Operation, error: &str) {
    let spec = checker.spec;
    let code_of = |id: &String| match spec.shapes.get(id) {
        Some(Shape::Structure(structure)) => structure.error.as_ref().and_then(|facts| facts.code.as_deref()),
        _ => None,
    };
    if operation
        .errors
        .iter()
        .any(|id| id == error || code_of(id) == Some(error))
    {
        return;
    }
    let message = format!("{} is no error of {}", quoted(error), quoted(place.operation));
    let names = operation.errors.iter().map(String::as_str);
    let otherwise = "add it to the operation's `errors`, if the service returns it";
    let path = place.path(&["errorType"]);
    checker.report_unknown(Code::WaiterError, &path, message, error, names, otherwise);
}

fn check_path<'a>(checker: &mut Checker<'a>, place: Place<'_>, field: &str, matcher: &PathMatcher, root: Found<'a>) {
    let path = place.path(&[field, "path"]);
    let (found, faults) = paths::follow(checker, &matcher.path, root);
    let fits = faults.is_empty();
    for fault in faults {
        match fault {
            Fault::Unread { why, help } => {
                let message = format!("the path cannot be read: {why}");
                checker.report(Code::BadPath, &path, message, help);
            }
            Fault::Function { name } => {
                let message = format!("JMESPath has no function {}", quoted(&name));
                let otherwise = "see jmespath.org for those that it has";
                checker.report_unknown(Code::BadPath, &path, message, &name, paths::functions(), otherwise);
            }
            Fault::Member {
                message,
                name,
                candidates,
            } => {
                let otherwise = "name a member of the shape that the path has come to";
                checker.report_unknown(Code::PathMember, &path, message, &name, candidates, otherwise);
            }
            Fault::Part { message, help } => checker.report(Code::PathMember, &path, message, help),
        }
    }
    if fits {
        check_comparison(checker, &place.path(&[field]), matcher, found);
    }
}

fn check_comparison(checker: &mut Checker<'_>, path: &[&str], matcher: &PathMatcher, found: Found<'_>) {
    let (element, fit) = match matcher.comparator {
        Comparator::StringEquals => (Some(found), is_text(found)),
        Comparator::BooleanEquals => (None, is_boolean(found)),
        Comparator::AllStringEquals | Comparator::AnyStringEquals => {
            let element = paths::element(checker, found);
            (element, element.is_some_and(is_text))
        }
    };
    let field = |name| [path, &[name]].concat();
    if !fit {
        let message = format!(
            "the path leads to {}, which `{}` does not compare",
            paths::describe(found).trim_end_matches(','),
            matcher.comparator.name()
        );
        let help = "use `stringEquals` for a string, `booleanEquals` for a boolean, the others for a list of strings";
        checker.report(Code::NeverEquals, &field("comparator"), message, help);
    } else if matcher.comparator == Comparator::BooleanEquals && !matches!(&*matcher.expected, "true" | "false") {
        let message = format!("{} is no boolean", quoted(&matcher.expected));
        let help = "write `\"true\"` or `\"false\"`";
        checker.report(Code::NeverEquals, &field("expected"), message, help);
    } else if let Some(Found::Shape(id, Shape::Enum(values))) = element
        && !values.values.contains_key(&matcher.expected)
        && !checker.is_faulty(&["shapes", id])
    {
        let message = format!("{} has no value {}", quoted(id), quoted(&matcher.expected));
        let names = values.values.keys().map(String::as_str);
        let otherwise = "write one of its values, or add this one";
        let field = field("expected");
        checker.report_unknown(Code::NeverEquals, &field, message, &matcher.expected, names, otherwise);
    }
}

fn is_text(found: Found<'_>) -> bool {
    match found {
        Found::Any | Found::Text => true,
        Found::Shape(_, shape) => matches!(
            shape,
            Shape::String(_) | Shape::Enum(_) | Shape::Blob(_) | Shape::Timestamp(_) | Shape::Document(_)
        ),
        _ => false,
    }
}

fn is_boolean(found: Found<'_>) -> bool {
    matches!(
        found,
        Found::Any | Found::Boolean | Found::Shape(_, Shape::Boolean(_) | Shape::Document(_))
    )
}
