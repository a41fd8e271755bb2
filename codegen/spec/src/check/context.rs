//! What every rule needs: the description, how its structures are used, and a way to report.

use crate::{
    diagnostic::{Code, Diagnostics, quoted},
    format::{Element, Member, Operation, Shape, Spec, Structure},
    parse::{Parsed, Part},
};
use serde_json::{Number, Value};
use std::collections::HashMap;

/// Hands rules the description and takes their reports.
pub(super) struct Checker<'a> {
    pub(super) spec: &'a Spec,
    parsed: &'a Parsed,
    sink: &'a mut Diagnostics,
    roles: HashMap<&'a str, Roles>,
}

/// What a structure is used as, directly by operations.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Roles {
    pub(super) input: bool,
    pub(super) output: bool,
    pub(super) error: bool,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lookup<T> {
    Found(T),
    /// It is there, but could not be parsed. That has been reported.
    Faulty,
    Missing,
}

impl<T> Lookup<T> {
    pub(super) fn found(self) -> Option<T> {
        match self {
            Self::Found(found) => Some(found),
            Self::Faulty | Self::Missing => None,
        }
    }
}

/// A place in a shape where another shape is named: a member, a list's element, a map's key or value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot<'a> {
    /// The id of the shape that it belongs to.
    pub(super) owner: &'a str,
    pub(super) shape: &'a Shape,
    /// The name of the member, if it is one.
    pub(super) name: Option<&'a str>,
    /// `member`, `key` or `value` if it is none.
    field: &'static str,
    pub(super) target: &'a str,
    /// What is said about it besides its target.
    pub(super) facts: Option<&'a Member>,
}

impl<'a> Slot<'a> {
    /// Its path in the description.
    pub(super) fn path(&self) -> Vec<&'a str> {
        match self.name {
            Some(name) => vec!["shapes", self.owner, "members", name],
            None => vec!["shapes", self.owner, self.field],
        }
    }

    /// The path of one of its facts.
    pub(super) fn fact(&self, fact: &'a str) -> Vec<&'a str> {
        let mut path = self.path();
        path.push(fact);
        path
    }

    /// The path of its target.
    pub(super) fn target_path(&self) -> Vec<&'a str> {
        match self.facts {
            Some(_) => self.fact("target"),
            None => self.path(),
        }
    }

    /// How messages call it.
    pub(super) fn title(&self) -> String {
        match self.name {
            Some(name) => format!("member {}", quoted(name)),
            None => format!(
                "the {} of {}",
                if self.field == "member" { "element" } else { self.field },
                quoted(self.owner)
            ),
        }
    }

    pub(super) fn is_map_key(&self) -> bool {
        self.field == "key"
    }
}

impl<'a> Checker<'a> {
    pub(super) fn new(parsed: &'a Parsed, sink: &'a mut Diagnostics) -> Self {
        let mut roles: HashMap<&str, Roles> = HashMap::new();
        for operation in parsed.spec.operations.values() {
            if let Some(input) = &operation.input {
                roles.entry(input).or_default().input = true;
            }
            if let Some(output) = &operation.output {
                roles.entry(output).or_default().output = true;
            }
            for error in &operation.errors {
                roles.entry(error).or_default().error = true;
            }
        }
        Self {
            spec: &parsed.spec,
            parsed,
            sink,
            roles,
        }
    }

    /// Reports a problem at a value, or at its key where the value is an object or a list.
    pub(super) fn report(&mut self, code: Code, path: &[&str], message: String, help: impl Into<String>) {
        self.report_part(code, path, Part::Short, message, help);
    }

    /// Reports a problem at a key.
    pub(super) fn report_key(&mut self, code: Code, path: &[&str], message: String, help: impl Into<String>) {
        self.report_part(code, path, Part::Key, message, help);
    }

    fn report_part(&mut self, code: Code, path: &[&str], part: Part, message: String, help: impl Into<String>) {
        let diagnostic = self.parsed.positions.diagnostic(code, path, part, message);
        self.sink.push(diagnostic.with_help(help));
    }

