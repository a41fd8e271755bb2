//! What is shown, and the sentences that every form of it has.

use crate::{Change, Diff, Nested, OperationDiff, Part, Path, Rule, State, Verdict, Verdicts, rules};
use serde::Serialize;
use std::{cmp::Reverse, collections::BTreeMap};

/// What was compared.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The services that differ, or are on one side only.
    pub services: Vec<Compared>,
}

/// A difference, and what was compared.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// What the old description is called, for instance `HEAD~1:specs/macie2.json`.
    pub old: String,
    /// What the new description is called.
    pub new: String,
    /// The difference.
    #[serde(flatten)]
    pub diff: Diff,
}

/// The report as JSON, indented.
pub fn json(report: &Report) -> String {
    serde_json::to_string_pretty(report).unwrap_or_default() + "\n"
}

/// How many paths of a change are shown before the rest is counted.
const PATHS: usize = 5;

/// How many operations became what: `2 new, 5 updated, 1 removed operations`.
pub fn headline(diff: &Diff) -> String {
    let of = |state: State| {
        diff.operations
            .iter()
            .filter(|operation| operation.state == state)
            .count()
    };
    let counts: Vec<(State, usize)> = [State::New, State::Updated, State::Removed]
        .map(|state| (state, of(state)))
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .collect();
    if counts.is_empty() {
        return "no new, updated or removed operations".to_owned();
    }
    let total: usize = counts.iter().map(|(_, count)| count).sum();
    let words: Vec<String> = counts
        .iter()
        .map(|(state, count)| format!("{count} {}", state.name()))
        .collect();
    format!(
        "{} {}",
        words.join(", "),
        if total == 1 { "operation" } else { "operations" }
    )
}

/// What an operation shows of a request or a response: a heading, and what came or went under it.
pub fn nested(operation: &OperationDiff) -> Vec<(&'static str, &Nested)> {
    let (request, response) = (&operation.request, &operation.response);
    let headings = match operation.state {
        State::New => ["Request", "Response", "", ""],
        State::Updated => [
            "Changes (request)",
            "Changes (response)",
            "Removed (request)",
            "Removed (response)",
        ],
        State::Removed => ["", "", "Request", "Response"],
    };
    let mut shown = Vec::new();
    let both = [(&request.added, &response.added), (&request.removed, &response.removed)];
    let both_headings = ["Changes (both)", "Removed (both)"];
    for (index, (request, response)) in both.into_iter().enumerate() {
        match (request, response) {
            (Some(request), Some(response)) if request == response && operation.state == State::Updated => {
                shown.push((both_headings[index], request));
            }
            _ => {
                let pair = [(headings[2 * index], request), (headings[2 * index + 1], response)];
                shown.extend(
                    pair.into_iter()
                        .filter_map(|(heading, nested)| Some((heading, nested.as_ref()?))),
                );
            }
        }
    }
    shown
}

/// The changes of an operation that its request and response do not show.
pub fn further<'a>(diff: &'a Diff, operation: &'a OperationDiff) -> impl Iterator<Item = &'a Change> {
    diff.changes_of(operation)
        .filter(|change| !change.is_quiet() && !is_nested(change, operation))
}

/// Whether a change is the operation itself, or a member or value that came to its request or response, or went.
fn is_nested(change: &Change, operation: &OperationDiff) -> bool {
    let whole = [
        &rules::SERVICE_ADDED,
        &rules::SERVICE_REMOVED,
        &rules::OPERATION_ADDED,
        &rules::OPERATION_REMOVED,
    ];
    let parts = [
        &rules::MEMBER_ADDED,
        &rules::MEMBER_ADDED_REQUIRED,
        &rules::MEMBER_REMOVED,
        &rules::UNION_MEMBER_ADDED,
        &rules::UNION_MEMBER_REMOVED,
        &rules::ENUM_VALUE_ADDED,
        &rules::ENUM_VALUE_REMOVED,
    ];
    let is = |rules: &[&Rule]| rules.iter().any(|rule| rule.name == change.rule.name);
    let is_drawn =
        |path: &Path| path.operation == operation.name && matches!(path.part, Part::Request | Part::Response);
    is(&whole) || is(&parts) && change.reached.iter().any(is_drawn)
}

