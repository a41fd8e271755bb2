//! What a review says, as blocks, and the two ways to write them: for a terminal, and for a comment on GitHub.
//!
//! Words in blocks are Markdown, and ours. What comes from descriptions or code stands in a code span (`show::code`), in a code
//! block or in a title, where it cannot mean anything: no link, no mention of a person, no HTML.

use crate::words::count;
use shapewright_diff::show::{escaped, fenced};
use std::fmt::Write;

/// Marks the comment, so that the next review takes its place.
const MARK: &str = "<!-- shapewright-review -->";

/// GitHub refuses comments of more than 65,536 characters. There are never more characters than bytes, and some room stays
/// for what a workflow adds.
const LIMIT: usize = 65_000;

/// A part of a review.
pub enum Block {
    /// What the next blocks are about.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Points.
    List(Vec<String>),
    /// A head and rows.
    Table(Vec<&'static str>, Vec<Vec<String>>),
    /// Something to copy.
    Code(&'static str, String),
    /// Something to look at when it is asked for: a title, the language, the text.
    Folded(String, &'static str, String),
    /// What is written in both ways already. In Markdown, each part stands alone.
    Written {
        /// For a terminal.
        text: String,
        /// For a comment.
        markdown: Vec<String>,
    },
}

/// The first lines of a text, and how many more there are.
pub fn cut(text: &str, limit: Option<usize>) -> String {
    let limit = limit.unwrap_or(usize::MAX);
    let mut lines = text.lines();
    let mut kept = lines.by_ref().take(limit).collect::<Vec<_>>().join("\n");
    let rest = lines.count();
    if rest > 0 {
        let _ = write!(kept, "\n... {}", count(rest, "more line"));
    }
    kept
}

/// For a terminal or a log.
pub fn text(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        // Writing to a string cannot fail.
        let _ = match block {
            Block::Heading(title) => writeln!(out, "{title}\n{}\n", "=".repeat(title.chars().count())),
            Block::Text(text) => writeln!(out, "{text}\n"),
            Block::List(points) => writeln!(out, "{}\n", list(points)),
            Block::Table(head, rows) => writeln!(out, "{}", columns(head, rows)),
            Block::Code(_, text) => writeln!(out, "{}\n", indented(text)),
            Block::Folded(title, _, text) => writeln!(out, "{title}\n{}\n", indented(text)),
            Block::Written { text, .. } => writeln!(out, "{text}"),
        };
    }
    out
}

/// For a comment on GitHub: what is long is folded, and what is too much for a comment is left out, which is said.
pub fn markdown(blocks: &[Block]) -> String {
    let mut out = format!("{MARK}\n");
    let mut left = blocks.iter().flat_map(in_markdown).peekable();
    let note = "\n*The rest is too long for a comment; `cargo xtask review --all` shows it.*\n";
    while let Some(block) = left.next_if(|block| out.len() + block.len() + note.len() <= LIMIT) {
        out.push_str(&block);
    }
    if left.peek().is_some() {
        out.push_str(note);
    }
    out
}

fn in_markdown(block: &Block) -> Vec<String> {
    let one = match block {
        Block::Heading(title) => format!("\n## {title}\n"),
        Block::Text(text) => format!("\n{text}\n"),
        Block::List(points) => format!("\n{}\n", list(points)),
        Block::Table(head, rows) => {
            let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
            let head: Vec<String> = head.iter().map(|&cell| cell.to_owned()).collect();
            let rule = "|---".repeat(head.len());
            let in_cells = |cells: &Vec<String>| cells.iter().map(|cell| cell.replace('|', "\\|")).collect::<Vec<_>>();
            let rows: String = rows.iter().map(|cells| row(&in_cells(cells))).collect();
            format!("\n{}{rule}|\n{rows}", row(&head))
        }
        Block::Code(language, text) => format!("\n{}\n", fenced(language, text)),
        Block::Folded(title, language, text) => format!(
            "\n<details><summary>{}</summary>\n\n{}\n</details>\n",
            escaped(title),
            fenced(language, text)
        ),
        Block::Written { markdown, .. } => return markdown.iter().map(|part| format!("\n{part}")).collect(),
    };
    vec![one]
}

fn list(points: &[String]) -> String {
    points
        .iter()
        .map(|point| format!("- {point}"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// A table as columns of a terminal.
fn columns(head: &[&str], rows: &[Vec<String>]) -> String {
    let width = |at: usize| {
        let cells = rows
            .iter()
            .filter_map(|row| row.get(at))
            .map(|cell| cell.chars().count());
        cells.chain([head[at].chars().count()]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded: Vec<String> = cells
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        format!("{}\n", padded.join("  ").trim_end())
    };
    let mut out = String::new();
    if head.iter().any(|cell| !cell.is_empty()) {
        out.push_str(&line(&mut head.iter().copied()));
    }
    for row in rows {
        out.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    out
}

fn indented(text: &str) -> String {
    text.lines()
        .map(|line| format!("    {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use shapewright_diff::show::code;

    #[test]
    fn foreign_text_stays_in_its_block() {
        let row = vec![code("a|b")];
        let blocks = [
            Block::Table(vec!["x"], vec![row]),
            Block::Folded("<b>".to_owned(), "diff", "```\n</details>".to_owned()),
        ];
        let written = markdown(&blocks);
        assert!(written.contains("| `a\\|b` |"), "{written}");
        assert!(
            written.contains("<summary>&lt;b&gt;</summary>\n\n````diff\n```\n</details>\n````\n"),
            "{written}"
        );
    }

    #[test]
    fn a_comment_is_never_too_long() {
        let block = |lines| Block::Folded("x".to_owned(), "diff", "+ ä\n".repeat(lines));
        let written = markdown(&[block(5_000), block(5_000), block(5_000)]);
        assert!(written.len() <= 65_536 && written.contains("The rest is too long"));
        assert_eq!(written.matches("<details>").count(), 2);
        assert_eq!(written.matches("</details>").count(), 2);
        assert!(!markdown(&[block(5_000)]).contains("The rest"));
    }

    #[test]
    fn cutting_says_what_is_left() {
        assert_eq!(cut("a\nb\nc", Some(2)), "a\nb\n... 1 more line");
        assert_eq!(cut("a\nb", Some(2)), "a\nb");
        assert_eq!(cut("a\nb", None), "a\nb");
    }
}
