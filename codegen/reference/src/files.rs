//! Where pages lie. Every link is relative, so that a site works wherever it is put, also as plain files.

use shapewright_ir::ShapeId;
use shapewright_spec::Spec;
use std::collections::HashSet;

/// Where the feed of a service's changes lies under its folder.
pub const FEED: &str = "changes.xml";

/// Where the page of a service lies under its folder.
pub const SERVICE: &str = "index.html";

/// Where the page of what changed after a version lies under the folder of the service. The version held until that day.
pub fn change(until: &str) -> String {
    format!("changes/{until}.html")
}

/// The file names of one service's pages.
pub struct Files {
    /// The folder of the service.
    pub folder: String,
    operations: Vec<String>,
    shapes: Vec<String>,
}

impl Files {
    pub fn of(spec: &Spec) -> Self {
        Self {
            folder: spec.service.name.clone(),
            operations: distinct(spec.operations.keys()),
            shapes: distinct(spec.shapes.keys()),
        }
    }

    /// The page of an operation, by its index, under the folder of the service.
    pub fn operation(&self, index: usize) -> String {
        format!("operations/{}.html", self.operations[index])
    }

    /// The page of a shape, under the folder of the service. Shapes that the description does not have have none.
    pub fn shape(&self, id: ShapeId) -> Option<String> {
        self.shapes.get(id.0).map(|name| format!("shapes/{name}.html"))
    }
}

/// Names of files, no two of which differ by case only: many file systems take those for the same.
fn distinct<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut taken = HashSet::new();
    let names = names.map(|name| {
        let mut file = name.clone();
        let mut number = 2;
        while !taken.insert(file.to_lowercase()) {
            file = format!("{name}-{number}");
            number += 1;
        }
        file
    });
    names.collect()
}

/// The way from a page, by its path under the root, to the root.
pub fn to_root(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_files_differ_by_case_only() {
        let names = ["string", "String", "__string", "STRING", "string-2"].map(str::to_owned);
        assert_eq!(
            distinct(names.iter()),
            ["string", "String-2", "__string", "STRING-3", "string-2-2"]
        );
    }
}
