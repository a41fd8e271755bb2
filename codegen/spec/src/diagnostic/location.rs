//! Places in a file: from a byte offset to the line and column that an editor shows.

use super::text;
use std::fmt;

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The path of the file, as it was given.
    pub path: String,
    /// The line, from 1; 0 where only the pointer is known.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The JSON pointer (RFC 6901) of the value. Empty: the whole file.
    pub pointer: String,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.path)?,
            line => write!(f, "{}:{line}:{}", self.path, self.column)?,
        }
        match self.pointer.as_str() {
            "" => Ok(()),
            pointer => write!(f, " ({})", text::shortened(pointer, 200)),
        }
    }
}

/// The part of a line that a terminal shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The text, without control characters; `...` stands where the line was cut.
    pub text: String,
    /// How many characters of the text stand before the marked ones.
    pub before: usize,
    /// How many characters are marked, at least 1.
    pub marked: usize,
}

/// Finds lines and columns of a text by byte offset, in time that does not depend on how long the lines are.
#[derive(Debug)]
pub struct LineIndex {
    /// The byte offset at which each line starts.
    lines: Vec<usize>,
    /// How many characters stand before each multiple of [`STEP`] bytes.
    characters: Vec<usize>,
}

/// How many bytes stand between two entries of [`LineIndex::characters`].
const STEP: usize = 1024;

/// How many characters of a line are shown before and after the start of the marked ones.
const SHOWN_BEFORE: usize = 60;
const SHOWN_AFTER: usize = 80;

impl LineIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let mut lines = vec![0];
        let mut characters = Vec::with_capacity(text.len() / STEP + 1);
        let mut seen = 0;
        for (offset, byte) in text.bytes().enumerate() {
            if offset % STEP == 0 {
                characters.push(seen);
            }
            if is_character_start(byte) {
                seen += 1;
            }
            if byte == b'\n' {
                lines.push(offset + 1);
            }
        }
        Self { lines, characters }
    }

    /// The line and column of a byte, both from 1. An offset past the end is the end.
    pub fn line_column(&self, text: &str, offset: usize) -> (usize, usize) {
        let offset = offset.min(text.len());
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines[line - 1];
        (
            line,
            self.characters_before(text, offset) - self.characters_before(text, start) + 1,
        )
    }

    /// The line that a span starts on, cut around the span.
    pub fn excerpt(&self, text: &str, span: Span) -> Excerpt {
        let at = text.floor_char_boundary(span.start);
        let line = self.lines.partition_point(|start| *start <= at);
        let line_start = self.lines[line - 1];
        let line_end = self.lines.get(line).map_or(text.len(), |next| next - 1);
        let before = &text[line_start..at];
        let after = text[at..line_end.max(at)].trim_end_matches('\r');

        let shown_start = before
            .char_indices()
            .rev()
            .nth(SHOWN_BEFORE - 1)
            .map_or(0, |(offset, _)| offset);
        let shown_end = after
            .char_indices()
            .nth(SHOWN_AFTER)
            .map_or(after.len(), |(offset, _)| offset);
        let mut shown = String::new();
        if shown_start > 0 {
            shown.push_str("...");
        }
        shown.extend(before[shown_start..].chars().map(text::visible));
        let before = shown.chars().count();
        shown.extend(after[..shown_end].chars().map(text::visible));
        let marked_end = after.floor_char_boundary(span.end.saturating_sub(at).min(shown_end));
        let marked = after[..marked_end].chars().count().max(1);
        if shown_end < after.len() {
            shown.push_str("...");
        }
        Excerpt {
            text: shown,
            before,
            marked,
        }
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let step = (offset / STEP).min(self.characters.len().saturating_sub(1));
        let known = self.characters.get(step).copied().unwrap_or(0);
        known
            + text.as_bytes()[step * STEP..offset]
                .iter()
                .filter(|byte| is_character_start(**byte))
                .count()
    }
}

fn is_character_start(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "{\n  \"é\": 1\n}";
        let index = LineIndex::new(text);
        let offset = text.find('1').unwrap();
        assert_eq!(index.line_column(text, 0), (1, 1));
        assert_eq!(index.line_column(text, offset), (2, 8));
        assert_eq!(index.line_column(text, 1_000), (3, 2));
        assert_eq!(LineIndex::new("").line_column("", 0), (1, 1));
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let text = format!("{}X{}", "é".repeat(5_000), "b".repeat(5_000_000));
        let index = LineIndex::new(&text);
        let offset = text.find('X').unwrap();
        assert_eq!(index.line_column(&text, offset), (1, 5_001));
        let excerpt = index.excerpt(
            &text,
            Span {
                start: offset,
                end: text.len(),
            },
        );
        assert_eq!(excerpt.text.chars().nth(excerpt.before), Some('X'));
        assert_eq!(excerpt.text.chars().count(), 3 + SHOWN_BEFORE + SHOWN_AFTER + 3);
        assert_eq!(excerpt.marked, SHOWN_AFTER);
    }
}
