//! Enums and unions: something to choose from, and nothing twice.

use super::context::Checker;
use crate::{
    diagnostic::{Code, quoted},
    format::Shape,
};
use std::collections::HashMap;

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    for (id, shape) in &spec.shapes {
        // Names of values that another value may have already, and what is the same about them.
        let taken: Vec<(&str, String, Vec<&str>)> = match shape {
            Shape::Enum(shape) => {
                let named = shape
                    .values
                    .iter()
                    .filter_map(|(value, facts)| Some((value, facts.name.as_ref()?)));
                named
                    .map(|(value, name)| (value.as_str(), quoted(name), vec![value.as_str(), "name"]))
                    .collect()
            }
            Shape::IntEnum(shape) => {
                let values = shape.values.iter();
                values
                    .map(|(name, facts)| (name.as_str(), facts.value.to_string(), vec![name, "value"]))
                    .collect()
            }
            Shape::Union(_) => Vec::new(),
            _ => continue,
        };
        empty(checker, id, shape);
        let mut first: HashMap<String, &str> = HashMap::new();
        for (name, same, place) in taken {
            if let Some(other) = first.get(&same) {
                let message = format!("{} and {} are both {same}", quoted(other), quoted(name));
                let path = [["shapes", id, "values"].as_slice(), &place].concat();
                checker.report(Code::DuplicateEnumValue, &path, message, "change one of the two");
            } else {
                first.insert(same, name);
            }
        }
    }
}

fn empty(checker: &mut Checker<'_>, id: &str, shape: &Shape) {
    let (code, is_empty, field) = match shape {
        Shape::Enum(shape) => (Code::EmptyEnum, shape.values.is_empty(), "values"),
        Shape::IntEnum(shape) => (Code::EmptyEnum, shape.values.is_empty(), "values"),
        Shape::Union(shape) => (Code::EmptyUnion, shape.members.is_empty(), "members"),
        _ => return,
    };
    if !is_empty || checker.is_faulty(&["shapes", id]) || checker.is_faulty(&["shapes", id, field]) {
        return;
    }
    let (type_name, id_quoted) = (shape.type_name(), quoted(id));
    let message = format!("{type_name} {id_quoted} has no {field}, so nothing fits it");
    let help = match shape {
        Shape::Union(_) => "add a member, or use a `document`",
        Shape::Enum(_) => "add a value, or use a `string`",
        _ => "add a value, or use an `integer`",
    };
    checker.report_key(code, &["shapes", id], message, help);
}
