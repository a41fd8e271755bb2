//! Where each value of a file stands, by its path.

use crate::diagnostic::{Code, Diagnostic, LineIndex, Location, Span};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::OnceLock;

/// Which part of a field a diagnostic points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The key.
    Key,
    /// The value.
    Value,
    /// The value, or the key where the value is an object or an array and so may fill many lines.
    Short,
}

/// Finds the place of each value in the text.
///
/// Reading a file only writes down spans; the index that finds them by name, and the index of lines, are made when the
/// first diagnostic asks for them.
#[derive(Debug)]
pub struct Positions {
    path: String,
    text: String,
    nodes: Vec<Node>,
    by_parent: OnceLock<Vec<u32>>,
    lines: OnceLock<LineIndex>,
}

/// One value. The root is its own parent.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) parent: u32,
    pub(super) key: Key,
    pub(super) value: Span,
    pub(super) is_container: bool,
}

/// What a value is called in its parent.
#[derive(Debug, Clone, Copy)]
pub(super) enum Key {
    /// The root has no name.
    Root,
    /// The key of an object, with its quotes.
    Field(Span),
    /// The position in an array.
    Index(u32),
}

impl Positions {
    pub(super) fn new(path: String, text: String, nodes: Vec<Node>) -> Self {
        Self {
            path,
            text,
            nodes,
            by_parent: OnceLock::new(),
            lines: OnceLock::new(),
        }
    }

    /// The places of a description that has no text: all are its beginning.
    pub(super) fn none() -> Self {
        let root = Node {
            parent: 0,
            key: Key::Root,
            value: Span::default(),
            is_container: true,
        };
        Self::new(String::new(), String::new(), vec![root])
    }

    /// The path of the file.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The text of the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of the value at a path of keys and array positions, or of the nearest value around it.
    pub fn span(&self, path: &[&str], part: Part) -> Span {
        let mut node = 0;
        for key in path {
            match self.child(node, key) {
                Some(child) => node = child,
                None => return self.node_span(node, Part::Short),
            }
        }
        self.node_span(node, part)
    }

    /// The location of the value at a path. The pointer is that of the path, even if the value is missing.
    pub fn location(&self, path: &[&str], part: Part) -> Location {
        self.location_of(self.span(path, part), pointer(path.iter().copied()))
    }

    /// A diagnostic at the value at a path, with the line that it is on.
    pub fn diagnostic(&self, code: Code, path: &[&str], part: Part, message: impl Into<String>) -> Diagnostic {
        self.diagnostic_of(code, self.span(path, part), pointer(path.iter().copied()), message)
    }

    /// A diagnostic at a span.
    pub(super) fn diagnostic_of(
        &self,
        code: Code,
        span: Span,
        pointer: String,
        message: impl Into<String>,
    ) -> Diagnostic {
        let excerpt = self.lines().excerpt(&self.text, span);
        Diagnostic::new(code, self.location_of(span, pointer), message).with_excerpt(excerpt)
    }

    /// The path of a node.
    pub(super) fn pointer_of(&self, node: u32) -> String {
        let mut keys = Vec::new();
        let mut at = node;
        loop {
            match self.nodes[at as usize].key {
                Key::Root => break,
                Key::Field(span) => keys.push(self.key_text(span)),
                Key::Index(index) => keys.push(Cow::Owned(index.to_string())),
            }
            at = self.nodes[at as usize].parent;
        }
        pointer(keys.iter().rev().map(Cow::as_ref))
    }

    /// The path of a field of a node.
    pub(super) fn pointer_to(&self, node: u32, key: &str) -> String {
        self.pointer_of(node) + &pointer([key])
    }

    /// The place of a node's value.
    pub(super) fn value_span(&self, node: u32) -> Span {
        self.nodes[node as usize].value
    }

    fn location_of(&self, span: Span, pointer: String) -> Location {
        let (line, column) = self.lines().line_column(&self.text, span.start);
        Location {
            path: self.path.clone(),
            line,
            column,
            pointer,
        }
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    fn node_span(&self, node: u32, part: Part) -> Span {
        let node = &self.nodes[node as usize];
        match (part, node.key) {
            (Part::Key, Key::Field(key)) => key,
            (Part::Short, Key::Field(key)) if node.is_container => key,
            _ => node.value,
        }
    }

    fn child(&self, parent: u32, key: &str) -> Option<u32> {
        let index = self.by_parent.get_or_init(|| {
            // The root is left out: no value is called like it.
            let mut index: Vec<u32> = (1..self.nodes.len() as u32).collect();
            index.sort_by(|a, b| {
                let (a, b) = (&self.nodes[*a as usize], &self.nodes[*b as usize]);
                a.parent.cmp(&b.parent).then_with(|| self.compare_keys(a.key, b.key))
            });
            index
        });
        let found = index.binary_search_by(|node| {
            let node = &self.nodes[*node as usize];
            node.parent.cmp(&parent).then_with(|| match node.key {
                Key::Root => Ordering::Less,
                Key::Field(span) => (*self.key_text(span)).cmp(key),
                Key::Index(index) => index.cmp(&key.parse().unwrap_or(u32::MAX)),
            })
        });
        found.ok().map(|at| index[at])
    }

    fn compare_keys(&self, a: Key, b: Key) -> Ordering {
        match (a, b) {
            (Key::Field(a), Key::Field(b)) => self.key_text(a).cmp(&self.key_text(b)),
            (Key::Index(a), Key::Index(b)) => a.cmp(&b),
            // One parent is an object or an array, so its children are all fields or all elements.
            _ => Ordering::Equal,
        }
    }

    fn key_text(&self, quoted: Span) -> Cow<'_, str> {
        let text = &self.text[quoted.start..quoted.end];
        match text.contains('\\') {
            true => Cow::Owned(serde_json::from_str(text).unwrap_or_default()),
            false => Cow::Borrowed(text.trim_matches('"')),
        }
    }
}

/// A JSON pointer (RFC 6901).
pub(super) fn pointer<'a>(path: impl IntoIterator<Item = &'a str>) -> String {
    let mut pointer = String::new();
    for key in path {
        pointer.push('/');
        for character in key.chars() {
            match character {
                '~' => pointer.push_str("~0"),
                '/' => pointer.push_str("~1"),
                _ => pointer.push(character),
            }
        }
    }
    pointer
}
