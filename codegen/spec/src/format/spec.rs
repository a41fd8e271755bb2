//! A description: one file.

use super::{Operation, Resource, Service, Shape, Structure, Tagging, Waiter};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// The version of the format that this library reads and writes.
pub const VERSION: u32 = 1;

/// A service description: one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Spec {
    /// Where an editor finds the JSON Schema of this file. Has no meaning to the generator.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub json_schema: Option<String>,
    /// The version of the format, always [`VERSION`].
    pub spec: u32,
    /// The service itself.
    pub service: Service,
    /// The operations, by name.
    #[serde(default)]
    pub operations: IndexMap<String, Operation>,
    /// The shapes, by id.
    #[serde(default)]
    pub shapes: IndexMap<String, Shape>,
    /// What a client can wait for, by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub waiters: IndexMap<String, Waiter>,
    /// The lifecycles that a mock keeps state for, by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub resources: IndexMap<String, Resource>,
    /// The operations on the tags of records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagging: Option<Tagging>,
}

impl Spec {
    /// The page token of an operation, where it is one that a mock cannot make: its tokens are text.
    pub fn token_beside_text(&self, operation: &Operation) -> Option<&Shape> {
        let paginated = operation.paginated.as_ref()?;
        let Some(Shape::Structure(input)) = self.shapes.get(operation.input.as_ref()?) else {
            return None;
        };
        let token = self.shapes.get(&input.members.get(&paginated.input_token)?.target)?;
        (!matches!(token, Shape::String(_) | Shape::Enum(_))).then_some(token)
    }

    /// Whether a shape holds tags: a map from text to text, or a list of structures of a `key` and a `value`.
    pub fn holds_tags(&self, shape: &str) -> bool {
        match self.shapes.get(shape) {
            Some(Shape::Map(map)) => self.is_text(map.key.target()) && self.is_text(map.value.target()),
            Some(Shape::List(list)) => match self.shapes.get(list.member.target()) {
                Some(Shape::Structure(tag)) => self.is_tag(tag),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a shape holds keys of tags: a list of text.
    pub fn holds_keys(&self, shape: &str) -> bool {
        matches!(self.shapes.get(shape), Some(Shape::List(list)) if self.is_text(list.member.target()))
    }

    fn is_tag(&self, tag: &Structure) -> bool {
        let has = |end: &str| {
            let mut members = tag.members.iter();
            members.any(|(name, member)| name.to_ascii_lowercase().ends_with(end) && self.is_text(&member.target))
        };
        tag.members.len() == 2 && has("key") && has("value")
    }

    /// Whether a shape holds text.
    pub fn is_text(&self, shape: &str) -> bool {
        matches!(self.shapes.get(shape), Some(Shape::String(_) | Shape::Enum(_)))
    }
}
