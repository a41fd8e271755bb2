//! Compares two descriptions fact by fact. Every type of the format is taken apart by name here, so a new fact does not
//! compile until it is compared.

mod constraints;
mod enums;
mod lifecycle;
mod member;
mod operation;
mod service;
mod shape;
mod waiter;

use super::{
    Description,
    description::Rust,
    findings::{At, Findings, Found, Spot},
    pairs::Pairs,
    rules,
};
use shapewright_spec::Spec;

/// Both sides, and what was found between them.
struct Comparison<'a> {
    old: &'a Spec,
    new: &'a Spec,
    /// What generated code of each looks like. None where there is none.
    rust: Option<(Rust<'a>, Rust<'a>)>,
    pairs: &'a Pairs<'a>,
    findings: Findings<'a>,
}

/// All differences, in the order of the descriptions.
pub(super) fn compare<'a>(old: &'a Description, new: &'a Description, pairs: &'a Pairs<'a>) -> Vec<Found<'a>> {
    let mut comparison = Comparison {
        old: old.spec(),
        new: new.spec(),
        rust: old.rust().zip(new.rust()),
        pairs,
        findings: Findings::default(),
    };
    comparison.service();
    comparison.operations();
    comparison.waiters();
    comparison.shapes();
    comparison.lifecycles();
    comparison.tagging();
    comparison.findings.found
}

impl<'a> Comparison<'a> {
    /// Something of generated code on both sides, and whether it differs. Where there is no generated code it does: nobody
    /// can say that it does not.
    fn rust_differs<T: PartialEq>(&self, find: impl Fn(&Rust<'a>) -> Option<T>) -> bool {
        match &self.rust {
            Some((old, new)) => find(old) != find(new),
            None => true,
        }
    }

    /// Tells where generated code gives other names to what the description calls the same.
    fn rust_names(&mut self, spot: &Spot<'a>, find: impl Fn(&Rust<'a>) -> Option<Vec<String>>) {
        let Some((old, new)) = &self.rust else { return };
        let (Some(before), Some(after)) = (find(old), find(new)) else {
            return;
        };
        let differs = before.iter().zip(&after).find(|(before, after)| before != after);
        if let Some((before, after)) = differs {
            let found = self.findings.push(&rules::RUST_NAME_CHANGED, spot);
            found.before = Some(before.clone());
            found.after = Some(after.clone());
        }
    }

    /// The operations whose request is this pair.
    fn requests_of(&self, pair: usize) -> impl Iterator<Item = &'a str> {
        let roots = self.pairs.roots.iter();
        roots
            .filter(move |root| root.pair == pair && root.part == super::pairs::RootPart::Request)
            .map(|root| root.operation)
    }
}

/// What came, and what went, of two sets of names.
fn only_in<'a, T>(
    these: &'a indexmap::IndexMap<String, T>,
    others: &'a indexmap::IndexMap<String, T>,
) -> impl Iterator<Item = (&'a str, &'a T)> {
    let only = these.iter().filter(|(name, _)| !others.contains_key(*name));
    only.map(|(name, value)| (name.as_str(), value))
}

/// Whether those that are in both are in another order.
fn is_reordered<T>(old: &indexmap::IndexMap<String, T>, new: &indexmap::IndexMap<String, T>) -> bool {
    let before = old.keys().filter(|name| new.contains_key(*name));
    let after = new.keys().filter(|name| old.contains_key(*name));
    before.ne(after)
}

/// Whether what a rule means to the Rust API is seen at types.
fn by_type(rule: &super::Rule) -> bool {
    rule.cells.iter().any(|cells| cells.rust == super::RustApi::ByType)
}
