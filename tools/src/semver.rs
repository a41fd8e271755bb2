//! `cargo xtask semver`: whether our verdicts on the Rust API are right. Small changes of a description, and what three say of
//! the crates before and after: our rules, `cargo-semver-checks`, and the compiler.

use crate::{failure::Failure, workspace};
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;
use shapewright_codegen::{Artifact, fs};
use shapewright_diff::{self as diff, Bump, Description, Verdict};
use shapewright_ir::load;
use shapewright_spec::{
    diagnostic::Diagnostics,
    parse::{self, Source},
};
use std::{
    fmt::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The kinds of crates, those first on which others stand.
const CRATES: [&str; 3] = ["model", "client", "mock"];

/// Which cases to run.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only cases with this in their names.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Fail where cargo-semver-checks is not installed, instead of saying that all is skipped.
    #[arg(long)]
    require: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

/// A change of the description, and code for the crates before it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    before: String,
    after: String,
    caller: String,
    /// Why cargo-semver-checks says something else.
    differs: Option<String>,
}

/// Runs the cases, and fails if one of the three says what it should not.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let workspace = workspace()?;
    if !is_installed() {
        let message = "cargo-semver-checks is not installed; `cargo install --locked cargo-semver-checks` does that";
        if arguments.require {
            return Err(Failure::new(format!("error: {message}")));
        }
        println!("SKIPPED: verdicts on the Rust API, because {message}");
        return Ok(());
    }
    let read = |path: &str| std::fs::read_to_string(workspace.join(path));
    let base: Value = serde_json::from_str(&read("tests/consumer/specs/weather.json")?)?;
    let cases: Cases = toml::from_str(&read("tests/semver/cases.toml")?)?;
    let is_asked = |case: &&Case| arguments.only.as_ref().is_none_or(|only| case.name.contains(only));
    let bench = Bench::new(&workspace);
    // The crates before the change are those of many cases.
    let mut groups: IndexMap<String, Vec<&Case>> = IndexMap::new();
    for case in cases.case.iter().filter(is_asked) {
        groups
            .entry(patched(&base, &case.before)?.to_string())
            .or_default()
            .push(case);
    }
    if let (true, Some(only)) = (groups.is_empty(), &arguments.only) {
        return Err(Failure::new(format!(
            "error: no case of tests/semver/cases.toml has `{only}` in its name"
        )));
    }
    let mut wrong = Vec::new();
    println!("| change | our verdict, version | cargo-semver-checks | code for the crates before |");
    println!("|---|---|---|---|");
    for (before, cases) in &groups {
        let old = bench.crates(before, "before")?;
        if let Some(said) = bench.refused(cases)? {
            return Err(Failure::new(format!(
                "error: code for the crates before does not compile\n{said}"
            )));
        }
        for case in cases {
            let after = patched(&serde_json::from_str(before)?, &case.after)?.to_string();
            let new = bench.crates(&after, "after")?;
            let difference = diff::diff(&description(before)?, &description(&after)?);
            let found = Found {
                verdict: difference.verdicts().rust,
                bump: difference.bump(),
                checked: checked(&old, &new)?,
                refused: bench.refused(&[case])?,
            };
            println!("{}", found.row(case));
            wrong.extend(found.problems(case));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Failure::finding(format!("error: {}", wrong.join("\nerror: "))))
}

