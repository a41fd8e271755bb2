//! What a description's parts lead to.

use super::{Operation, Resource, Shape, Spec};
use std::collections::HashSet;

impl Spec {
    /// The ids of the shapes that these lead to, and of those themselves.
    pub fn reached<'a>(&'a self, from: impl IntoIterator<Item = &'a str>) -> HashSet<&'a str> {
        let mut open: Vec<&str> = from.into_iter().collect();
        let mut reached = HashSet::new();
        while let Some(id) = open.pop() {
            if let Some(shape) = self.shapes.get(id)
                && reached.insert(id)
            {
                open.extend(shape.targets());
            }
        }
        reached
    }
}

impl Operation {
    /// The shapes that it names: input, output, errors.
    pub fn shapes(&self) -> impl Iterator<Item = &str> {
        let named = self.input.iter().chain(&self.output).chain(&self.errors);
        named.map(String::as_str)
    }
}

impl Shape {
    /// The shapes that it is made of.
    pub fn targets(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::List(list) => Box::new(std::iter::once(list.member.target())),
            Self::Map(map) => Box::new([map.key.target(), map.value.target()].into_iter()),
            Self::Structure(structure) | Self::Union(structure) => {
                Box::new(structure.members.values().map(|member| member.target.as_str()))
            }
            _ => Box::new(std::iter::empty()),
        }
    }
}

impl Resource {
    /// The operations that work on its records.
    pub fn operations(&self) -> impl Iterator<Item = &str> {
        let single = [&self.create, &self.put, &self.delete, &self.list];
        let all = single
            .into_iter()
            .flatten()
            .chain(self.read.as_slice())
            .chain(&self.update);
        all.map(String::as_str)
    }
}
