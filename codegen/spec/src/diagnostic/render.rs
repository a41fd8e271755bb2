//! How a diagnostic looks in a terminal.

use super::{Diagnostic, Excerpt, Severity};
use std::borrow::Cow;
use std::fmt;

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let gutter = " ".repeat(self.location.line.to_string().len());
        writeln!(f, "{severity}[{}]: {}", self.code, self.message)?;
        write!(f, "{gutter}--> {}", self.location)?;
        if let Some(Excerpt { text, before, marked }) = &self.excerpt {
            let (space, marks) = (" ".repeat(*before), "^".repeat(*marked));
            write!(
                f,
                "\n{gutter} |\n{} | {text}\n{gutter} | {space}{marks}",
                self.location.line
            )?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n{gutter} = help: {help}")?;
        }
        Ok(())
    }
}

/// A character as it is shown: control characters, and those that turn the direction of text, could deceive a reader.
pub(super) fn visible(character: char) -> char {
    match character {
        '\t' => ' ',
        '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {
            '\u{fffd}'
        }
        _ if character.is_control() => '\u{fffd}',
        _ => character,
    }
}

/// A text with at most so many characters, all visible.
pub(super) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    let cut = text.char_indices().nth(most).map(|(offset, _)| offset);
    let shown = &text[..cut.unwrap_or(text.len())];
    if cut.is_none() && shown.chars().all(|character| visible(character) == character) {
        return Cow::Borrowed(shown);
    }
    let mut short: String = shown.chars().map(visible).collect();
    if cut.is_some() {
        short.push_str("...");
    }
    Cow::Owned(short)
}
