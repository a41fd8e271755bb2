//! From text to a JSON value with the span of every part.
//!
//! The tree has the depth that the parser allows (512), so walking it by recursion is safe.

use super::Source;
use super::positions::{Key, Node, Positions};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, quoted};
use jsonc_parser::ast;
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde::de::IgnoredAny;
use serde_json::{Map, Number, Value};
use std::collections::HashSet;

/// The longest key of an object in bytes: keys are repeated in pointers, so a long one could fill the memory.
const LONGEST_KEY: usize = 1_000;

/// Strict JSON. What the parser allows beyond it is caught by [`strictness`].
const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Reads strict JSON. Reports what is not, and keys that are there twice.
pub(super) fn read(source: &Source, sink: &mut Diagnostics) -> Option<(Value, Positions)> {
    let Source { path, text } = source;
    let refuse = |span, message: String, help: &str| {
        let positions = Positions::new(path.clone(), text.clone(), Vec::new());
        positions
            .diagnostic_of(Code::Syntax, span, String::new(), message)
            .with_help(help)
    };
    if u32::try_from(text.len()).is_err() {
        sink.push(refuse(
            Span::default(),
            "the file is larger than 4 GiB".into(),
            "split the service",
        ));
        return None;
    }
    if text.starts_with('\u{feff}') {
        let span = Span {
            start: 0,
            end: '\u{feff}'.len_utf8(),
        };
        sink.push(refuse(
            span,
            "the file starts with a byte order mark".into(),
            "save it as UTF-8 without one",
        ));
        return None;
    }
    let root = match parse_to_ast(text, &CollectOptions::default(), &OPTIONS) {
        Ok(parsed) => match parsed.value {
            Some(root) => root,
            None => {
                let help = "a description is a JSON object with `spec`, `service`, `operations` and `shapes`";
                sink.push(refuse(Span::default(), "the file is empty".into(), help));
                return None;
            }
        },
        Err(error) => {
            let Range { start, end } = error.range();
            sink.push(refuse(Span { start, end }, message(&error), help(&error)));
            return None;
        }
    };
    if let Some((offset, message)) = strictness(text) {
        let span = Span {
            start: offset,
            end: offset + 1,
        };
        sink.push(refuse(
            span,
            message,
            "JSON (RFC 8259) does not allow it here: remove it, or escape it in a string",
        ));
        return None;
    }
    let mut reader = Reader::default();
    let root = reader.value(&root, 0, Key::Root);
    let positions = Positions::new(path.clone(), text.clone(), reader.nodes);
    for problem in reader.problems {
        sink.push(problem.diagnostic(&positions));
    }
    Some((root, positions))
}

/// What the parser lets pass although it is not JSON: control characters in strings, unusual white space.
fn strictness(text: &str) -> Option<(usize, String)> {
    let error = serde_json::from_str::<IgnoredAny>(text).err()?;
    let line_start = match error.line() {
        0 | 1 => 0,
        line => text
            .match_indices('\n')
            .nth(line - 2)
            .map_or(0, |(offset, _)| offset + 1),
    };
    // The column counts bytes, from 1, and may be one line break too far.
    let offset = text.floor_char_boundary(line_start + error.column().saturating_sub(1));
    let message = error.to_string();
    let message = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(message, _)| message);
    Some((offset, message.to_owned()))
}

fn message(error: &ParseError) -> String {
    let message = error.kind().to_string();
    let mut characters = message.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => message,
    }
}

