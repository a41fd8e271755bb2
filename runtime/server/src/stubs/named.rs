//! Stubs of operations that no type names: responses are documents, checked against the schema.

use super::stub::{Added, Input, Match, Step, StubResponse, Where};
use crate::{
    Dynamic, Mock, Refusal, Request,
    faults::modelled,
    handler,
    names::{Target, UnknownName},
    validate,
};
use shapewright_schema::Document;
use std::{fmt, sync::Arc};

type Condition = Arc<dyn Fn(&Document) -> bool + Send + Sync>;

/// A response that the operation cannot give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StubError(String);

impl fmt::Display for StubError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StubError {}

/// The responses to calls of an operation.
#[must_use = "nothing is stubbed until `respond` or `fail` is called"]
pub struct OnNamed {
    place: Where,
    when: Vec<Condition>,
    times: Option<u64>,
}

/// A response that has been added, and may be followed by others.
pub struct StubbedNamed {
    added: Added,
    when: Vec<Condition>,
}

impl Mock {
    /// Stubs an operation of a service, which is named as its crate is: `weather`.
    ///
    /// # Errors
    /// When there is no such service or operation.
    pub fn on_named(&self, service: &str, operation: &str) -> Result<OnNamed, UnknownName> {
        let target = Target::named(self.hosted(), service, operation)?;
        Ok(OnNamed {
            place: Where::New(Arc::clone(self.stubs_in_place()), target),
            when: Vec::new(),
            times: None,
        })
    }
}

impl OnNamed {
    /// Only for calls whose input, by member names, `holds` accepts. Several conditions must all hold.
    pub fn when(mut self, holds: impl Fn(&Document) -> bool + Send + Sync + 'static) -> Self {
        self.when.push(Arc::new(holds));
        self
    }

    /// So many times. Without it the response is given for ever, or once where another one follows it.
    pub fn times(mut self, count: u64) -> Self {
        self.times = Some(count);
        self
    }

    /// Returns `output`, a map by member names.
    ///
    /// # Errors
    /// When the output does not obey the schema: members that it does not have, or that are missing, or values that are
    /// not allowed.
    pub fn respond(self, output: &Document) -> Result<StubbedNamed, StubError> {
        let operation = self.place.target().operation;
        let output = validate::document(operation.output, output)
            .map_err(|error| StubError(format!("this is no response of {}: {error}", operation.name)))?;
        Ok(self.add(StubResponse::Output(Box::new(output))))
    }

    /// Returns the modelled error with this name or code.
    ///
    /// # Errors
    /// When the operation has no such error.
    pub fn fail(self, error: &str, message: &str) -> Result<StubbedNamed, StubError> {
        let operation = self.place.target().operation;
        match modelled(operation, error) {
            Some(schema) => Ok(self.add(StubResponse::Error(Refusal::of(schema, message)))),
            None => {
                let there: Vec<&str> = operation.errors.iter().map(|error| error.name).collect();
                let there = there.join(", ");
                Err(StubError(format!(
                    "{} has no error `{error}`; it has {there}",
                    operation.name
                )))
            }
        }
    }

    fn add(self, response: StubResponse) -> StubbedNamed {
        let when = self.when.clone();
        let matches: Match = Box::new(move |request: &Request| {
            let mut input = Dynamic::new(request.operation.input);
            handler::read(request, &mut input).ok()?;
            let input = Document::Map(Document::fields_of(&input));
            let holds = when.iter().all(|holds| holds(&input));
            holds.then(|| Box::new(input) as Input)
        });
        StubbedNamed {
            added: self.place.add(Step::new(matches, response, self.times)),
            when: self.when,
        }
    }
}

impl StubbedNamed {
    /// The response after that, to calls that meet the same conditions. A response that is followed by another is
    /// given once, unless it says [`times`](OnNamed::times).
    pub fn then(&self) -> OnNamed {
        OnNamed {
            place: self.added.after(),
            when: self.when.clone(),
            times: None,
        }
    }

    /// The stub's id.
    pub fn id(&self) -> u64 {
        self.added.stub.id
    }
}
