//! `waiters-2.json`.

use super::Reader;
use crate::{docs, facts::Facts, facts::SILENT, waiters};
use indexmap::IndexMap;
use serde_json::{Map, Value};
use shapewright_spec::{Acceptor, Comparator, Matcher, Waiter};

impl Reader<'_> {
    /// All waiters of the file.
    pub(super) fn waiters(&mut self, file: &Map<String, Value>) -> IndexMap<String, Waiter> {
        let named = file.get("waiters").and_then(Value::as_object).into_iter().flatten();
        named
            .filter_map(|(name, value)| Some((name.clone(), self.waiter(name, value)?)))
            .collect()
    }

    fn waiter(&mut self, name: &str, value: &Value) -> Option<Waiter> {
        let mut facts = Facts::of(value, format!("/waiters/{name}"), self.notes);
        let mut seconds = |fact: &str| facts.count(fact, self.notes).and_then(|count| count.try_into().ok());
        let (delay, max_attempts) = (seconds("delay"), seconds("maxAttempts"));
        let place = facts.place_of("acceptors");
        let listed = facts
            .list("acceptors", self.notes)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let acceptors = listed
            .iter()
            .enumerate()
            .map(|(at, value)| self.acceptor(value, &format!("{place}/{at}")));
        let acceptors: Option<Vec<Acceptor>> = acceptors.collect();
        let waiter = Waiter {
            docs: facts.text("description", self.notes).and_then(docs::markdown),
            operation: facts.text("operation", self.notes)?.to_owned(),
            min_delay: None,
            max_delay: None,
            delay,
            max_attempts,
            deprecated: None,
            acceptors: acceptors.unwrap_or_default(),
        };
        let place = facts.place().to_owned();
        facts.leave(&[("type", SILENT)], self.notes);
        if waiter.acceptors.is_empty() {
            self.notes
                .left_out("waiters", "one of their acceptors has no place in the format", &place);
            return None;
        }
        Some(waiter)
    }

    fn acceptor(&mut self, value: &Value, place: &str) -> Option<Acceptor> {
        let mut facts = Facts::of(value, place, self.notes);
        let state = facts.text("state", self.notes).and_then(waiters::state)?;
        let kind = facts.text("matcher", self.notes)?;
        let path = facts.text("argument", self.notes).unwrap_or_default();
        let matcher = match (kind, facts.take("expected")?) {
            ("path", Value::String(text)) => waiters::output(path, text, Comparator::StringEquals),
            ("path", Value::Bool(flag)) => waiters::output(path, &flag.to_string(), Comparator::BooleanEquals),
            ("pathAll", Value::String(text)) => waiters::output(path, text, Comparator::AllStringEquals),
            ("pathAny", Value::String(text)) => waiters::output(path, text, Comparator::AnyStringEquals),
            ("error", Value::String(code)) => Matcher::ErrorType(code.clone()),
            ("error", Value::Bool(is_error)) => Matcher::Success(!is_error),
            ("status", Value::Number(status)) => Matcher::Status(status.as_u64()?.try_into().ok()?),
            _ => return None,
        };
        facts.leave(&[], self.notes);
        Some(Acceptor { state, matcher })
    }
}
