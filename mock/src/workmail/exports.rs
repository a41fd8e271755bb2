//! W26: mailbox export jobs, which get on as the mock's clock does.

use super::records::{fields, text, time, time_of};
use shapewright_server::{
    Record, Refusal, Transaction,
    schema::{Document, Timestamp},
};
use std::time::Duration;
use workmail_mock::model::{operations, types::*};

/// How long an export takes by the mock's clock (choice).
const TAKES: Duration = Duration::from_secs(600);
/// How long a job is listed after its start.
const LISTED: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Starts a job.
pub(super) fn start(
    transaction: &mut Transaction<'_>,
    input: &StartMailboxExportJobRequest,
) -> Result<StartMailboxExportJobResponse, Refusal> {
    let started = transaction.default_response::<operations::StartMailboxExportJob>(input)?;
    let job = started.job_id.as_deref().unwrap_or_default();
    let path = text(format!("{}/{job}.zip", input.s3_prefix.trim_end_matches('/')));
    let identifiers = [input.organization_id.as_str(), job];
    transaction.set("MailboxExportJob", &identifiers, fields([("S3Path", path)]))?;
    Ok(started)
}

/// Lists the jobs that were started in the last seven days.
pub(super) fn list(
    transaction: &mut Transaction<'_>,
    input: &ListMailboxExportJobsRequest,
) -> Result<ListMailboxExportJobsResponse, Refusal> {
    progress(transaction, &input.organization_id)?;
    let now = transaction.now();
    let is_listed = |job: &Record| time_of(job, "StartTime").is_none_or(|start| now <= start.saturating_add(LISTED));
    transaction.default_list::<operations::ListMailboxExportJobs>(input, is_listed)
}

/// Brings the running jobs of an organization to where they are now.
pub(super) fn progress(transaction: &mut Transaction<'_>, organization: &str) -> Result<(), Refusal> {
    let now = transaction.now();
    let jobs = transaction.records("MailboxExportJob", &[organization]);
    let running = jobs.into_iter().filter(|job| job.text("State") == Some("RUNNING"));
    let running: Vec<(String, Timestamp)> = running
        .filter_map(|job| Some((job.text("JobId")?.to_owned(), time_of(job, "StartTime")?)))
        .collect();
    for (job, start) in running {
        let end = start.saturating_add(TAKES);
        let changes = if now >= end {
            fields([
                ("State", text("COMPLETED")),
                ("EstimatedProgress", Document::Integer(100)),
                ("EndTime", time(end)),
            ])
        } else {
            let passed = now.epoch_seconds().saturating_sub(start.epoch_seconds()).max(0);
            let share = passed * 100 / TAKES.as_secs().cast_signed();
            fields([("EstimatedProgress", Document::Integer(share))])
        };
        transaction.set("MailboxExportJob", &[organization, &job], changes)?;
    }
    Ok(())
}
