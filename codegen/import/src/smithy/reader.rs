//! The state of reading a model.

use super::{closure::Closure, shapes::Shapes};
use crate::{endpoints::Given, notes::Notes};
use indexmap::IndexMap;
use serde_json::Value;
use shapewright_spec::Waiter;

/// What all parts of reading look at.
pub(super) struct Reader<'a> {
    pub(super) shapes: &'a Shapes,
    pub(super) closure: &'a Closure,
    pub(super) notes: &'a mut Notes,
    /// Whether the protocol binds members to parts of the HTTP message.
    pub(super) speaks_http: bool,
    /// Whether names in JSON are read from the model.
    pub(super) speaks_rest_json: bool,
    /// Whether errors go by the codes that they have in queries.
    pub(super) speaks_query: bool,
    /// What the service says about pages, where an operation does not.
    pub(super) paginated: Option<&'a Value>,
    /// The waiters of all operations.
    pub(super) waiters: IndexMap<String, Waiter>,
    /// What the model says of its endpoints.
    pub(super) endpoints: Given,
    /// Errors that every operation can return.
    pub(super) service_errors: Vec<&'a str>,
}
