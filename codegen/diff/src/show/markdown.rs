//! As Markdown, for a comment on a change.

use super::{
    notation,
    report::{Compared, Report, further, groups, headline, line, line_of, nested, summary, ways},
    text::capital,
};
use crate::{Change, Diff, OperationDiff, Verdict, Verdicts};
use std::fmt::Write;

/// The report as Markdown, the summary of each service first.
pub fn markdown(report: &Report) -> String {
    if report.services.is_empty() {
        return "Nothing differs.\n".to_owned();
    }
    report.services.iter().flat_map(markdown_parts).collect()
}

/// A service's difference as Markdown, in parts that can stand alone: the summary, each operation, and the changes by the worst
/// of their verdicts. Whoever has little room takes the first.
pub fn markdown_parts(compared: &Compared) -> Vec<String> {
    let Compared { old, new, diff } = compared;
    let (old, new) = (code(old), code(new));
    let head = format!("## {}: {}\n\n{old} → {new}\n", escaped(&diff.title), headline(diff));
    let mut parts = vec![format!("{head}\n{}\n\n", summary(diff).join(" "))];
    parts.extend(diff.operations.iter().map(|of| operation(diff, of)));
    let groups = groups(diff);
    parts.extend(
        groups
            .listed
            .iter()
            .map(|(verdicts, changes)| group(*verdicts, changes)),
    );
    if !groups.new_shapes.is_empty() {
        let names: Vec<String> = groups.new_shapes.iter().map(|name| code(name)).collect();
        parts.push(format!("New shapes: {}\n\n", names.join(", ")));
    }
    parts.extend(groups.explained().map(|explained| format!("{explained}\n\n")));
    parts
}

/// Text in a code span, where it is nothing but text: no mark-up, no link, no mention of a person.
pub fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let ticks = "`".repeat(longest_run(&text) + 1);
    match text.starts_with('`') || text.ends_with('`') {
        true => format!("{ticks} {text} {ticks}"),
        false => format!("{ticks}{text}{ticks}"),
    }
}

/// A code block that the text cannot end.
pub fn fenced(language: &str, text: &str) -> String {
    let ticks = "`".repeat((longest_run(text) + 1).max(3));
    format!("{ticks}{language}\n{}\n{ticks}", text.trim_end())
}

/// How many backticks stand beside each other at most.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

fn operation(diff: &Diff, operation: &OperationDiff) -> String {
    let mut out = format!("### {} ({})\n\n", escaped(&operation.name), operation.state.name());
    for (heading, nested) in nested(operation) {
        _ = writeln!(out, "{}\n\n{}\n", escaped(heading), fenced("python", &notation(nested)));
    }
    let further: Vec<&Change> = further(diff, operation).collect();
    for change in &further {
        _ = writeln!(out, "- `{}`: {}", change.rule.name, code(&line(change)));
    }
    if !further.is_empty() {
        out.push('\n');
    }
    out
}

fn group(verdicts: Verdicts, changes: &[&Change]) -> String {
    let open = if verdicts.most() == Verdict::Breaking {
        " open"
    } else {
        ""
    };
    let heading = format!("{} ({})", capital(&line_of(verdicts)), changes.len());
    let mut out = format!("<details{open}><summary>{heading}</summary>\n\n");
    out.push_str("| change | what | where |\n|---|---|---|\n");
    changes.iter().for_each(|change| row(change, &mut out));
    out.push_str("\n</details>\n\n");
    out
}

fn row(change: &Change, out: &mut String) {
    let accepted = change.accepted.as_ref().map(|reason| format!("accepted: {reason}"));
    let what = [Some(&line(change)), change.hint.as_ref(), accepted.as_ref()];
    let place = change.place().map(ToString::to_string);
    let places = place.into_iter().chain(ways(change));
    _ = writeln!(
        out,
        "| `{}` | {} | {} |",
        change.rule.name,
        cell(what.into_iter().flatten()),
        cell(places)
    );
}

/// Lines in a cell of a table.
fn cell(lines: impl Iterator<Item = impl AsRef<str>>) -> String {
    let lines: Vec<String> = lines.map(|line| code(line.as_ref()).replace('|', "\\|")).collect();
    lines.join("<br>")
}

/// Text in a line of its own or in a title, where it is nothing but text: no mark-up, no HTML, no link, and no mention of a
/// person or a number, who would else be told of the comment.
pub fn escaped(text: &str) -> String {
    const NOTHING: &str = "<!-- -->";
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' | '*' | '_' | '~' | '`' | '[' | ']' | '\\' => out.extend(['\\', c]),
            '@' | '#' | ':' => {
                out.push(c);
                out.push_str(NOTHING);
            }
            c if c.is_control() => out.push(' '),
            _ => out.push(c),
        }
    }
    out.replace("www.", &format!("www{NOTHING}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_stays_text() {
        assert_eq!(escaped("a|<b>\n@all"), "a\\|&lt;b&gt; @<!-- -->all");
        assert_eq!(
            escaped("#1 https://www.a.b"),
            "#<!-- -->1 https:<!-- -->//www<!-- -->.a.b"
        );
        assert_eq!(fenced("x", "```\n"), "````x\n```\n````");
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`` @all"), "```a`` @all```");
        assert_eq!(code("`\nb"), "`` ` b ``");
        assert_eq!(cell(["a|b", "c"].iter()), "`a\\|b`<br>`c`");
    }
}
