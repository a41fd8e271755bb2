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
    /// Answers a record.
    pub read: Option<usize>,
    /// Change those members of a record that the input carries.
    pub update: &'static [usize],
    /// Removes a record and all that live under it.
    pub delete: Option<usize>,
    /// Answers the records in the order of their creation, filtered by the identifiers that the input carries.
    pub list: Option<usize>,
    /// The error for a record that is not there. An operation that cannot answer it succeeds without effect.
    pub not_found: Option<&'static Schema>,
    /// The error for a record that is already there.
    pub already_exists: Option<&'static Schema>,
    /// Members whose values no two records under one parent may share.
    pub unique: &'static [&'static str],
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
        read: None,
        update: &[],
        delete: None,
        list: None,
        not_found: None,
        already_exists: None,
        unique: &[],
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
