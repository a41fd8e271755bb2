//! What a review says, in the order of what matters.

use super::{
    code::Crate,
    report::{Block, code, count, cut},
    state::State,
};
use shapewright_codegen::fs::Change;
use similar::TextDiff;

/// The lines of a difference that are shown, where not all are asked for.
const LINES: usize = 40;
/// The files of a crate that are shown, where not all are asked for.
const FILES: usize = 3;

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
    let mut blocks = vec![Block::Heading(2, "Review".to_owned()), summary(state)];
    blocks.extend(steps(state));
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
    let rows = vec![
        row("compared with", code(&state.base)),
        row("code, by descriptions", sum(&state.by_descriptions)),
        row("code, by the generator", sum(&state.by_generator)),
        row(
            "drift",
            match state.drift.len() {
                0 => "none".to_owned(),
                files => count(files, "file"),
            },
        ),
        row("pending snapshots", count(state.snapshots.len(), "file")),
    ];
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

/// What is to be done, with the commands.
fn steps(state: &State) -> Vec<Block> {
    let mut points = Vec::new();
    if !state.drift.is_empty() {
        points.push(format!(
            "The generated code is not what descriptions and generator give. {} writes it; commit that.",
            code(&state.mend)
        ));
    }
    if !state.snapshots.is_empty() {
        points.push(format!(
            "Snapshots wait: look at them with {} and take them with {}, or with {}.",
            code("cargo insta review"),
            code("cargo insta accept"),
            code("INSTA_UPDATE=always cargo test --locked --workspace"),
        ));
    }
    if points.is_empty() {
        return vec![Block::Text("Nothing is left to do.".to_owned())];
    }
    vec![Block::Heading(3, "To do".to_owned()), Block::List(points)]
}

fn drift(state: &State, limits: &Limits, blocks: &mut Vec<Block>) {
    if state.drift.is_empty() {
        return;
    }
    blocks.push(Block::Heading(3, "Drift".to_owned()));
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
        blocks.push(Block::Heading(3, title.to_owned()));
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
