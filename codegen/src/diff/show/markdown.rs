//! As Markdown, for a comment on a change.

use super::{Compared, Report, further, groups, headline, line, nested, notation, summary, text::capital, ways};
use crate::diff::{Change, Verdict};
use std::fmt::Write;

/// The report as Markdown, the summary of each service first.
pub fn markdown(report: &Report) -> String {
    let mut out = String::new();
    for compared in &report.services {
        service(compared, &mut out);
    }
    for (what, titles) in [("New", &report.new_services), ("Removed", &report.removed_services)] {
        for title in titles {
            _ = writeln!(out, "{what} service: **{}**\n", escaped(title));
        }
    }
    if out.is_empty() {
        out.push_str("Nothing differs.\n");
    }
    out
}

fn service(compared: &Compared, out: &mut String) {
    let Compared { old, new, diff } = compared;
    _ = writeln!(out, "## {}: {}\n", escaped(&diff.title), headline(diff));
    _ = writeln!(out, "`{old}` → `{new}`\n");
    _ = writeln!(out, "{}\n", summary(diff).join(" "));
    for operation in &diff.operations {
        _ = writeln!(out, "### {} ({})\n", operation.name, operation.state.name());
        for (heading, nested) in nested(operation) {
            _ = writeln!(out, "{heading}\n\n```python\n{}\n```\n", notation(nested));
        }
        let further: Vec<&Change> = further(diff, operation).collect();
        for change in &further {
            _ = writeln!(out, "- `{}`: {}", change.rule.name, escaped(&line(change)));
        }
        if !further.is_empty() {
            out.push('\n');
        }
    }
    let groups = groups(diff);
    for (verdict, changes) in &groups.listed {
        let open = if *verdict == Verdict::Breaking { " open" } else { "" };
        let heading = format!("{} changes ({})", capital(verdict.name()), changes.len());
        _ = writeln!(out, "<details{open}><summary>{heading}</summary>\n");
        _ = writeln!(
            out,
            "| change | what | wire | Rust | mock | where |\n|---|---|---|---|---|---|"
        );
        changes.iter().for_each(|change| row(change, out));
        out.push_str("\n</details>\n\n");
    }
    if !groups.new_shapes.is_empty() {
        _ = writeln!(out, "New shapes: `{}`\n", groups.new_shapes.join("`, `"));
    }
    if groups.explained > 0 {
        _ = writeln!(out, "Explained otherwise: {} places\n", groups.explained);
    }
}

fn row(change: &Change, out: &mut String) {
    let mut what = escaped(&line(change));
    let accepted = change.accepted.as_ref().map(|reason| format!("accepted: {reason}"));
    for extra in change.hint.iter().chain(&accepted) {
        what.push_str("<br>");
        what.push_str(&escaped(extra));
    }
    let mut place: Vec<String> = change.place().map(|place| format!("`{place}`")).into_iter().collect();
    place.extend(ways(change).iter().map(|way| escaped(way)));
    let verdicts = change.verdicts;
    _ = writeln!(
        out,
        "| `{}` | {what} | {} | {} | {} | {} |",
        change.rule.name,
        verdicts.wire,
        verdicts.rust,
        verdicts.mock,
        place.join("<br>")
    );
}

/// Text that Markdown and HTML take for nothing else.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' => out.extend(['\\', c]),
            '\n' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}
