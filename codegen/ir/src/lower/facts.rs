//! Facts that several kinds of items have.

use crate::ir;
use shapewright_spec as spec;

pub(super) fn error_facts(id: &str, error: &spec::Error) -> ir::ErrorFacts {
    let server_fault = error.fault == Some(spec::Fault::Server);
    ir::ErrorFacts {
        code: error.code.clone().unwrap_or_else(|| id.to_owned()),
        server_fault,
        status: error.status.unwrap_or(if server_fault { 500 } else { 400 }),
        retryable: error.retryable,
        throttling: error.throttling,
        query_code: error.query_code.clone(),
    }
}

pub(super) fn constraints(
    length: &Option<spec::Length>,
    range: &Option<spec::Range>,
    pattern: &Option<String>,
    unique_items: bool,
) -> ir::Constraints {
    let number = |number: &serde_json::Number| match number.as_i64() {
        Some(whole) => Some(ir::Number::Integer(whole)),
        None => number.as_f64().map(ir::Number::Float),
    };
    ir::Constraints {
        min_length: length.as_ref().and_then(|length| length.min),
        max_length: length.as_ref().and_then(|length| length.max),
        min: range.as_ref().and_then(|range| range.min.as_ref()).and_then(number),
        max: range.as_ref().and_then(|range| range.max.as_ref()).and_then(number),
        pattern: pattern.clone(),
        unique_items,
    }
}

pub(super) fn binding(binding: Option<&spec::Binding>) -> ir::Binding {
    match binding {
        None => ir::Binding::Body,
        Some(spec::Binding::Label(name)) => ir::Binding::Label(name.clone()),
        Some(spec::Binding::Query(name)) => ir::Binding::Query(name.clone()),
        Some(spec::Binding::QueryParams) => ir::Binding::QueryParams,
        Some(spec::Binding::Header(name)) => ir::Binding::Header(name.clone()),
        Some(spec::Binding::PrefixHeaders(prefix)) => ir::Binding::PrefixHeaders(prefix.clone()),
        Some(spec::Binding::Payload) => ir::Binding::Payload,
        Some(spec::Binding::Status) => ir::Binding::Status,
    }
}

pub(super) fn deprecated(deprecated: Option<&spec::Deprecated>) -> Option<String> {
    deprecated.map(|facts| match (&facts.since, &facts.message) {
        (None, None) => String::new(),
        (None, Some(message)) => message.clone(),
        (Some(since), None) => format!("since {since}"),
        (Some(since), Some(message)) => format!("since {since}: {message}"),
    })
}
