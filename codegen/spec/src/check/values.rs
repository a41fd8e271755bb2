//! Whether a JSON value is a value of a shape.

use super::bounds;
use super::context::Checker;
use super::digits;
use super::times;
use crate::{
    diagnostic::{Code, quoted},
    format::Shape,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

/// What is wrong with a value, and where in it.
pub(super) struct Misfit {
    /// Keys and positions from the value on.
    pub(super) path: Vec<String>,
    pub(super) message: String,
    /// What to do about it, where that is not just to write another value.
    help: Option<String>,
}

/// The first part of a value that does not fit a shape. What is unknown fits: it has been reported.
fn misfit(checker: &Checker<'_>, at: &[&str], target: &str, value: &Value) -> Option<Misfit> {
    let mut pending = vec![(Vec::new(), target, value)];
    while let Some((path, target, value)) = pending.pop() {
        let Some(shape) = checker.shape(target).found() else {
            continue;
        };
        let inner = |key: &str| [path.as_slice(), &[key.to_owned()]].concat();
        match (shape, value) {
            (Shape::Document(_), Value::Array(elements)) => {
                let elements = elements.iter().enumerate();
                pending.extend(elements.map(|(at, element)| (inner(&at.to_string()), target, element)));
            }
            (Shape::Document(_), Value::Object(entries)) => {
                pending.extend(entries.iter().map(|(key, entry)| (inner(key), target, entry)));
            }
            (Shape::Union(_), Value::Object(entries)) if entries.len() != 1 => {
                let message = format!(
                    "this is no value of {}: it must have exactly one member",
                    quoted(target)
                );
                return Some(Misfit {
                    path,
                    message,
                    help: None,
                });
            }
            (Shape::List(list), Value::Array(elements)) => {
                let elements = elements.iter().enumerate();
                pending.extend(elements.map(|(at, element)| (inner(&at.to_string()), list.member.target(), element)));
            }
            (Shape::Map(map), Value::Object(entries)) => {
                pending.extend(
                    entries
                        .iter()
                        .map(|(key, entry)| (inner(key), map.value.target(), entry)),
                );
            }
            (Shape::Structure(structure) | Shape::Union(structure), Value::Object(entries)) => {
                for (name, entry) in entries {
                    match structure.members.get(name) {
                        Some(member) => pending.push((inner(name), &member.target, entry)),
                        None => {
                            let message = format!("{} has no member {}", quoted(target), quoted(name));
                            return Some(Misfit {
                                path: inner(name),
                                message,
                                help: None,
                            });
                        }
                    }
                }
            }
            _ => {
                if let Some(expected) = scalar_misfit(shape, value) {
                    let message = format!("this is no value of {}: it must be {expected}", quoted(target));
                    return Some(Misfit {
                        path,
                        message,
                        help: None,
                    });
                }
                let text = checker.number_at(&joined(at, &path), value);
                if let Some((message, help)) = text.and_then(|text| lost_digits(shape, text, value)) {
                    return Some(Misfit {
                        path,
                        message,
                        help: Some(help),
                    });
                }
            }
        }
    }
    None
}

fn joined<'a>(at: &[&'a str], path: &'a [String]) -> Vec<&'a str> {
    at.iter().copied().chain(path.iter().map(String::as_str)).collect()
}

/// What is wrong with a number of which not every digit can be kept, and what to do. Numbers of JSON are read as 64 bits.
fn lost_digits(shape: &Shape, text: &str, value: &Value) -> Option<(String, String)> {
    let Value::Number(number) = value else {
        return None;
    };
    let is_big = matches!(shape, Shape::BigInteger(_) | Shape::BigDecimal(_));
    let is_lost = match shape {
        // Its zeros at the end count.
        Shape::BigDecimal(_) => text != number.to_string(),
        Shape::BigInteger(_) | Shape::Document(_) => digits::are_lost(text, number),
        _ => false,
    };
    let help = match is_big {
        true => format!("write it as a string: \"{text}\""),
        false => "write a number that fits 64 bits, or a string".to_owned(),
    };
    is_lost.then(|| (format!("not every digit of `{text}` can be kept as a number"), help))
}

