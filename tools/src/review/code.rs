//! The difference between two sets of generated files: by crate, the largest first.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use similar::{ChangeTag, TextDiff};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// Generated files, by their paths under the output folder.
pub type Files<'a> = BTreeMap<&'a str, &'a str>;

/// What has become of a crate.
pub struct Crate {
    /// `workmail/model`; of files that belong to no crate, `the workspace`.
    pub name: String,
    /// The files that differ, those with the most lines first.
    pub files: Vec<File>,
}

impl Crate {
    /// How many lines came.
    pub fn added(&self) -> usize {
        self.files.iter().map(|file| file.added).sum()
    }

    /// How many lines went.
    pub fn removed(&self) -> usize {
        self.files.iter().map(|file| file.removed).sum()
    }
}

/// A file that differs.
pub struct File {
    /// Its path under the output folder.
    pub path: String,
    /// How many lines came.
    pub added: usize,
    /// How many lines went.
    pub removed: usize,
    /// The difference, as `diff --unified` writes it.
    pub diff: String,
}

/// The crates that differ, those with the most lines first.
pub fn compare(old: &Files<'_>, new: &Files<'_>) -> Vec<Crate> {
    let paths: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    let text = |files: &Files<'_>, path| files.get(path).map(|text| body(text)).unwrap_or_default();
    let differing = paths.into_iter().filter(|path| old.get(path) != new.get(path));
    let paths: Vec<&str> = differing.collect();
    let files: Vec<File> = paths
        .into_par_iter()
        .map(|path| file(path, &text(old, path), &text(new, path)))
        .collect();
    let mut crates: BTreeMap<String, Vec<File>> = BTreeMap::new();
    for file in files {
        crates.entry(crate_of(&file.path)).or_default().push(file);
    }
    let mut crates: Vec<Crate> = crates.into_iter().map(|(name, files)| Crate { name, files }).collect();
    for of in &mut crates {
        of.files.sort_by_key(|file| Reverse(file.added + file.removed));
    }
    crates.sort_by_key(|of| Reverse(of.added() + of.removed()));
    crates
}

fn crate_of(path: &str) -> String {
    let mut parts = path.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(service), Some(kind), Some(_)) => format!("{service}/{kind}"),
        _ => "the workspace".to_owned(),
    }
}

/// The text without its hash, which differs wherever anything does, and with the line ends that the generator writes.
fn body(text: &str) -> String {
    let lines = text.lines().enumerate();
    let kept = lines.filter(|(at, line)| *at != 1 || !line.contains(" What follows has the hash "));
    kept.flat_map(|(_, line)| [line, "\n"]).collect()
}

fn file(path: &str, old: &str, new: &str) -> File {
    let diff = TextDiff::from_lines(old, new);
    let count = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
    let name = |side, text: &str| match text.is_empty() {
        true => "/dev/null".to_owned(),
        false => format!("{side}/{path}"),
    };
    File {
        path: path.to_owned(),
        added: count(ChangeTag::Insert),
        removed: count(ChangeTag::Delete),
        diff: diff.unified_diff().header(&name("a", old), &name("b", new)).to_string(),
    }
}
