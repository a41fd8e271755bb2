//! Tags of records, and the operations on them.

use super::Most;
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
    /// Returns the tags, page by page where it has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<TagOperation>,
    /// The error for an ARN that no record has. An operation that cannot return it succeeds without effect.
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
