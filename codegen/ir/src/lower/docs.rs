//! Markdown of a description as lines of a doc comment.
//!
//! What a description says must never break the build of its crates, whatever a compiler, rustdoc or clippy reads into a
//! comment: examples are no tests, brackets are no links to items, and text is no HTML.

mod inline;

use self::inline::Inline;
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
    let text = harmless(text);
    let mut blocks = Blocks {
        lines: Vec::new(),
        inline: Inline::new(&text),
        fence: None,
        item: 0,
    };
    for line in text.lines() {
        blocks.line(line.trim_end());
    }
    blocks.close();
    Docs(blocks.lines)
}

/// Text that is meant to be one line, as one.
pub fn one_line(text: &str) -> String {
    let text = harmless(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// The text without characters that no comment may hold or that would deceive its reader.
fn harmless(text: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' => harmless.push('\n'),
            '\t' => harmless.push_str("    "),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\u{2028}' | '\u{2029}' => harmless.push(' '),
            c if c.is_control() => harmless.push(' '),
            c => harmless.push(c),
        }
    }
    harmless
}

/// Text being read line by line.
struct Blocks {
    lines: Vec<String>,
    inline: Inline,
    /// What ends the code block that is open.
    fence: Option<Fence>,
    /// How far the text of the list item that is open is indented; 0 outside of lists.
    item: usize,
}

enum Fence {
    /// A line that starts with these characters.
    Marks(String),
    /// A line that is not indented.
    Indentation,
}

impl Blocks {
    fn line(&mut self, line: &str) {
        // Only spaces indent in Markdown: another blank character may be longer than the one byte that is cut off below.
        let text = line.trim_start_matches(' ');
        let indent = line.len() - text.len();
        match &self.fence {
            Some(Fence::Marks(marks)) => {
                let ends = text.starts_with(marks.as_str());
                self.lines.push(line.to_owned());
                if ends {
                    self.fence = None;
                }
                return;
            }
            Some(Fence::Indentation) if line.is_empty() || indent >= 4 => {
                self.lines.push(line.get(4..).unwrap_or_default().to_owned());
                return;
            }
            Some(Fence::Indentation) => self.close(),
            None => {}
        }
        let after_blank = self.lines.last().is_none_or(String::is_empty);
        if line.is_empty() {
            self.lines.push(String::new());
        } else if let Some(marks) = fence(text) {
            let language = language(&text[marks.len()..]);
            self.lines.push(format!("{}{marks}{language}", &line[..indent]));
            self.fence = Some(Fence::Marks(marks.to_owned()));
        } else if indent >= 4 && after_blank && self.item == 0 {
            self.lines.push("```text".to_owned());
            self.lines.push(line[4..].to_owned());
            self.fence = Some(Fence::Indentation);
        } else {
            self.text(indent, text, after_blank);
        }
    }

    fn text(&mut self, indent: usize, text: &str, after_blank: bool) {
        let mark = item_mark(text);
        let indent = if mark > 0 {
            self.item = indent + mark;
            indent
        } else if after_blank && indent == 0 {
            self.item = 0;
            0
        } else {
            // What goes on with an item stands under its text.
            indent.max(self.item)
        };
        let text = self.inline.escaped(text);
        let verbatim = text.starts_with(['|', '#']) || self.inline.defines(&text);
        let first = " ".repeat(indent);
        if verbatim || indent + text.len() <= WIDTH {
            self.lines.push(format!("{first}{text}"));
            return;
        }
        let next = " ".repeat(indent + mark);
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(&first)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .subsequent_indent(&next);
        let wrapped = textwrap::wrap(&text, options);
        let rest = wrapped.iter().skip(1).map(|line| no_block(line, next.len()));
        self.lines.extend(wrapped.first().map(|line| line.to_string()));
        self.lines.extend(rest);
    }

    /// Ends the code block that is open: it would swallow what rustdoc adds.
    fn close(&mut self) {
        let marks = match self.fence.take() {
            None => return,
            Some(Fence::Marks(marks)) => marks,
            Some(Fence::Indentation) => "```".to_owned(),
        };
        let blank = self.lines.last().is_some_and(String::is_empty);
        if blank {
            self.lines.pop();
        }
        self.lines.push(marks);
        if blank {
            self.lines.push(String::new());
        }
    }
}

/// The characters that open a block of code.
fn fence(text: &str) -> Option<&str> {
    ['`', '~'].into_iter().find_map(|mark| {
        let length = text.len() - text.trim_start_matches(mark).len();
        (length >= 3).then(|| &text[..length])
    })
}

/// The language of a block of code. Rust, and what rustdoc takes for it, would be run as a test.
fn language(info: &str) -> &str {
    let word = info.trim().split([',', ' ']).next().unwrap_or_default();
    let is_rust = matches!(
        word,
        "" | "rust"
            | "rs"
            | "ignore"
            | "no_run"
            | "should_panic"
            | "compile_fail"
            | "test_harness"
            | "standalone_crate"
    );
    let is_word = word.chars().all(|c| c.is_ascii_alphanumeric() || "+-_#".contains(c));
    if is_rust || !is_word || word.starts_with("edition") || word.starts_with("ignore") {
        "text"
    } else {
        word
    }
}

/// The length of the mark that a list item starts with, with its space; 0 where there is none.
fn item_mark(text: &str) -> usize {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &text[digits..];
    let is_mark = match digits {
        0 => rest.starts_with(['-', '*', '+']),
        1..=9 => rest.starts_with(['.', ')']),
        _ => false,
    };
    if is_mark && rest[1..].starts_with(' ') {
        digits + 2
    } else {
        0
    }
}

/// A line that goes on with a paragraph, so that it does not start with what would begin another block.
fn no_block(line: &str, indent: usize) -> String {
    let (space, text) = line.split_at(indent.min(line.len()));
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let starts_block = match digits {
        0 => text.starts_with(['-', '+', '>', '#', '=', '|']) || item_mark(text) > 0 || fence(text).is_some(),
        _ => item_mark(text) > 0,
    };
    if starts_block {
        format!("{space}{}\\{}", &text[..digits], &text[digits..])
    } else {
        line.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::docs;

    #[test]
    fn only_spaces_indent() {
        for (markdown, lines) in [
            ("a\n\n \u{a0}\u{a0}b", &["a", "", " \u{a0}\u{a0}b"][..]),
            ("a\n\n\u{3000}\u{3000}b", &["a", "", "\u{3000}\u{3000}b"]),
            ("- a\n \u{2003}b", &["- a", "  \u{2003}b"]),
            // A block of code that such a line ends.
            (
                "a\n\n    b\n \u{a0}\u{a0}c",
                &["a", "", "```text", "b", "```", " \u{a0}\u{a0}c"],
            ),
            ("a\n\n    \u{a0}b", &["a", "", "```text", "\u{a0}b", "```"]),
        ] {
            assert_eq!(docs(Some(markdown), "").0, lines, "{markdown:?}");
        }
    }
}
