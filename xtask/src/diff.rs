//! `cargo xtask diff`: what differs between two descriptions, what that breaks, and for audience.

mod side;

use crate::{failure::Failure, workspace};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use shapewright_codegen::fs;
use shapewright_diff::{
    self as diff, Change, Diff, Verdict, Verdicts,
    accept::{Acceptances, Day, Notice},
    show::{self, Compared, Entry, Feed, Report},
};
use side::{Named, Side};
use std::path::{Path, PathBuf};

/// Where accepted changes are looked for, when no file is named.
const ACCEPTED: &str = "specs/accepted-changes.toml";

/// How many changes a failure lists.
const LISTED: usize = 20;

/// What to compare, and how to show it.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The older side: a description, a folder of descriptions, either at a revision of git (`HEAD:specs/macie2.json`,
    /// `main:specs`), or a model of Smithy or botocore.
    #[arg(value_name = "OLD")]
    old: String,
    /// The newer side, likewise.
    #[arg(value_name = "NEW")]
    new: String,
    /// Only these services, by the names of their files or, with `--botocore`, by botocore's names.
    #[arg(value_name = "SERVICE")]
    services: Vec<String>,
    /// OLD and NEW are folders of two versions of botocore, or of their data.
    #[arg(long)]
    botocore: bool,
    /// How the difference is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write it into this file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    failing: Failing,
    /// The file of accepted changes and overridden verdicts. Else `specs/accepted-changes.toml` is taken, where it is there.
    #[arg(long, value_name = "FILE")]
    accept: Option<PathBuf>,
    /// Where a feed leads, for `--format rss`.
    #[arg(
        long,
        value_name = "URL",
        default_value = "https://github.com/shapewright/shapewright"
    )]
    link: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Markdown,
    Html,
    Json,
    Rss,
}

/// What a command fails for.
#[derive(Debug, clap::Args)]
pub struct Failing {
    /// Fail when a change that was not accepted is as bad as this.
    #[arg(long, value_enum, value_name = "VERDICT")]
    pub fail_on: Option<Limit>,
    /// Count a change only for what it is to these.
    #[arg(
        long = "for",
        value_enum,
        value_name = "AUDIENCE",
        value_delimiter = ',',
        default_value = "wire,rust,mock"
    )]
    pub audience: Vec<Audience>,
}

/// How bad a change has to be for a command to fail.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Limit {
    Caution,
    Breaking,
}

impl From<Limit> for Verdict {
    fn from(limit: Limit) -> Self {
        match limit {
            Limit::Caution => Self::Caution,
            Limit::Breaking => Self::Breaking,
        }
    }
}

/// Whose point of view a verdict counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Audience {
    Wire,
    Rust,
    Mock,
}

impl Audience {
    fn of(self, verdicts: Verdicts) -> Verdict {
        match self {
            Self::Wire => verdicts.wire,
            Self::Rust => verdicts.rust,
            Self::Mock => verdicts.mock,
        }
    }
}

/// Compares, shows, and fails where it was asked to.
///
/// # Errors
/// With exit code 1 for what `--fail-on` asks about; with 2 where nothing could be compared.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (report, notices) = compared(arguments).map_err(Failure::into_not_decided)?;
    for notice in &notices {
        eprintln!("warning: {notice}");
    }
    fail(arguments, &report, &notices)
}

/// The report, written, and what should be done about the file of acceptances.
fn compared(arguments: &Arguments) -> Result<(Report, Vec<Notice>), Failure> {
    let Comparison { mut report, all } = compare(arguments)?;
    let file = match &arguments.accept {
        Some(path) => acceptances(path, &path.display().to_string(), true)?,
        None => acceptances(&workspace()?.join(ACCEPTED), ACCEPTED, false)?,
    };
    let notices = match &file {
        Some(file) => {
            let mut diffs: Vec<&mut Diff> = report.services.iter_mut().map(|compared| &mut compared.diff).collect();
            file.apply(&mut diffs, all, today())
        }
        None => Vec::new(),
    };
    write(arguments, &report)?;
    Ok((report, notices))
}

struct Comparison {
    report: Report,
    /// These are all services that there are.
    all: bool,
}

/// Compares all services, on all cores.
fn compare(arguments: &Arguments) -> Result<Comparison, Failure> {
    let sides = match arguments.botocore {
        true => [Side::botocore(&arguments.old)?, Side::botocore(&arguments.new)?],
        false => [Side::find(&arguments.old)?, Side::find(&arguments.new)?],
    };
    let is_folder = sides.iter().any(|side| side.is_folder);
    let [old, new] = sides.map(|side| side.services);
    let is_wanted =
        |name: &str| arguments.services.is_empty() || arguments.services.iter().any(|wanted| wanted == name);
    for wanted in &arguments.services {
        if !old.contains_key(wanted) && !new.contains_key(wanted) {
            let known: Vec<&str> = new.keys().map(String::as_str).take(20).collect();
            return Err(Failure::new(format!(
                "error: neither side has a service `{wanted}`; the newer has {}",
                known.join(", ")
            )));
        }
    }
    // Two single descriptions are meant to be compared, whatever they are called.
    let pairs: Vec<(Option<&Named>, Option<&Named>)> = match is_folder {
        false => vec![(old.values().next(), new.values().next())],
        true => {
            let mut names: Vec<&String> = old.keys().chain(new.keys()).filter(|name| is_wanted(name)).collect();
            names.sort();
            names.dedup();
            names.into_iter().map(|name| (old.get(name), new.get(name))).collect()
        }
    };
    let compared: Result<Vec<_>, Failure> = pairs.into_par_iter().map(|(old, new)| one(old, new)).collect();
    let mut services = compared?;
    services.retain(|compared| !compared.diff.changes.is_empty());
    Ok(Comparison {
        report: Report { services },
        all: is_folder && arguments.services.is_empty(),
    })
}

