//! The mock's clock.

use super::{AdminResponse, Asked, Failure};
use crate::Mock;
use serde::{Deserialize, Serialize};
use shapewright_schema::Timestamp;
use std::time::Duration;

/// One of the three.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    advance_seconds: Option<f64>,
    set: Option<String>,
    run: Option<bool>,
}

#[derive(Serialize)]
struct Shown {
    now: String,
    running: bool,
}

fn shown(mock: &Mock) -> Result<AdminResponse, Failure> {
    let clock = mock.clock();
    AdminResponse::json(&Shown {
        now: clock.now().to_string(),
        running: clock.is_running(),
    })
}

/// `GET /_mock/clock`
pub(super) fn show(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    shown(asked.mock)
}

/// `POST /_mock/clock`
pub(super) fn change(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    match asked.read()? {
        Change {
            advance_seconds: Some(seconds),
            set: None,
            run: None,
        } => advance(asked.mock, seconds)?,
        Change {
            advance_seconds: None,
            set: Some(time),
            run: None,
        } => set(asked.mock, &time)?,
        Change {
            advance_seconds: None,
            set: None,
            run: Some(true),
        } => asked.mock.clock().run(),
        Change {
            advance_seconds: None,
            set: None,
            run: Some(false),
        } => {
            return Err(Failure::at(
                "/run",
                "InvalidMember",
                "/run: it can be `true` only; `set` stops the clock",
            ));
        }
        _ => {
            let message = "the body must say one of `advance_seconds`, `set` and `run`";
            return Err(Failure::at("", "InvalidMember", message));
        }
    }
    shown(asked.mock)
}

/// Moves the clock on.
pub(super) fn advance(mock: &Mock, seconds: f64) -> Result<(), Failure> {
    let by = Duration::try_from_secs_f64(seconds).map_err(|_| {
        let message =
            format!("/advance_seconds: a clock is moved on by a number of seconds from 0 on, and not by {seconds}");
        Failure::at("/advance_seconds", "InvalidMember", message)
    })?;
    mock.clock().advance(by);
    Ok(())
}

/// Stops the clock at a time.
pub(super) fn set(mock: &Mock, time: &str) -> Result<(), Failure> {
    let time = Timestamp::parse_date_time(time).map_err(|error| {
        let message = format!("/set: a time is RFC 3339 text like 2026-01-31T12:00:00Z: {error}");
        Failure::at("/set", "InvalidMember", message)
    })?;
    mock.clock().set(time);
    Ok(())
}
