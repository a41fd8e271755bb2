//! Waiters: each goes to its operation, and errors become the codes that are on the wire.

use super::{
    docs::docs,
    facts::deprecated,
    naming::{self, CALL_METHODS, Scope},
    unlowerable::Unlowerable,
};
use crate::ir;
use shapewright_spec::diagnostic::Code;
use shapewright_spec::{self as spec, Spec};
use std::collections::HashMap;

/// Lowers all waiters.
pub(super) fn waiters(
    spec: &Spec,
    shapes: &[ir::Shape],
    error_types: &[ir::ErrorType],
    operations: &mut [ir::Operation],
) -> Result<(), Unlowerable> {
    let mut statics = Scope::default();
    let mut methods: HashMap<&str, Scope> = HashMap::new();
    for (name, waiter) in &spec.waiters {
        let operation = spec
            .operations
            .get_index_of(&waiter.operation)
            .and_then(|index| operations.get_mut(index));
        let Some(operation) = operation else {
            let message = format!("there is no operation `{}`", waiter.operation);
            return Err(Unlowerable::new(Code::UnknownOperation, message));
        };
        let methods = methods.entry(&waiter.operation).or_insert_with(|| {
            let setters = operation.setters.iter().map(|setter| setter.method.as_str());
            Scope::with(CALL_METHODS.iter().copied().chain(setters))
        });
        let (min_delay, max_delay) = waiter.delays();
        let errors = &error_types[operation.error_type].errors;
        let acceptors = waiter.acceptors.iter().map(|acceptor| ir::Acceptor {
            state: match acceptor.state {
                spec::WaitState::Success => ir::WaitState::Success,
                spec::WaitState::Failure => ir::WaitState::Failure,
                spec::WaitState::Retry => ir::WaitState::Retry,
            },
            matcher: matcher(shapes, errors, &acceptor.matcher),
        });
        let acceptors = acceptors.collect();
        operation.waiters.push(ir::Waiter {
            name: name.clone(),
            static_name: statics.claim(naming::constant(name)),
            method: methods.claim(naming::waiter(name)),
            docs: docs(waiter.docs.as_deref(), &format!("Waits for `{name}`.")),
            deprecated: deprecated(waiter.deprecated.as_ref()),
            min_delay,
            max_delay,
            max_attempts: waiter.max_attempts,
            acceptors,
        });
    }
    Ok(())
}

fn matcher(shapes: &[ir::Shape], errors: &[ir::OperationError], matcher: &spec::Matcher) -> ir::Matcher {
    match matcher {
        spec::Matcher::Success(success) => ir::Matcher::Success(*success),
        spec::Matcher::ErrorType(name) => ir::Matcher::ErrorCode(code(shapes, errors, name).to_owned()),
        spec::Matcher::Status(status) => ir::Matcher::Status(*status),
        spec::Matcher::Output(path) => ir::Matcher::Output(path_matcher(path)),
        spec::Matcher::InputOutput(path) => ir::Matcher::InputOutput(path_matcher(path)),
    }
}

/// The code of the operation's error of this name. What is none of its errors is a code itself.
fn code<'a>(shapes: &'a [ir::Shape], errors: &[ir::OperationError], name: &'a str) -> &'a str {
    let shape = errors.iter().map(|error| &shapes[error.shape.0]);
    match shape.filter(|shape| shape.id == name).map(|shape| &shape.kind).next() {
        Some(ir::Kind::Structure(ir::Structure { error: Some(error), .. })) => &error.code,
        _ => name,
    }
}

fn path_matcher(matcher: &spec::PathMatcher) -> ir::PathMatcher {
    ir::PathMatcher {
        path: matcher.path.clone(),
        expected: matcher.expected.clone(),
        comparator: match matcher.comparator {
            spec::Comparator::StringEquals => ir::Comparator::StringEquals,
            spec::Comparator::BooleanEquals => ir::Comparator::BooleanEquals,
            spec::Comparator::AllStringEquals => ir::Comparator::AllStringEquals,
            spec::Comparator::AnyStringEquals => ir::Comparator::AnyStringEquals,
        },
    }
}
