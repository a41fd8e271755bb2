//! How many requests are under way at the same time.

use crate::{calls::http_response, sample::Client};
use shapewright_client::{Builder, Credentials, Overrides, Transport, bytes::Bytes, http::Request, transport::Sending};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::time::Instant;

/// Takes a second for every request and counts those under way.
#[derive(Clone, Default)]
struct Slow {
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Transport for Slow {
    fn send(&self, _: Request<Bytes>) -> Sending<'_> {
        Box::pin(async {
            let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(now, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_secs(1)).await;
            self.now.fetch_sub(1, Ordering::SeqCst);
            Ok(http_response(200, &[], "{}"))
        })
    }
}

fn builder(slow: &Slow) -> Builder<Client> {
    Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .transport(slow.clone())
}

/// How many seconds eight calls at once take, and how many requests were under way at most.
async fn eight(limited: impl Fn(Builder<Client>) -> Builder<Client>) -> (u64, usize) {
    let slow = Slow::default();
    let client = limited(builder(&slow)).build().unwrap();
    let start = Instant::now();
    let calls: Vec<_> = (0..8)
        .map(|_| tokio::spawn(client.clone().delete_user().user_id("u").send()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    (start.elapsed().as_secs(), slow.most.load(Ordering::SeqCst))
}

#[tokio::test(start_paused = true)]
async fn no_more_requests_than_allowed_are_under_way() {
    assert_eq!(eight(|builder| builder).await, (1, 8));
    assert_eq!(eight(|builder| builder.max_concurrency(3)).await, (3, 3));
    assert_eq!(eight(|builder| builder.max_concurrency(0)).await, (8, 1));
    assert_eq!(eight(|builder| builder.max_concurrency(usize::MAX)).await, (1, 8));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_waits_its_turn_can_run_out_of_time_or_be_dropped() {
    let slow = Slow::default();
    let client = builder(&slow).max_concurrency(1).build().unwrap();
    let first = tokio::spawn(client.delete_user().user_id("u").send());
    tokio::task::yield_now().await;
    let short = Overrides::new().timeout(Duration::from_millis(10));
    let error = client.delete_user().user_id("u").send().with(short).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "DeleteUser failed: no response came within the timeout of the call (10ms)"
    );
    first.abort();
    // The permit of the call that was given up is free again.
    client.delete_user().user_id("u").send().await.unwrap();
    assert_eq!(slow.most.load(Ordering::SeqCst), 2);
}