fn one(old: Option<&Named>, new: Option<&Named>) -> Result<Compared, Failure> {
    let diff = match (old, new) {
        (Some(old), Some(new)) => diff::diff(&old.load()?, &new.load()?),
        (Some(old), None) => diff::removed(&old.load()?),
        (None, Some(new)) => diff::added(&new.load()?),
        (None, None) => return Err(Failure::new("error: there is nothing to compare")),
    };
    let label = |side: Option<&Named>| side.map_or("nothing".to_owned(), |named| named.label.clone());
    Ok(Compared {
        old: label(old),
        new: label(new),
        diff,
    })
}

/// The file of acceptances at a path, which is shown otherwise. None where it is not there, and need not be.
pub fn acceptances(path: &Path, shown: &str, must_be: bool) -> Result<Option<Acceptances>, Failure> {
    if !must_be && !path.exists() {
        return Ok(None);
    }
    let text = String::from_utf8(fs::read(path)?)?;
    let parsed = Acceptances::parse(shown, &text);
    parsed
        .map(Some)
        .map_err(|error| Failure::new(format!("error: {error}")))
}

/// This day, in UTC.
pub fn today() -> Day {
    let date = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    // All three are in range: the date is one of our time.
    Day {
        year: date.year().unsigned_abs(),
        month: date.month().unsigned_abs(),
        day: date.day().unsigned_abs(),
    }
}

fn write(arguments: &Arguments, report: &Report) -> Result<(), Failure> {
    let text = match arguments.format {
        Format::Text => show::text(report),
        Format::Markdown => show::markdown(report),
        Format::Html => show::html(report),
        Format::Json => show::json(report),
        Format::Rss => {
            let published = jiff::fmt::rfc2822::to_string(&jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC))?;
            let entries = report.services.iter().map(|Compared { diff, .. }| Entry {
                title: format!("{} - {}", diff.title, show::headline(diff)),
                link: arguments.link.clone(),
                published: published.clone(),
                diff,
            });
            let feed = Feed {
                title: "API changes".to_owned(),
                link: arguments.link.clone(),
                published: published.clone(),
            };
            show::rss(&entries.collect::<Vec<_>>(), &feed)
        }
    };
    match &arguments.out {
        Some(path) => fs::write(path, &text)?,
        None => print!("{text}"),
    }
    Ok(())
}

/// Fails for changes that are as bad as was said, and for acceptances that have expired.
fn fail(arguments: &Arguments, report: &Report, notices: &[Notice]) -> Result<(), Failure> {
    let Some(limit) = arguments.failing.fail_on.map(Verdict::from) else {
        return Ok(());
    };
    let is_bad = |change: &&Change| is_open(change, limit, &arguments.failing.audience);
    let bad: Vec<(&str, &Change)> = report
        .services
        .iter()
        .flat_map(|compared| {
            let changes = compared.diff.changes.iter().filter(is_bad);
            changes.map(|change| (compared.diff.service.as_str(), change))
        })
        .collect();
    let Some((service, first)) = bad.first() else {
        return Ok(());
    };
    let or_worse = if limit == Verdict::Breaking { "" } else { " or worse" };
    let (number, are) = (bad.len(), if bad.len() == 1 { "change is" } else { "changes are" });
    let mut message = format!("error: {number} {are} {limit}{or_worse}, and not accepted:\n");
    for (service, change) in bad.iter().take(LISTED) {
        let place = change.place().map(|place| format!(" at {place}")).unwrap_or_default();
        message.push_str(&format!(
            "  {service}: {}: {}{place}\n",
            change.rule.name,
            show::line(change)
        ));
    }
    if bad.len() > LISTED {
        message.push_str(&format!("  and {} more\n", bad.len() - LISTED));
    }
    if notices.iter().any(|notice| matches!(notice, Notice::Expired(_))) {
        message.push_str("some of them were accepted until a day that is over: see the warnings above\n");
    }
    let file = arguments
        .accept
        .as_deref()
        .map_or(ACCEPTED.to_owned(), |path| path.display().to_string());
    message.push_str(&format!(
        "to accept one, say so in {file}:\n\n{}",
        acceptance(service, first)
    ));
    Err(Failure::new(message))
}

/// Whether a change is as bad as this for one of these, and not accepted.
pub fn is_open(change: &Change, limit: Verdict, audience: &[Audience]) -> bool {
    change.accepted.is_none() && audience.iter().any(|audience| audience.of(change.verdicts) >= limit)
}

/// The entry of a file of acceptances for a change.
pub fn acceptance(service: &str, change: &Change) -> String {
    let text = |text: &str| toml::Value::from(text).to_string();
    format!(
        "[[accepted]]\nservice = {}\nrule = {}\nplace = {}\nreason = \"why it may be\"\n\
         expires = the last day on which it holds, for instance 2027-01-31\n",
        text(service),
        text(change.rule.name),
        text(change.place().map_or("", |place| &place.pointer)),
    )
}
