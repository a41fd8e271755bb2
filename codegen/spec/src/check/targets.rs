//! Names of shapes, and what kind of shape may stand where.

use super::context::{Checker, Lookup, a_type};
use crate::{
    diagnostic::{Code, quoted},
    format::Shape,
};

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    for (name, operation) in &spec.operations {
        for (field, target) in [("input", &operation.input), ("output", &operation.output)] {
            if let Some(target) = target {
                carrier(checker, &["operations", name, field], target);
            }
        }
        for (at, target) in operation.errors.iter().enumerate() {
            error(checker, &["operations", name, "errors", &at.to_string()], target);
        }
    }
    for slot in checker.slots() {
        match checker.shape(slot.target) {
            Lookup::Missing => unknown(checker, &slot.target_path(), slot.target),
            Lookup::Found(shape) if slot.is_map_key() && !matches!(shape, Shape::String(_) | Shape::Enum(_)) => {
                let message = format!("{} cannot be the key of a map", a_type(shape));
                checker.report(Code::MapKey, &slot.target_path(), message, "use a string or an enum");
            }
            Lookup::Found(_) | Lookup::Faulty => {}
        }
    }
}

/// The input or output of an operation.
fn carrier(checker: &mut Checker<'_>, path: &[&str; 3], target: &str) {
    let shape = match checker.shape(target) {
        Lookup::Found(shape) => shape,
        Lookup::Missing => return unknown(checker, path, target),
        Lookup::Faulty => return,
    };
    match shape {
        Shape::Structure(structure) if structure.error.is_some() => {
            let message = format!(
                "{} is an error and cannot be the {} of an operation",
                quoted(target),
                path[2]
            );
            let help = "use a structure without `error`, or name the shape in `errors`";
            checker.report(Code::ErrorAsInput, path, message, help);
        }
        Shape::Structure(_) => {}
        _ => {
            let message = format!("the {} of an operation is a structure, not {}", path[2], a_type(shape));
            let help = format!("make a structure with a member for {}", quoted(target));
            checker.report(Code::NotAStructure, path, message, help);
        }
    }
}

/// An error of an operation or a resource.
pub(super) fn error(checker: &mut Checker<'_>, path: &[&str], target: &str) {
    match checker.shape(target) {
        Lookup::Found(Shape::Structure(structure)) if structure.error.is_some() => {}
        Lookup::Faulty => {}
        Lookup::Found(_) if checker.is_faulty(&["shapes", target]) => {}
        Lookup::Found(_) => {
            let message = format!("{} is not an error", quoted(target));
            let help = "add `\"error\": { \"fault\": \"client\" }` to the structure, or name another shape";
            checker.report(Code::NotAnError, path, message, help);
        }
        Lookup::Missing => {
            let errors = checker
                .structures()
                .filter(|(_, _, structure)| structure.error.is_some());
            let names: Vec<&str> = errors.map(|(id, _, _)| id).collect();
            let message = format!("there is no shape {}", quoted(target));
            let otherwise = "define it in `shapes`, or name another error";
            checker.report_unknown(Code::UnknownTarget, path, message, target, names, otherwise);
        }
    }
}

/// A shape that is not there.
pub(super) fn unknown(checker: &mut Checker<'_>, path: &[&str], target: &str) {
    let names = checker.spec.shapes.keys().map(String::as_str);
    let message = format!("there is no shape {}", quoted(target));
    checker.report_unknown(
        Code::UnknownTarget,
        path,
        message,
        target,
        names,
        "define it in `shapes`",
    );
}
