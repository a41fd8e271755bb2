//! JMESPath expressions: that they parse, and what they find in the shapes that they are for.
//!
//! The parser and this walk recurse along an expression, so its size is limited before it is parsed.

use super::context::{Checker, Lookup, a_type};
use crate::{diagnostic::quoted, format::Shape};
use jmespath::{DEFAULT_RUNTIME, ast::Ast};

/// How long a path may be, in bytes. The longest of those that botocore's waiters have is 201.
const MOST_BYTES: usize = 500;
/// How many of the characters that nest a path may have.
const MOST_NESTED: usize = 50;

/// The functions of JMESPath.
const FUNCTIONS: [&str; 26] = [
    "abs",
    "avg",
    "ceil",
    "contains",
    "ends_with",
    "floor",
    "join",
    "keys",
    "length",
    "map",
    "max",
    "max_by",
    "merge",
    "min",
    "min_by",
    "not_null",
    "reverse",
    "sort",
    "sort_by",
    "starts_with",
    "sum",
    "to_array",
    "to_number",
    "to_string",
    "type",
    "values",
];

/// A shape with its id; `None` where it may be any.
pub(super) type Of<'a> = Option<(&'a str, &'a Shape)>;

/// What a path finds, as far as shapes tell.
#[derive(Clone, Copy)]
pub(super) enum Found<'a> {
    /// A value of a shape.
    Shape(&'a str, &'a Shape),
    /// An object of an input and an output.
    Exchange {
        input: Of<'a>,
        output: Of<'a>,
    },
    /// A list whose elements are of a shape.
    Shapes(Of<'a>),
    Boolean,
    Number,
    Text,
    Texts,
    /// It may be anything.
    Any,
}

/// What is wrong with a path.
pub(super) enum Fault<'a> {
    /// It is none.
    Unread { why: String, help: &'static str },
    /// It names a function that there is not.
    Function { name: String },
    /// It names a member that there is not.
    Member {
        message: String,
        name: String,
        candidates: Vec<&'a str>,
    },
    /// It goes on from a value that has no parts of the kind.
    Part { message: String, help: &'static str },
}

impl<'a> Fault<'a> {
    fn unread(why: impl Into<String>, help: &'static str) -> Self {
        Self::Unread { why: why.into(), help }
    }
}

/// The functions that there are, for suggestions.
pub(super) fn functions() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.into_iter()
}

/// What a path finds, starting at `root`, and what is wrong with it.
pub(super) fn follow<'a>(checker: &Checker<'a>, path: &str, root: Found<'a>) -> (Found<'a>, Vec<Fault<'a>>) {
    let nested = path.bytes().filter(|byte| b"([{!*&".contains(byte)).count();
    if path.len() > MOST_BYTES || nested > MOST_NESTED {
        let why = format!("it has more than {MOST_BYTES} bytes, or more than {MOST_NESTED} brackets and operators");
        return (
            Found::Any,
            vec![Fault::unread(why, "write a shorter path, or several acceptors")],
        );
    }
    match jmespath::parse(path) {
        Ok(ast) => {
            let mut walk = Walk {
                checker,
                faults: Vec::new(),
            };
            let found = walk.step(root, &ast);
            (found, walk.faults)
        }
        Err(error) => {
            let why = format!("{} at byte {}", error.reason, error.offset);
            (
                Found::Any,
                vec![Fault::unread(why, "see jmespath.org for what an expression looks like")],
            )
        }
    }
}

struct Walk<'c, 'a> {
    checker: &'c Checker<'a>,
    faults: Vec<Fault<'a>>,
}

