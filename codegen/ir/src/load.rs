//! The text of a description to its [`Ir`](ir::Ir), or to diagnostics.

use crate::{ir, lower::lower_only};
use shapewright_spec::{
    Spec,
    check::check,
    diagnostic::{Code, Diagnostic, Diagnostics, Location, Severity, quoted},
    parse::{Parsed, Part, Source, parse},
};
use std::collections::HashMap;

/// Reads and checks a description, and decides everything that emitters need. `None` when there is an error; the sink
/// then says which.
pub fn load(source: &Source, sink: &mut Diagnostics) -> Option<ir::Ir> {
    load_only(source, &[], sink)
}

/// As [`load`], with what the description says beside what was decided.
pub fn load_both(source: &Source, sink: &mut Diagnostics) -> Option<(Spec, ir::Ir)> {
    loaded(source, &[], sink)
}

/// As [`load`], for these operations alone, and for what they need: shapes, waiters, lifecycles. The whole description is
/// checked. Without a name it is all operations.
pub fn load_only(source: &Source, operations: &[String], sink: &mut Diagnostics) -> Option<ir::Ir> {
    loaded(source, operations, sink).map(|(_, ir)| ir)
}

/// Reports descriptions of the same service among those whose crates go into one folder: each would replace the crates of the
/// other.
pub fn check_services(irs: &[ir::Ir], sink: &mut Diagnostics) {
    let mut first: HashMap<&str, &str> = HashMap::new();
    for ir in irs {
        let Some(other) = first.insert(&ir.service.name, &ir.source) else {
            continue;
        };
        let location = Location {
            path: ir.source.clone(),
            line: 0,
            column: 0,
            pointer: "/service/name".to_owned(),
        };
        let message = format!("{other} describes the service {} too", quoted(&ir.service.name));
        let found = Diagnostic::new(Code::DuplicateService, location, message);
        sink.push(found.with_help("give the service another name, or move one of the descriptions to another folder"));
    }
}

fn loaded(source: &Source, operations: &[String], sink: &mut Diagnostics) -> Option<(Spec, ir::Ir)> {
    let errors = |sink: &Diagnostics| sink.iter().filter(|found| found.severity == Severity::Error).count();
    let before = errors(sink);
    let parsed = parse(source, sink)?;
    check(&parsed, sink);
    for name in operations {
        if !parsed.spec.operations.contains_key(name) {
            unknown(&parsed, name, sink);
        }
    }
    if errors(sink) > before {
        return None;
    }
    match lower_only(&parsed.spec, operations, &source.path) {
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
