//! What values must obey: which of it allows less than before, which more.

use super::{Comparison, Spot, rules};
use crate::findings::json;
use serde_json::Number;
use shapewright_spec::{Length, Range};
use std::cmp::Ordering;

impl<'a> Comparison<'a> {
    pub(super) fn length(&mut self, spot: &Spot<'a>, before: &Option<Length>, after: &Option<Length>) {
        let ends = |length: &Option<Length>| {
            let length = length.clone().unwrap_or_default();
            // No length is below zero.
            (length.min.filter(|min| *min > 0), length.max)
        };
        let moved = moved(ends(before), ends(after), u64::cmp);
        self.bounds(
            [&rules::LENGTH_TIGHTENED, &rules::LENGTH_LOOSENED],
            &spot.under(&["length"]),
            moved,
            [before.as_ref().map(json), after.as_ref().map(json)],
        );
    }

    pub(super) fn range(&mut self, spot: &Spot<'a>, before: &Option<Range>, after: &Option<Range>) {
        let ends = |range: &Option<Range>| {
            let range = range.clone().unwrap_or_default();
            (range.min, range.max)
        };
        let moved = moved(ends(before), ends(after), numbers);
        self.bounds(
            [&rules::RANGE_TIGHTENED, &rules::RANGE_LOOSENED],
            &spot.under(&["range"]),
            moved,
            [before.as_ref().map(json), after.as_ref().map(json)],
        );
    }

    pub(super) fn pattern(&mut self, spot: &Spot<'a>, before: &Option<String>, after: &Option<String>) {
        let rules = [&rules::PATTERN_ADDED, &rules::PATTERN_REMOVED, &rules::PATTERN_CHANGED];
        self.findings.option(rules, spot, "pattern", (before, after));
    }

    pub(super) fn unique_items(&mut self, spot: &Spot<'a>, before: bool, after: bool) {
        let rules = [&rules::UNIQUE_ITEMS_ADDED, &rules::UNIQUE_ITEMS_REMOVED];
        self.findings.mark(rules, spot, "uniqueItems", (before, after));
    }

    fn bounds(
        &mut self,
        [tightened, loosened]: [&'static crate::Rule; 2],
        spot: &Spot<'a>,
        moved: Moved,
        [before, after]: [Option<String>; 2],
    ) {
        for (rule, _) in [(tightened, moved.tighter), (loosened, moved.looser)]
            .into_iter()
            .filter(|(_, is_so)| *is_so)
        {
            let found = match (&before, &after) {
                (None, _) => self.findings.came(rule, spot),
                (_, None) => self.findings.went(rule, spot),
                _ => self.findings.push(rule, spot),
            };
            (found.before, found.after) = (before.clone(), after.clone());
        }
    }
}

/// Which way the ends of what is allowed have moved. Both: one this way, one that.
#[derive(Debug, Default, PartialEq, Eq)]
struct Moved {
    tighter: bool,
    looser: bool,
}

fn moved<T>(
    (old_min, old_max): (Option<T>, Option<T>),
    (new_min, new_max): (Option<T>, Option<T>),
    compare: fn(&T, &T) -> Ordering,
) -> Moved {
    let end = |old: &Option<T>, new: &Option<T>, outward: Ordering| match (old, new) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(old), Some(new)) => match compare(new, old) {
            Ordering::Equal => Ordering::Equal,
            way if way == outward => Ordering::Greater,
            _ => Ordering::Less,
        },
    };
    let ends = [
        end(&old_min, &new_min, Ordering::Less),
        end(&old_max, &new_max, Ordering::Greater),
    ];
    Moved {
        tighter: ends.contains(&Ordering::Less),
        looser: ends.contains(&Ordering::Greater),
    }
}

/// Compares whole numbers exactly and others as floats.
fn numbers(a: &Number, b: &Number) -> Ordering {
    match (a.as_i128(), b.as_i128()) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => {
            let float = |number: &Number| number.as_f64().unwrap_or_default();
            float(a).total_cmp(&float(b))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_that_move() {
        for (old, new, tighter, looser) in [
            ((None, Some(5)), (Some(1), Some(9)), true, true),
            ((Some(1), None), (Some(2), None), true, false),
            ((Some(2), Some(4)), (None, Some(4)), false, true),
            ((Some(2), Some(4)), (Some(2), Some(4)), false, false),
            ((None, None), (None, Some(4)), true, false),
        ] {
            assert_eq!(moved(old, new, i32::cmp), Moved { tighter, looser }, "{old:?} {new:?}");
        }
    }
}