impl<'a> Walk<'_, 'a> {
    fn step(&mut self, at: Found<'a>, ast: &Ast) -> Found<'a> {
        match ast {
            Ast::Field { name, .. } => self.field(at, name),
            Ast::Subexpr { lhs, rhs, .. } => {
                let found = self.step(at, lhs);
                self.step(found, rhs)
            }
            Ast::Identity { .. } => at,
            Ast::Literal { .. } => Found::Any,
            Ast::Index { .. } => self.element(at),
            Ast::Slice { .. } => listed(self.element(at)),
            Ast::Flatten { node, .. } => {
                let list = self.step(at, node);
                let inner = self.element(list);
                // A list of lists becomes one list.
                listed(element(self.checker, inner).unwrap_or(inner))
            }
            Ast::Projection { lhs, rhs, .. } => {
                let list = self.step(at, lhs);
                let element = self.element(list);
                listed(self.step(element, rhs))
            }
            Ast::ObjectValues { node, .. } => match self.step(at, node) {
                Found::Shape(_, Shape::Map(map)) => listed(shape(self.checker, map.value.target())),
                _ => Found::Shapes(None),
            },
            Ast::Condition { predicate, then, .. } => {
                self.step(at, predicate);
                self.step(at, then)
            }
            Ast::Comparison { lhs, rhs, .. } => {
                self.step(at, lhs);
                self.step(at, rhs);
                Found::Boolean
            }
            Ast::And { lhs, rhs, .. } | Ast::Or { lhs, rhs, .. } => match (self.step(at, lhs), self.step(at, rhs)) {
                (Found::Boolean, Found::Boolean) => Found::Boolean,
                _ => Found::Any,
            },
            Ast::Not { node, .. } => {
                self.step(at, node);
                Found::Boolean
            }
            Ast::MultiList { elements, .. } => {
                for element in elements {
                    self.step(at, element);
                }
                Found::Shapes(None)
            }
            Ast::MultiHash { elements, .. } => {
                for element in elements {
                    self.step(at, &element.value);
                }
                Found::Any
            }
            Ast::Function { name, args, .. } => self.function(at, name, args),
            // Outside of a function there is nothing that it is evaluated on.
            Ast::Expref { .. } => Found::Any,
        }
    }

    fn field(&mut self, at: Found<'a>, name: &str) -> Found<'a> {
        let missing = |message: String, candidates| Fault::Member {
            message,
            name: name.to_owned(),
            candidates,
        };
        let fault = match at {
            Found::Any | Found::Shape(_, Shape::Document(_)) => return Found::Any,
            Found::Exchange { input, .. } if name == "input" => return of(input),
            Found::Exchange { output, .. } if name == "output" => return of(output),
            Found::Exchange { .. } => {
                let message = format!("there is no {}: the path starts at `input` and `output`", quoted(name));
                missing(message, vec!["input", "output"])
            }
            Found::Shape(_, Shape::Map(map)) => return shape(self.checker, map.value.target()),
            Found::Shape(id, Shape::Structure(structure) | Shape::Union(structure)) => {
                match self.checker.member(id, structure, name) {
                    Lookup::Found(member) => return shape(self.checker, &member.target),
                    Lookup::Faulty => return Found::Any,
                    Lookup::Missing => missing(
                        format!("{} has no member {}", quoted(id), quoted(name)),
                        structure.members.keys().map(String::as_str).collect(),
                    ),
                }
            }
            other => Fault::Part {
                message: format!("{} has no member {}", describe(other), quoted(name)),
                help: "a dot goes into a structure or a map; write `[]` before it for every element of a list",
            },
        };
        self.faults.push(fault);
        Found::Any
    }

    /// An element of a list. Reports what is none.
    fn element(&mut self, list: Found<'a>) -> Found<'a> {
        element(self.checker, list).unwrap_or_else(|| {
            self.faults.push(Fault::Part {
                message: format!("{} is no list", describe(list)),
                help: "`[]`, `[*]`, `[0]` and `[?...]` stand after a list",
            });
            Found::Any
        })
    }

    fn function(&mut self, at: Found<'a>, name: &str, args: &[Ast]) -> Found<'a> {
        if DEFAULT_RUNTIME.get_function(name).is_none() {
            self.faults.push(Fault::Function { name: name.to_owned() });
        }
        let mut first = Found::Any;
        for (place, arg) in args.iter().filter(|arg| !matches!(arg, Ast::Expref { .. })).enumerate() {
            let found = self.step(at, arg);
            if place == 0 {
                first = found;
            }
        }
        // An expression among the arguments is evaluated on the elements of the list.
        let inner = element(self.checker, first).unwrap_or(Found::Any);
        let mut mapped = Found::Any;
        for arg in args {
            if let Ast::Expref { ast, .. } = arg {
                mapped = self.step(inner, ast);
            }
        }
        match name {
            "abs" | "avg" | "ceil" | "floor" | "length" | "sum" | "to_number" => Found::Number,
            "contains" | "ends_with" | "starts_with" => Found::Boolean,
            "join" | "to_string" | "type" => Found::Text,
            "keys" => Found::Texts,
            "map" => listed(mapped),
            "max_by" | "min_by" => inner,
            "sort" | "sort_by" => first,
            _ => Found::Any,
        }
    }
}

/// An element of what is a list, or may be one.
pub(super) fn element<'a>(checker: &Checker<'a>, list: Found<'a>) -> Option<Found<'a>> {
    match list {
        Found::Any | Found::Shape(_, Shape::Document(_)) => Some(Found::Any),
        Found::Shapes(element) => Some(of(element)),
        Found::Texts => Some(Found::Text),
        Found::Shape(_, Shape::List(list)) => Some(shape(checker, list.member.target())),
        _ => None,
    }
}

/// A value of the shape of this id.
pub(super) fn shape<'a>(checker: &Checker<'a>, id: &'a str) -> Found<'a> {
    of(checker.shape(id).found().map(|shape| (id, shape)))
}

fn of(shape: Of<'_>) -> Found<'_> {
    shape.map_or(Found::Any, |(id, shape)| Found::Shape(id, shape))
}

/// A list of what was found.
fn listed(element: Found<'_>) -> Found<'_> {
    match element {
        Found::Shape(id, shape) => Found::Shapes(Some((id, shape))),
        Found::Text => Found::Texts,
        _ => Found::Shapes(None),
    }
}

/// What was found, with its article.
pub(super) fn describe(found: Found<'_>) -> String {
    match found {
        Found::Shape(id, shape) => format!("{}, {},", quoted(id), a_type(shape)),
        Found::Exchange { .. } => "an object of input and output".to_owned(),
        Found::Shapes(_) | Found::Texts => "a list".to_owned(),
        Found::Boolean => "a boolean".to_owned(),
        Found::Number => "a number".to_owned(),
        Found::Text => "a string".to_owned(),
        Found::Any => "something".to_owned(),
    }
}
