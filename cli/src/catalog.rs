//! Every service of an installed botocore: imported, and generated as far as it can be, on all cores. A service is held in
//! memory only while it is worked on.

use crate::failure::Failure;
use indicatif::{ParallelProgressIterator, ProgressBar, ProgressStyle};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use shapewright_codegen::{CrateKind, Packaging, fs, package};
use shapewright_import::{self as import, Imported, Options, find};
use shapewright_ir::load;
use shapewright_spec::{
    diagnostic::{Code, Diagnostics, Severity},
    parse::Source,
};
use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

/// What to write, and where.
pub struct Output {
    descriptions: PathBuf,
    crates: Option<(PathBuf, Packaging)>,
}

impl Output {
    /// Descriptions only.
    pub fn descriptions(folder: &Path) -> Self {
        Self {
            descriptions: folder.to_owned(),
            crates: None,
        }
    }

    /// Crates, and the descriptions in `specs` beside them.
    pub fn crates(folder: &Path, packaging: Packaging) -> Self {
        Self {
            descriptions: folder.join("specs"),
            crates: Some((folder.to_owned(), packaging)),
        }
    }
}

/// What came of one service.
pub struct Outcome {
    /// The name of its crates.
    pub name: String,
    /// The protocol that its crates use.
    pub protocol: &'static str,
    /// How many operations the model has.
    pub operations: usize,
    /// How many of them were left out, because they stream events.
    pub streaming: usize,
    /// How many of them keep state by lifecycles that were inferred.
    pub stateful: usize,
    /// Facts that a description has no place for, by what they are.
    pub left_out: usize,
    /// The fix-ups that no longer find their fault.
    pub stale_fixups: Vec<String>,
    /// Why nothing can be generated of it.
    pub refused: Option<String>,
}

impl Outcome {
    /// Whether its protocol is one of those with JSON bodies.
    pub fn speaks_json(&self) -> bool {
        self.protocol.contains("Json")
    }
}

/// Imports every service, and generates those that can be.
pub fn walk(botocore: Option<&Path>, output: &Output) -> Result<Vec<Outcome>, Failure> {
    let data = find::data(botocore)?;
    let names = find::services(&data)?;
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}")?;
    let bar = ProgressBar::new(names.len() as u64).with_style(style);
    let outcomes: Result<Vec<Outcome>, Failure> = names
        .par_iter()
        .progress_with(bar.clone())
        .map(|name| one(&data, name, output))
        .collect();
    bar.finish_and_clear();
    outcomes
}

fn one(data: &Path, name: &str, output: &Output) -> Result<Outcome, Failure> {
    let model = find::service(data, name)?;
    let import = |without_event_streams| {
        let mut sink = Diagnostics::new();
        let options = Options {
            without_event_streams,
            ..Options::default()
        };
        (import::import(std::slice::from_ref(&model), &options, &mut sink), sink)
    };
    let (mut imported, mut sink) = import(false);
    let mut outcome = Outcome {
        name: name.to_owned(),
        protocol: "unknown",
        operations: 0,
        streaming: 0,
        stateful: 0,
        left_out: 0,
        stale_fixups: stale_fixups(&sink),
        refused: None,
    };
    let Some(whole) = &imported else {
        outcome.refused = Some(reason(&sink));
        return Ok(outcome);
    };
    outcome.protocol = whole.spec.service.protocol.first().name();
    outcome.operations = whole.spec.operations.len();
    if output.crates.is_some() && sink.iter().any(|found| found.code == Code::StreamingNotSupported) {
        (imported, sink) = import(true);
    }
    let Some(imported) = imported else {
        outcome.refused = Some(reason(&sink));
        return Ok(outcome);
    };
    drop(model);
    outcome.stateful = imported.lifecycles.stateful;
    outcome.streaming = outcome.operations - imported.spec.operations.len();
    outcome.left_out = sink.iter().filter(|found| found.code == Code::ImportLeftOut).count();
    outcome.refused = generate(&imported, output)?;
    Ok(outcome)
}

/// What is said of fix-ups that no longer find their fault.
pub fn stale_fixups(sink: &Diagnostics) -> Vec<String> {
    let stale = sink.iter().filter(|found| found.code == Code::ImportStaleFixup);
    stale.map(ToString::to_string).collect()
}

/// Writes the description and the crates of a service. Says why there are none.
fn generate(imported: &Imported, output: &Output) -> Result<Option<String>, Failure> {
    let name = &imported.spec.service.name;
    fs::write(&output.descriptions.join(format!("{name}.json")), &imported.text)?;
    let mut sink = Diagnostics::new();
    let ir = load(
        &Source::new(format!("specs/{name}.json"), imported.text.as_str()),
        &mut sink,
    );
    let (Some(ir), Some((folder, packaging))) = (&ir, &output.crates) else {
        return Ok(ir.is_none().then(|| reason(&sink)));
    };
    let kinds = CrateKind::ALL.into_iter();
    let artifacts: Vec<_> = kinds.flat_map(|kind| package(ir, kind, packaging)).collect();
    let changes = fs::changes(folder, std::slice::from_ref(name), &artifacts, fs::is_generated)?;
    fs::apply(folder, &changes)?;
    Ok(None)
}

/// The first error, without its place.
fn reason(sink: &Diagnostics) -> String {
    let error = sink.iter().find(|found| found.severity == Severity::Error);
    error.map_or_else(
        || "no reason was given".to_owned(),
        |found| format!("{}: {}", found.code, found.message),
    )
}

/// How many operations of each service keep state, as a table.
pub fn stateful(outcomes: &[Outcome]) -> String {
    let rows = outcomes.iter().map(|outcome| {
        let Outcome {
            name,
            protocol,
            operations,
            stateful,
            ..
        } = outcome;
        format!("| {name} | {protocol} | {operations} | {stateful} |\n")
    });
    let head = "| service | protocol | operations | keep state |\n|---|---|---|---|\n";
    std::iter::once(head.to_owned()).chain(rows).collect()
}

/// A table by protocol.
pub struct Summary<'a>(&'a [Outcome]);

/// What came of all services, by protocol.
pub fn summary(outcomes: &[Outcome]) -> Summary<'_> {
    Summary(outcomes)
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut protocols: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
        for outcome in self.0 {
            protocols.entry(outcome.protocol).or_default().push(outcome);
        }
        writeln!(
            f,
            "| protocol | services | accepted | operations | keep state | left out, because they stream events | refused |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|---|")?;
        for (protocol, of) in &protocols {
            let accepted = of.iter().filter(|outcome| outcome.refused.is_none()).count();
            let operations: usize = of.iter().map(|outcome| outcome.operations).sum();
            let streaming: usize = of.iter().map(|outcome| outcome.streaming).sum();
            let stateful: usize = of.iter().map(|outcome| outcome.stateful).sum();
            let refused = of.len() - accepted;
            let services = of.len();
            writeln!(
                f,
                "| {protocol} | {services} | {accepted} | {operations} | {stateful} | {streaming} | {refused} |"
            )?;
        }
        let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for outcome in self.0 {
            if let Some(reason) = &outcome.refused {
                reasons.entry(reason).or_default().push(&outcome.name);
            }
        }
        for (reason, services) in &reasons {
            write!(f, "\nrefused, {reason}: {}", services.join(", "))?;
        }
        Ok(())
    }
}
