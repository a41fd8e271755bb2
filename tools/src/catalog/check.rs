//! `cargo xtask catalog check`: what is generated of every service compiles.

use crate::{crates, failure::Failure, workspace};
use shapewright_cli::catalog::{Outcome, Output, summary, walk};
use shapewright_codegen::fs as door;
use std::{
    collections::BTreeSet,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Services that show what breaks generators, and what each shows.
const HARD: [(&str, &str); 17] = [
    ("acm", "a union that leads back to itself"),
    ("amp", "maps of lists in the query"),
    (
        "apigateway",
        "values that start with digits, blobs as bodies, a literal query, 202 and 204",
    ),
    ("apigatewayv2", "a shape called `None`"),
    ("appconfig", "shared inputs and outputs"),
    ("athena", "recursion through lists"),
    ("backup", "operations without input or output"),
    (
        "bedrock-runtime",
        "documents, and `ConverseOutput` as a name that is taken",
    ),
    ("cognito-identity", "an operation whose input is its output"),
    ("glue", "names of errors that are taken, and 270 operations"),
    ("kms", "a value called `SELF`"),
    ("rds-data", "sparse lists, and the type `Result`"),
    ("securityhub", "the type `Result`, and structures of a hundred members"),
    ("signin", "values that differ in case only"),
    ("wafv2", "recursion that needs a box"),
    ("wickr", "literals against labels"),
    ("workspaces-web", "labels that hold slashes in the middle of a path"),
];

/// What to check.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Import and generate everything, but compile only a few services that show what breaks generators.
    #[arg(long)]
    hard: bool,
    /// How many services are compiled at once, before their artifacts are removed.
    #[arg(long, value_name = "NUMBER", default_value_t = 25)]
    batch: usize,
    /// The folder of botocore or of its data. Else that of the installed one is taken.
    #[arg(long, value_name = "DIR")]
    botocore: Option<PathBuf>,
    /// Write a report of all services into this file.
    #[arg(long, value_name = "FILE", conflicts_with = "hard")]
    report: Option<PathBuf>,
}

/// Imports, generates and compiles.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let workspace = workspace()?;
    let folder = workspace.join("target/catalog");
    let crates = crates::of(&folder, None)?;
    door::apply(&folder, &door::changes(&folder, &[], &crates.top, |_| true)?)?;
    let outcomes = walk(
        arguments.botocore.as_deref(),
        &Output::crates(&folder, crates.packaging),
    )?;
    println!("{}\n", summary(&outcomes));
    // JSON is what there are codecs for: nothing of it may be refused.
    let refused: Vec<&str> = outcomes
        .iter()
        .filter(|outcome| outcome.refused.is_some() && outcome.speaks_json())
        .map(|outcome| outcome.name.as_str())
        .collect();
    if !refused.is_empty() {
        return Err(Failure::finding(format!(
            "error: these services are refused: {}",
            refused.join(", ")
        )));
    }
    fail_on_stale_fixups(&outcomes)?;
    let mut wanted: Vec<&str> = outcomes
        .iter()
        .filter(|outcome| outcome.refused.is_none())
        .map(|outcome| outcome.name.as_str())
        .collect();
    if arguments.hard {
        wanted.retain(|name| HARD.iter().any(|(hard, _)| hard == name));
    }
    let target = if arguments.hard {
        workspace.join("target")
    } else {
        folder.join("target")
    };
    let mut failed = BTreeSet::new();
    for (at, batch) in wanted.chunks(arguments.batch.max(1)).enumerate() {
        println!("compiling {} of {}", at * arguments.batch + batch.len(), wanted.len());
        if !compiles(&folder, &target, batch)? {
            for name in batch {
                if !compiles(&folder, &target, &[name])? {
                    failed.insert(*name);
                }
            }
        }
        if !arguments.hard {
            batch.iter().for_each(|name| forget(&target, name));
        }
    }
    if let Some(report) = &arguments.report {
        door::write(&workspace.join(report), &self::report(&outcomes, &failed))?;
    }
    match failed.is_empty() {
        true => {
            println!("the crates of {} services compile without a warning", wanted.len());
            Ok(())
        }
        false => {
            let failed: Vec<&str> = failed.into_iter().collect();
            Err(Failure::finding(format!(
                "error: the crates of these services do not compile: {}",
                failed.join(", ")
            )))
        }
    }
}

