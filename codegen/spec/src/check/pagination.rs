//! Members that pagination names.

use super::context::{Checker, Lookup, a_type};
use crate::{
    diagnostic::{Code, quoted},
    format::{Operation, Shape},
};

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    for (name, operation) in &spec.operations {
        let Some(paginated) = &operation.paginated else {
            continue;
        };
        if checker.is_faulty(&["operations", name]) {
            continue;
        }
        let input_token = input(checker, name, operation, "inputToken", &paginated.input_token);
        let output_token = output(checker, name, operation, "outputToken", &paginated.output_token);
        token(checker, name, "inputToken", input_token);
        token(checker, name, "outputToken", output_token);
        if let (Some(sent), Some(given)) = (input_token, output_token)
            && is_token(sent.1)
            && is_token(given.1)
            && sent.1.type_name() != given.1.type_name()
        {
            let message = format!("the tokens are {} and {}", a_type(given.1), a_type(sent.1));
            let help = "name members of the same type: what a response gives is what the next request takes";
            checker.report(Code::PaginationType, &["operations", name, "paginated"], message, help);
        }
        if let Some(member) = &paginated.page_size
            && let Some((target, shape)) = input(checker, name, operation, "pageSize", member)
            && !is_count(shape)
        {
            unfit(
                checker,
                name,
                "pageSize",
                target,
                shape,
                "name a member that is a whole number, or leave it out",
            );
        }
        if let Some(member) = &paginated.items
            && let Some((target, shape)) = output(checker, name, operation, "items", member)
            && !matches!(shape, Shape::List(_) | Shape::Map(_))
        {
            unfit(
                checker,
                name,
                "items",
                target,
                shape,
                "name a member that is a list or a map",
            );
        }
    }
}

/// A member's target and what it is.
type Target<'a> = Option<(&'a str, &'a Shape)>;

/// A member of the input. Its name is no path: a request is written by one setter.
fn input<'a>(checker: &mut Checker<'a>, name: &str, operation: &'a Operation, field: &str, member: &str) -> Target<'a> {
    let path = ["operations", name, "paginated", field];
    let Some(id) = operation.input.as_deref() else {
        let message = format!("{} has no input, so there is no {}", quoted(name), quoted(member));
        checker.report(
            Code::PaginationMember,
            &path,
            message,
            "add an `input`, or remove `paginated`",
        );
        return None;
    };
    step(checker, &path, id, member)
}

/// A member of the output. A dot goes into a nested structure.
fn output<'a>(checker: &mut Checker<'a>, name: &str, operation: &'a Operation, field: &str, path: &str) -> Target<'a> {
    let place = ["operations", name, "paginated", field];
    let Some(id) = operation.output.as_deref() else {
        let message = format!("{} has no output, so there is no {}", quoted(name), quoted(path));
        checker.report(
            Code::PaginationMember,
            &place,
            message,
            "add an `output`, or remove `paginated`",
        );
        return None;
    };
    let mut names = path.split('.');
    let mut at = step(checker, &place, id, names.next()?)?;
    for name in names {
        if !matches!(at.1, Shape::Structure(_)) {
            let message = format!("{} has no member {}", a_type(at.1), quoted(name));
            checker.report(Code::PaginationMember, &place, message, "a dot goes into a structure");
            return None;
        }
        at = step(checker, &place, at.0, name)?;
    }
    Some(at)
}

/// The target of a member of a structure. Reports it if it is missing.
fn step<'a>(checker: &mut Checker<'a>, path: &[&str], id: &str, name: &str) -> Target<'a> {
    let structure = checker.structure(id)?;
    match checker.member(id, structure, name) {
        Lookup::Found(member) => Some((&member.target, checker.shape(&member.target).found()?)),
        Lookup::Faulty => None,
        Lookup::Missing => {
            let names = structure.members.keys().map(String::as_str);
            let message = format!("{} has no member {}", quoted(id), quoted(name));
            let otherwise = "name one of its members";
            checker.report_unknown(Code::PaginationMember, path, message, name, names, otherwise);
            None
        }
    }
}

/// A mock can write the page tokens of an operation on its records.
pub(super) fn written(checker: &mut Checker<'_>, path: &[&str], name: &str, operation: &Operation) {
    if let Some(shape) = checker.spec.token_beside_text(operation) {
        let message = format!(
            "the page token of {} is {}, and a mock writes text",
            quoted(name),
            a_type(shape)
        );
        let help = "name an operation whose token is a string, or remove it: the mock then makes its responses up";
        checker.report(Code::PaginationType, path, message, help);
    }
}

fn token(checker: &mut Checker<'_>, name: &str, field: &str, target: Target<'_>) {
    if let Some((target, shape)) = target.filter(|(_, shape)| !is_token(shape)) {
        unfit(
            checker,
            name,
            field,
            target,
            shape,
            "name a member that is a string, a whole number, or a map of keys",
        );
    }
}

fn is_token(shape: &Shape) -> bool {
    is_count(shape) || matches!(shape, Shape::String(_) | Shape::Enum(_) | Shape::Map(_))
}

fn is_count(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Byte(_) | Shape::Short(_) | Shape::Integer(_) | Shape::Long(_)
    )
}

fn unfit(checker: &mut Checker<'_>, name: &str, field: &str, target: &str, shape: &Shape, help: &str) {
    let message = format!("{} is {}, which cannot be `{field}`", quoted(target), a_type(shape));
    checker.report(
        Code::PaginationType,
        &["operations", name, "paginated", field],
        message,
        help,
    );
}
