//! Tags of records, and the operations on them.

use super::{Most, Shape, Spec, Structure};
use serde::{Deserialize, Serialize};

/// The operations on the tags of records, which name a record by its ARN. They work on every resource that says which
/// member holds `tags`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tagging {
    /// Adds tags; a key that is there already gets the new value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<TagOperation>,
    /// Removes the tags with the keys that it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub untag: Option<TagOperation>,
    /// Answers the tags, page by page where it has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<TagOperation>,
    /// The error for an ARN that no record has. An operation that cannot answer it succeeds without effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_found: Option<String>,
    /// How many tags a record may carry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Most>,
}

/// An operation on tags.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TagOperation {
    /// Its name.
    pub operation: String,
    /// The input member that takes the ARN.
    pub resource: String,
    /// The member that holds the tags: of the input, or where it lists them of the output. Where it removes them it can hold
    /// their keys alone.
    pub tags: String,
}

impl Tagging {
    /// The operations, each with its field.
    pub fn operations(&self) -> impl Iterator<Item = (&'static str, &TagOperation)> {
        let all = [("tag", &self.tag), ("untag", &self.untag), ("list", &self.list)];
        all.into_iter()
            .filter_map(|(field, operation)| Some((field, operation.as_ref()?)))
    }
}

impl Spec {
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
