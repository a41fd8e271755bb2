//! One side of a review: descriptions, and what this generator makes of them.

use super::code::Files;
use shapewright_cli::packaging::Workspace;
use shapewright_codegen::Artifact;
use shapewright_diff::{self as diff, Description, show::Compared};
use shapewright_ir::load;
use shapewright_spec::{
    diagnostic::Diagnostics,
    parse::{Source, parse},
};
use std::{collections::BTreeSet, rc::Rc};

/// A description, and what is made of it.
struct Made {
    source: Source,
    /// None where too little of it can be understood.
    description: Option<Description>,
    /// The service and the files of its crates. None where it has errors.
    crates: Option<(String, Vec<Artifact>)>,
}

/// Descriptions, and what is made of each.
pub struct Side(Vec<Rc<Made>>);

impl Side {
    /// Generates. What is wrong with descriptions goes to the sink.
    pub fn new(sources: Vec<Source>, workspace: &Workspace, sink: &mut Diagnostics) -> Self {
        let made = |source| Rc::new(made(source, workspace, sink));
        Self(sources.into_iter().map(made).collect())
    }

    /// The other side. What is the same there is not made a second time.
    pub fn other(&self, sources: Vec<Source>, workspace: &Workspace, sink: &mut Diagnostics) -> Self {
        let of = |source: Source| match self.0.iter().find(|made| made.source == source) {
            Some(same) => same.clone(),
            None => Rc::new(made(source, workspace, sink)),
        };
        Self(sources.into_iter().map(of).collect())
    }

    /// The services that there are crates of.
    pub fn services(&self) -> BTreeSet<&str> {
        self.crates().map(|(service, _)| service.as_str()).collect()
    }

    /// The files of all crates.
    pub fn artifacts(&self) -> impl Iterator<Item = &Artifact> {
        self.crates().flat_map(|(_, artifacts)| artifacts)
    }

    /// The same, and those beside the crates.
    pub fn files<'a>(&'a self, top: &'a [Artifact]) -> Files<'a> {
        let all = self.artifacts().chain(top);
        all.map(|artifact| (artifact.path.as_str(), artifact.text.as_str()))
            .collect()
    }

    fn crates(&self) -> impl Iterator<Item = &(String, Vec<Artifact>)> {
        self.0.iter().filter_map(|made| made.crates.as_ref())
    }
}

fn made(source: Source, workspace: &Workspace, sink: &mut Diagnostics) -> Made {
    // What is wrong is said by `load`.
    let description = parse(&source, &mut Diagnostics::new()).map(Description::new);
    let crates = load(&source, sink).map(|ir| (ir.service.name.clone(), workspace.packages(&ir, &source.text)));
    Made {
        source,
        description,
        crates,
    }
}

/// What differs between the descriptions of a commit and those that are here. They are paired by their paths, and those that
/// were moved by their services.
pub fn compare(commit: &str, before: &Side, after: &Side) -> Vec<Compared> {
    let mut left: Vec<&Rc<Made>> = before.0.iter().collect();
    let mut services = Vec::new();
    for new in &after.0 {
        let at = left.iter().position(|old| old.source.path == new.source.path);
        let at = at.or_else(|| left.iter().position(|old| is_same_service(old, new)));
        let old = at.map(|at| left.remove(at));
        let is_unchanged = old.is_some_and(|old| Rc::ptr_eq(old, new));
        if !is_unchanged {
            services.extend(compared(commit, old, Some(new)));
        }
    }
    services.extend(left.into_iter().filter_map(|old| compared(commit, Some(old), None)));
    services.retain(|compared| !compared.diff.changes.is_empty());
    services
}

fn is_same_service(old: &Made, new: &Made) -> bool {
    let name = |made: &Made| Some(made.description.as_ref()?.spec().service.name.clone());
    name(old) == name(new)
}

fn compared(commit: &str, old: Option<&Rc<Made>>, new: Option<&Rc<Made>>) -> Option<Compared> {
    let before = old.and_then(|old| old.description.as_ref());
    let after = new.and_then(|new| new.description.as_ref());
    let diff = match (before, after) {
        (Some(old), Some(new)) => diff::diff(old, new),
        (Some(old), None) => diff::removed(old),
        (None, Some(new)) => diff::added(new),
        (None, None) => return None,
    };
    let nothing = || "nothing".to_owned();
    Some(Compared {
        old: old.map_or_else(nothing, |old| format!("{commit}:{}", old.source.path)),
        new: new.map_or_else(nothing, |new| new.source.path.clone()),
        diff,
    })
}
