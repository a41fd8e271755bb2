//! The trait `waitable`.

use super::{closure, reader::Reader, traits};
use crate::{docs, facts::Facts, facts::Reasons, waiters};
use serde_json::Value;
use shapewright_spec::{Acceptor, Comparator, Matcher, PathMatcher, Waiter};

const REASONS: &Reasons = &[("tags", "tags have a meaning only to those who gave them")];

impl Reader<'_> {
    /// Takes the waiters of an operation.
    pub(super) fn waiters_of(&mut self, operation: &str, traits: &mut Facts<'_>) {
        let place = traits.place_of("smithy.waiters#waitable");
        let named = traits
            .object("smithy.waiters#waitable", self.notes)
            .into_iter()
            .flatten();
        for (name, value) in named {
            let place = format!("{place}/{name}");
            match self.waiter(operation, value, &place) {
                Some(waiter) => {
                    self.waiters.insert(name.clone(), waiter);
                }
                None => self
                    .notes
                    .left_out("waiters", "one of their acceptors has no place in the format", &place),
            }
        }
    }

    fn waiter(&mut self, operation: &str, value: &Value, place: &str) -> Option<Waiter> {
        let mut facts = Facts::of(value, place, self.notes);
        let mut seconds = |fact: &str| facts.count(fact, self.notes).and_then(|count| count.try_into().ok());
        let (min_delay, max_delay) = (seconds("minDelay"), seconds("maxDelay"));
        let listed = facts
            .list("acceptors", self.notes)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let acceptors = listed
            .iter()
            .enumerate()
            .map(|(at, value)| self.acceptor(value, &format!("{place}/acceptors/{at}")));
        let acceptors: Vec<Acceptor> = acceptors.collect::<Option<_>>()?;
        let waiter = Waiter {
            docs: facts.text("documentation", self.notes).and_then(docs::markdown),
            operation: operation.to_owned(),
            min_delay,
            max_delay,
            delay: None,
            max_attempts: None,
            deprecated: facts.flag("deprecated").then(Default::default),
            acceptors,
        };
        facts.leave(REASONS, self.notes);
        Some(waiter)
    }

    fn acceptor(&mut self, value: &Value, place: &str) -> Option<Acceptor> {
        let mut facts = Facts::of(value, place, self.notes);
        let state = facts.text("state", self.notes).and_then(waiters::state)?;
        let place = facts.place_of("matcher");
        let mut matcher = Facts::of(facts.take("matcher")?, place, self.notes);
        facts.leave(traits::REASONS, self.notes);
        let found = if let Some(value) = matcher.take("success") {
            Matcher::Success(value.as_bool()?)
        } else if let Some(error) = matcher.text("errorType", self.notes) {
            Matcher::ErrorType(closure::local(error).to_owned())
        } else if let Some(value) = matcher.take("output") {
            Matcher::Output(path(value)?)
        } else {
            Matcher::InputOutput(path(matcher.take("inputOutput")?)?)
        };
        matcher.leave(&[], self.notes);
        Some(Acceptor { state, matcher: found })
    }
}

fn path(value: &Value) -> Option<PathMatcher> {
    let text = |fact: &str| value.get(fact).and_then(Value::as_str);
    let comparator = match text("comparator")? {
        "stringEquals" => Comparator::StringEquals,
        "booleanEquals" => Comparator::BooleanEquals,
        "allStringEquals" => Comparator::AllStringEquals,
        "anyStringEquals" => Comparator::AnyStringEquals,
        _ => return None,
    };
    Some(PathMatcher {
        path: text("path")?.to_owned(),
        expected: text("expected")?.to_owned(),
        comparator,
    })
}
