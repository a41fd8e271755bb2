//! Deserializes one piece of a description and goes on after what is wrong in it.
//!
//! serde stops at the first problem. Here each problem is written down, what caused it is taken out, and serde tries
//! again, so that one run shows them all.

use crate::{
    diagnostic::{Code, quoted},
    parse::Part,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serde_path_to_error::{Path, Segment};
use std::collections::{BTreeMap, BTreeSet};

/// How many problems of one piece are reported: each try costs as much as the piece is large.
const MOST: usize = 20;

/// What is wrong inside of a piece.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) code: Code,
    /// Where, from the piece on.
    pub(super) path: Vec<String>,
    /// The field that is not there, where that is the problem.
    pub(super) missing: Option<String>,
    pub(super) part: Part,
    pub(super) message: String,
    pub(super) help: Help,
}

/// What to do about a fault.
#[derive(Debug)]
pub(super) enum Help {
    Text(String),
    /// One of these names was meant.
    Choose {
        wrong: String,
        among: Vec<String>,
    },
}

/// Reads the piece of this name. `None` when what is left after taking out all that is wrong does not make one.
pub(super) fn deserialize<T: DeserializeOwned>(name: &str, value: &mut Value) -> (Option<T>, Vec<Fault>) {
    let mut faults: Vec<Fault> = Vec::new();
    let mut removed: Vec<Vec<String>> = Vec::new();
    let mut taken = Taken::default();
    while faults.len() < MOST {
        // Nearly every piece is right, and keeping track of the path costs more than a second try.
        if let Ok(piece) = T::deserialize(&*value) {
            // What is left of a list stands at other indices than in the file, so nothing more is said of it.
            match taken.0.pop_first() {
                Some((list, _)) if remove(value, &list) => removed.push(list),
                Some(_) => {}
                None => return (Some(piece), faults),
            }
            continue;
        }
        let error = match serde_path_to_error::deserialize::<_, T>(&*value) {
            Ok(piece) => return (Some(piece), faults),
            Err(error) => error,
        };
        let there = keys(error.path());
        let mut path = taken.original(error.path());
        let text = error.inner().to_string();
        if let Some(field) = between(&text, "missing field `", "`") {
            let placeholder = placeholder(field);
            let mut whole = path.clone();
            whole.push(field.to_owned());
            if !removed.contains(&whole) {
                faults.push(missing(path.clone(), field));
            }
            match (placeholder, at(value, &there)) {
                (Some(placeholder), Some(Value::Object(object))) => object.insert(field.to_owned(), placeholder),
                _ => return (None, faults),
            };
            continue;
        }
        if let Some((field, fields)) = unknown(&text, "unknown field `") {
            // The path may or may not end with the field itself.
            if path.last().is_none_or(|last| *last != field) {
                path.push(field);
            }
            faults.push(unknown_field(path.clone(), fields));
        } else {
            let found = at(value, &there);
            faults.push(wrong_value(name, path.clone(), found.as_deref(), &text));
        }
        // What stands there now has the keys of where it stood, but for the indices.
        let mut there = [&there[..], &path[there.len()..]].concat();
        let length = removable(error.path(), path.len());
        there.truncate(length);
        path.truncate(length);
        if !remove(value, &there) {
            return (None, faults);
        }
        if let Some(Segment::Seq { .. }) = error.path().iter().nth(length.wrapping_sub(1)) {
            taken.element(&path);
        }
        removed.push(path);
    }
    (None, faults)
}

/// The elements that were taken out of lists, by the paths of these and the indices that they had.
#[derive(Default)]
struct Taken(BTreeMap<Vec<String>, BTreeSet<usize>>);

impl Taken {
    fn element(&mut self, path: &[String]) {
        if let Some((index, list)) = path.split_last()
            && let Ok(index) = index.parse()
        {
            self.0.entry(list.to_vec()).or_default().insert(index);
        }
    }

    /// Where something stood before anything was taken out.
    fn original(&self, path: &Path) -> Vec<String> {
        let mut original = Vec::new();
        for (segment, key) in path.iter().zip(keys(path)) {
            match (segment, self.0.get(&original)) {
                (Segment::Seq { index }, Some(taken)) => {
                    let before = taken
                        .iter()
                        .fold(*index, |index, taken| index + usize::from(*taken <= index));
                    original.push(before.to_string());
                }
                _ => original.push(key),
            }
        }
        original
    }
}

/// The fault of a field that is not there.
pub(super) fn missing(path: Vec<String>, field: &str) -> Fault {
    Fault {
        code: Code::MissingField,
        path,
        missing: Some(field.to_owned()),
        part: Part::Short,
        message: format!("`{field}` is missing"),
        help: Help::Text(format!("add `\"{field}\": ...`")),
    }
}

/// The fault of a field that its object does not have.
pub(super) fn unknown_field(path: Vec<String>, among: Vec<String>) -> Fault {
    let wrong = path.last().cloned().unwrap_or_default();
    Fault {
        code: Code::UnknownField,
        path,
        missing: None,
        part: Part::Key,
        message: format!("unknown field {}", quoted(&wrong)),
        help: Help::Choose { wrong, among },
    }
}

