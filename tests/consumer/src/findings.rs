//! A service of which a client waits for something: Macie's search for the data that a finding is about.

include!(concat!(env!("OUT_DIR"), "/findings.rs"));

use client::{Client, errors::GetSensitiveDataOccurrencesError};
use model::types::{GetSensitiveDataOccurrencesResponse, RevealRequestStatus};
use shapewright_client::waiters::WaitError;
use std::time::Duration;

/// What was found of each type of data, or why nothing could be.
pub async fn revealed(client: &Client, finding: &str) -> Result<Vec<(String, usize)>, String> {
    let search = client.get_sensitive_data_occurrences().finding_id(finding);
    let waiter = search
        .wait_until_finding_revealed()
        .max_wait(Duration::from_secs(60))
        .progress(|progress| println!("{} after {:?}", progress.waiter, progress.elapsed));
    match waiter.wait().await {
        Ok(outcome) => found(outcome.result),
        Err(WaitError::TimedOut(outcome)) => Err(format!("nothing in {:?}", outcome.elapsed)),
        Err(error) => Err(error.to_string()),
    }
}

fn found(
    result: Result<GetSensitiveDataOccurrencesResponse, GetSensitiveDataOccurrencesError>,
) -> Result<Vec<(String, usize)>, String> {
    let response = result.map_err(|error| error.to_string())?;
    match response.status {
        Some(RevealRequestStatus::Success) => {
            let occurrences = response.sensitive_data_occurrences.unwrap_or_default();
            Ok(occurrences
                .into_iter()
                .map(|(kind, found)| (kind, found.len()))
                .collect())
        }
        _ => Err(response.error.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mock::{Macie2, Macie2Service};
    use model::types::{DetectedDataDetails, GetSensitiveDataOccurrencesRequest, ResourceNotFoundException};
    use shapewright_server::{Context, Refusal};
    use std::{
        collections::BTreeMap,
        sync::atomic::{AtomicUsize, Ordering},
    };
    use tokio::time::Instant;

    /// Searches for as many requests as its name says, then ends as it says.
    struct Searching {
        requests: AtomicUsize,
    }

    impl Macie2Service for Searching {
        async fn get_sensitive_data_occurrences(
            &self,
            input: GetSensitiveDataOccurrencesRequest,
            _context: &Context,
        ) -> Result<GetSensitiveDataOccurrencesResponse, Refusal> {
            let (end, requests) = input.finding_id.split_once('-').unwrap_or((&input.finding_id, "0"));
            let mut answer = GetSensitiveDataOccurrencesResponse::default();
            if end == "missing" {
                return Err(ResourceNotFoundException::default().into());
            } else if self.requests.fetch_add(1, Ordering::Relaxed) < requests.parse().unwrap_or(0) {
                answer.status = Some(RevealRequestStatus::Processing);
            } else if end == "found" {
                let details = DetectedDataDetails {
                    value: "example".to_owned(),
                };
                let found = BTreeMap::from([("NAME".to_owned(), vec![details.clone(), details])]);
                answer.status = Some(RevealRequestStatus::Success);
                answer.sensitive_data_occurrences = Some(found);
            } else {
                answer.status = Some(RevealRequestStatus::Error);
                answer.error = Some("no key".to_owned());
            }
            Ok(answer)
        }
    }

    /// What the client says of a finding, and after how many seconds.
    async fn ended(finding: &str) -> (Result<Vec<(String, usize)>, String>, u64) {
        let mock = Macie2::with(Searching {
            requests: AtomicUsize::new(0),
        });
        let started = Instant::now();
        let ended = revealed(&mock.client(), finding).await;
        (ended, started.elapsed().as_secs())
    }

    #[tokio::test(start_paused = true)]
    async fn a_search_is_waited_for() {
        let names = Ok(vec![("NAME".to_owned(), 2)]);
        assert_eq!(ended("found-0").await, (names.clone(), 0));
        assert_eq!(ended("found-3").await, (names, 6));
        assert_eq!(ended("lost-2").await, (Err("no key".to_owned()), 4));
    }

    #[tokio::test(start_paused = true)]
    async fn a_search_that_does_not_end_is_given_up() {
        assert_eq!(ended("found-1000").await, (Err("nothing in 58s".to_owned()), 58));
    }

    #[tokio::test(start_paused = true)]
    async fn a_finding_that_is_not_there_is_no_matter_of_waiting() {
        let (ended, seconds) = ended("missing").await;
        let error = ended.unwrap_err();
        assert!(error.contains("ResourceNotFoundException"), "{error}");
        assert_eq!(seconds, 0);
    }
}
