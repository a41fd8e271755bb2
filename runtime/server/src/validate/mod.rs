//! What a request must obey before anything happens: required members, lengths, ranges, patterns, enums, unique and
//! dense collections. All that is wrong is said at once.

mod document;
mod message;
pub(crate) mod pattern;
mod walk;

use crate::{Refusal, page_token};
pub(crate) use document::document;
use message::say;
pub(crate) use message::{Violation, got, shortened};
use shapewright_schema::{Document, Operation, Schema, Service, Structure, View};
use shapewright_wire::{DecodeError, DecodeErrorKind};
use std::collections::BTreeMap;

/// The names that services give their validation errors, most telling first.
const VALIDATION_ERRORS: [&str; 12] = [
    "InvalidParameterException",
    "ValidationException",
    "BadRequestException",
    "InvalidRequestException",
    "InvalidInputException",
    "InvalidArgumentException",
    "InvalidParameterValueException",
    "ValidationError",
    "InvalidParameter",
    "InvalidInput",
    "InvalidRequest",
    "ClientException",
];

/// Refuses an input that does not obey the schema, except for a page token as the mock makes them. `missing` are the
/// places of required members that it lacks.
pub(crate) fn check(
    service: &'static Service,
    operation: &'static Operation,
    input: &dyn Structure,
    missing: &[String],
) -> Result<(), Refusal> {
    let mut violations = walk::violations(input, missing);
    if let Some(pagination) = operation.pagination
        && let Some((index, _)) = operation.input.member(pagination.input_token)
        && let View::String(token) = input.member(index).view()
        && page_token::is_token(token)
    {
        violations.retain(|violation| violation.pointer.get(1..) != Some(pagination.input_token));
    }
    if violations.is_empty() {
        Ok(())
    } else {
        Err(refused(service, operation, &violations))
    }
}

/// All that is wrong with a structure, wherever it comes from.
pub(crate) fn violations(structure: &dyn Structure) -> Vec<Violation> {
    walk::violations(structure, &[])
}

/// The refusal of a request that cannot be read.
pub(crate) fn unreadable(service: &'static Service, operation: &'static Operation, error: &DecodeError) -> Refusal {
    match error.kind {
        DecodeErrorKind::UnsupportedMediaType => {
            Refusal::unmodelled(415, "UnsupportedMediaTypeException", error.to_string())
        }
        DecodeErrorKind::NotAcceptable => Refusal::unmodelled(406, "NotAcceptableException", error.to_string()),
        // Services with an error of their own for bad parameters use it for wrong types and empty labels too, except
        // where Smithy's own validation error says that those are a matter of serialization.
        DecodeErrorKind::Type | DecodeErrorKind::Missing => match error_of(service, operation) {
            Some(schema) if !is_smithys(schema) => Refusal::of(schema, &error.to_string()),
            _ => Refusal::unmodelled(400, "SerializationException", error.to_string()),
        },
        _ => Refusal::unmodelled(400, "SerializationException", error.to_string()),
    }
}

/// The service's own validation error with this message.
pub(crate) fn refuse(service: &'static Service, operation: &'static Operation, message: &str) -> Refusal {
    match error_of(service, operation) {
        Some(schema) => Refusal::of(schema, message),
        None => Refusal::unmodelled(400, "ValidationException", message),
    }
}

/// The refusal of a page token that was never given.
pub(crate) fn bad_token(
    service: &'static Service,
    operation: &'static Operation,
    member: &str,
    token: &Document,
) -> Refusal {
    let violation = Violation {
        pointer: format!("/{member}"),
        got: Some(got(token)),
        length: None,
        must: "Member must be a token that this operation gave for the same parameters".to_owned(),
    };
    let own = operation.errors.iter().copied().find(|schema| {
        let name = schema.name.to_ascii_lowercase();
        ["nexttoken", "pagination", "pagetoken", "continuationtoken"]
            .iter()
            .any(|part| name.contains(part))
    });
    match own {
        Some(schema) => Refusal::of(schema, &say(&[violation], false)),
        None => refused(service, operation, &[violation]),
    }
}

/// The refusal of a page size that is no size.
pub(crate) fn bad_page_size(
    service: &'static Service,
    operation: &'static Operation,
    member: &str,
    size: &Document,
) -> Refusal {
    let violation = Violation {
        pointer: format!("/{member}"),
        got: Some(got(size)),
        length: None,
        must: "Member must be greater than or equal to 1".to_owned(),
    };
    refused(service, operation, &[violation])
}

/// The error that the operation has for this; else the one that others of the service have.
fn error_of(service: &'static Service, operation: &'static Operation) -> Option<&'static Schema> {
    let among = |errors: &[&'static Schema]| {
        VALIDATION_ERRORS
            .iter()
            .find_map(|name| errors.iter().copied().find(|schema| is_called(schema, name)))
    };
    among(operation.errors).or_else(|| service.operations.iter().find_map(|operation| among(operation.errors)))
}

fn is_called(schema: &Schema, name: &str) -> bool {
    schema.name == name || schema.error.is_some_and(|facts| facts.code == name)
}

/// Whether it is the error that Smithy's own framework gives, which lists what is wrong.
fn is_smithys(schema: &Schema) -> bool {
    schema.member("fieldList").is_some()
}

fn refused(service: &'static Service, operation: &'static Operation, violations: &[Violation]) -> Refusal {
    let Some(schema) = error_of(service, operation) else {
        return Refusal::unmodelled(400, "ValidationException", say(violations, false));
    };
    if !is_smithys(schema) {
        return Refusal::of(schema, &say(violations, false));
    }
    let field = |violation: &Violation| {
        Document::Map(BTreeMap::from([
            ("path".to_owned(), Document::String(violation.pointer.clone())),
            ("message".to_owned(), Document::String(violation.in_smithys_words())),
        ]))
    };
    let fields = Document::List(violations.iter().map(field).collect());
    Refusal::with(
        schema,
        BTreeMap::from([("fieldList".to_owned(), fields)]),
        &say(violations, true),
    )
}
