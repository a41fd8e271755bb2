//! The input of the generator: a file that somebody else has read.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineIndex, Location, Span};

/// The text of a file and its path. The path is shown in messages and never opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path, as messages show it.
    pub path: String,
    /// The text.
    pub text: String,
}

impl Source {
    /// A source from text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }

    /// A source from bytes. Reports bytes that are not UTF-8 and returns `None`.
    pub fn from_bytes(path: impl Into<String>, bytes: Vec<u8>, sink: &mut Diagnostics) -> Option<Self> {
        let path = path.into();
        match String::from_utf8(bytes) {
            Ok(text) => Some(Self { path, text }),
            Err(error) => {
                sink.push(invalid_utf8(path, error.as_bytes(), error.utf8_error().valid_up_to()));
                None
            }
        }
    }
}

fn invalid_utf8(path: String, bytes: &[u8], offset: usize) -> Diagnostic {
    // Every invalid byte becomes one replacement character, which stands after `offset` bytes of unchanged text.
    let text = String::from_utf8_lossy(bytes);
    let lines = LineIndex::new(&text);
    let (line, column) = lines.line_column(&text, offset);
    let location = Location {
        path,
        line,
        column,
        pointer: String::new(),
    };
    let span = Span {
        start: offset,
        end: offset + char::REPLACEMENT_CHARACTER.len_utf8(),
    };
    let message = format!("the file is not UTF-8: byte {:#04x} at offset {offset}", bytes[offset]);
    Diagnostic::new(Code::InvalidUtf8, location, message)
        .with_excerpt(lines.excerpt(&text, span))
        .with_help("save the file as UTF-8")
}
