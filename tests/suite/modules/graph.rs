//! The graph of a crate's modules, and the circles in it.

use super::source::{Mention, ModulePath, Modules, Namespace};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// Which module uses what another one defines, with the path that says so.
#[derive(Debug)]
pub struct Graph<'a> {
    modules: &'a Modules,
    /// By the module that uses, then by the one that is used.
    edges: BTreeMap<&'a ModulePath, BTreeMap<ModulePath, String>>,
}

/// Modules that use each other, directly or over others.
#[derive(Debug, PartialEq, Eq)]
pub struct Circle {
    pub modules: Vec<String>,
    /// What ties them: each names the file, the module that is used, and the path.
    pub edges: Vec<String>,
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a circle of modules: {}", self.modules.join(", "))?;
        self.edges.iter().try_for_each(|edge| write!(f, "\n  {edge}"))
    }
}

impl<'a> Graph<'a> {
    pub fn of(modules: &'a Modules) -> Self {
        let mut edges = BTreeMap::new();
        for (path, module) in &modules.0 {
            let mut used = BTreeMap::new();
            for mention in &module.mentions {
                for definer in definers(modules, path, mention) {
                    if definer != *path {
                        used.entry(definer).or_insert_with(|| mention.segments.join("::"));
                    }
                }
            }
            edges.insert(path, used);
        }
        Self { modules, edges }
    }

    /// All circles, each with all of its modules and of the edges among them.
    pub fn circles(&self) -> Vec<Circle> {
        let reached: BTreeMap<_, _> = self.edges.keys().map(|from| (*from, self.reached(from))).collect();
        let mut circles = Vec::new();
        let mut seen = BTreeSet::new();
        for (from, to) in &reached {
            let members: Vec<&ModulePath> = to.iter().copied().filter(|to| reached[to].contains(from)).collect();
            if !members.is_empty() && seen.insert(members.clone()) {
                circles.push(self.circle(&members));
            }
        }
        circles
    }

    /// The modules that one uses, directly or over others.
    fn reached<'b>(&'b self, from: &'b ModulePath) -> BTreeSet<&'b ModulePath> {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(module) = open.pop() {
            let used = self.edges[module].keys();
            open.extend(used.filter(|used| reached.insert(*used)));
        }
        reached
    }

    fn circle(&self, members: &[&ModulePath]) -> Circle {
        let mut edges = Vec::new();
        for from in members {
            let file = &self.modules.0[*from].file;
            for (to, path) in self.edges[*from].iter().filter(|(to, _)| members.contains(to)) {
                edges.push(format!("{file} uses {}: {path}", name(to)));
            }
        }
        Circle {
            modules: members.iter().map(|path| name(path)).collect(),
            edges,
        }
    }
}

fn name(path: &ModulePath) -> String {
    if path.is_empty() {
        return "crate".to_owned();
    }
    path.join("::")
}

/// The modules that define what a path names. Several where a name is a type's and a function's at once.
fn definers(modules: &Modules, from: &ModulePath, mention: &Mention) -> BTreeSet<ModulePath> {
    let targets = mention
        .namespaces
        .iter()
        .flat_map(|namespace| Names::new(modules).resolve(from, &mention.segments, *namespace));
    let definers = targets.filter_map(|target| match target {
        Target::Item(module) => Some(module),
        // Its name alone uses nothing of it.
        Target::Module(_) => None,
    });
    let mut definers: BTreeSet<ModulePath> = definers.collect();
    // A macro is visible in what comes after it, without an import.
    if let ([Namespace::Macros], Some(name)) = (mention.namespaces, mention.segments.last())
        && definers.is_empty()
    {
        let definition = (Namespace::Macros, name.clone());
        let with_it = modules
            .0
            .iter()
            .filter(|(_, module)| module.defines.contains(&definition));
        definers.extend(with_it.map(|(path, _)| path.clone()));
    }
    definers
}

/// What a path leads to.
#[derive(Clone, Debug)]
enum Target {
    Module(ModulePath),
    /// An item that this module defines, or something of that item: a variant, an associated function.
    Item(ModulePath),
}

/// Looks names up as the compiler does, over imports and re-exports.
struct Names<'a> {
    modules: &'a Modules,
    /// Lookups that are under way: an import may name what itself makes visible.
    open: BTreeSet<(ModulePath, String, Namespace)>,
}

impl<'a> Names<'a> {
    fn new(modules: &'a Modules) -> Self {
        let open = BTreeSet::new();
        Self { modules, open }
    }

    fn resolve(&mut self, from: &ModulePath, segments: &[String], namespace: Namespace) -> Vec<Target> {
        let up = |by: usize| vec![Target::Module(from[..from.len().saturating_sub(by)].to_vec())];
        let supers = segments.iter().take_while(|segment| *segment == "super").count();
        let (mut targets, mut rest) = match segments.first().map(String::as_str) {
            None | Some("Self") => return Vec::new(),
            Some("crate") => (vec![Target::Module(Vec::new())], &segments[1..]),
            Some("self") if segments.get(1).is_none_or(|next| next != "super") => (up(0), &segments[1..]),
            Some("self") => return self.resolve(from, &segments[1..], namespace),
            Some("super") => (up(supers), &segments[supers..]),
            Some(_) => (vec![Target::Module(from.clone())], segments),
        };
        while let Some((name, after)) = rest.split_first() {
            let namespace = if after.is_empty() { namespace } else { Namespace::Types };
            targets = targets
                .into_iter()
                .flat_map(|target| match target {
                    Target::Module(module) => self.look_up(&module, name, namespace),
                    item @ Target::Item(_) => vec![item],
                })
                .collect();
            rest = after;
        }
        targets
    }

    fn look_up(&mut self, path: &ModulePath, name: &str, namespace: Namespace) -> Vec<Target> {
        let key = (path.clone(), name.to_owned(), namespace);
        let Some(module) = self.modules.0.get(path) else {
            return Vec::new();
        };
        if !self.open.insert(key.clone()) {
            return Vec::new();
        }
        let mut found = Vec::new();
        if namespace == Namespace::Types && module.children.contains(name) {
            found.push(Target::Module([path.as_slice(), &[name.to_owned()]].concat()));
        }
        if module.defines.contains(&(namespace, name.to_owned())) {
            found.push(Target::Item(path.clone()));
        }
        for import in module
            .imports
            .iter()
            .filter(|import| import.name.as_deref() == Some(name))
        {
            found.extend(self.resolve(path, &import.path, namespace));
        }
        if found.is_empty() {
            for glob in &module.globs {
                for target in self.resolve(path, glob, Namespace::Types) {
                    if let Target::Module(module) = target {
                        found.extend(self.look_up(&module, name, namespace));
                    }
                }
            }
        }
        self.open.remove(&key);
        found
    }
}