/// The fault of a value of the wrong JSON type, in the piece of this name.
pub(super) fn wrong_type(name: &str, path: Vec<String>, found: &Value, expected: &str) -> Fault {
    let field = path.last().map_or(name, String::as_str);
    let what = match field.parse::<usize>() {
        Ok(index) => format!("element {index}"),
        Err(_) => quoted(field),
    };
    Fault {
        code: Code::WrongType,
        path,
        missing: None,
        part: Part::Short,
        message: format!("{what} must be {expected}, not {}", described(found)),
        help: Help::Text(how_to_write(expected)),
    }
}

fn wrong_value(name: &str, path: Vec<String>, found: Option<&Value>, text: &str) -> Fault {
    if let Some((variant, among)) = unknown(text, "unknown variant `") {
        let is_protocol = matches!(&*path, [.., key] | [.., key, _] if key == "protocol");
        // A variant with a value of its own is a key: `{ "variant": ... }`.
        let is_key = found.is_some_and(|found| found.get(&variant).is_some());
        let path = if is_key {
            [path, vec![variant.clone()]].concat()
        } else {
            path
        };
        return Fault {
            code: if is_protocol {
                Code::UnknownProtocol
            } else {
                Code::UnknownVariant
            },
            message: match is_protocol {
                true => format!("unknown protocol {}", quoted(&variant)),
                false => format!("unknown value {}", quoted(&variant)),
            },
            path,
            missing: None,
            part: if is_key { Part::Key } else { Part::Short },
            help: Help::Choose { wrong: variant, among },
        };
    }
    let expected = text.rsplit_once("expected ").map_or(text, |(_, expected)| expected);
    wrong_type(name, path, found.unwrap_or(&Value::Null), in_words(expected))
}

/// What serde expects, in the words of JSON.
fn in_words(expected: &str) -> &str {
    match expected {
        "a boolean" => "true or false",
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" => "a whole number from 0 on",
        "i32" => "a whole number of 32 bits",
        "unit" => "null",
        "a sequence" => "a list",
        "a JSON number" => "a number",
        "map with a single key" | "string or map" => "a name or an object with one key",
        _ if expected.starts_with("struct ") || expected == "a map" => "an object",
        _ => expected,
    }
}

fn how_to_write(expected: &str) -> String {
    let help = match expected {
        "true or false" => "write `true` or `false`, without quotes",
        "null" => "write the name alone, without an object around it",
        "a list" => "write a list, `[ ... ]`",
        "an object" => "write an object, `{ ... }`",
        "a string" => "write one string in double quotes",
        "a name or an object with one key" => "keep one of the keys",
        "a name or a list of names" => "write `\"Name\"` or `[\"Name\", \"Other\"]`",
        _ if expected.contains("number") => "write the number without quotes, in its range",
        _ => return format!("write {expected}"),
    };
    help.to_owned()
}

fn described(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(_) => "a string".into(),
        Value::Array(_) => "a list".into(),
        Value::Object(object) if object.len() > 1 => format!("an object with {} keys", object.len()),
        Value::Object(_) => "an object".into(),
    }
}

/// What stands in for a missing field, so that the rest of its piece can be checked.
fn placeholder(field: &str) -> Option<Value> {
    match field {
        "name" | "id" | "title" | "version" | "prefix" | "method" | "uri" | "inputToken" | "outputToken"
        | "operation" => Some(json!("")),
        "protocol" => Some(json!("restJson1")),
        "signing" => Some(json!({ "name": "" })),
        "endpoint" => Some(json!({ "prefix": "" })),
        "acceptors" => Some(json!([])),
        "http" => Some(json!({ "method": "POST", "uri": "/" })),
        _ => None,
    }
}

fn keys(path: &Path) -> Vec<String> {
    let key = |segment: &Segment| match segment {
        Segment::Seq { index } => index.to_string(),
        Segment::Map { key } => key.clone(),
        Segment::Enum { variant } => variant.clone(),
        Segment::Unknown => String::new(),
    };
    path.iter().map(key).collect()
}

/// How much of a path names what its list or object can do without: not what is inside an enum, nor inside an element.
fn removable(path: &Path, length: usize) -> usize {
    let variant = path.iter().position(|segment| matches!(segment, Segment::Enum { .. }));
    let outside = variant.unwrap_or(length);
    let element = path
        .iter()
        .take(outside)
        .position(|segment| matches!(segment, Segment::Seq { .. }));
    element.map_or(outside, |element| element + 1)
}

fn at<'a>(value: &'a mut Value, path: &[String]) -> Option<&'a mut Value> {
    path.iter().try_fold(value, |value, key| match value {
        Value::Object(object) => object.get_mut(key),
        Value::Array(array) => array.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    })
}

fn remove(value: &mut Value, path: &[String]) -> bool {
    let Some((last, parents)) = path.split_last() else {
        return false;
    };
    match at(value, parents) {
        Some(Value::Object(object)) => object.shift_remove(last).is_some(),
        Some(Value::Array(array)) => match last.parse() {
            Ok(index) if index < array.len() => {
                array.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.strip_prefix(before)?.split_once(after).map(|(found, _)| found)
}

/// An unknown name and the known ones, out of a message of serde.
fn unknown(text: &str, before: &str) -> Option<(String, Vec<String>)> {
    let rest = text.strip_prefix(before)?;
    let (name, known) = rest
        .rsplit_once("`, expected ")
        .or_else(|| rest.rsplit_once("`, there are no "))?;
    let known = known.split('`').skip(1).step_by(2).map(str::to_owned);
    Some((name.to_owned(), known.collect()))
}
