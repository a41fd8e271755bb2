//! Whether the mock answers.

use super::{Answer, Asked, Failure};
use serde::Serialize;

#[derive(Serialize)]
struct Health {
    status: &'static str,
    version: &'static str,
    services: Vec<&'static str>,
}

/// `GET /_mock/health`
pub(super) fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    asked.query(&[])?;
    Answer::json(&Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        services: asked.mock.services().map(|service| service.name).collect(),
    })
}