/// A change on one line: `http-method-changed: GetX: "GET" -> "POST"`.
pub fn line(change: &Change) -> String {
    let values = match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!(": {} -> {}", cut(before), cut(after)),
        (None, Some(after)) => format!(": {}", cut(after)),
        (Some(before), None) => format!(": {}", cut(before)),
        (None, None) => String::new(),
    };
    format!("{}{values}", change.subject)
}

/// Verdicts on one line: `wire caution, Rust breaking, mock compatible`.
pub(super) fn line_of(verdicts: Verdicts) -> String {
    format!("wire {}, Rust {}, mock {}", verdicts.wire, verdicts.rust, verdicts.mock)
}

/// Where operations reach a change: the first ways, and how many more there are. Nothing for an operation's own facts.
pub(super) fn ways(change: &Change) -> Vec<String> {
    let reached = change.reached.iter().filter(|path| path.part != Part::Operation);
    let mut ways: Vec<String> = reached.clone().take(PATHS).map(ToString::to_string).collect();
    if let Some(more) = reached.count().checked_sub(PATHS).filter(|more| *more > 0) {
        ways.push(format!("{more} more"));
    }
    ways
}

/// The changes that are listed one by one, by their verdicts, those that break the wire first; then those that are only
/// named.
pub(super) struct Groups<'a> {
    pub(super) listed: Vec<(Verdicts, Vec<&'a Change>)>,
    pub(super) new_shapes: Vec<&'a str>,
    pub(super) explained: usize,
}

impl Groups<'_> {
    /// How much documentation has changed, where some has.
    pub(super) fn explained(&self) -> Option<String> {
        match self.explained {
            0 => None,
            1 => Some("Documentation has changed at one place.".to_owned()),
            more => Some(format!("Documentation has changed at {more} places.")),
        }
    }
}

pub(super) fn groups(diff: &Diff) -> Groups<'_> {
    let mut groups = Groups {
        listed: Vec::new(),
        new_shapes: Vec::new(),
        explained: 0,
    };
    let mut listed: BTreeMap<[Reverse<Verdict>; 3], Vec<&Change>> = BTreeMap::new();
    for change in &diff.changes {
        let Verdicts { wire, rust, mock } = change.verdicts;
        match change.rule {
            rule if rule.name == rules::SHAPE_ADDED.name => groups.new_shapes.push(&change.subject),
            _ if change.rule.is_documentation() => groups.explained += 1,
            _ => listed.entry([wire, mock, rust].map(Reverse)).or_default().push(change),
        }
    }
    let listed = listed.into_values().map(|changes| (changes[0].verdicts, changes));
    groups.listed = listed.collect();
    groups
}

/// What it all comes to, in two sentences.
pub fn summary(diff: &Diff) -> Vec<String> {
    let Some(bump) = diff.bump() else {
        return vec!["Nothing differs.".to_owned()];
    };
    let worst = diff.verdicts();
    let accepted = diff.changes.iter().filter(|change| change.accepted.is_some()).count();
    let (number, noun) = (
        diff.changes.len(),
        if diff.changes.len() == 1 { "change" } else { "changes" },
    );
    let told = match accepted {
        0 => format!("{number} {noun}"),
        _ => format!("{number} {noun}, {accepted} of them accepted"),
    };
    vec![
        format!("{told}: {}.", line_of(worst)),
        format!(
            "The version of the crates grows by a {} number: 1.2.3 to {}, 0.2.3 to {}.",
            bump.name(),
            bump.after([1, 2, 3]),
            bump.after([0, 2, 3])
        ),
    ]
}

/// Cuts what would fill lines.
fn cut(text: &str) -> String {
    const MOST: usize = 120;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