fn help(error: &ParseError) -> &'static str {
    match error.kind() {
        ParseErrorKind::CommentsNotAllowed => "JSON has no comments: use a `docs` field",
        ParseErrorKind::TrailingCommasNotAllowed => "remove the comma before the closing bracket",
        ParseErrorKind::ExpectedComma => "put a comma between the two",
        ParseErrorKind::SingleQuotedStringsNotAllowed | ParseErrorKind::ExpectedStringObjectProperty => {
            "write it in double quotes"
        }
        ParseErrorKind::UnterminatedArray | ParseErrorKind::UnterminatedObject => {
            "close it; the file ends inside of what starts here"
        }
        ParseErrorKind::String(_) => {
            "strings end with a double quote; escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hex digits"
        }
        ParseErrorKind::NestingDepthExceeded => "values can be nested 512 deep",
        _ => "a description is JSON (RFC 8259)",
    }
}

/// Writes down spans while it turns the tree into a value.
#[derive(Default)]
struct Reader {
    nodes: Vec<Node>,
    problems: Vec<Problem>,
}

/// A problem of one key, reported when all positions are known.
enum Problem {
    Duplicate { node: u32, key: String, again: Span },
    TooLong { node: u32, key: String, span: Span },
    Number { node: u32 },
}

impl Problem {
    fn diagnostic(self, positions: &Positions) -> Diagnostic {
        match self {
            Self::Duplicate { node, key, again } => {
                let message = format!("{} is here for the second time", quoted(&key));
                positions
                    .diagnostic_of(Code::DuplicateKey, again, positions.pointer_to(node, &key), message)
                    .with_help("remove one of the two, or rename it; the first one counts")
            }
            Self::TooLong { node, key, span } => {
                let message = format!("{} is a name of {} bytes", quoted(&key), key.len());
                positions
                    .diagnostic_of(Code::BadName, span, positions.pointer_of(node), message)
                    .with_help(format!("use at most {LONGEST_KEY} bytes"))
            }
            Self::Number { node } => {
                let message = "the number is beyond the range of 64-bit floating point";
                positions
                    .diagnostic_of(
                        Code::WrongType,
                        positions.value_span(node),
                        positions.pointer_of(node),
                        message,
                    )
                    .with_help("write a number between -1.7e308 and 1.7e308")
            }
        }
    }
}

impl Reader {
    fn value(&mut self, value: &ast::Value<'_>, parent: u32, key: Key) -> Value {
        let node = self.nodes.len() as u32;
        self.nodes.push(Node {
            parent,
            key,
            value: span(value.range()),
            is_container: matches!(value, ast::Value::Object(_) | ast::Value::Array(_)),
        });
        match value {
            ast::Value::Object(object) => Value::Object(self.object(object, node)),
            ast::Value::Array(array) => {
                let elements = array.elements.iter().zip(0..);
                Value::Array(
                    elements
                        .map(|(element, at)| self.value(element, node, Key::Index(at)))
                        .collect(),
                )
            }
            ast::Value::StringLit(literal) => Value::String(literal.value.to_string()),
            ast::Value::NumberLit(literal) => Value::Number(literal.value.parse().unwrap_or_else(|_| {
                self.problems.push(Problem::Number { node });
                Number::from(0)
            })),
            ast::Value::BooleanLit(literal) => Value::Bool(literal.value),
            ast::Value::NullKeyword(_) => Value::Null,
        }
    }

    fn object(&mut self, object: &ast::Object<'_>, node: u32) -> Map<String, Value> {
        let mut map = Map::with_capacity(object.properties.len());
        let mut reported = HashSet::new();
        for property in &object.properties {
            let key = property.name.as_str();
            let key_span = span(property.name.range());
            if key.len() > LONGEST_KEY {
                self.problems.push(Problem::TooLong {
                    node,
                    key: key.to_owned(),
                    span: key_span,
                });
            } else if map.contains_key(key) {
                if reported.insert(key) {
                    self.problems.push(Problem::Duplicate {
                        node,
                        key: key.to_owned(),
                        again: key_span,
                    });
                }
            } else {
                let value = self.value(&property.value, node, Key::Field(key_span));
                map.insert(key.to_owned(), value);
            }
        }
        map
    }
}

fn span(range: Range) -> Span {
    Span {
        start: range.start,
        end: range.end,
    }
}