    /// Reports that nothing of this name is there, with the name that may have been meant.
    pub(super) fn report_unknown<'n>(
        &mut self,
        code: Code,
        path: &[&str],
        message: String,
        name: &str,
        candidates: impl IntoIterator<Item = &'n str>,
        otherwise: &str,
    ) {
        let help = match self.sink.suggest(name, candidates) {
            Some(meant) => format!("did you mean {}?", quoted(meant)),
            None => otherwise.to_owned(),
        };
        self.report(code, path, message, help);
    }

    /// The text of the number at a path; `None` where something else is there, or no text is known.
    pub(super) fn number_at(&self, path: &[&str], value: &Value) -> Option<&'a str> {
        let Value::Number(number) = value else {
            return None;
        };
        let parsed = self.parsed;
        let span = parsed.positions.span(path, Part::Value);
        let text = parsed.positions.text().get(span.start..span.end)?;
        text.parse::<Number>().is_ok_and(|read| read == *number).then_some(text)
    }

    /// Whether a problem of this code has been found.
    pub(super) fn has_found(&self, code: Code) -> bool {
        self.sink.iter().any(|found| found.code == code)
    }

    pub(super) fn is_faulty(&self, path: &[&str]) -> bool {
        self.parsed.is_faulty(path)
    }

    /// Whether everything could be parsed.
    pub(super) fn is_intact(&self) -> bool {
        self.parsed.is_intact()
    }

    /// Whether members can be bound to parts of an HTTP message. Unknown where the service could not be parsed.
    pub(super) fn speaks_http(&self) -> bool {
        self.spec.service.protocol.have_http_bindings() && !self.is_faulty(&["service"])
    }

    pub(super) fn roles(&self, shape: &str) -> Roles {
        self.roles.get(shape).copied().unwrap_or_default()
    }

    pub(super) fn shape(&self, id: &str) -> Lookup<&'a Shape> {
        match self.spec.shapes.get(id) {
            Some(shape) => Lookup::Found(shape),
            None if self.is_faulty(&["shapes", id]) || self.is_faulty(&["shapes"]) => Lookup::Faulty,
            None => Lookup::Missing,
        }
    }

    /// The structure of this id. Unions are none.
    pub(super) fn structure(&self, id: &str) -> Option<&'a Structure> {
        match self.spec.shapes.get(id)? {
            Shape::Structure(structure) => Some(structure),
            _ => None,
        }
    }

    /// A member of a structure or union.
    pub(super) fn member(&self, id: &str, structure: &'a Structure, name: &str) -> Lookup<&'a Member> {
        match structure.members.get(name) {
            Some(member) => Lookup::Found(member),
            None if self.is_faulty(&["shapes", id]) => Lookup::Faulty,
            None if self.is_faulty(&["shapes", id, "members", name]) => Lookup::Faulty,
            None => Lookup::Missing,
        }
    }

    pub(super) fn operation(&self, name: &str) -> Lookup<&'a Operation> {
        match self.spec.operations.get(name) {
            Some(operation) => Lookup::Found(operation),
            None if self.is_faulty(&["operations", name]) || self.is_faulty(&["operations"]) => Lookup::Faulty,
            None => Lookup::Missing,
        }
    }

    /// All structures and unions.
    pub(super) fn structures(&self) -> impl Iterator<Item = (&'a str, &'a Shape, &'a Structure)> + use<'a> {
        self.spec.shapes.iter().filter_map(|(id, shape)| match shape {
            Shape::Structure(structure) | Shape::Union(structure) => Some((id.as_str(), shape, structure)),
            _ => None,
        })
    }

    /// All places where a shape names another.
    pub(super) fn slots(&self) -> impl Iterator<Item = Slot<'a>> + use<'a> {
        self.spec.shapes.iter().flat_map(|(id, shape)| slots_of(id, shape))
    }
}

/// The places where one shape names others.
pub(super) fn slots_of<'a>(owner: &'a str, shape: &'a Shape) -> Vec<Slot<'a>> {
    let element = |field, element: &'a Element| Slot {
        owner,
        shape,
        name: None,
        field,
        target: element.target(),
        facts: element.member(),
    };
    match shape {
        Shape::List(list) => vec![element("member", &list.member)],
        Shape::Map(map) => vec![element("key", &map.key), element("value", &map.value)],
        Shape::Structure(structure) | Shape::Union(structure) => {
            let member = |(name, member): (&'a String, &'a Member)| Slot {
                owner,
                shape,
                name: Some(name),
                field: "",
                target: &member.target,
                facts: Some(member),
            };
            structure.members.iter().map(member).collect()
        }
        _ => Vec::new(),
    }
}

/// The type of a shape with its article: `a list`, `an enum`.
pub(super) fn a_type(shape: &Shape) -> String {
    let name = shape.type_name();
    match name.starts_with(['e', 'i']) {
        true => format!("an {name}"),
        false => format!("a {name}"),
    }
}
