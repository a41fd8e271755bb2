//! Records that seeds have put in.

use crate::Place;

/// A record that a seed has put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeded {
    pub(crate) service: &'static str,
    pub(crate) place: Place,
    pub(crate) collection: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) names: Vec<&'static str>,
    pub(crate) identifiers: Vec<String>,
    pub(crate) said: Vec<String>,
}

impl Seeded {
    /// The name of the service.
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// The account and region that it is in.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The collection, as seeds name it.
    pub fn collection(&self) -> &'static str {
        self.collection
    }

    /// The lifecycle, as [`Transaction`](crate::Transaction) names it.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// What identifies it: those of the records above it from the root, then its own.
    pub fn identifiers(&self) -> &[String] {
        &self.identifiers
    }

    /// The members that hold the identifiers.
    pub fn identifier_names(&self) -> &[&'static str] {
        &self.names
    }

    /// The last of its identifiers; empty where there are none.
    pub fn id(&self) -> &str {
        self.identifiers.last().map_or("", String::as_str)
    }

    /// Whether the seed itself says this member, if only with a null.
    pub fn says(&self, member: &str) -> bool {
        self.said.iter().any(|said| said == member)
    }
}