/// What a value without parts should have been.
fn scalar_misfit(shape: &Shape, value: &Value) -> Option<String> {
    let fits = match (shape, value) {
        (_, Value::Null) | (Shape::Document(_), _) => true,
        (Shape::Boolean(_), Value::Bool(_)) => true,
        (Shape::Blob(_), Value::String(text)) => STANDARD.decode(text).is_ok(),
        (Shape::String(_), Value::String(_)) | (Shape::BigDecimal(_), Value::Number(_)) => true,
        (Shape::Timestamp(_), Value::String(text)) => times::is_date_time(text),
        (Shape::Timestamp(_), Value::Number(seconds)) => times::are_epoch_seconds(seconds),
        (Shape::BigInteger(_), Value::String(digits)) => is_whole(digits),
        (Shape::BigDecimal(_), Value::String(digits)) => is_number(digits),
        (Shape::Float(_), Value::Number(number)) => number.as_f64().is_some_and(|number| (number as f32).is_finite()),
        (Shape::Double(_), Value::Number(_)) => true,
        (Shape::Float(_) | Shape::Double(_), Value::String(text)) => {
            ["NaN", "Infinity", "-Infinity"].contains(&text.as_str())
        }
        (Shape::Enum(shape), Value::String(text)) => shape.values.contains_key(text),
        (Shape::IntEnum(shape), Value::Number(number)) => shape
            .values
            .values()
            .any(|value| Some(i128::from(value.value)) == bounds::whole(number)),
        (_, Value::Number(number)) => match (bounds::limits(shape), bounds::whole(number)) {
            (Some((smallest, largest)), Some(number)) => (smallest..=largest).contains(&number),
            _ => false,
        },
        _ => false,
    };
    (!fits).then(|| expected(shape))
}

/// Whether the text is a number of JSON, however large.
fn is_number(text: &str) -> bool {
    text.bytes()
        .next()
        .is_some_and(|byte| byte == b'-' || byte.is_ascii_digit())
        && text.bytes().last().is_some_and(|byte| byte.is_ascii_digit())
        && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Boolean(_) => "true or false".to_owned(),
        Shape::String(_) => "a string".to_owned(),
        Shape::Blob(_) => "a string of base64".to_owned(),
        Shape::Timestamp(_) => {
            "a time like \"2026-01-31T12:00:00Z\", or a number of seconds since 1970, within the years 1 to 9999"
                .to_owned()
        }
        Shape::Float(_) => "a number of 32 bits, from -3.4e38 to 3.4e38".to_owned(),
        Shape::Enum(shape) => one_of(shape.values.keys().cloned()),
        Shape::IntEnum(shape) => one_of(shape.values.values().map(|facts| facts.value.to_string())),
        Shape::List(_) => "a list".to_owned(),
        Shape::Map(_) | Shape::Structure(_) | Shape::Union(_) => "an object".to_owned(),
        _ => match bounds::limits(shape) {
            Some((smallest, largest)) if largest < i128::MAX => format!("a whole number from {smallest} to {largest}"),
            Some(_) => "a whole number".to_owned(),
            None => "a number".to_owned(),
        },
    }
}

/// The first values of an enum, in words.
fn one_of(values: impl ExactSizeIterator<Item = String>) -> String {
    const SHOWN: usize = 8;
    let more = if values.len() > SHOWN { " and so on" } else { "" };
    let shown: Vec<String> = values.take(SHOWN).map(|value| quoted(&value)).collect();
    format!("one of {}{more}", shown.join(", "))
}

/// Reports what of a value does not fit.
pub(super) fn check(checker: &mut Checker<'_>, path: &[&str], target: &str, value: &Value) {
    if let Some(misfit) = misfit(checker, path, target, value) {
        let whole = joined(path, &misfit.path);
        let help = misfit
            .help
            .unwrap_or_else(|| format!("write a value of {}, or leave it out", quoted(target)));
        checker.report(Code::BadDefault, &whole, misfit.message, help);
    }
}
