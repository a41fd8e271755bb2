//! What git has recorded, by the program `git`: which commit a name stands for, and the files of a commit.

use crate::failure::Failure;
use std::{
    collections::BTreeMap,
    ffi::OsStr,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A repository with a working tree.
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The repository that a folder lies in. The folder itself need not exist.
    pub fn of(folder: &Path) -> Result<Self, Failure> {
        let there = folder.ancestors().find(|folder| folder.is_dir());
        let there = there.ok_or_else(|| Failure::new(format!("error: there is no folder {}", folder.display())))?;
        let top = output(
            Command::new("git")
                .current_dir(there)
                .args(["rev-parse", "--show-toplevel"]),
        )?;
        let root = PathBuf::from(String::from_utf8(top)?.trim()).canonicalize()?;
        Ok(Self { root })
    }

    /// The folder of the working tree.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The commit that a name stands for.
    pub fn commit(&self, revision: &str) -> Result<String, Failure> {
        let commit = format!("{revision}^{{commit}}");
        let found = self.ask(["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
        found.map_err(|_| {
            Failure::new(format!(
                "error: git knows no commit `{revision}`; in a shallow clone, fetch it first"
            ))
        })
    }

    /// Where the work that is not on the default branch began: the commit in common with it. Where no branch is known to be
    /// the default, the commit that is checked out.
    pub fn base(&self) -> Result<String, Failure> {
        let remote = self.ask(["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]);
        let names = ["main", "master"].map(str::to_owned);
        for branch in remote.into_iter().chain(names) {
            if let Ok(commit) = self.ask(["merge-base", "HEAD", &branch]) {
                return Ok(commit);
            }
        }
        self.commit("HEAD")
    }

    /// A commit as people name it.
    pub fn title(&self, commit: &str) -> Result<String, Failure> {
        self.ask(["show", "--no-patch", "--format=%h (%s)", commit])
    }

    /// Those files under a folder of the working tree that are wanted, as a commit has them, by their paths from that folder
    /// on.
    pub fn files(
        &self,
        commit: &str,
        folder: &Path,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        let from_root = self.inside(folder)?;
        let mut list = Command::new("git");
        list.current_dir(&self.root)
            .args([
                "--literal-pathspecs",
                "ls-tree",
                "-r",
                "-z",
                "--full-tree",
                commit,
                "--",
            ])
            .arg(if from_root.is_empty() { "." } else { &from_root });
        let prefix = format!("{from_root}/");
        let mut entries = Vec::new();
        for line in String::from_utf8_lossy(&output(&mut list)?).split_terminator('\0') {
            // `<mode> <type> <object>`, a tab, and the path.
            if let Some((facts, path)) = line.split_once('\t')
                && let [_, "blob", object] = facts.split(' ').collect::<Vec<_>>()[..]
            {
                let path = path.strip_prefix(&prefix).unwrap_or(path);
                if is_wanted(path) {
                    entries.push((path.to_owned(), object.to_owned()));
                }
            }
        }
        self.objects(entries)
    }

    /// The path of a folder from the root on, with `/` between its parts.
    fn inside(&self, folder: &Path) -> Result<String, Failure> {
        // What is only in the commit cannot be resolved; what holds it can.
        let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(folder);
        let rest = folder.strip_prefix(there)?;
        let full = there.canonicalize()?.join(rest);
        let inside = full.strip_prefix(&self.root).map_err(|_| {
            let (folder, root) = (folder.display(), self.root.display());
            Failure::new(format!("error: {folder} does not lie in the repository {root}"))
        })?;
        let parts: Vec<_> = inside.iter().map(OsStr::to_string_lossy).collect();
        Ok(parts.join("/"))
    }

    /// The contents of objects, read by one process.
    fn objects(&self, entries: Vec<(String, String)>) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        let mut child = Command::new("git")
            .current_dir(&self.root)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(mut asked), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Failure::new("error: git cannot be talked to"));
        };
        let mut output = BufReader::new(output);
        let mut files = BTreeMap::new();
        for (path, object) in entries {
            writeln!(asked, "{object}")?;
            let mut head = String::new();
            output.read_line(&mut head)?;
            let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
            let size: usize = size.ok_or_else(|| Failure::new(format!("error: git has no {path}: {}", head.trim())))?;
            let mut bytes = vec![0; size + 1];
            output.read_exact(&mut bytes)?;
            bytes.pop();
            files.insert(path, bytes);
        }
        drop(asked);
        child.wait()?;
        Ok(files)
    }

    fn ask<const N: usize>(&self, arguments: [&str; N]) -> Result<String, Failure> {
        let text = output(Command::new("git").current_dir(&self.root).args(arguments))?;
        Ok(String::from_utf8_lossy(&text).trim().to_owned())
    }
}

/// What git prints.
fn output(git: &mut Command) -> Result<Vec<u8>, Failure> {
    let output = git
        .output()
        .map_err(|error| Failure::new(format!("error: cannot run git: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let arguments: Vec<_> = git.get_args().map(OsStr::to_string_lossy).collect();
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!(
        "error: `git {}` failed: {}",
        arguments.join(" "),
        said.trim()
    )))
}
