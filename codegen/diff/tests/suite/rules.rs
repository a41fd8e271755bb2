//! What is said of each case, in each direction.

use super::cases::{self, Case, DIRECTIONS};
use crate::support::fixture;
use shapewright_diff::{self as diff, Change, Diff, RULES, RustApi};
use std::{collections::BTreeSet, fmt::Write};

fn verdicts(change: &Change) -> String {
    let verdicts = change.verdicts;
    let bump = change.bump.name();
    format!(
        "wire {}, Rust {}, mock {}: {bump}",
        verdicts.wire, verdicts.rust, verdicts.mock
    )
}

/// What a case gives in one direction: the change that it is about, which must be there once.
fn found<'a>(diff: &'a Diff, rule: &str, title: &str) -> &'a Change {
    let found: Vec<&Change> = diff.changes.iter().filter(|change| change.rule.name == rule).collect();
    let all: Vec<&str> = diff.changes.iter().map(|change| change.rule.name).collect();
    assert_eq!(found.len(), 1, "{title}: found {all:?}");
    found[0]
}

#[test]
fn every_rule_has_a_case() {
    let cases = cases::all();
    let mut shown = String::new();
    // A service that is on one side only is no difference between two descriptions.
    let whole = cases::description(&cases[0].sides(None)[0]);
    let whole = [diff::added(&whole), diff::removed(&whole)].map(|diff| diff.changes);
    for change in whole.iter().flatten() {
        _ = writeln!(shown, "{}\n  {}", change.rule.name, verdicts(change));
    }
    let tried = cases.iter().map(|case| case.rule.as_str());
    let tried: BTreeSet<&str> = tried
        .chain(whole.iter().flatten().map(|change| change.rule.name))
        .collect();
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(tried, known);
    for case in &cases {
        let Case { rule, title, .. } = case;
        _ = writeln!(shown, "{title}");
        for way in case.ways() {
            let [old, new] = case.sides(way).map(|text| cases::description(&text));
            let diff = diff::diff(&old, &new);
            let change = found(&diff, rule, title);
            let Some(way) = way else {
                _ = writeln!(shown, "  {}", verdicts(change));
                continue;
            };
            let direction = DIRECTIONS[way].0;
            assert_eq!(change.directions.to_string(), direction, "{title}");
            _ = writeln!(shown, "  {direction}: {}", verdicts(change));
            // The table's words are what is said, whichever way the verdicts are put together.
            let cells = change.rule.cells[way];
            assert_eq!(
                (change.verdicts.wire, change.verdicts.mock),
                (cells.wire, cells.mock),
                "{title}"
            );
            if cells.rust != RustApi::ByType {
                assert_eq!(change.verdicts.rust, cells.rust.verdict(), "{title}");
            }
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fixture("changes"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("verdicts", shown));
}
