//! One line a request, on stderr. A line is written whole, so that those of several writers do not mix.

use super::options::Format;
use serde_json::json;
use shapewright_server::{Report, schema::Timestamp};
use std::io::{Write, stderr};

/// Writes the line of a request.
pub fn write(format: Format, report: &Report<'_>) {
    let mut line = match format {
        Format::Text => text(report, Timestamp::now()),
        Format::Json => json(report, Timestamp::now()),
    };
    line.push('\n');
    // Nobody is left to be told that nobody reads the log.
    let _ = stderr().lock().write_all(line.as_bytes());
}

fn text(report: &Report<'_>, time: Timestamp) -> String {
    let status = report.status.map_or("-".to_owned(), |status| status.to_string());
    let mut line = format!(
        "{time} {} {} {} {} {status} {}us {}",
        report.service.unwrap_or("-"),
        report.operation.unwrap_or("-"),
        report.account,
        report.region,
        report.took.as_micros(),
        report.request_id,
    );
    for fault in report.faults {
        line.push_str(&format!(" fault={fault}"));
    }
    line
}

fn json(report: &Report<'_>, time: Timestamp) -> String {
    json!({
        "time": time.to_string(),
        "service": report.service,
        "operation": report.operation,
        "account": report.account,
        "region": report.region,
        "status": report.status,
        "micros": u64::try_from(report.took.as_micros()).unwrap_or(u64::MAX),
        "request_id": report.request_id,
        "faults": report.faults,
    })
    .to_string()
}
