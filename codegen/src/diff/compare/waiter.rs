//! What clients can wait for.

use super::{At, Comparison, Spot, only_in, rules};
use crate::spec::Waiter;

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
            min_delay,
            max_delay,
            delay,
            max_attempts,
            deprecated,
            acceptors,
        } = before;
        let (found, rule) = (&mut self.findings, &rules::WAITER_CHANGED);
        // The method that waits is one of the operation's call.
        if let Some(found) = found.fact(rule, spot, "operation", (operation, &after.operation)) {
            found.retypes = true;
        }
        found.fact(rule, spot, "minDelay", (min_delay, &after.min_delay));
        found.fact(rule, spot, "maxDelay", (max_delay, &after.max_delay));
        found.fact(rule, spot, "delay", (delay, &after.delay));
        found.fact(rule, spot, "maxAttempts", (max_attempts, &after.max_attempts));
        found.fact(rule, spot, "acceptors", (acceptors, &after.acceptors));
        found.words(spot, (docs, &after.docs), (deprecated, &after.deprecated));
    }
}
