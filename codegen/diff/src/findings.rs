//! What comparing finds, before it is known which operations it concerns.

use super::{Rule, rules};
use serde::Serialize;
use shapewright_spec::Deprecated;
use std::borrow::Cow;

/// What a change is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At<'a> {
    /// The service, a lifecycle, or a shape that has no other to be compared with.
    Nothing,
    /// An operation.
    Operation(&'a str),
    /// Two operations: what was of the first is now of the second.
    Moved(&'a str, &'a str),
    /// A pair of shapes.
    Pair(usize),
    /// A member of a pair.
    Member(usize, &'a str),
}

/// A place in both descriptions.
#[derive(Debug, Clone)]
pub(super) struct Spot<'a> {
    pub(super) at: At<'a>,
    /// What stands there, in names of the description.
    pub(super) subject: String,
    pub(super) old: Way<'a>,
    pub(super) new: Way<'a>,
}

/// The keys and indices that lead to a place in a description.
pub(super) type Way<'a> = Vec<Cow<'a, str>>;

/// A way by keys alone.
pub(super) fn way<'a>(keys: &[&'a str]) -> Way<'a> {
    keys.iter().map(|key| Cow::Borrowed(*key)).collect()
}

impl<'a> Spot<'a> {
    /// A place that has the same path in both.
    pub(super) fn same(at: At<'a>, subject: impl Into<String>, path: &[&'a str]) -> Self {
        Self {
            at,
            subject: subject.into(),
            old: way(path),
            new: way(path),
        }
    }

    /// A place under this one, of the same thing.
    pub(super) fn under(&self, path: &[&'a str]) -> Self {
        let mut under = self.clone();
        under.old.extend(way(path));
        under.new.extend(way(path));
        under
    }
}

/// One finding.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) rule: &'static Rule,
    pub(super) at: At<'a>,
    pub(super) subject: String,
    pub(super) old: Option<Way<'a>>,
    pub(super) new: Option<Way<'a>>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    /// Whether a type or method of the Rust API is another one.
    pub(super) retypes: bool,
    /// What it may have been renamed to.
    pub(super) hint: Option<String>,
}

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Findings<'a> {
    pub(super) found: Vec<Found<'a>>,
}

impl<'a> Findings<'a> {
    /// Something at a place of both.
    pub(super) fn push(&mut self, rule: &'static Rule, spot: &Spot<'a>) -> &mut Found<'a> {
        self.found.push(Found {
            rule,
            at: spot.at,
            subject: spot.subject.clone(),
            old: Some(spot.old.clone()),
            new: Some(spot.new.clone()),
            before: None,
            after: None,
            retypes: false,
            hint: None,
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Something that is new.
    pub(super) fn came(&mut self, rule: &'static Rule, spot: &Spot<'a>) -> &mut Found<'a> {
        let found = self.push(rule, spot);
        found.old = None;
        found
    }

    /// Something that is gone.
    pub(super) fn went(&mut self, rule: &'static Rule, spot: &Spot<'a>) -> &mut Found<'a> {
        let found = self.push(rule, spot);
        found.new = None;
        found
    }

    /// A fact that has another value.
    pub(super) fn fact<T: Serialize + PartialEq>(
        &mut self,
        rule: &'static Rule,
        spot: &Spot<'a>,
        key: &'a str,
        (before, after): (&T, &T),
    ) -> Option<&mut Found<'a>> {
        if before == after {
            return None;
        }
        let found = self.push(rule, &spot.under(&[key]));
        found.before = Some(json(before));
        found.after = Some(json(after));
        Some(found)
    }

    /// A fact that came, went, or has another value.
    pub(super) fn option<T: Serialize + PartialEq>(
        &mut self,
        [came, went, changed]: [&'static Rule; 3],
        spot: &Spot<'a>,
        key: &'a str,
        (before, after): (&Option<T>, &Option<T>),
    ) {
        let spot = spot.under(&[key]);
        match (before, after) {
            (None, None) => {}
            (None, Some(after)) => self.came(came, &spot).after = Some(json(after)),
            (Some(before), None) => self.went(went, &spot).before = Some(json(before)),
            (Some(before), Some(after)) if before == after => {}
            (Some(before), Some(after)) => {
                let found = self.push(changed, &spot);
                found.before = Some(json(before));
                found.after = Some(json(after));
            }
        }
    }

    /// A mark that came or went.
    pub(super) fn mark(
        &mut self,
        [came, went]: [&'static Rule; 2],
        spot: &Spot<'a>,
        key: &'a str,
        (before, after): (bool, bool),
    ) -> Option<&mut Found<'a>> {
        let spot = spot.under(&[key]);
        match (before, after) {
            (false, true) => Some(self.came(came, &spot)),
            (true, false) => Some(self.went(went, &spot)),
            _ => None,
        }
    }

    /// Words for people.
    pub(super) fn words(
        &mut self,
        spot: &Spot<'a>,
        docs: (&Option<String>, &Option<String>),
        deprecated: (&Option<Deprecated>, &Option<Deprecated>),
    ) {
        self.fact(&rules::DOCUMENTATION_CHANGED, spot, "docs", docs);
        let rules = [
            &rules::DEPRECATION_ADDED,
            &rules::DEPRECATION_REMOVED,
            &rules::DEPRECATION_CHANGED,
        ];
        self.option(rules, spot, "deprecated", deprecated);
    }
}

/// A value as JSON on one line.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
