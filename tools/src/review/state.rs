//! What is reviewed, before and after: descriptions, what is generated of them, and what lies there.

use super::{
    arguments::Arguments,
    code::{self, Crate, Files},
    side::{Side, compare},
};
use crate::{
    crates,
    diff::{Audience, acceptances, is_open},
    failure::Failure,
    snapshots, workspace,
};
use shapewright_cli::{
    descriptions::{Names, fail_on_errors, sources},
    git::Repository,
    packaging::folders,
    paths::resolved,
};
use shapewright_codegen::{
    Artifact,
    fs::{self, is_description},
};
use shapewright_diff::{
    Change, Diff, Verdict,
    accept::{Day, Notice},
    show::Compared,
};
use shapewright_spec::{
    diagnostic::{Diagnostics, Severity},
    parse::Source,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// All that a review tells of.
pub struct State {
    /// The commit that is compared with, as people name it.
    pub base: String,
    /// What differs between descriptions, of services that are new, changed or gone.
    pub services: Vec<Compared>,
    /// What somebody should do about the acceptance file.
    pub notices: Vec<Notice>,
    /// The changes that are not accepted, and as bad as `--fail-on` and `--for` say, else breaking: each with its service.
    pub open: Vec<(String, Change)>,
    /// How bad those are at least.
    pub limit: Verdict,
    /// The acceptance file.
    pub accept: PathBuf,
    /// Whether there is generated code, in the commit or here. Else nothing but descriptions can be held against each other.
    pub has_code: bool,
    /// What a change of the generator does: from the code of the commit to what is made of its descriptions now.
    pub by_generator: Vec<Crate>,
    /// What a change of descriptions does: from what is made of the commit's to what is made of those here.
    pub by_descriptions: Vec<Crate>,
    /// Why the generator does not take the commit's descriptions any more. Then all the difference of the code counts as theirs.
    pub refused: Option<String>,
    /// What has to change for the crates here to be what is made of the descriptions here.
    pub drift: Vec<fs::Change>,
    /// The command that makes those changes.
    pub fix: String,
    /// Snapshots that wait to be accepted, from the repository's folder on.
    pub snapshots: Vec<PathBuf>,
}

impl State {
    /// Reads both sides, and generates in memory.
    pub fn read(arguments: &Arguments, today: Day) -> Result<Self, Failure> {
        let places = Places::new(arguments)?;
        let Places {
            specs,
            generated,
            repository,
            commit,
        } = &places;
        let crates = crates::of(generated, arguments.runtime_version.as_deref())?;
        let mut sink = Diagnostics::new();
        let names = Names::new(Some(&workspace()?), generated)?;
        let files = fs::descriptions(specs)?;
        let new = sources(&files, |path| names.of(path), &mut sink)?;
        let after = Side::new(new, &crates, &mut sink);
        fail_on_errors(&sink, "there is no review")?;
        let mut sink = Diagnostics::new();
        let before = after.other(places.old_sources(&names, &mut sink)?, &crates, &mut sink);
        let top = crates.top;
        let errors = sink.iter().filter(|found| found.severity == Severity::Error);
        let refused = errors.map(ToString::to_string).next();

        let files = repository.files(commit, generated, |_| true)?;
        let committed = committed(&files, &top);
        let has_code = !committed.is_empty() || generated.is_dir();
        let mut made = before.files(&top);
        let mut by_generator = Vec::new();
        if !committed.is_empty() {
            // Of services of which nothing is made any more, the crates are taken as they were.
            let is_made = |path: &str| {
                path.split_once('/')
                    .is_none_or(|(of, _)| before.services().contains(of))
            };
            made.extend(committed.iter().filter(|(path, _)| !is_made(path)));
            by_generator = code::compare(&committed, &made);
        }

        let base = repository.title(commit)?;
        let short = base.split(' ').next().unwrap_or_default();
        let mut services = compare(short, &before, &after);
        let (accept, notices) = accept(arguments, &mut services, today)?;
        let limit = arguments.failing.fail_on.map_or(Verdict::Breaking, Verdict::from);
        Ok(Self {
            by_descriptions: code::compare(&made, &after.files(&top)),
            drift: match has_code {
                true => drift(generated, &after, top)?,
                false => Vec::new(),
            },
            has_code,
            base,
            open: open(&services, limit, &arguments.failing.audience),
            services,
            notices,
            limit,
            accept,
            by_generator,
            refused,
            fix: fix(arguments),
            snapshots: waiting(repository.root())?,
        })
    }
}

/// Where things lie, and what they are compared with.
struct Places {
    specs: PathBuf,
    generated: PathBuf,
    repository: Repository,
    commit: String,
}

impl Places {
    fn new(arguments: &Arguments) -> Result<Self, Failure> {
        let workspace = workspace()?;
        let specs = resolved(&workspace.join(&arguments.specs))?;
        let generated = match &arguments.generated {
            Some(folder) => resolved(&workspace.join(folder))?,
            None => specs.with_file_name("generated"),
        };
        let repository = Repository::of(&specs)?;
        let commit = match &arguments.base {
            Some(revision) => repository.commit(revision)?,
            None => repository.base()?,
        };
        Ok(Self {
            specs,
            generated,
            repository,
            commit,
        })
    }

    /// The descriptions of the commit.
    fn old_sources(&self, names: &Names, sink: &mut Diagnostics) -> Result<Vec<Source>, Failure> {
        let is_description = |path: &str| is_description(path) && !path.contains('/');
        let files = self.repository.files(&self.commit, &self.specs, is_description)?;
        let mut sources = Vec::new();
        for (name, bytes) in files {
            sources.extend(Source::from_bytes(names.of(&self.specs.join(name))?, bytes, sink));
        }
        Ok(sources)
    }
}

/// Of the files in the output folder those that are generated: the crates of services, and what stands beside them.
fn committed<'a>(files: &'a BTreeMap<String, Vec<u8>>, top: &[Artifact]) -> Files<'a> {
    let is_service = |folder: &str| files.contains_key(&format!("{folder}/model/Cargo.toml"));
    let is_ours = |path: &str| match path.split_once('/') {
        Some((folder, _)) => is_service(folder),
        None => top.iter().any(|artifact| artifact.path == path),
    };
    // The generator writes UTF-8: what is none has drifted from nothing that it could be compared with.
    let texts = files.iter().filter(|(path, _)| is_ours(path));
    texts
        .map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap_or_default()))
        .collect()
}

