//! `cargo xtask docs`: reference pages out of descriptions.

mod serve;

use crate::{failure::Failure, words::count, workspace};
use shapewright_codegen::fs::{self, Change};
use shapewright_ir::{Ir, load_both};
use shapewright_reference::{self as reference, Described, Recorded};
use shapewright_spec::{
    Spec,
    diagnostic::{Diagnostics, Severity},
    parse::Source,
};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Instant,
};

/// Which descriptions, and where the pages go.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of the descriptions.
    #[arg(long, value_name = "DIR", default_value = "specs")]
    specs: PathBuf,
    /// The folder to write into.
    #[arg(long, value_name = "DIR", default_value = "target/reference")]
    out: PathBuf,
    /// Where the site will lie. With it, services with recorded versions have feeds of their changes.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Serve the pages on this address when they are written, until the command is stopped.
    #[arg(long, value_name = "ADDR", num_args = 0..=1, default_missing_value = "127.0.0.1:4600")]
    serve: Option<SocketAddr>,
}

/// Writes the pages, and serves them where that is asked for.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let start = Instant::now();
    let workspace = workspace()?;
    let services = read(&workspace, &workspace.join(&arguments.specs))?;
    let out = workspace.join(&arguments.out);
    let mut owned: Vec<String> = services.iter().map(|service| service.ir.service.name.clone()).collect();
    for place in owned.iter().map(String::as_str).chain([""]) {
        refuse_what_is_not_ours(&out.join(place))?;
    }
    owned.extend(folders(&out)?);
    let artifacts = reference::site(&services, arguments.url.as_deref());
    let changes = fs::changes(&out, &owned, &artifacts, reference::is_generated)?;
    fs::apply(&out, &changes)?;
    let removed = changes
        .iter()
        .filter(|change| matches!(change, Change::Remove { .. }))
        .count();
    println!(
        "{}, {} files in {}: {} written, {removed} removed, the rest as they were ({} ms)",
        count(services.len(), "service"),
        artifacts.len(),
        arguments.out.display(),
        changes.len() - removed,
        start.elapsed().as_millis(),
    );
    match arguments.serve {
        Some(address) => serve::serve(address, artifacts),
        None => Ok(()),
    }
}

fn read(workspace: &Path, specs: &Path) -> Result<Vec<Described>, Failure> {
    let mut sink = Diagnostics::default();
    let mut services = Vec::new();
    for path in fs::descriptions(specs)? {
        let Some((spec, ir)) = description(workspace, &path, &mut sink)? else {
            continue;
        };
        let mut history = Vec::new();
        let folder = specs.join("history").join(&spec.service.name);
        let recorded = if folder.is_dir() {
            fs::descriptions(&folder)?
        } else {
            Vec::new()
        };
        for path in recorded {
            let until = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let recorded = description(workspace, &path, &mut sink)?;
            history.extend(recorded.map(|(spec, ir)| Recorded { until, spec, ir }));
        }
        services.push(Described { spec, ir, history });
    }
    if !sink.is_empty() {
        eprintln!("{sink}");
    }
    if sink.iter().any(|found| found.severity == Severity::Error) {
        return Err(Failure::new("nothing was written, because descriptions have errors"));
    }
    if services.is_empty() {
        return Err(Failure::new(format!(
            "error: there is no description in {}",
            specs.display()
        )));
    }
    Ok(services)
}

fn description(workspace: &Path, path: &Path, sink: &mut Diagnostics) -> Result<Option<(Spec, Ir)>, Failure> {
    let shown = path
        .strip_prefix(workspace)
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/");
    let source = Source::from_bytes(shown, fs::read(path)?, sink);
    Ok(source.and_then(|source| load_both(&source, sink)))
}

/// A folder that holds something else must not be taken for one of pages.
fn refuse_what_is_not_ours(folder: &Path) -> Result<(), Failure> {
    let is_empty = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => {
            return Err(Failure::new(format!(
                "error: cannot read {}: {error}",
                folder.display()
            )));
        }
    };
    if is_empty || is_ours(folder) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "error: {} holds files that are no reference pages; name another folder with `--out`, or remove them",
        folder.display()
    )))
}

/// Whether the folder holds pages of an earlier run.
fn is_ours(folder: &Path) -> bool {
    let page = fs::read(&folder.join("index.html"));
    page.is_ok_and(|page| reference::is_generated(&String::from_utf8_lossy(&page)))
}

/// The folders of services under a site, also of those whose description is gone.
fn folders(out: &Path) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    if !out.exists() {
        return Ok(names);
    }
    for entry in std::fs::read_dir(out)? {
        let entry = entry?;
        if is_ours(&entry.path()) {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_it_made_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        let arguments = Arguments {
            specs: "tests/consumer/specs".into(),
            out: site.clone(),
            url: None,
            serve: None,
        };
        run(&arguments).unwrap();
        let gone = site.join("weather/gone.html");
        std::fs::copy(site.join("weather/index.html"), &gone).unwrap();
        for foreign in ["weather/notes.txt", "weather/mine.html"] {
            std::fs::write(site.join(foreign), "mine").unwrap();
        }
        run(&arguments).unwrap();
        assert!(!gone.exists());
        assert!(site.join("weather/notes.txt").exists() && site.join("weather/mine.html").exists());

        // Someone else's file under the name of one of ours.
        for taken in ["weather/shapes/Station.html", "reference.css"] {
            let taken = site.join(taken);
            let ours = fs::read(&taken).unwrap();
            std::fs::write(&taken, "mine").unwrap();
            let refused = run(&arguments).unwrap_err().to_string();
            assert!(refused.contains(&taken.display().to_string()), "{refused}");
            std::fs::write(&taken, ours).unwrap();
        }
        run(&arguments).unwrap();

        let other = folder.path().join("other");
        std::fs::create_dir(&other).unwrap();
        std::fs::write(other.join("notes.txt"), "mine").unwrap();
        let refused = run(&Arguments {
            out: other,
            ..arguments
        })
        .unwrap_err()
        .to_string();
        assert!(refused.contains("are no reference pages"), "{refused}");
    }
}
