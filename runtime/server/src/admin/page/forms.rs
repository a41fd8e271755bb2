//! What the page's forms do. One that cannot be done shows the page with the reason.

use super::{
    super::{
        AdminResponse, Asked, Failure, clock as clocks,
        faults::{Form, inject},
    },
    layout::{complain, to},
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The members of a fault that are numbers.
const NUMBERS: [&str; 5] = ["times", "status", "delay_seconds", "probability", "seed"];

impl Asked<'_> {
    /// What the form says. What was left empty is not there.
    fn said(&self) -> BTreeMap<String, String> {
        let pairs = form_urlencoded::parse(self.http.body());
        let pairs = pairs.map(|(name, value)| (name.into_owned(), value.trim().to_owned()));
        pairs.filter(|(_, value)| !value.is_empty()).collect()
    }
}

fn done(asked: &Asked<'_>, result: Result<(), Failure>, place: &'static str) -> Result<AdminResponse, Failure> {
    match result {
        Ok(()) => Ok(to(place)),
        Err(failure) => complain(asked, &failure),
    }
}

fn wrong(message: impl Into<String>) -> Failure {
    Failure::new(400, "InvalidMember", message)
}

pub(super) fn reset(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    done(asked, asked.empty(), "/_mock/")
}

pub(super) fn forget(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.mock.journal().clear();
    Ok(to("/_mock/#requests"))
}

pub(super) fn fault(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    let mut members = Map::new();
    for (name, value) in asked.said() {
        let value = match name.as_str() {
            "inject" => continue,
            number if NUMBERS.contains(&number) => match serde_json::from_str::<serde_json::Number>(&value) {
                Ok(number) => Value::Number(number),
                Err(_) => return complain(asked, &wrong(format!("{name}: `{value}` is no number"))),
            },
            _ => Value::String(value),
        };
        members.insert(name, value);
    }
    let form = serde_json::from_value::<Form>(Value::Object(members)).map_err(|error| wrong(error.to_string()));
    let injected = form.and_then(|form| inject(asked.mock, form)).map(drop);
    done(asked, injected, "/_mock/#faults")
}

pub(super) fn remove_fault(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    match asked.said().get("id").map(String::as_str) {
        Some("all") => asked.mock.clear_faults(),
        Some(id) => {
            // One that has gone meanwhile is gone.
            let _ = id.parse().is_ok_and(|id| asked.mock.remove_fault(id));
        }
        None => return complain(asked, &wrong("the form does not say which fault")),
    }
    Ok(to("/_mock/#faults"))
}

pub(super) fn clock(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    let said = asked.said();
    let changed = if let Some(seconds) = said.get("advance_seconds") {
        let seconds = seconds
            .parse()
            .map_err(|_| wrong(format!("`{seconds}` is no number of seconds")));
        seconds.and_then(|seconds| clocks::advance(asked.mock, seconds))
    } else if let Some(time) = said.get("set") {
        clocks::set(asked.mock, time)
    } else if said.contains_key("run") {
        asked.mock.clock().run();
        Ok(())
    } else {
        Err(wrong("the form does not say what the clock is to do"))
    };
    done(asked, changed, "/_mock/#clock")
}
