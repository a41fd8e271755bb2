//! From each changed shape back to the operations that reach it.

use super::{
    Path,
    findings::{At, Found},
    model::{Directions, Part},
    pairs::{Pairs, RootPart, Step},
};
use std::collections::{HashMap, HashSet, VecDeque};

/// The shortest path to each changed pair, from each root that reaches it.
pub(super) struct Reach {
    paths: HashMap<usize, Vec<Path>>,
}

impl Reach {
    pub(super) fn new(pairs: &Pairs<'_>, found: &[Found<'_>]) -> Self {
        let changed: HashSet<usize> = found.iter().filter_map(|found| pair_of(found.at)).collect();
        let leads = leads_to(pairs, &changed);
        let mut paths: HashMap<usize, Vec<Path>> = HashMap::new();
        for root in pairs.roots.iter().filter(|root| leads[root.pair]) {
            // The pair that each was reached from first, and by which step. Breadth first, so the way is a shortest.
            let mut from: HashMap<usize, Option<(usize, Step<'_>)>> = HashMap::from([(root.pair, None)]);
            let mut open = VecDeque::from([root.pair]);
            while let Some(at) = open.pop_front() {
                if changed.contains(&at) {
                    paths.entry(at).or_default().push(Path {
                        operation: root.operation.to_owned(),
                        part: Part::from(root.part),
                        steps: steps(&from, at),
                    });
                }
                for (step, to) in pairs.edges(at).iter().filter(|(_, to)| leads[*to]) {
                    if !from.contains_key(to) {
                        from.insert(*to, Some((at, *step)));
                        open.push_back(*to);
                    }
                }
            }
        }
        Self { paths }
    }

    /// The paths to where something was found.
    pub(super) fn paths(&self, at: At<'_>) -> Vec<Path> {
        let own = |operation: &str| Path {
            operation: operation.to_owned(),
            part: Part::Operation,
            steps: Vec::new(),
        };
        let last = match at {
            At::Nothing => return Vec::new(),
            At::Operation(operation) => return vec![own(operation)],
            At::Moved(from, to) => return vec![own(from), own(to)],
            At::Pair(_) => None,
            At::Member(_, name) => Some(name),
        };
        let mut paths = pair_of(at)
            .and_then(|pair| self.paths.get(&pair))
            .cloned()
            .unwrap_or_default();
        for path in &mut paths {
            path.steps.extend(last.map(str::to_owned));
        }
        paths
    }
}

/// Which pairs lead to one of these, or are one.
pub(super) fn leads_to(pairs: &Pairs<'_>, changed: &HashSet<usize>) -> Vec<bool> {
    let backwards = pairs.backwards();
    let mut leads = vec![false; pairs.len()];
    let mut open: Vec<usize> = changed.iter().copied().collect();
    while let Some(pair) = open.pop() {
        if !std::mem::replace(&mut leads[pair], true) {
            open.extend(&backwards[pair]);
        }
    }
    leads
}

/// Which ways the values of these paths travel.
pub(super) fn directions(paths: &[Path]) -> Directions {
    let mut directions = Directions::default();
    for path in paths {
        match path.part {
            Part::Operation => {}
            Part::Request => directions.input = true,
            Part::Response => directions.output = true,
            Part::Error(_) => directions.error = true,
        }
    }
    directions
}

fn steps(from: &HashMap<usize, Option<(usize, Step<'_>)>>, mut at: usize) -> Vec<String> {
    let mut steps = Vec::new();
    while let Some(Some((before, step))) = from.get(&at) {
        steps.push(step.shown());
        at = *before;
    }
    steps.reverse();
    steps
}

fn pair_of(at: At<'_>) -> Option<usize> {
    match at {
        At::Pair(pair) | At::Member(pair, _) => Some(pair),
        At::Nothing | At::Operation(_) | At::Moved(..) => None,
    }
}

impl From<RootPart<'_>> for Part {
    fn from(part: RootPart<'_>) -> Self {
        match part {
            RootPart::Request => Self::Request,
            RootPart::Response => Self::Response,
            RootPart::Error(error) => Self::Error(error.to_owned()),
        }
    }
}
