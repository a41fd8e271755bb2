//! Markdown of a description as lines of a doc comment.

use crate::ir::Docs;

/// The width that paragraphs are wrapped to, without indentation and slashes.
const WIDTH: usize = 110;

/// The lines of `markdown`, paragraphs wrapped; those of `otherwise` when there is none, so that no public item is
/// without docs.
pub fn docs(markdown: Option<&str>, otherwise: &str) -> Docs {
    let text = markdown
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .unwrap_or(otherwise);
    let mut lines = Vec::new();
    let mut in_fence = false;
    for line in text.lines() {
        let line = line.trim_end();
        let fence = line.trim_start().starts_with("```");
        let as_is = in_fence || fence || line.starts_with([' ', '\t', '|', '#']);
        in_fence ^= fence;
        if as_is || line.len() <= WIDTH {
            lines.push(line.to_owned());
        } else {
            wrap(line, &mut lines);
        }
    }
    if in_fence {
        // An open fence would swallow what rustdoc adds.
        lines.push("```".to_owned());
    }
    Docs(lines)
}

fn wrap(line: &str, lines: &mut Vec<String>) {
    // What follows a list mark goes on under the text, not under the mark.
    let indent = if line.starts_with("- ") || line.starts_with("* ") {
        "  "
    } else {
        ""
    };
    let options = textwrap::Options::new(WIDTH)
        .subsequent_indent(indent)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    lines.extend(textwrap::wrap(line, options).into_iter().map(String::from));
}
