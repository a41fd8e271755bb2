//! What is reviewed, before and after: descriptions, what is generated of them, and what lies there.

use super::{
    Arguments,
    code::{self, Crate, Files},
};
use crate::{
    codegen::{fail_on_errors, folders, resolved, shown, shown_from, sources, top},
    diff::acceptances,
    failure::Failure,
    git::Repository,
    snapshots, workspace,
};
use shapewright_codegen::{
    Artifact, Source,
    diagnostic::{Diagnostics, Severity},
    diff::{
        self, Change, Description, Verdict,
        accept::{Day, Notice},
        show::Compared,
    },
    fs::{self, is_description},
    load, packages,
    spec::parse::parse,
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
    /// The changes that are not accepted, and as bad as `--fail-on` says, else breaking: each with its service.
    pub open: Vec<(String, Change)>,
    /// How bad those are at least.
    pub limit: Verdict,
    /// The acceptance file.
    pub accept: PathBuf,
    /// What a change of the generator does: from the code of the commit to what is made of its descriptions now.
    pub by_generator: Vec<Crate>,
    /// What a change of descriptions does: from what is made of the commit's to what is made of those here.
    pub by_descriptions: Vec<Crate>,
    /// Why the generator does not take the commit's descriptions any more. Then all the difference of the code counts as theirs.
    pub refused: Option<String>,
    /// What has to change for the crates here to be what is made of the descriptions here.
    pub drift: Vec<fs::Change>,
    /// The command that makes those changes.
    pub mend: String,
    /// Snapshots that wait to be accepted, from the repository's folder on.
    pub snapshots: Vec<PathBuf>,
}

impl State {
    /// Reads both sides, and generates in memory.
    pub fn read(arguments: &Arguments, today: Day) -> Result<Self, Failure> {
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
        let top = top(&generated, arguments.runtime_version.as_deref())?;

        let mut sink = Diagnostics::new();
        let after = Side::new(sources(&specs, &generated, &mut sink)?, &top, &mut sink);
        fail_on_errors(&sink, "there is no review")?;

        let mut sink = Diagnostics::new();
        let from = shown_from(&specs, &generated)?;
        let mut old = Vec::new();
        let is_old = |path: &str| is_description(path) && !path.contains('/');
        for (name, bytes) in repository.files(&commit, &specs, is_old)? {
            old.extend(Source::from_bytes(shown(&from, &specs.join(name)), bytes, &mut sink));
        }
        let mut before = Side::new(old, &top, &mut sink);
        let refused = sink
            .iter()
            .find(|found| found.severity == Severity::Error)
            .map(ToString::to_string);

        let committed = committed(repository.files(&commit, &generated, |_| true)?, &top);
        let by_generator = match committed.is_empty() {
            true => Vec::new(),
            false => {
                before.take_missing(&committed);
                code::compare(&committed, &before.files)
            }
        };
        let drift = match committed.is_empty() && !generated.is_dir() {
            true => Vec::new(),
            false => {
                let owned: BTreeSet<String> = after.services.iter().cloned().chain(folders(&generated)?).collect();
                fs::changes(&generated, &owned.into_iter().collect::<Vec<_>>(), &after.artifacts)?
            }
        };
        let base = repository.title(&commit)?;
        let short = base.split(' ').next().unwrap_or_default();
        let mut services = compare(short, &before.descriptions, &after.descriptions);
        let accept = match &arguments.accept {
            Some(file) => file.clone(),
            None => arguments.specs.join("accepted-changes.toml"),
        };
        let notices = match acceptances(
            &workspace.join(&accept),
            &accept.display().to_string(),
            arguments.accept.is_some(),
        )? {
            Some(file) => file.apply(
                &mut services
                    .iter_mut()
                    .map(|compared| &mut compared.diff)
                    .collect::<Vec<_>>(),
                today,
            ),
            None => Vec::new(),
        };
        let limit = arguments.fail_on.map_or(Verdict::Breaking, Verdict::from);
        let open = services.iter().flat_map(|compared| {
            let bad = compared.diff.changes.iter();
            let bad = bad.filter(|change| change.accepted.is_none() && change.verdicts.most() >= limit);
            bad.map(|change| (compared.diff.service.clone(), change.clone()))
        });
        Ok(Self {
            base,
            open: open.collect(),
            services,
            notices,
            limit,
            accept,
            by_generator,
            by_descriptions: code::compare(&before.files, &after.files),
            refused,
            drift,
            mend: mend(arguments),
            snapshots: waiting(repository.root())?,
        })
    }
}

