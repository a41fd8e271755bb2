//! As plain text, for a terminal.

use super::{
    notation,
    report::{Compared, Report, further, groups, headline, line, line_of, nested, summary, ways},
};
use crate::Change;
use std::fmt::Write;

/// The report as text.
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    for compared in &report.services {
        service(compared, &mut out);
        out.push('\n');
    }
    if out.is_empty() {
        out.push_str("Nothing differs.\n");
    }
    out
}

fn service(compared: &Compared, out: &mut String) {
    let Compared { old, new, diff } = compared;
    let title = format!("{} - {}", diff.title, headline(diff));
    _ = writeln!(out, "{title}\n{}\n{old} -> {new}\n", "=".repeat(title.chars().count()));
    for operation in &diff.operations {
        _ = writeln!(out, "{} ({})", operation.name, operation.state.name());
        for (heading, nested) in nested(operation) {
            _ = writeln!(out, "{heading}\n{}", notation(nested));
        }
        for change in further(diff, operation) {
            _ = writeln!(out, "  {}: {}", change.rule.name, line(change));
        }
        out.push('\n');
    }
    let groups = groups(diff);
    for (verdicts, changes) in &groups.listed {
        let heading = capital(&line_of(*verdicts));
        _ = writeln!(out, "{heading}\n{}", "-".repeat(heading.len()));
        changes.iter().for_each(|change| entry(change, out));
        out.push('\n');
    }
    if !groups.new_shapes.is_empty() {
        _ = writeln!(out, "New shapes: {}\n", groups.new_shapes.join(", "));
    }
    if let Some(explained) = groups.explained() {
        _ = writeln!(out, "{explained}\n");
    }
    for sentence in summary(diff) {
        _ = writeln!(out, "{sentence}");
    }
}

fn entry(change: &Change, out: &mut String) {
    _ = writeln!(out, "{}: {}", change.rule.name, line(change));
    if let Some(place) = change.place() {
        _ = writeln!(out, "    at {place}");
    }
    for way in ways(change) {
        _ = writeln!(out, "    from {way}");
    }
    if let Some(hint) = &change.hint {
        _ = writeln!(out, "    {hint}");
    }
    if let Some(reason) = &change.accepted {
        _ = writeln!(out, "    accepted: {reason}");
    }
}

pub(super) fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_uppercase() + rest
}
