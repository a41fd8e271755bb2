//! The file in which people say what they think of changes: verdicts of rules that they see otherwise, and changes that
//! they have accepted, with a reason and until when.
//!
//! ```toml
//! [[severity]]
//! rule = "member-added"
//! rust = "caution"
//! reason = "Our callers end their literals in `..Default::default()`."
//!
//! [[accepted]]
//! service = "workmail"
//! rule = "enum-value-removed"
//! place = "/shapes/EntityState/values/PAUSED"
//! reason = "No entity has had this state since 2021."
//! expires = 2027-01-31
//! ```

use super::{Bump, Change, Diff, RULES, Verdict, rule};
use serde::Deserialize;
use shapewright_spec::diagnostic::{LineIndex, quoted};
use std::fmt;
use toml::{Spanned, value::Datetime};

/// A day: year, month, day.
pub type Day = toml::value::Date;

/// What a file of acceptances says.
#[derive(Debug)]
pub struct Acceptances {
    path: String,
    accepted: Vec<(usize, Accepted)>,
    severity: Vec<(usize, Severity)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accepted: Vec<Spanned<Accepted>>,
    #[serde(default)]
    severity: Vec<Spanned<Severity>>,
}

/// A change that somebody has accepted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accepted {
    #[serde(default)]
    service: Option<String>,
    rule: String,
    place: String,
    reason: String,
    expires: Datetime,
}

/// A verdict that somebody sees otherwise.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Severity {
    #[serde(default)]
    service: Option<String>,
    rule: String,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    wire: Option<Verdict>,
    #[serde(default)]
    rust: Option<Verdict>,
    #[serde(default)]
    mock: Option<Verdict>,
    reason: String,
}

/// A file of acceptances that cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub struct BadFile(String);

impl fmt::Display for BadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadFile {}

/// Something about a file of acceptances that somebody should do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The entry's day is over: the change counts again.
    Expired(String),
    /// The entry is about nothing that has changed.
    Unused(String),
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expired(message) | Self::Unused(message) => f.write_str(message),
        }
    }
}

impl Acceptances {
    /// Reads a file. `path` is shown in messages and never opened.
    ///
    /// # Errors
    /// When the text is not TOML, has something else than the two tables, names a rule that there is not, has an empty reason,
    /// a place that is no JSON pointer, or a day that is none. The message says where, and what to do.
    pub fn parse(path: &str, text: &str) -> Result<Self, BadFile> {
        let file: File = toml::from_str(text).map_err(|error| BadFile(format!("{path}: {error}")))?;
        let lines = LineIndex::new(text);
        let line = |span: std::ops::Range<usize>| lines.line_column(text, span.start).0;
        let bad = |line: usize, message: String| BadFile(format!("{path}:{line}: {message}"));
        let known = |line: usize, name: &str, reason: &str| match rule(name) {
            None => Err(bad(line, format!("there is no rule {}{}", quoted(name), meant(name)))),
            Some(_) if reason.trim().is_empty() => Err(bad(line, "say the reason".to_owned())),
            Some(_) => Ok(()),
        };
        let pointer = |line: usize, place: &str| match place.starts_with('/') {
            true => Ok(()),
            false => Err(bad(
                line,
                format!(
                    "the place {} is no JSON pointer; it looks like `/shapes/Member/members/email`",
                    quoted(place)
                ),
            )),
        };
        let mut accepted = Vec::new();
        for entry in file.accepted {
            let line = line(entry.span());
            let entry = entry.into_inner();
            known(line, &entry.rule, &entry.reason)?;
            pointer(line, &entry.place)?;
            if entry.expires.date.is_none() {
                return Err(bad(line, "`expires` is a day, for instance `2027-01-31`".to_owned()));
            }
            accepted.push((line, entry));
        }
        let mut severity = Vec::new();
        for entry in file.severity {
            let line = line(entry.span());
            let entry = entry.into_inner();
            known(line, &entry.rule, &entry.reason)?;
            if let Some(place) = &entry.place {
                pointer(line, place)?;
            }
            if entry.wire.or(entry.rust).or(entry.mock).is_none() {
                let help = "say which verdict: `wire`, `rust` or `mock` is `compatible`, `caution` or `breaking`";
                return Err(bad(line, help.to_owned()));
            }
            severity.push((line, entry));
        }
        Ok(Self {
            path: path.to_owned(),
            accepted,
            severity,
        })
    }

