//! What a response means to a waiter: the acceptors, and the paths in them.
//!
//! Paths are evaluated by the crate `jmespath` over the members of an output, by their names in the description. A path
//! that leads nowhere, or to something that a function in it does not take, matches nothing.

use super::facts::{Comparator, Matcher, PathMatcher, WaitState, WaiterFacts};
use crate::errors::Failure;
use jmespath::{Context, DEFAULT_RUNTIME, Rcvar, Variable};
use serde_json::Number;
use shapewright_schema::{Document, Structure};
use std::cell::OnceCell;

/// A request and what came of it.
pub(crate) struct Exchange<'a> {
    pub(crate) input: &'a dyn Structure,
    /// The output with its HTTP status, or how the call ended without one.
    pub(crate) result: Result<(&'a dyn Structure, u16), &'a Failure>,
}

/// The state that the response leads to; `None` where no acceptor matches.
pub(crate) fn state(facts: &WaiterFacts, exchange: &Exchange<'_>) -> Option<WaitState> {
    let members = Members {
        exchange,
        output: OnceCell::new(),
        both: OnceCell::new(),
    };
    let acceptor = facts
        .acceptors
        .iter()
        .find(|acceptor| members.matches(&acceptor.matcher));
    acceptor.map(|acceptor| acceptor.state)
}

/// An exchange in the form that paths look at, made when the first path asks.
struct Members<'a> {
    exchange: &'a Exchange<'a>,
    output: OnceCell<Rcvar>,
    both: OnceCell<Rcvar>,
}

impl Members<'_> {
    fn matches(&self, matcher: &Matcher) -> bool {
        let received = match self.exchange.result {
            Ok(_) => None,
            Err(failure) => failure.response(),
        };
        match (matcher, self.exchange.result) {
            (Matcher::Success(true), result) => result.is_ok(),
            (Matcher::Success(false), _) => received.is_some(),
            (Matcher::ErrorCode(code), _) => received.is_some_and(|response| response.head().has_code(code)),
            (Matcher::Status(status), Ok((_, found))) => *status == found,
            (Matcher::Status(status), Err(_)) => {
                received.is_some_and(|response| response.raw().status().as_u16() == *status)
            }
            (Matcher::Output(path), Ok((output, _))) => path.matches(self.output.get_or_init(|| members(output))),
            (Matcher::InputOutput(path), Ok((output, _))) => path.matches(self.both.get_or_init(|| {
                let output = self.output.get_or_init(|| members(output));
                let both = [
                    ("input", members(self.exchange.input)),
                    ("output", Rcvar::clone(output)),
                ];
                Rcvar::new(Variable::Object(both.map(|(name, of)| (name.to_owned(), of)).into()))
            })),
            (Matcher::Output(_) | Matcher::InputOutput(_), Err(_)) => false,
        }
    }
}

impl PathMatcher {
    fn matches(&self, data: &Rcvar) -> bool {
        // The generator has parsed every path of a description.
        let Ok(path) = jmespath::parse(self.path) else {
            return false;
        };
        let mut context = Context::new(self.path, &DEFAULT_RUNTIME);
        let found = jmespath::interpret(data, &path, &mut context);
        found.is_ok_and(|found| self.comparator.holds(&found, self.expected))
    }
}

impl Comparator {
    fn holds(self, found: &Variable, expected: &str) -> bool {
        let equals = |element: &Rcvar| element.as_string().is_some_and(|text| text == expected);
        match (self, found) {
            (Self::StringEquals, Variable::String(found)) => found == expected,
            (Self::BooleanEquals, Variable::Bool(found)) => expected == if *found { "true" } else { "false" },
            (Self::AllStringEquals, Variable::Array(found)) => !found.is_empty() && found.iter().all(equals),
            (Self::AnyStringEquals, Variable::Array(found)) => found.iter().any(equals),
            _ => false,
        }
    }
}

fn members(structure: &dyn Structure) -> Rcvar {
    variable(&Document::Map(Document::fields_of(structure)))
}

fn variable(document: &Document) -> Rcvar {
    let float = |number: f64| Number::from_f64(number).map_or(Variable::Null, Variable::Number);
    Rcvar::new(match document {
        Document::Null => Variable::Null,
        Document::Boolean(value) => Variable::Bool(*value),
        Document::Integer(value) => Variable::Number((*value).into()),
        Document::Float(value) => float(*value),
        Document::Number(value) => float(value.as_str().parse().unwrap_or(f64::NAN)),
        Document::String(value) => Variable::String(value.clone()),
        Document::List(list) => Variable::Array(list.iter().map(variable).collect()),
        Document::Map(map) => {
            let entries = map.iter().map(|(name, value)| (name.clone(), variable(value)));
            Variable::Object(entries.collect())
        }
    })
}
