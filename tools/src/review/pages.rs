//! What a review says, in the order of what matters.

use super::{
    code::Crate,
    report::{Block, cut},
    state::State,
};
use crate::{diff::acceptance, words::count};
use shapewright_codegen::fs::Change;
use shapewright_diff::{
    Bump,
    show::{self, Compared, Report, code},
};
use similar::TextDiff;

/// The lines of a difference that are shown, where not all are asked for.
const LINES: usize = 40;
/// The files of a crate that are shown, where not all are asked for.
const FILES: usize = 3;

/// The entries for the acceptance file that are shown.
const ENTRIES: usize = 5;

/// All of a review.
pub fn blocks(state: &State, all: bool) -> Vec<Block> {
    let limits = match all {
        true => Limits {
            lines: None,
            files: usize::MAX,
        },
        false => Limits {
            lines: Some(LINES),
            files: FILES,
        },
    };
    let mut blocks = vec![Block::Heading("Review".to_owned()), summary(state)];
    steps(state, &mut blocks);
    descriptions(state, &mut blocks);
    drift(state, &limits, &mut blocks);
    generated(state, &limits, &mut blocks);
    blocks
}

struct Limits {
    lines: Option<usize>,
    files: usize,
}

fn summary(state: &State) -> Block {
    let row = |what: &str, says: String| vec![what.to_owned(), says];
    let mut rows = vec![row("compared with", code(&state.base))];
    for Compared { diff, .. } in &state.services {
        let worst = diff.verdicts();
        let version = diff.bump().map_or("none", Bump::name);
        let says = format!(
            "{}; wire {}, Rust API {}, mock {}; new version: {version}",
            show::headline(diff),
            worst.wire,
            worst.rust,
            worst.mock
        );
        rows.push(vec![code(&diff.service), says]);
    }
    if state.services.is_empty() {
        rows.push(row("descriptions", "no change".to_owned()));
    }
    rows.push(row("code, by descriptions", sum(&state.by_descriptions)));
    if state.has_code {
        rows.push(row("code, by the generator", sum(&state.by_generator)));
        let drift = match state.drift.len() {
            0 => "none".to_owned(),
            files => count(files, "file"),
        };
        rows.push(row("drift", drift));
    }
    Block::Table(vec!["", ""], rows)
}

fn sum(crates: &[Crate]) -> String {
    match crates {
        [] => "no change".to_owned(),
        crates => {
            let files = crates.iter().map(|of| of.files.len()).sum();
            let (added, removed) = (
                crates.iter().map(Crate::added).sum(),
                crates.iter().map(Crate::removed).sum(),
            );
            format!("{}, {}", count(crates.len(), "crate"), size(files, added, removed))
        }
    }
}

fn size(files: usize, added: usize, removed: usize) -> String {
    format!("{}, +{added} -{removed}", count(files, "file"))
}

/// What is left to do, with the commands.
fn steps(state: &State, blocks: &mut Vec<Block>) {
    let mut points = Vec::new();
    if !state.drift.is_empty() {
        points.push(format!(
            "{} drifted from what descriptions and generator give. {} writes what they give; commit it.",
            count(state.drift.len(), "file"),
            code(&state.fix)
        ));
    }
    if !state.open.is_empty() {
        let changes = match state.open.len() {
            1 => "1 change is".to_owned(),
            number => format!("{number} changes are"),
        };
        points.push(format!(
            "{changes} {}, and not accepted. Take back what need not be; for what must be, say why and until when in {}:",
            state.limit,
            code(&state.accept.display().to_string())
        ));
    }
    points.extend(state.notices.iter().map(|notice| code(&notice.to_string())));
    if !state.snapshots.is_empty() {
        let names: Vec<String> = state
            .snapshots
            .iter()
            .map(|path| code(&path.display().to_string()))
            .collect();
        points.push(format!(
            "Snapshots that wait: {}. Look at them with {} and take them with {}; without cargo-insta, {} takes all.",
            names.join(", "),
            code("cargo insta review"),
            code("cargo insta accept"),
            code("INSTA_UPDATE=always cargo test --locked --workspace"),
        ));
    }
    if points.is_empty() {
        blocks.push(Block::Text("Nothing is left to do.".to_owned()));
        return;
    }
    blocks.push(Block::Heading("To do".to_owned()));
    blocks.push(Block::List(points));
    if !state.open.is_empty() {
        blocks.push(Block::Code("toml", entries(state)));
    }
}

/// The entries that would accept what is open.
fn entries(state: &State) -> String {
    let shown = state.open.iter().take(ENTRIES);
    let mut entries: Vec<String> = shown.map(|(service, change)| acceptance(service, change)).collect();
    if let Some(rest) = state.open.len().checked_sub(ENTRIES).filter(|rest| *rest > 0) {
        entries.push(format!(
            "# and {rest} more: an entry with a place above theirs accepts all of a rule under it"
        ));
    }
    entries.join("\n")
}

fn descriptions(state: &State, blocks: &mut Vec<Block>) {
    if let Some(reason) = &state.refused {
        blocks.push(Block::Text(
            "The generator does not take a description of the commit any more, so all that differs in its code counts as by \
             descriptions:"
                .to_owned(),
        ));
        blocks.push(Block::Code("text", reason.clone()));
    }
    for compared in &state.services {
        let report = Report {
            services: vec![compared.clone()],
        };
        blocks.push(Block::Written {
            text: show::text(&report),
            markdown: show::markdown_parts(compared),
        });
    }
}

fn drift(state: &State, limits: &Limits, blocks: &mut Vec<Block>) {
    if state.drift.is_empty() {
        return;
    }
    blocks.push(Block::Heading("Drift".to_owned()));
    for change in &state.drift {
        let (title, diff) = match change {
            Change::Remove { path } => (format!("{path}: no description makes it"), String::new()),
            Change::Write { path, old: None, .. } => (format!("{path}: it is missing"), String::new()),
            Change::Write {
                path,
                old: Some(old),
                new,
            } => {
                let diff = TextDiff::from_lines(old, new);
                let header = ("as it is", "as it is generated");
                (path.clone(), diff.unified_diff().header(header.0, header.1).to_string())
            }
        };
        blocks.push(Block::Folded(title, "diff", cut(&diff, limits.lines)));
    }
}

fn generated(state: &State, limits: &Limits, blocks: &mut Vec<Block>) {
    let causes = [
        ("Generated code, by descriptions", &state.by_descriptions),
        ("Generated code, by the generator", &state.by_generator),
    ];
    for (title, crates) in causes {
        if crates.is_empty() {
            continue;
        }
        blocks.push(Block::Heading(title.to_owned()));
        let rows = crates.iter().map(|of| {
            let numbers = [of.files.len(), of.added(), of.removed()].map(|number| number.to_string());
            [code(&of.name)].into_iter().chain(numbers).collect()
        });
        blocks.push(Block::Table(
            vec!["crate", "files", "lines added", "removed"],
            rows.collect(),
        ));
        for of in crates {
            let shown = of.files.iter().take(limits.files);
            let mut diffs: Vec<String> = shown.map(|file| cut(&file.diff, limits.lines)).collect();
            let rest = of.files.iter().skip(limits.files);
            diffs.extend(rest.map(|file| format!("... {}: {}", file.path, size(1, file.added, file.removed))));
            let title = format!("{}: {}", of.name, size(of.files.len(), of.added(), of.removed()));
            blocks.push(Block::Folded(title, "diff", diffs.join("\n")));
        }
    }
}
