//! Documentation of items.

/// Documentation: lines of Markdown, none for what the description says nothing about.
#[derive(Debug, Clone, Default)]
pub struct Docs(pub Vec<String>);
