//! Which shape of the old description each shape of the new one is compared with: the same member of the same operation
//! decides, not the id, so what a member holds is compared even where it holds another shape now.

use indexmap::IndexSet;
use shapewright_spec::{Shape, Spec, Structure};
use std::{collections::HashMap, sync::LazyLock};

/// Two shapes that are compared, by their ids.
pub(super) type Pair<'a> = (&'a str, &'a str);

/// Stands for the id of an input or output where an operation has none: it carries what an empty structure does.
pub(super) const NOTHING: &str = "";

static EMPTY: LazyLock<Shape> = LazyLock::new(|| Shape::Structure(Structure::default()));

/// A step from one pair to another.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'a> {
    Member(&'a str),
    Element,
    Key,
    Value,
}

impl Step<'_> {
    /// How a path shows it.
    pub(super) fn shown(self) -> String {
        match self {
            Self::Member(name) => name.to_owned(),
            Self::Element => "[]".to_owned(),
            Self::Key => "{key}".to_owned(),
            Self::Value => "{}".to_owned(),
        }
    }
}

/// Where values enter: the part of an operation, and its pair.
#[derive(Debug)]
pub(super) struct Root<'a> {
    pub(super) operation: &'a str,
    pub(super) part: RootPart<'a>,
    pub(super) pair: usize,
}

/// The part of an operation that is a structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RootPart<'a> {
    Request,
    Response,
    Error(&'a str),
}

/// All pairs, and the steps between them.
#[derive(Debug)]
pub(super) struct Pairs<'a> {
    old: &'a Spec,
    new: &'a Spec,
    pairs: IndexSet<Pair<'a>>,
    edges: Vec<Vec<(Step<'a>, usize)>>,
    pub(super) roots: Vec<Root<'a>>,
}

impl<'a> Pairs<'a> {
    pub(super) fn new(old: &'a Spec, new: &'a Spec) -> Self {
        let mut pairs = IndexSet::new();
        let mut roots = Vec::new();
        for (operation, after) in &new.operations {
            let Some(before) = old.operations.get(operation) else {
                continue;
            };
            let parts = [
                (RootPart::Request, &before.input, &after.input),
                (RootPart::Response, &before.output, &after.output),
            ];
            for (part, before, after) in parts {
                if before.is_some() || after.is_some() {
                    let [before, after] = [before, after].map(|id| id.as_deref().unwrap_or(NOTHING));
                    let pair = pairs.insert_full((before, after)).0;
                    roots.push(Root { operation, part, pair });
                }
            }
            for error in after.errors.iter().filter(|error| before.errors.contains(error)) {
                let pair = pairs.insert_full((error.as_str(), error.as_str())).0;
                let part = RootPart::Error(error);
                roots.push(Root { operation, part, pair });
            }
        }
        let mut this = Self {
            old,
            new,
            pairs,
            edges: Vec::new(),
            roots,
        };
        this.close();
        // What no operation leads to in both, the mock's records for instance.
        let both = new.shapes.keys().filter(|id| old.shapes.contains_key(*id));
        for id in both {
            this.pairs.insert((id, id));
        }
        this.close();
        this
    }

    /// Follows the steps from all pairs.
    fn close(&mut self) {
        while self.edges.len() < self.len() {
            let steps = match self.shapes(self.edges.len()) {
                Some((before, after)) => steps(before, after),
                None => Vec::new(),
            };
            let edges = steps
                .into_iter()
                .map(|(step, pair)| (step, self.pairs.insert_full(pair).0));
            let edges = edges.collect();
            self.edges.push(edges);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.pairs.len()
    }

    pub(super) fn get(&self, pair: usize) -> Pair<'a> {
        self.pairs[pair]
    }

    /// The shapes of a pair, where both are there.
    pub(super) fn shapes(&self, pair: usize) -> Option<(&'a Shape, &'a Shape)> {
        let shape = |spec: &'a Spec, id: &str| match id {
            NOTHING => Some(&*EMPTY),
            id => spec.shapes.get(id),
        };
        let (before, after) = self.get(pair);
        shape(self.old, before).zip(shape(self.new, after))
    }

    pub(super) fn edges(&self, pair: usize) -> &[(Step<'a>, usize)] {
        &self.edges[pair]
    }

    /// Whether a new shape is compared with an old one.
    pub(super) fn partners(&self) -> HashMap<&'a str, Vec<&'a str>> {
        let mut partners: HashMap<&str, Vec<&str>> = HashMap::new();
        for (before, after) in self.pairs.iter().filter(|(_, after)| *after != NOTHING) {
            partners.entry(before).or_default().push(after);
        }
        partners
    }

    /// Which pairs each pair is reached from.
    pub(super) fn backwards(&self) -> Vec<Vec<usize>> {
        let mut backwards = vec![Vec::new(); self.len()];
        for (from, edges) in self.edges.iter().enumerate() {
            for (_, to) in edges {
                backwards[*to].push(from);
            }
        }
        backwards
    }
}

fn steps<'a>(before: &'a Shape, after: &'a Shape) -> Vec<(Step<'a>, Pair<'a>)> {
    match (before, after) {
        (Shape::Structure(before), Shape::Structure(after)) | (Shape::Union(before), Shape::Union(after)) => {
            let common = after.members.iter().filter_map(|(name, after)| {
                let before = before.members.get(name)?;
                Some((Step::Member(name), (before.target.as_str(), after.target.as_str())))
            });
            common.collect()
        }
        (Shape::List(before), Shape::List(after)) => {
            vec![(Step::Element, (before.member.target(), after.member.target()))]
        }
        (Shape::Map(before), Shape::Map(after)) => vec![
            (Step::Key, (before.key.target(), after.key.target())),
            (Step::Value, (before.value.target(), after.value.target())),
        ],
        _ => Vec::new(),
    }
}