    /// Overrides verdicts and marks what is accepted on this day. Gives what somebody should do about the file: entries
    /// that have expired, and entries that are about nothing. An entry about a service that is not among the differences
    /// is left alone, and one about any service unless `all` services were compared. A rule that is overridden wherever it
    /// is met is a policy: it stands there for changes to come.
    pub fn apply(&self, diffs: &mut [&mut Diff], all: bool, today: Day) -> Vec<Notice> {
        let mut notices = Vec::new();
        for (line, entry) in &self.severity {
            let selector = Selector {
                service: entry.service.as_deref(),
                rule: &entry.rule,
                place: entry.place.as_deref(),
            };
            let used = selector.each(diffs, |change| override_verdicts(change, entry));
            if used == 0 && entry.place.is_some() && selector.is_judged(diffs, all) {
                notices.push(self.unused(*line, &selector, "overrides no verdict"));
            }
        }
        for (line, entry) in &self.accepted {
            let selector = Selector {
                service: entry.service.as_deref(),
                rule: &entry.rule,
                place: Some(&entry.place),
            };
            let is_over = entry.expires.date.is_some_and(|day| day < today);
            let used = selector.each(diffs, |change| {
                if !is_over {
                    change.accepted = Some(entry.reason.clone());
                }
            });
            if used == 0 && selector.is_judged(diffs, all) {
                notices.push(self.unused(*line, &selector, "accepts nothing"));
            } else if used > 0 && is_over {
                notices.push(Notice::Expired(format!(
                    "{}:{line}: the acceptance of {selector} has expired on {}, so the change counts again; \
                     give it a new day if it still holds",
                    self.path, entry.expires
                )));
            }
        }
        notices
    }

    fn unused(&self, line: usize, selector: &Selector<'_>, does: &str) -> Notice {
        Notice::Unused(format!(
            "{}:{line}: the entry for {selector} {does}, because nothing like it has changed; remove it",
            self.path
        ))
    }
}

/// Which changes an entry is about.
struct Selector<'a> {
    service: Option<&'a str>,
    rule: &'a str,
    /// The JSON pointer, or one above it.
    place: Option<&'a str>,
}

impl Selector<'_> {
    fn each(&self, diffs: &mut [&mut Diff], mut act: impl FnMut(&mut Change)) -> usize {
        let mut used = 0;
        for diff in diffs
            .iter_mut()
            .filter(|diff| self.service.is_none_or(|service| service == diff.service))
        {
            for change in diff.changes.iter_mut().filter(|change| self.matches(change)) {
                act(change);
                used += 1;
            }
        }
        used
    }

    fn matches(&self, change: &Change) -> bool {
        let is_at = |place: &str| {
            let places = [&change.old, &change.new].into_iter().flatten();
            places.map(|at| at.pointer.as_str()).any(|pointer| {
                let rest = pointer.strip_prefix(place);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        change.rule.name == self.rule && self.place.is_none_or(is_at)
    }

    /// Whether all that the entry could be about has been looked at.
    fn is_judged(&self, diffs: &[&mut Diff], all: bool) -> bool {
        match self.service {
            Some(service) => diffs.iter().any(|diff| diff.service == service),
            None => all,
        }
    }
}

impl fmt::Display for Selector<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.rule)?;
        if let Some(place) = self.place {
            write!(f, " at {place}")?;
        }
        match self.service {
            Some(service) => write!(f, " of {service}"),
            None => Ok(()),
        }
    }
}

fn override_verdicts(change: &mut Change, entry: &Severity) {
    let verdicts = &mut change.verdicts;
    verdicts.wire = entry.wire.unwrap_or(verdicts.wire);
    verdicts.mock = entry.mock.unwrap_or(verdicts.mock);
    if let Some(rust) = entry.rust {
        verdicts.rust = rust;
        change.rust_bump = match rust {
            Verdict::Breaking => Bump::Major,
            Verdict::Caution => Bump::Minor,
            Verdict::Compatible => change.rust_bump.min(Bump::Minor),
        };
    }
    change.bump = change.rust_bump.with_mock(change.verdicts.mock);
}

/// The rule that a misspelt name was meant to be.
fn meant(name: &str) -> String {
    let similarity = |rule: &&&super::Rule| (strsim::jaro_winkler(rule.name, name) * 1000.0) as u32;
    match RULES.iter().max_by_key(similarity) {
        Some(close) => format!("; did you mean `{}`?", close.name),
        None => String::new(),
    }
}
