//! The generator: descriptions in, files or diagnostics out.
//!
//! A description goes one way, and no pass reads what an earlier one has done with:
//!
//! | pass | from | to |
//! |---|---|---|
//! | [`spec::parse`] | the text of a file | a [`spec::Spec`] and the place of every value |
//! | [`check`] | the spec | diagnostics |
//! | `lower` | the spec | the [`ir::Ir`]: names, boxing, bindings, all decided |
//! | `emit` | the Ir | the items of three crates |
//! | `render` | the items | formatted files |
//!
//! It does no I/O but in [`fs`]; [`build`] is for build scripts. With the feature `import`, `import` makes descriptions
//! from the models of Smithy and botocore; with the feature `diff`, `diff` compares two descriptions; with `reference`,
//! `reference` makes pages of them.

pub mod build;
pub mod check;
pub mod diagnostic;
#[cfg(feature = "diff")]
pub mod diff;
mod emit;
pub mod fs;
#[cfg(feature = "import")]
pub mod import;
pub mod ir;
mod lower;
#[cfg(feature = "reference")]
pub mod reference;
mod render;
pub mod spec;

pub use emit::CrateKind;
pub use render::Artifact;
pub use spec::parse::Source;

use diagnostic::{Code, Diagnostic, Diagnostics, Location, Severity, quoted};
use spec::parse::{Parsed, Part};

/// Reads and checks a description, and decides everything that emitters need. `None` when there is an error; the sink
/// then says which.
pub fn load(source: &Source, sink: &mut Diagnostics) -> Option<ir::Ir> {
    load_only(source, &[], sink)
}

/// As [`load`], with what the description says beside what was decided.
pub fn load_both(source: &Source, sink: &mut Diagnostics) -> Option<(spec::Spec, ir::Ir)> {
    loaded(source, &[], sink)
}

/// As [`load`], for these operations alone, and for what they need: shapes, waiters, lifecycles. The whole description is
/// checked. Without a name it is all operations.
pub fn load_only(source: &Source, operations: &[String], sink: &mut Diagnostics) -> Option<ir::Ir> {
    loaded(source, operations, sink).map(|(_, ir)| ir)
}

fn loaded(source: &Source, operations: &[String], sink: &mut Diagnostics) -> Option<(spec::Spec, ir::Ir)> {
    let errors = |sink: &Diagnostics| sink.iter().filter(|found| found.severity == Severity::Error).count();
    let before = errors(sink);
    let parsed = spec::parse::parse(source, sink)?;
    check::check(&parsed, sink);
    for name in operations {
        if !parsed.spec.operations.contains_key(name) {
            unknown(&parsed, name, sink);
        }
    }
    if errors(sink) > before {
        return None;
    }
    match lower::lower_only(&parsed.spec, operations, &source.path) {
        Ok(ir) => Some((parsed.spec, ir)),
        Err(error) => {
            let location = Location {
                path: source.path.clone(),
                line: 1,
                column: 1,
                pointer: String::new(),
            };
            sink.push(Diagnostic::new(error.code, location, error.message));
            None
        }
    }
}

fn unknown(parsed: &Parsed, name: &str, sink: &mut Diagnostics) {
    let names = parsed.spec.operations.keys().map(String::as_str);
    let help = match sink.suggest(name, names) {
        Some(meant) => format!("did you mean {}?", quoted(meant)),
        None => "name operations of this description".to_owned(),
    };
    let message = format!("there is no operation {} to generate", quoted(name));
    let found = parsed
        .positions
        .diagnostic(Code::UnknownOperation, &["operations"], Part::Key, message);
    sink.push(found.with_help(help));
}

/// The files of a service's three packages.
pub fn packages(ir: &ir::Ir) -> Vec<Artifact> {
    CrateKind::ALL.into_iter().flat_map(|kind| package(ir, kind)).collect()
}

/// The files of one of them.
pub fn package(ir: &ir::Ir, kind: CrateKind) -> Vec<Artifact> {
    render::package(ir, emit::emit(ir, kind))
}

/// The files of a service as modules for a build script: `<service>.rs`, to be included, and those that it points to.
/// `folder` is the absolute path of the folder that they will lie in. Crates that `kinds` stand on come along.
pub fn modules(ir: &ir::Ir, kinds: &[CrateKind], folder: &str) -> Vec<Artifact> {
    let wanted = |kind: &CrateKind| {
        kinds
            .iter()
            .any(|asked| asked == kind || asked.stands_on().contains(kind))
    };
    let crates = CrateKind::ALL
        .into_iter()
        .filter(wanted)
        .map(|kind| emit::emit(ir, kind))
        .collect();
    render::inline(ir, crates, folder)
}
