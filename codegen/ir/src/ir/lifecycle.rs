//! What mocks keep state for.

use super::{Shape, ShapeId};

/// A lifecycle. Operations are indices into [`Ir::operations`](super::Ir::operations), the parent one into
/// [`Ir::lifecycles`](super::Ir::lifecycles).
#[derive(Debug)]
#[allow(missing_docs, reason = "as in the description")]
pub struct Lifecycle {
    pub name: String,
    pub collection: String,
    /// The structure that holds all that a record can say.
    pub record: Shape,
    /// The method that seeds records.
    pub seed_method: String,
    /// There is one record, and no more, in an account and region.
    pub single: bool,
    pub parent: Option<usize>,
    pub id: Vec<String>,
    pub create: Option<usize>,
    pub put: Option<usize>,
    pub read: Vec<usize>,
    pub update: Vec<usize>,
    pub delete: Option<usize>,
    pub list: Option<usize>,
    pub filters: Vec<Filter>,
    pub not_found: Option<ShapeId>,
    pub already_exists: Option<ShapeId>,
    pub unique: Vec<String>,
    pub found_by: Vec<String>,
    pub arn: Option<String>,
    pub tags: Option<String>,
    pub ignore_case: Vec<String>,
    pub refers: Vec<Reference>,
    pub transitions: Vec<Transition>,
    pub most: Option<(usize, ShapeId)>,
    pub item: Option<String>,
    pub names: Vec<(String, String)>,
    pub initial: Vec<(String, String)>,
    pub created: Vec<String>,
    pub modified: Vec<String>,
}

/// The operations on tags.
#[derive(Debug)]
#[allow(missing_docs, reason = "as in the description")]
pub struct Tagging {
    pub tag: Option<TagOperation>,
    pub untag: Option<TagOperation>,
    pub list: Option<TagOperation>,
    pub not_found: Option<ShapeId>,
    pub most: Option<(usize, ShapeId)>,
}

/// An operation on tags, as an index into [`Ir::operations`](super::Ir::operations).
#[derive(Debug)]
#[allow(missing_docs, reason = "as in the description")]
pub struct TagOperation {
    pub operation: usize,
    pub resource: String,
    pub tags: String,
}

/// A condition on the records of a list.
#[derive(Debug)]
pub struct Filter {
    /// The path of the input member that sets it, with dots.
    pub input: String,
    /// The path of the record's member that it is about.
    pub member: String,
    /// What it asks.
    pub matching: Matching,
}

/// What a filter asks of a member.
#[derive(Debug)]
pub enum Matching {
    /// It equals the input's.
    Equal,
    /// It starts with the input's.
    Prefix,
    /// It is one of the input's.
    OneOf,
    /// It has none of the values, unless the input's is the one that lifts this.
    Except(Vec<String>, Option<String>),
}

/// A member that names records of other lifecycles. Values are JSON text.
#[derive(Debug)]
#[allow(missing_docs, reason = "as in the description")]
pub struct Reference {
    pub member: String,
    pub to: Vec<(usize, Vec<(String, String)>)>,
    pub shows: Vec<String>,
}

/// What an operation asks of a record and changes besides. Values are JSON text.
#[derive(Debug)]
#[allow(missing_docs, reason = "as in the description")]
pub struct Transition {
    pub operation: usize,
    pub when: Vec<(String, Vec<String>)>,
    pub error: Option<ShapeId>,
    pub set: Vec<(String, String)>,
    pub stamp: Vec<String>,
}
