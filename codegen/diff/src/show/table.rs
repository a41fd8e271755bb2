//! The table of rules, for the documents.

use crate::{Cells, Family, RULES, Rule, RustApi, Verdict};
use std::fmt::Write;

/// All rules as tables in Markdown, one a family. A cell has the verdicts for wire, Rust API and mock.
pub fn rules() -> String {
    let mut out = String::new();
    let mut family = None;
    for rule in RULES {
        if family != Some(rule.family) {
            family = Some(rule.family);
            let gap = if out.is_empty() { "" } else { "\n" };
            _ = writeln!(out, "{gap}### {}\n", heading(rule.family));
            out.push_str("| rule | what has happened | in requests | in responses and errors |\n|---|---|---|---|\n");
        }
        row(rule, &mut out);
    }
    out
}

fn row(rule: &Rule, out: &mut String) {
    let [input, output, _] = rule.cells.map(cell);
    let output = if input == output { "the same".to_owned() } else { output };
    _ = writeln!(out, "| `{}` | {} | {input} | {output} |", rule.name, rule.says);
}

fn cell(cells: Cells) -> String {
    let rust = match cells.rust {
        RustApi::Same => "-",
        RustApi::Adds => "adds",
        RustApi::Warns => "warns",
        RustApi::Breaks => "breaking",
        RustApi::ByType => "by type",
    };
    let verdict = |verdict: Verdict| match verdict {
        Verdict::Compatible => "-",
        other => other.name(),
    };
    format!("{} / {rust} / {}", verdict(cells.wire), verdict(cells.mock))
}

fn heading(family: Family) -> &'static str {
    match family {
        Family::Service => "The service",
        Family::Operation => "Operations",
        Family::Shape => "Shapes",
        Family::Member => "Members",
        Family::Enum => "Enums",
        Family::Constraint => "Constraints",
        Family::Lifecycle => "Lifecycles",
        Family::Rust => "Generated code",
        Family::Documentation => "Documentation",
    }
}
