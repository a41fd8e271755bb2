//! Lifecycles as static data: what a description says under `resources`.

use shapewright_schema::Schema;

/// A lifecycle: enough to create, read, list, update and delete records with no hand-written code.
///
/// Operations are given by their index in the service's operations, members by name.
#[derive(Debug, Clone, Copy)]
pub struct Lifecycle {
    /// The name in the description.
    pub name: &'static str,
    /// What seeds call its records.
    pub collection: &'static str,
    /// All that a record can say. Seeds are read by it.
    pub record: &'static Schema,
    /// The lifecycle that this one lives under, as an index into the same list.
    pub parent: Option<usize>,
    /// The members that identify a record, besides those of the parent. None: there is one record per parent.
    pub id: &'static [&'static str],
    /// Makes a record. An identifier that the input does not carry is made up.
    pub create: Option<usize>,
    /// Makes a record or replaces the one with the same identifiers.
    pub put: Option<usize>,
    /// Return a record.
    pub read: &'static [usize],
    /// Change those members of a record that the input carries.
    pub update: &'static [usize],
    /// Removes a record and all that live under it.
    pub delete: Option<usize>,
    /// Returns the records in the order of their creation, filtered by the identifiers that the input carries.
    pub list: Option<usize>,
    /// Which records the list leaves out besides. Records have to meet all conditions.
    pub filters: &'static [Condition],
    /// The error for a record that is not there. An operation that cannot return it succeeds without effect.
    pub not_found: Option<&'static Schema>,
    /// The error for a record that is already there.
    pub already_exists: Option<&'static Schema>,
    /// Members whose values no two records under one parent may share.
    pub unique: &'static [&'static str],
    /// Unique members that name a record in requests as its one identifier does, tried in this order after it.
    pub found_by: &'static [&'static str],
    /// The member that holds the ARN of a record. A new record that says none gets one; a request may give it in the place
    /// of the record's last identifier.
    pub arn: Option<&'static str>,
    /// The member that holds the tags of a record, for the operations of [`Tagging`].
    pub tags: Option<&'static str>,
    /// Identifiers and unique members that are compared without case.
    pub ignore_case: &'static [&'static str],
    /// Members that name records of other lifecycles.
    pub refers: &'static [Reference],
    /// What operations ask of a record, and what else they change.
    pub transitions: &'static [Transition],
    /// How many records there may be under one parent.
    pub most: Option<Most>,
    /// The member of an input or output that holds the record, where the whole is not the record itself.
    pub item: Option<&'static str>,
    /// Other names of a member of the record: the name that an input or output uses, and the record's own.
    pub names: &'static [(&'static str, &'static str)],
    /// What a new record holds besides the input: member and value, the value as JSON text.
    pub initial: &'static [(&'static str, &'static str)],
    /// Timestamp members that are set when a record is made.
    pub created: &'static [&'static str],
    /// Timestamp members that are set whenever a record is made or changed.
    pub modified: &'static [&'static str],
}

/// A record that says nothing.
static NOTHING: Schema = Schema::structure("", &[]);

impl Lifecycle {
    /// A lifecycle that says nothing: the base for `Lifecycle { name: "User", .., ..Lifecycle::NONE }`.
    pub const NONE: Self = Self {
        name: "",
        collection: "",
        record: &NOTHING,
        parent: None,
        id: &[],
        create: None,
        put: None,
        read: &[],
        update: &[],
        delete: None,
        list: None,
        filters: &[],
        not_found: None,
        already_exists: None,
        unique: &[],
        found_by: &[],
        arn: None,
        tags: None,
        ignore_case: &[],
        refers: &[],
        transitions: &[],
        most: None,
        item: None,
        names: &[],
        initial: &[],
        created: &[],
        modified: &[],
    };

    /// The record's own name for the member that an input or output calls `name`.
    pub fn own_name<'a>(&self, name: &'a str) -> &'a str
    where
        'static: 'a,
    {
        self.names
            .iter()
            .find_map(|(other, own)| (*other == name).then_some(*own))
            .unwrap_or(name)
    }
}

/// A condition on the records of a list.
#[derive(Debug, Clone, Copy)]
pub struct Condition {
    /// The input member that sets it; a dot goes into a structure, or to the key of a map.
    pub input: &'static str,
    /// The record's member that it is about.
    pub member: &'static str,
    /// What it asks.
    pub matching: Matching,
}

/// What a condition asks of the member of a record.
#[derive(Debug, Clone, Copy)]
pub enum Matching {
    /// It equals the input's, where there is one.
    Equal,
    /// It starts with the input's, where there is one.
    Prefix,
    /// It is one of the input's, where there are any. What names no record, where it is about an identifier or the ARN, is
    /// refused by an operation that can return `not_found`.
    OneOf,
    /// It has none of the values, unless the input's is the one that lifts this.
    Except {
        /// The values.
        values: &'static [&'static str],
        /// What lifts it.
        unless: Option<&'static str>,
    },
}

/// A member whose value names a record of another lifecycle, by its identifier or what else it is found by.
///
/// What it names must be there, else the operation returns the other lifecycle's `not_found`, where it can. A record
/// whose identifier is such a member goes when what it names goes.
#[derive(Debug, Clone, Copy)]
pub struct Reference {
    /// The member.
    pub member: &'static str,
    /// The lifecycles that it can be of, as indexes into the same list, and what the record shows besides for each:
    /// member and value, the value as JSON text.
    pub to: &'static [(usize, &'static [(&'static str, &'static str)])],
    /// Members of the other record that this one shows as its own.
    pub shows: &'static [&'static str],
}

/// What an operation on a record asks of it, and what it changes besides what its input says.
#[derive(Debug, Clone, Copy)]
pub struct Transition {
    /// The operation, as an index.
    pub operation: usize,
    /// The values that members must have: member and values, as JSON text.
    pub when: &'static [(&'static str, &'static [&'static str])],
    /// The error where they have others. None: the operation then succeeds without effect.
    pub error: Option<&'static Schema>,
    /// Members that get a value: member and value as JSON text, where `null` removes the member.
    pub set: &'static [(&'static str, &'static str)],
    /// Timestamp members that are set to the time.
    pub stamp: &'static [&'static str],
}

/// How many there may be: records under one parent, or tags of a record.
#[derive(Debug, Clone, Copy)]
pub struct Most {
    /// So many.
    pub count: usize,
    /// The error for one more.
    pub error: &'static Schema,
}

/// The operations on the tags of records, which name a record by its ARN. They work on every lifecycle that has `tags`.
#[derive(Debug, Clone, Copy)]
pub struct Tagging {
    /// Adds tags; a key that is there already gets the new value.
    pub tag: Option<TagOperation>,
    /// Removes the tags with the keys that it is given.
    pub untag: Option<TagOperation>,
    /// Returns the tags.
    pub list: Option<TagOperation>,
    /// The error for an ARN that no record has. An operation that cannot return it succeeds without effect.
    pub not_found: Option<&'static Schema>,
    /// How many tags a record may carry.
    pub most: Option<Most>,
}

/// An operation on tags.
#[derive(Debug, Clone, Copy)]
pub struct TagOperation {
    /// The operation, as an index.
    pub operation: usize,
    /// The input member that takes the ARN.
    pub resource: &'static str,
    /// The member that holds the tags: of the input, or where it lists them of the output.
    pub tags: &'static str,
}
