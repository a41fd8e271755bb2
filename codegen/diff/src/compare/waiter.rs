//! What clients can wait for.

use super::{At, Comparison, Spot, only_in, rules};
use shapewright_spec::Waiter;

impl<'a> Comparison<'a> {
    pub(super) fn waiters(&mut self) {
        let spot = |name: &'a str, waiter: &'a Waiter| {
            Spot::same(
                At::Operation(&waiter.operation),
                format!("waiter {name}"),
                &["waiters", name],
            )
        };
        for (name, after) in &self.new.waiters {
            match self.old.waiters.get(name) {
                Some(before) => self.waiter(&spot(name, after), before, after),
                None => {
                    self.findings.came(&rules::WAITER_ADDED, &spot(name, after));
                }
            }
        }
        for (name, before) in only_in(&self.old.waiters, &self.new.waiters) {
            self.findings.went(&rules::WAITER_REMOVED, &spot(name, before));
        }
    }

    fn waiter(&mut self, spot: &Spot<'a>, before: &'a Waiter, after: &'a Waiter) {
        let Waiter {
            docs,
            operation,
            min_delay: _,
            max_delay: _,
            delay: _,
            max_attempts,
            deprecated,
            acceptors,
        } = before;
        let (found, rule) = (&mut self.findings, &rules::WAITER_CHANGED);
        // The method that waits is one of the operation's call.
        if let Some(found) = found.fact(rule, spot, "operation", (operation, &after.operation)) {
            found.at = At::Moved(operation, &after.operation);
            found.retypes = true;
        }
        let ends = |waiter: &Waiter| {
            let (shortest, longest) = waiter.delays();
            format!("{shortest} to {longest} seconds")
        };
        found.fact(rule, spot, "delay", (&ends(before), &ends(after)));
        found.fact(rule, spot, "maxAttempts", (max_attempts, &after.max_attempts));
        found.fact(rule, spot, "acceptors", (acceptors, &after.acceptors));
        found.words(spot, (docs, &after.docs), (deprecated, &after.deprecated));
    }
}
