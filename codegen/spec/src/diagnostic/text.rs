//! Text of a description as a terminal shows it.

use std::borrow::Cow;

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

/// A name from a file as a message shows it: in backquotes, cut to 80 characters, without control characters.
pub fn quoted(name: &str) -> String {
    format!("`{}`", shortened(name, 80))
}
