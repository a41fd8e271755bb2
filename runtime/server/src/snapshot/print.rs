//! JSON text for people.

use shapewright_schema::Document;
use shapewright_wire::json::print_document;

/// A document as JSON text, with each entry on a line of its own.
pub(super) fn pretty(document: &Document) -> String {
    let mut text = String::new();
    write(document, 0, &mut text);
    text.push('\n');
    text
}

fn write(document: &Document, depth: usize, text: &mut String) {
    match document {
        Document::Map(fields) if !fields.is_empty() => {
            let entries = fields.iter().map(|(key, value)| (Some(key), value));
            block(('{', '}'), entries, depth, text);
        }
        Document::List(elements) if !elements.is_empty() => {
            block(('[', ']'), elements.iter().map(|value| (None, value)), depth, text);
        }
        other => text.push_str(&String::from_utf8_lossy(&print_document(other))),
    }
}

fn block<'a>(
    (open, close): (char, char),
    entries: impl Iterator<Item = (Option<&'a String>, &'a Document)>,
    depth: usize,
    text: &mut String,
) {
    text.push(open);
    for (place, (key, value)) in entries.enumerate() {
        if place > 0 {
            text.push(',');
        }
        line(depth + 1, text);
        if let Some(key) = key {
            write(&Document::String(key.clone()), 0, text);
            text.push_str(": ");
        }
        write(value, depth + 1, text);
    }
    line(depth, text);
    text.push(close);
}

fn line(depth: usize, text: &mut String) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}
