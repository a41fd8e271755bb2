//! Resources: what a mock keeps records of.

use super::{Most, OneOrMany};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A lifecycle: enough for a mock to create, read, list, update and delete with no hand-written code.
///
/// Records of a resource live under those of its parent. A record is found by the parent's identifiers and its own;
/// each identifier is the name of the member that carries it in requests. Of the members that a resource names, those of
/// `id`, `arn`, `tags` and `refers` are the record's own; elsewhere a dot goes into a structure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resource {
    /// What the resource is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// What seeds call its records. Without it the plural of its name, or the name itself where there is one record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<String>,
    /// The resource that this one lives under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The members that identify a record, besides those of the parent. None: there is one record per parent.
    #[serde(default)]
    pub id: OneOrMany,
    /// Makes a record. An identifier that the input does not carry is made up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create: Option<String>,
    /// Makes a record or replaces the one with the same identifiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub put: Option<String>,
    /// Return a record.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub read: OneOrMany,
    /// Change those members of a record that the input carries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub update: Vec<String>,
    /// Removes a record and all that live under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete: Option<String>,
    /// Returns the records in the order of their creation, filtered by the identifiers that the input carries. Its page
    /// token, if it has one, is text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// Which records a list leaves out, by what its input says besides identifiers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    /// The error for a record that is not there. An operation that cannot return it succeeds without effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_found: Option<String>,
    /// The error for a record that is already there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub already_exists: Option<String>,
    /// Members whose values no two records under one parent may share.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unique: Vec<String>,
    /// Unique members that name a record in requests as its one identifier does, tried in this order after it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found_by: Vec<String>,
    /// The member that holds the ARN of a record. A new record that says none gets one; a request may give it in the place
    /// of the record's last identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// The member that holds the tags of a record, for the operations of `tagging`. Inputs and outputs may have them in
    /// another shape, as a map or as a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<String>,
    /// Identifiers and unique members that are compared without case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore_case: Vec<String>,
    /// Members that name records of other resources. What such a member names must be there, else the operation
    /// returns the other resource's `notFound`, where it can. A record whose identifier is such a member goes when
    /// what it names goes.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub refers: IndexMap<String, Reference>,
    /// For operations of this resource, what they ask of a record and what they change besides what their input says.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub transitions: IndexMap<String, Transition>,
    /// How many records there may be under one parent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Most>,
    /// The output member that holds the record, where the output is not the record itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Other names of a member of the record: the name that an output uses, and the record's own.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub names: IndexMap<String, String>,
    /// Members of the record that no operation carries: the name, and the shape of its values.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub members: IndexMap<String, String>,
    /// What a new record holds besides the input.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub initial: IndexMap<String, Value>,
    /// Timestamp members that are set when a record is made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub created: Vec<String>,
    /// Timestamp members that are set whenever a record is made or changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modified: Vec<String>,
}

/// A condition on the records of a list. Records have to meet all of a list's conditions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Filter {
    /// The input member that sets the condition. A dot goes into a structure, or to the key of a map.
    pub input: String,
    /// The record's member that it is about.
    pub member: String,
    /// How the record's member compares with the input's, where the input has one.
    #[serde(default, rename = "match", skip_serializing_if = "Option::is_none")]
    pub matching: Option<Match>,
    /// Instead of comparing: these values of the record's member are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
    /// The value of the input member with which `except` does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<String>,
}

/// How the member of a record compares with that of an input.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Match {
    /// They are equal.
    #[default]
    Equal,
    /// It starts with the input's.
    Prefix,
    /// It is one of the input's, which is a list. What names no record, where it is about an identifier or the ARN, is
    /// refused by an operation that can return `notFound`.
    OneOf,
}

impl Resource {
    /// What seeds call the records of this resource, whose name is `name`.
    pub fn collection(&self, name: &str) -> String {
        match &self.collection {
            Some(collection) => collection.clone(),
            None if self.id.as_slice().is_empty() => name.to_owned(),
            None => plural(name),
        }
    }
}

/// The plural of a name, by the rules that most English nouns follow.
fn plural(name: &str) -> String {
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| name.ends_with(end));
    let stem = name
        .strip_suffix('y')
        .filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match stem {
        Some(stem) => format!("{stem}ies"),
        None if hisses => format!("{name}es"),
        None => format!("{name}s"),
    }
}

/// A member that names a record of another resource, by its identifier or what else it is found by.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reference {
    /// The resources that it can be of, under the same parent, and what the record shows besides for each.
    pub to: IndexMap<String, IndexMap<String, Value>>,
    /// Members of the other record that this one shows as its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shows: Vec<String>,
}

/// What an operation on a record asks of it, and what it changes besides what its input says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Transition {
    /// The values that members must have.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub when: IndexMap<String, Vec<Value>>,
    /// The error where they have others. Without one the operation then succeeds and changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Members that get a value; null removes one.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub set: IndexMap<String, Value>,
    /// Timestamp members that are set to the time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stamp: Vec<String>,
}
