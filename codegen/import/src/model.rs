//! A model as a description, before it is settled.

use super::{endpoints::Given, lifecycles::Group};
use shapewright_spec::Spec;
use std::collections::HashMap;

/// A model as a description, before it is settled.
pub(crate) struct Model {
    pub(crate) spec: Spec,
    /// Where the model says what: the places of shapes and operations in it, by their names in the description. A name that
    /// is not here has its own place.
    pub(crate) places: HashMap<String, String>,
    /// Where the model keeps operations.
    pub(crate) operations: &'static str,
    /// What it says of its endpoints.
    pub(crate) endpoints: Given,
    /// The resources that it says itself.
    pub(crate) resources: Vec<Group>,
}

impl Model {
    /// The JSON pointer, in the model, of what stands at a path of the description.
    pub(crate) fn pointer(&self, path: &[&str]) -> String {
        let place = |section: &str, name: &str| match self.places.get(name) {
            Some(place) => place.clone(),
            None => format!("/{section}/{name}"),
        };
        match path {
            ["operations", name, ..] => place(self.operations, name),
            ["shapes", id, part @ ("members" | "values"), name, ..] => format!("{}/{part}/{name}", place("shapes", id)),
            ["waiters", name, ..] => format!("/waiters/{name}"),
            ["shapes", id, ..] => place("shapes", id),
            _ => String::new(),
        }
    }
}
