//! What the services hold.

use super::{AdminResponse, Asked, Failure};
use crate::{SeedError, Snapshot, SnapshotError};
use serde::Serialize;
use shapewright_schema::Document;
use std::collections::BTreeMap;

/// `POST /_mock/reset`
pub(super) fn reset(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    asked.no_body()?;
    asked.empty()?;
    AdminResponse::json(&BTreeMap::<&str, &str>::new())
}

impl Asked<'_> {
    /// Makes the mock as it was when it was started.
    pub(super) fn empty(&self) -> Result<(), Failure> {
        self.mock.reset();
        match &self.admin.seed {
            Some(seed) => self.mock.seed(seed).map(drop).map_err(|error| unseeded(&error)),
            None => Ok(()),
        }
    }
}

/// A record that a seed has put in.
#[derive(Serialize)]
struct SeededRecord {
    service: &'static str,
    account: String,
    region: String,
    collection: &'static str,
    identifiers: BTreeMap<&'static str, String>,
}

/// `POST /_mock/seed`
pub(super) fn seed(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    let seeded = asked.mock.seed(asked.text()?).map_err(|error| unseeded(&error))?;
    let seeded = seeded.iter().map(|record| SeededRecord {
        service: record.service(),
        account: record.place().account().to_owned(),
        region: record.place().region().to_owned(),
        collection: record.collection(),
        identifiers: record
            .identifier_names()
            .iter()
            .copied()
            .zip(record.identifiers().iter().cloned())
            .collect(),
    });
    let records: Vec<SeededRecord> = seeded.collect();
    AdminResponse::json(&BTreeMap::from([("records", records)]))
}

fn unseeded(error: &SeedError) -> Failure {
    let first = error.problems().first();
    let pointer = first.map_or("", |problem| &problem.pointer);
    Failure::at(pointer, "SeedRefused", error.to_string())
}

/// `GET /_mock/state`
pub(super) fn show(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    let query = asked.query(&["service"])?;
    let snapshot = match query.text("service") {
        Some(service) => asked
            .mock
            .snapshot_of(service)
            .map_err(|unknown| Failure::new(404, "UnknownService", unknown.to_string()))?,
        None => asked.mock.snapshot(),
    };
    AdminResponse::json(&snapshot.to_document())
}

/// `PUT /_mock/state`
pub(super) fn replace(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    let unfit = |error: SnapshotError| Failure::at(error.pointer(), "StateRefused", error.to_string());
    let snapshot = Snapshot::from_json(asked.text()?).map_err(unfit)?;
    asked.mock.restore(&snapshot).map_err(unfit)?;
    let services: Vec<Document> = snapshot.services().map(Document::from).collect();
    AdminResponse::json(&BTreeMap::from([("services", services)]))
}

/// `POST /_mock/state`
pub(super) fn save(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    asked.no_body()?;
    let Some(save) = &asked.admin.save else {
        let message = "there is no file to write the state to; start the server with `--state FILE`";
        return Err(Failure::new(409, "NoStateFile", message));
    };
    let file = save(asked.mock).map_err(|error| Failure::new(500, "StateNotWritten", error))?;
    AdminResponse::json(&BTreeMap::from([("file", file.display().to_string())]))
}
