//! Whether the mock responds.

use super::{AdminResponse, Asked, Failure};
use serde::Serialize;

#[derive(Serialize)]
struct Health {
    status: &'static str,
    version: &'static str,
    services: Vec<&'static str>,
}

/// `GET /_mock/health`
pub(super) fn show(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    AdminResponse::json(&Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        services: asked.mock.services().map(|service| service.name).collect(),
    })
}
