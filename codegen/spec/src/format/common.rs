//! What several parts of a description say in the same way.

use serde::{Deserialize, Serialize};

/// Marks what should not be used any more.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Deprecated {
    /// Since when, a date or a version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// What to use instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// How many there may be: records under one parent, or tags of a record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Most {
    /// So many.
    pub count: usize,
    /// The error for one more.
    pub error: String,
}

/// A name, or a list of names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "expected a name or a list of names")]
pub enum OneOrMany {
    /// One name.
    One(String),
    /// Any number of names.
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl OneOrMany {
    pub(super) fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    /// The names.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

pub(super) fn is_false(value: &bool) -> bool {
    !value
}