/// What has to change in the output folder.
fn drift(generated: &Path, after: &Side, top: Vec<Artifact>) -> Result<Vec<fs::Change>, Failure> {
    let services = after.services().into_iter().map(str::to_owned);
    let owned: BTreeSet<String> = services.chain(folders(generated)?).collect();
    let artifacts: Vec<Artifact> = after.artifacts().cloned().chain(top).collect();
    Ok(fs::changes(
        generated,
        &Vec::from_iter(owned),
        &artifacts,
        fs::is_generated,
    )?)
}

/// Marks what the acceptance file accepts. Gives the file, and what should be done about it.
fn accept(arguments: &Arguments, services: &mut [Compared], today: Day) -> Result<(PathBuf, Vec<Notice>), Failure> {
    let file = match &arguments.accept {
        Some(file) => file.clone(),
        None => arguments.specs.join("accepted-changes.toml"),
    };
    let path = workspace()?.join(&file);
    let read = acceptances(&path, &file.display().to_string(), arguments.accept.is_some())?;
    let mut diffs: Vec<&mut Diff> = services.iter_mut().map(|compared| &mut compared.diff).collect();
    let notices = read.map(|read| read.apply(&mut diffs, true, today));
    Ok((file, notices.unwrap_or_default()))
}

/// The changes that are as bad as this for one of these, and not accepted.
fn open(services: &[Compared], limit: Verdict, audience: &[Audience]) -> Vec<(String, Change)> {
    let changes = services.iter().flat_map(|Compared { diff, .. }| {
        let changes = diff.changes.iter();
        changes.map(|change| (diff.service.clone(), change.clone()))
    });
    changes.filter(|(_, change)| is_open(change, limit, audience)).collect()
}

/// The snapshots that wait, from this folder on.
fn waiting(root: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = snapshots::find(root, &[".snap.new", ".pending-snap"])?;
    for path in &mut found {
        *path = path.strip_prefix(root).unwrap_or(path).to_owned();
    }
    Ok(found)
}

/// The command that writes the crates, with those options that are not the defaults.
fn fix(arguments: &Arguments) -> String {
    let mut command = "cargo xtask codegen".to_owned();
    if arguments.specs != *"specs" {
        command.push_str(&format!(" --specs {}", arguments.specs.display()));
    }
    if let Some(folder) = &arguments.generated {
        command.push_str(&format!(" --out {}", folder.display()));
    }
    if let Some(version) = &arguments.runtime_version {
        command.push_str(&format!(" --runtime-version {version}"));
    }
    command
}
