//! `docs`: reference pages of descriptions.

mod serve;

use crate::{
    descriptions::{self, fail_on_errors},
    failure::Failure,
    terminal,
    words::count,
};
use shapewright_codegen::fs::{self, Change};
use shapewright_ir::{Ir, load_both};
use shapewright_reference::{self as reference, Described, Recorded};
use shapewright_spec::{Spec, diagnostic::Diagnostics, parse::Source};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Instant,
};

/// The options of the command.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Descriptions, or folders of descriptions. A folder `history/SERVICE` beside a description has its earlier versions
    #[arg(value_name = "DESCRIPTION", required = true)]
    descriptions: Vec<PathBuf>,
    /// The folder to write into
    #[arg(long, short, value_name = "DIR", default_value = "reference")]
    out: PathBuf,
    #[command(flatten)]
    site: Site,
}

/// What to do with the pages.
#[derive(Debug, Clone, clap::Args)]
pub struct Site {
    /// The URL that the site will have. With it, services with earlier versions get RSS feeds of their changes
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Serve the pages on this address until the command is stopped
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "127.0.0.1:4600")]
    pub serve: Option<SocketAddr>,
}

/// Runs the command.
///
/// # Errors
/// With exit code 1 if a description has errors.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    write(&arguments.descriptions, Path::new(""), &arguments.out, &arguments.site)
}

/// Writes the pages of descriptions, and serves them if asked to. Descriptions under `root` are named from there.
///
/// # Errors
/// With exit code 1 if a description has errors.
pub fn write(descriptions: &[PathBuf], root: &Path, out: &Path, site: &Site) -> Result<(), Failure> {
    let start = Instant::now();
    let services = read(descriptions, root)?;
    let mut owned: Vec<String> = services.iter().map(|service| service.ir.service.name.clone()).collect();
    for place in owned.iter().map(String::as_str).chain([""]) {
        refuse_what_is_not_ours(&out.join(place))?;
    }
    owned.extend(folders(out)?);
    let artifacts = reference::site(&services, site.url.as_deref());
    let changes = fs::changes(out, &owned, &artifacts, reference::is_generated)?;
    fs::apply(out, &changes)?;
    let removed = changes
        .iter()
        .filter(|change| matches!(change, Change::Remove { .. }))
        .count();
    let (files, written) = (artifacts.len(), changes.len() - removed);
    terminal::line(format_args!(
        "{}, {} in {}: {written} written, {removed} removed, {} unchanged ({} ms)",
        count(services.len(), "service"),
        count(files, "file"),
        out.strip_prefix(root).unwrap_or(out).display(),
        files - written,
        start.elapsed().as_millis(),
    ));
    match site.serve {
        Some(address) => serve::serve(address, artifacts),
        None => Ok(()),
    }
}

fn read(descriptions: &[PathBuf], root: &Path) -> Result<Vec<Described>, Failure> {
    let mut sink = Diagnostics::default();
    let mut services = Vec::new();
    for path in descriptions::files(descriptions)? {
        let Some((spec, ir)) = description(root, &path, &mut sink)? else {
            continue;
        };
        let mut history = Vec::new();
        let folder = path.with_file_name("history").join(&spec.service.name);
        let recorded = if folder.is_dir() {
            fs::descriptions(&folder)?
        } else {
            Vec::new()
        };
        for path in recorded {
            let until = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let recorded = description(root, &path, &mut sink)?;
            history.extend(recorded.map(|(spec, ir)| Recorded { until, spec, ir }));
        }
        services.push(Described { spec, ir, history });
    }
    fail_on_errors(&sink, "nothing was written")?;
    Ok(services)
}

fn description(root: &Path, path: &Path, sink: &mut Diagnostics) -> Result<Option<(Spec, Ir)>, Failure> {
    let shown = path
        .strip_prefix(root)
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
            descriptions: vec![concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/consumer/specs").into()],
            out: site.clone(),
            site: Site { url: None, serve: None },
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
