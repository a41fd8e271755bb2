//! Stubs: responses in the place of a service's behaviour.

use super::{AdminResponse, Asked, Failure};
use crate::InjectedStub;
use serde::{Deserialize, Serialize};
use shapewright_schema::Document;
use std::collections::BTreeMap;

/// A stub: one of `respond` and `fail`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    service: String,
    operation: String,
    /// The members of the input that must have these values.
    #[serde(default)]
    when: BTreeMap<String, Document>,
    times: Option<u64>,
    respond: Option<Document>,
    fail: Option<Fail>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fail {
    error: String,
    #[serde(default)]
    message: String,
}

#[derive(Serialize)]
struct Shown {
    id: u64,
    service: &'static str,
    operation: &'static str,
    used: u64,
    left: Option<u64>,
}

impl From<&InjectedStub> for Shown {
    fn from(stub: &InjectedStub) -> Self {
        Self {
            id: stub.id,
            service: stub.service,
            operation: stub.operation,
            used: stub.used,
            left: stub.left,
        }
    }
}

/// `GET /_mock/stubs`
pub(super) fn show(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    let stubs: Vec<Shown> = asked.mock.stubs().iter().map(Shown::from).collect();
    AdminResponse::json(&BTreeMap::from([("stubs", stubs)]))
}

/// `POST /_mock/stubs`
pub(super) fn add(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    let form: Form = asked.read()?;
    let refused = |pointer: &str, message: String| Failure::at(pointer, "StubRefused", message);
    let mut stub = asked
        .mock
        .on_named(&form.service, &form.operation)
        .map_err(|unknown| refused("", unknown.to_string()))?;
    check_names(asked, &form)?;
    if !form.when.is_empty() {
        let when = form.when;
        stub = stub.when(move |input| match input {
            Document::Map(fields) => when
                .iter()
                .all(|(name, value)| fields.get(name).unwrap_or(&Document::Null) == value),
            _ => false,
        });
    }
    if let Some(times) = form.times {
        stub = stub.times(times);
    }
    let added = match (form.respond, form.fail) {
        (Some(output), None) => stub
            .respond(&output)
            .map_err(|error| refused("/respond", error.to_string()))?,
        (None, Some(fail)) => stub
            .fail(&fail.error, &fail.message)
            .map_err(|error| refused("/fail/error", error.to_string()))?,
        _ => return Err(refused("", "the body must say one of `respond` and `fail`".to_owned())),
    };
    AdminResponse::json_with(201, &BTreeMap::from([("id", added.id())]))
}

/// Refuses conditions on members that the input does not have.
fn check_names(asked: &Asked<'_>, form: &Form) -> Result<(), Failure> {
    let Ok(target) = crate::names::Target::named(asked.mock.hosted(), &form.service, &form.operation) else {
        return Ok(());
    };
    let input = target.operation.input;
    match form.when.keys().find(|name| input.member(name).is_none()) {
        Some(name) => {
            let there: Vec<&str> = input.members().iter().map(|member| member.name).collect();
            let pointer = format!("/when/{}", name.replace('~', "~0").replace('/', "~1"));
            let message = format!(
                "{pointer}: {} has no member `{name}`; it has {}",
                input.name,
                there.join(", ")
            );
            Err(Failure::at(pointer, "StubRefused", message))
        }
        None => Ok(()),
    }
}

/// `DELETE /_mock/stubs`
pub(super) fn clear(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    asked.no_body()?;
    let removed = asked.mock.stubs().len();
    asked.mock.clear_stubs();
    AdminResponse::json(&BTreeMap::from([("removed", removed)]))
}

/// `DELETE /_mock/stubs/{id}`
pub(super) fn remove(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    asked.no_body()?;
    let id = asked.number("stub")?;
    if asked.mock.remove_stub(id) {
        return AdminResponse::json(&BTreeMap::from([("removed", 1)]));
    }
    Err(Failure::new(404, "NotFound", format!("there is no stub {id}")))
}