/// For users a fix-up that no longer applies is a warning; here it is time to remove it.
fn fail_on_stale_fixups(outcomes: &[Outcome]) -> Result<(), Failure> {
    let stale: Vec<&str> = outcomes
        .iter()
        .flat_map(|outcome| &outcome.stale_fixups)
        .map(String::as_str)
        .collect();
    match stale.is_empty() {
        true => Ok(()),
        false => Err(Failure::finding(format!(
            "{}\nerror: these fix-ups of the importer (`codegen/import/src/fixups.rs`) no longer apply: remove them",
            stale.join("\n")
        ))),
    }
}

/// Whether the three crates of each service compile, without a warning.
fn compiles(folder: &Path, target: &Path, services: &[&str]) -> Result<bool, Failure> {
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "--deny warnings");
    command.args(["check", "--quiet"]);
    for service in services {
        for kind in ["model", "client", "mock"] {
            command.args(["--package", &format!("{service}-{kind}")]);
        }
    }
    // Denying warnings by a flag would compile everything else anew as well.
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    eprint!("{said}");
    Ok(output.status.success() && said.trim().is_empty())
}

/// Removes what was compiled of a service: all services together would fill a disk.
fn forget(target: &Path, service: &str) {
    let (package, file) = (format!("{service}-"), format!("lib{}_", service.replace('-', "_")));
    let kinds = ["model-", "client-", "mock-"];
    for (folder, start) in [(".fingerprint", &package), ("deps", &file), ("incremental", &file)] {
        let Ok(entries) = fs::read_dir(target.join("debug").join(folder)) else {
            continue;
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let rest = name
                .strip_prefix(start.as_str())
                .or_else(|| name.strip_prefix(&start[3..]));
            if rest.is_some_and(|rest| kinds.iter().any(|kind| rest.starts_with(kind))) {
                // What cannot be removed only takes room.
                let path = entry.path();
                let _ = if path.is_dir() {
                    fs::remove_dir_all(path)
                } else {
                    fs::remove_file(path)
                };
            }
        }
    }
}

fn report(outcomes: &[Outcome], failed: &BTreeSet<&str>) -> String {
    let mut text = String::from(
        "# The catalogue\n\nEvery service of botocore, imported, generated and compiled. Written by\n\n\
         ```console\n$ cargo xtask catalog check --report docs/catalog.md\n```\n\n",
    );
    let _ = writeln!(text, "{}\n", summary(outcomes));
    text.push_str(
        "| service | protocol | operations | without event streams | facts left out | crates |\n|---|---|---|---|---|---|\n",
    );
    for outcome in outcomes {
        let crates = match (&outcome.refused, failed.contains(outcome.name.as_str())) {
            (Some(_), _) => "refused",
            (None, true) => "do not compile",
            (None, false) => "compile",
        };
        let Outcome {
            name,
            protocol,
            operations,
            streaming,
            left_out,
            ..
        } = outcome;
        let _ = writeln!(
            text,
            "| {name} | {protocol} | {operations} | {} | {left_out} | {crates} |",
            operations - streaming
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use shapewright_cli::catalog::stale_fixups;
    use shapewright_import::{self as import, Options, find};
    use shapewright_spec::diagnostic::Diagnostics;
    use std::path::PathBuf;

    #[test]
    fn a_stale_fixup_fails_the_check_and_no_import() {
        let case = |name: &str| {
            let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../codegen/import/tests/import");
            let models = find::models(&folder.join(name).to_string_lossy(), None, None).unwrap();
            let mut sink = Diagnostics::new();
            assert!(
                import::import(&models, &Options::default(), &mut sink).is_some(),
                "{sink}"
            );
            Outcome {
                name: name.to_owned(),
                protocol: "awsJson1_1",
                operations: 1,
                streaming: 0,
                stateful: 0,
                left_out: 0,
                stale_fixups: stale_fixups(&sink),
                refused: None,
            }
        };
        assert!(fail_on_stale_fixups(&[case("fixup")]).is_ok());
        let failed = fail_on_stale_fixups(&[case("fixup"), case("fixup-that-is-stale")]);
        let failed = failed.unwrap_err().to_string();
        assert!(
            failed.contains("no longer apply") && failed.contains("fixup-that-is-stale"),
            "{failed}"
        );
    }
}