/// The snapshots that wait, from this folder on.
fn waiting(root: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = snapshots::find(root, &[".snap.new", ".pending-snap"])?;
    for path in &mut found {
        *path = path.strip_prefix(root).unwrap_or(path).to_owned();
    }
    Ok(found)
}

/// What differs between the descriptions of a commit and those that are here. They are paired by their paths, and those that were moved by their
/// services.
fn compare(commit: &str, before: &[(String, Description)], after: &[(String, Description)]) -> Vec<Compared> {
    let name = |description: &Description| description.spec().service.name.clone();
    let mut left: Vec<&(String, Description)> = before.iter().collect();
    let mut services = Vec::new();
    for (path, new) in after {
        let at = left.iter().position(|(old_path, _)| old_path == path);
        let at = at.or_else(|| left.iter().position(|(_, old)| name(old) == name(new)));
        let (old, diff) = match at.map(|at| left.remove(at)) {
            Some((old_path, old)) => (format!("{commit}:{old_path}"), diff::diff(old, new)),
            None => ("nothing".to_owned(), diff::added(new)),
        };
        services.push(Compared {
            old,
            new: path.clone(),
            diff,
        });
    }
    services.extend(left.into_iter().map(|(path, old)| Compared {
        old: format!("{commit}:{path}"),
        new: "nothing".to_owned(),
        diff: diff::removed(old),
    }));
    services.retain(|compared| !compared.diff.changes.is_empty());
    services
}

/// Descriptions, and what this generator makes of them.
struct Side {
    /// The services whose crates were made.
    services: BTreeSet<String>,
    artifacts: Vec<Artifact>,
    files: Files,
    /// The descriptions, each with its path.
    descriptions: Vec<(String, Description)>,
}

impl Side {
    fn new(sources: Vec<Source>, top: &[Artifact], sink: &mut Diagnostics) -> Self {
        let mut services = BTreeSet::new();
        let mut artifacts = top.to_vec();
        let mut descriptions = Vec::new();
        for source in sources {
            // What is wrong is said by `load`.
            if let Some(parsed) = parse(&source, &mut Diagnostics::new()) {
                descriptions.push((source.path.clone(), Description::new(parsed)));
            }
            if let Some(ir) = load(&source, sink) {
                services.insert(ir.service.name.clone());
                artifacts.extend(packages(&ir));
            }
        }
        let files = artifacts
            .iter()
            .map(|artifact| (artifact.path.clone(), artifact.text.clone()));
        Self {
            services,
            files: files.collect(),
            artifacts,
            descriptions,
        }
    }

    /// Takes the crates of services of which nothing was made, as they were committed.
    fn take_missing(&mut self, committed: &Files) {
        let missing = committed.iter().filter(|(path, _)| match path.split_once('/') {
            Some((service, _)) => !self.services.contains(service),
            None => false,
        });
        self.files
            .extend(missing.map(|(path, text)| (path.clone(), text.clone())));
    }
}

/// Of the files in the output folder those that are generated: the crates of services, and what stands beside them.
fn committed(files: BTreeMap<String, Vec<u8>>, top: &[Artifact]) -> Files {
    let is_service = |folder: &str| files.contains_key(&format!("{folder}/model/Cargo.toml"));
    let ours = files.iter().filter(|(path, _)| match path.split_once('/') {
        Some((folder, _)) => is_service(folder),
        None => top.iter().any(|artifact| artifact.path == **path),
    });
    ours.map(|(path, bytes)| (path.clone(), String::from_utf8_lossy(bytes).into_owned()))
        .collect()
}

/// The command that writes the crates, with those options that are not the defaults.
fn mend(arguments: &Arguments) -> String {
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
