//! The changes between two descriptions of a service: what each means for clients, code and mocks, and which operations it concerns.
//!
//! [`diff`] gives one [`Diff`]: a list of [`Change`]s, each by a [`Rule`] with a name that stays, at its place in both
//! descriptions, with the way from every operation that reaches it, and three [`Verdicts`]: for the wire, for the Rust API of
//! the generated crates, and for the mock. Beside it stands what each operation shows of it, as pages of API changes do.
//!
//! | part | what it does |
//! |---|---|
//! | `rules` | the table of rules and their verdicts |
//! | `pairs` | which shape is compared with which |
//! | `compare` | finds what differs, fact by fact |
//! | `reach` | the ways from operations to what differs |
//! | `nested` | the members and values that came and went, nested |
//! | `hints` | what something that is gone may be called now |
//! | [`accept`] | verdicts that are overridden, changes that are accepted |
//! | [`show`] | a difference as text, Markdown, HTML and RSS |
//!
//! It does no I/O, and knows no date but those that it is given.

pub mod accept;
mod compare;
mod description;
mod findings;
mod hints;
mod model;
mod nested;
mod pairs;
mod reach;
mod rules;
pub mod show;

pub use description::Description;
pub use model::{
    Bump, Change, Diff, Directions, Nested, OperationDiff, Part, Path, Place, Position, Sides, State, Verdicts,
};
pub use rules::{Cells, Family, RULES, Rule, RustApi, Verdict, rule};

use findings::{At, Found};
use nested::Differences;
use pairs::{Pairs, RootPart};
use reach::Reach;
use shapewright_spec::Spec;
use std::collections::HashMap;

/// Compares two descriptions of one service.
pub fn diff(old: &Description, new: &Description) -> Diff {
    let pairs = Pairs::new(old.spec(), new.spec());
    let found = compare::compare(old, new, &pairs);
    let reach = Reach::new(&pairs, &found);
    let changes: Vec<Change> = found.into_iter().map(|found| change(old, new, &reach, found)).collect();
    Diff {
        service: new.spec().service.name.clone(),
        title: new.spec().service.title.clone(),
        operations: operations((old.spec(), new.spec()), &pairs, &changes),
        changes,
    }
}

/// A service that was not there: one change, with the names of its operations.
pub fn added(new: &Description) -> Diff {
    whole(
        new,
        &rules::SERVICE_ADDED,
        State::New,
        (None, Some(new.place(&["service"]))),
    )
}

/// A service that is gone: one change, with the names of its operations.
pub fn removed(old: &Description) -> Diff {
    whole(
        old,
        &rules::SERVICE_REMOVED,
        State::Removed,
        (Some(old.place(&["service"])), None),
    )
}

fn whole(
    description: &Description,
    rule: &'static Rule,
    state: State,
    (old, new): (Option<Place>, Option<Place>),
) -> Diff {
    let service = &description.spec().service;
    let directions = Directions::default();
    let (verdicts, rust_bump) = judge(rule, false, directions, false);
    let change = Change {
        rule,
        subject: service.title.clone(),
        old,
        new,
        before: None,
        after: None,
        reached: Vec::new(),
        directions,
        verdicts,
        bump: rust_bump.with_mock(verdicts.mock),
        rust_bump,
        hint: None,
        accepted: None,
    };
    let operations = description.spec().operations.keys().map(|name| OperationDiff {
        name: name.clone(),
        state,
        request: Sides::default(),
        response: Sides::default(),
        changes: vec![0],
    });
    Diff {
        service: service.name.clone(),
        title: service.title.clone(),
        operations: operations.collect(),
        changes: vec![change],
    }
}

fn change(old: &Description, new: &Description, reach: &Reach, found: Found<'_>) -> Change {
    let reached = reach.paths(found.at);
    let directions = reach::directions(&reached);
    let is_unreached = reached.is_empty() && matches!(found.at, At::Pair(_) | At::Member(..));
    let (verdicts, rust_bump) = judge(found.rule, found.retypes, directions, is_unreached);
    Change {
        rule: found.rule,
        subject: found.subject,
        old: found.old.map(|path| old.place(&path)),
        new: found.new.map(|path| new.place(&path)),
        before: found.before,
        after: found.after,
        reached,
        directions,
        verdicts,
        bump: rust_bump.with_mock(verdicts.mock),
        rust_bump,
        hint: found.hint,
        accepted: None,
    }
}

/// The worst of what a rule says of the ways that a value travels, and how the version has to grow because of the Rust API.
fn judge(rule: &Rule, retypes: bool, directions: Directions, is_unreached: bool) -> (Verdicts, Bump) {
    let ways = [directions.input, directions.output, directions.error];
    let travels = ways.contains(&true);
    let used = ways.iter().zip(&rule.cells).filter(|(way, _)| **way || !travels);
    let mut verdicts = Verdicts::NONE;
    let mut rust_bump = Bump::Patch;
    for (_, cells) in used {
        let rust = match cells.rust {
            RustApi::ByType if !retypes => RustApi::Same,
            other => other,
        };
        // What no operation carries is generated all the same, but never travels.
        let (wire, mock) = match is_unreached {
            true => (Verdict::Compatible, Verdict::Compatible),
            false => (cells.wire, cells.mock),
        };
        verdicts = verdicts.worst(Verdicts {
            wire,
            rust: rust.verdict(),
            mock,
        });
        rust_bump = rust_bump.max(Bump::of(rust));
    }
    (verdicts, rust_bump)
}

fn operations((old, new): (&Spec, &Spec), pairs: &Pairs<'_>, changes: &[Change]) -> Vec<OperationDiff> {
    let mut of: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, change) in changes.iter().enumerate() {
        for path in &change.reached {
            let indices = of.entry(&path.operation).or_default();
            if indices.last() != Some(&index) {
                indices.push(index);
            }
        }
    }
    let differences = Differences::new(old, new, pairs);
    let gone = old.operations.keys().filter(|name| !new.operations.contains_key(*name));
    let mut operations = Vec::new();
    for name in new.operations.keys().chain(gone) {
        let changes_of = of.remove(name.as_str()).unwrap_or_default();
        let (before, after) = (old.operations.get(name), new.operations.get(name));
        let (state, request, response) = match (before, after) {
            (Some(before), None) => (
                State::Removed,
                sides(None, nested::whole(old, before.input.as_ref())),
                sides(None, nested::whole(old, before.output.as_ref())),
            ),
            (None, Some(after)) => (
                State::New,
                sides(nested::whole(new, after.input.as_ref()), None),
                sides(nested::whole(new, after.output.as_ref()), None),
            ),
            _ if changes_of.iter().all(|index| changes[*index].is_quiet()) => continue,
            _ => (
                State::Updated,
                differences.of(name, RootPart::Request),
                differences.of(name, RootPart::Response),
            ),
        };
        operations.push(OperationDiff {
            name: name.clone(),
            state,
            request,
            response,
            changes: changes_of,
        });
    }
    operations
}

fn sides(added: Option<Nested>, removed: Option<Nested>) -> Sides {
    Sides { added, removed }
}
