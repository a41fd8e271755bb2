//! Leaves out what `check` refuses and a service does not need: a pattern that is none, a page size that is text.
//!
//! What is refused and cannot be left out stays, so that the generator says so: a protocol without codecs, a stream of events.

use super::{model::Model, notes::Notes, patterns};
use serde_json::Value;
use shapewright_spec::check;
use shapewright_spec::diagnostic::{Code, Diagnostic, Diagnostics, Severity, quoted};
use shapewright_spec::{Shape, Spec, parse::Parsed};

/// One left out may show the next; no model needs more rounds.
const ROUNDS: usize = 8;

/// The description with all that `check` does not refuse. `None` after an error, which is in the notes.
pub(super) fn settle(mut model: Model, notes: &mut Notes) -> Option<Spec> {
    rewrite_patterns(&mut model, notes);
    for _ in 0..ROUNDS {
        let mut sink = Diagnostics::new();
        let parsed = Parsed::without_text(model.spec);
        check::check(&parsed, &mut sink);
        model.spec = parsed.spec;
        let refused: Vec<&Diagnostic> = sink.iter().filter(|found| found.severity == Severity::Error).collect();
        let remedies: Vec<(Remedy, &Diagnostic)> = refused
            .iter()
            .filter_map(|found| Some((remedy(found)?, *found)))
            .collect();
        if remedies.is_empty() {
            refused.iter().for_each(|found| stays(&model, found, notes));
            return Some(model.spec);
        }
        let mut value = serde_json::to_value(&model.spec).ok()?;
        for (remedy, found) in &remedies {
            apply(&mut value, remedy);
            tell(&model, remedy, found, notes);
        }
        match serde_json::from_value(value) {
            Ok(spec) => model.spec = spec,
            Err(error) => {
                notes.unreadable("", &format!("what is left of the model is no description: {error}"));
                return None;
            }
        }
    }
    notes.unreadable(
        "",
        "the rules of descriptions find something new to refuse again and again",
    );
    None
}

/// What to do about something that is refused.
enum Remedy {
    Remove(Vec<String>),
    Require(Vec<String>),
}

fn remedy(found: &Diagnostic) -> Option<Remedy> {
    let path = path(&found.location.pointer);
    let upto = |fact: &str| {
        let end = path.iter().rposition(|key| key == fact)?;
        Some(Remedy::Remove(path[..=end].to_vec()))
    };
    if path.first().is_some_and(|section| section == "waiters") && path.len() > 1 {
        // Without one of its acceptors a waiter would wait for something else.
        return Some(Remedy::Remove(path[..2].to_vec()));
    }
    match found.code {
        Code::BadPattern => upto("pattern"),
        Code::BadBounds => upto("length").or_else(|| upto("range")),
        Code::BindingPlace => upto("http"),
        Code::HostLabel => upto("hostLabel"),
        Code::BadDefault => upto("default"),
        Code::UnfitConstraint | Code::UnfitFact => Some(Remedy::Remove(path)),
        Code::PaginationType | Code::PaginationMember => {
            upto("pageSize").or_else(|| upto("items")).or_else(|| upto("paginated"))
        }
        Code::BadName | Code::DuplicateEnumValue if path.iter().any(|key| key == "values") => upto("name"),
        Code::LabelNotRequired => Some(Remedy::Require(path)),
        _ => None,
    }
}

/// The keys of a JSON pointer.
fn path(pointer: &str) -> Vec<String> {
    let keys = pointer.split('/').skip(1);
    keys.map(|key| key.replace("~1", "/").replace("~0", "~")).collect()
}

fn apply(value: &mut Value, remedy: &Remedy) {
    match remedy {
        Remedy::Remove(path) => {
            if let Some((last, around)) = path.split_last()
                && let Some(Value::Object(object)) = at(value, around)
            {
                object.shift_remove(last);
            }
        }
        Remedy::Require(path) => {
            if let Some(Value::Object(member)) = at(value, path) {
                member.insert("required".to_owned(), Value::Bool(true));
            }
        }
    }
}

fn at<'v>(value: &'v mut Value, path: &[String]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, key| value.get_mut(key))
}

fn tell(model: &Model, remedy: &Remedy, found: &Diagnostic, notes: &mut Notes) {
    match remedy {
        Remedy::Remove(path) => {
            let keys: Vec<&str> = path.iter().map(String::as_str).collect();
            let fact = match keys.as_slice() {
                ["waiters", _] => "waiters",
                keys => keys.last().copied().unwrap_or_default(),
            };
            let why = match found.code {
                // The regular expression makes each message another; one note tells of all.
                Code::BadPattern => {
                    "it is no regular expression of ECMA 262, and nothing else says exactly the same".to_owned()
                }
                _ => found.message.clone(),
            };
            notes.left_out(fact, &why, &model.pointer(&keys));
        }
        Remedy::Require(path) => {
            let keys: Vec<&str> = path.iter().map(String::as_str).collect();
            let message = "the member is required in the description".to_owned();
            notes.changed(
                &model.pointer(&keys),
                message,
                "a URI cannot be written without its labels",
            );
        }
    }
}

/// What is refused and stays: nothing for now is wrong with the description.
fn stays(model: &Model, found: &Diagnostic, notes: &mut Notes) {
    let path = path(&found.location.pointer);
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    let mut diagnostic = found.clone();
    diagnostic.severity = Severity::Warning;
    diagnostic.location = notes.location(&model.pointer(&keys));
    diagnostic.excerpt = None;
    diagnostic.help = Some("the description says it all the same; the generator refuses it".to_owned());
    notes.push(diagnostic);
}

/// Says patterns of other dialects in ECMA 262, where that is exactly possible.
fn rewrite_patterns(model: &mut Model, notes: &mut Notes) {
    let mut changes = Vec::new();
    for (id, shape) in &mut model.spec.shapes {
        let mut rewrite = |pattern: &mut Option<String>, path: &[&str]| {
            if let Some(old) = pattern.as_deref()
                && check::pattern_error(old).is_some()
                && let Some(new) = patterns::rewritten(old)
            {
                let path: Vec<String> = path.iter().map(|key| (*key).to_owned()).collect();
                changes.push((path, old.to_owned(), new.clone()));
                *pattern = Some(new);
            }
        };
        match shape {
            Shape::String(simple) => rewrite(&mut simple.pattern, &["shapes", id]),
            Shape::Structure(structure) | Shape::Union(structure) => {
                for (name, member) in &mut structure.members {
                    rewrite(&mut member.pattern, &["shapes", id, "members", name]);
                }
            }
            _ => {}
        }
    }
    for (path, old, new) in changes {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        let message = format!("pattern {} is written as {}", quoted(&old), quoted(&new));
        notes.changed(
            &model.pointer(&keys),
            message,
            "ECMA 262 has no flags and no POSIX classes; the two match the same",
        );
    }
}