fn is_installed() -> bool {
    let mut asked = Command::new(env!("CARGO"));
    asked
        .args(["semver-checks", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    asked.status().is_ok_and(|status| status.success())
}

/// What comes of a description by merge patches.
fn patched(description: &Value, patches: &str) -> Result<Value, Failure> {
    let mut patched = description.clone();
    for patch in serde_json::Deserializer::from_str(patches).into_iter() {
        json_patch::merge(&mut patched, &patch?);
    }
    Ok(patched)
}

/// What the three say.
struct Found {
    verdict: Verdict,
    bump: Option<Bump>,
    /// The version that cargo-semver-checks asks for, and the names of its lints that failed.
    checked: (Bump, Vec<String>),
    /// What the compiler says of the caller. None where it compiles.
    refused: Option<String>,
}

impl Found {
    fn row(&self, case: &Case) -> String {
        let (checked, lints) = &self.checked;
        let lints: Vec<String> = lints.iter().map(|lint| format!(" `{lint}`")).collect();
        format!(
            "| {} | {}, {} | {}{} | {} |",
            case.name,
            self.verdict,
            self.bump.map_or("none", Bump::name),
            checked.name(),
            lints.concat(),
            if self.refused.is_some() {
                "does not compile"
            } else {
                "compiles"
            }
        )
    }

    fn problems(&self, case: &Case) -> Vec<String> {
        let name = &case.name;
        let breaks = self.verdict == Verdict::Breaking;
        let mut problems = Vec::new();
        match &self.refused {
            Some(said) if !breaks => problems.push(format!("{name}: said to break nothing, but\n{said}")),
            None if breaks => problems.push(format!("{name}: said to break, but the caller compiles")),
            _ => {}
        }
        let agrees = breaks == (self.checked.0 == Bump::Major);
        match &case.differs {
            None if !agrees => problems.push(format!("{name}: cargo-semver-checks says otherwise; why?")),
            Some(_) if agrees => problems.push(format!("{name}: cargo-semver-checks agrees; remove `differs`")),
            _ => {}
        }
        problems
    }
}

/// The folder where crates are generated, one set after the other, so that what they depend on is compiled once.
struct Bench {
    workspace: PathBuf,
    folder: PathBuf,
}

impl Bench {
    fn new(workspace: &Path) -> Self {
        Self {
            workspace: workspace.to_owned(),
            folder: workspace.join("target/semver"),
        }
    }

    /// Generates the crates of a description, and writes what rustdoc knows of them into a folder of this name.
    fn crates(&self, text: &str, docs: &str) -> Result<PathBuf, Failure> {
        let folder = self.folder.join("crates");
        let mut sink = Diagnostics::new();
        let ir = load(&Source::new("specs/weather.json", text), &mut sink);
        let ir = ir.ok_or_else(|| Failure::new(format!("error: the description gives no crates\n{sink}")))?;
        let crates = crate::crates::of(&folder, None)?;
        let mut artifacts = crates.packages(&ir, text);
        artifacts.extend(crates.top);
        self.write(&folder, &[ir.service.name], artifacts)?;

        let docs = self.folder.join(docs);
        std::fs::create_dir_all(&docs)?;
        for name in CRATES {
            // The form that cargo-semver-checks reads is not stable, and asked for as that tool does it.
            let mut rustdoc = self.cargo("rustdoc", &folder);
            rustdoc
                .args(["--lib", "--package", &format!("weather-{name}"), "--"])
                .args([
                    "-Zunstable-options",
                    "--document-private-items",
                    "--document-hidden-items",
                    "--output-format=json",
                    "--cap-lints=allow",
                ]);
            if let Some(said) = refusal(&mut rustdoc)? {
                return Err(Failure::new(format!("error: rustdoc fails\n{said}")));
            }
            let file = format!("weather_{name}.json");
            std::fs::copy(self.folder.join("target/doc").join(&file), docs.join(&file))?;
        }
        Ok(docs)
    }

    /// What the compiler says of the code of these cases, against the crates that were generated last. None where it compiles.
    fn refused(&self, cases: &[&Case]) -> Result<Option<String>, Failure> {
        let folder = self.folder.join("caller");
        let mut manifest = String::from(
            "[package]\nname = \"caller\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n",
        );
        for name in CRATES {
            let _ = writeln!(manifest, "weather-{name} = {{ path = \"../crates/weather/{name}\" }}");
        }
        let mut program = String::new();
        for (index, case) in cases.iter().enumerate() {
            let _ = writeln!(
                program,
                "// {}\nmod case_{index} {{\n{USES}{}}}",
                case.name, case.caller
            );
        }
        let artifacts = [("Cargo.toml", manifest), ("src/lib.rs", program)].map(|(path, text)| Artifact {
            path: path.to_owned(),
            text,
        });
        self.write(&folder, &[], artifacts.into())?;
        refusal(&mut self.cargo("check", &folder))
    }

    fn write(&self, folder: &Path, owned: &[String], mut artifacts: Vec<Artifact>) -> Result<(), Failure> {
        // The versions that everything else is tested with.
        artifacts.push(Artifact {
            path: "Cargo.lock".to_owned(),
            text: std::fs::read_to_string(self.workspace.join("Cargo.lock"))?,
        });
        // The folder is under `target`, and all its own.
        fs::apply(folder, &fs::changes(folder, owned, &artifacts, |_| true)?)?;
        Ok(())
    }

    fn cargo(&self, command: &str, folder: &Path) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args([command, "--quiet", "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(self.folder.join("target"))
            .env("RUSTC_BOOTSTRAP", "1");
        cargo
    }
}

/// What code of a case may name.
const USES: &str = "#![allow(deprecated, unused_imports)]
use weather_client::{Client, calls, errors};
use weather_mock::{self as mock, model::types, runtime::{Context, Refusal}};
use weather_client::runtime::{Set, Unset, schema};
";

/// What a command says when it fails.
fn refusal(command: &mut Command) -> Result<Option<String>, Failure> {
    let output = command.output()?;
    Ok(match output.status.success() {
        true => None,
        false => Some(String::from_utf8_lossy(&output.stderr).into_owned()),
    })
}

fn description(text: &str) -> Result<Description, Failure> {
    let mut sink = Diagnostics::new();
    let parsed = parse::parse(&Source::new("specs/weather.json", text), &mut sink);
    parsed
        .map(Description::new)
        .ok_or_else(|| Failure::new(format!("error: the description cannot be read\n{sink}")))
}

/// The version that cargo-semver-checks asks for, for the worst of the crates, and its lints that fail.
fn checked(old: &Path, new: &Path) -> Result<(Bump, Vec<String>), Failure> {
    let mut worst = Bump::Patch;
    let mut lints = Vec::new();
    for name in CRATES {
        let file = format!("weather_{name}.json");
        // It fails where the version would have to grow by more than is said.
        for (said, needed) in [("minor", Bump::Major), ("patch", Bump::Minor)] {
            let mut check = Command::new(env!("CARGO"));
            check.args(["semver-checks", "--color", "never", "--release-type", said]);
            check
                .arg("--baseline-rustdoc")
                .arg(old.join(&file))
                .arg("--current-rustdoc")
                .arg(new.join(&file));
            let output = check.output()?;
            if output.status.success() {
                continue;
            }
            let text = String::from_utf8_lossy(&output.stdout);
            let failed: Vec<&str> = text
                .lines()
                .filter_map(|line| line.strip_prefix("--- failure ")?.split(':').next())
                .collect();
            if failed.is_empty() {
                let said = String::from_utf8_lossy(&output.stderr);
                return Err(Failure::new(format!("error: cargo-semver-checks fails\n{said}")));
            }
            worst = worst.max(needed);
            lints.extend(failed.into_iter().map(str::to_owned));
            break;
        }
    }
    lints.sort();
    lints.dedup();
    Ok((worst, lints))
}
