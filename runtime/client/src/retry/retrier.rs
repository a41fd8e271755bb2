//! What the calls of a client share for their retries: the quota, the rate of the adaptive mode, and randomness.

use super::{
    cause::Cause,
    clock::Randomness,
    quota::{self, Quota},
    rate::Rate,
    retries::Retries,
};
use http::{HeaderMap, HeaderName};
use std::{sync::Mutex, time::Duration};
use tokio::time::Instant;

/// How much longer than its own backoff a client waits at most when the service asks it to.
const MAX_EXTRA_WAIT: Duration = Duration::from_secs(5);

const RETRY_AFTER_MS: HeaderName = HeaderName::from_static("x-amz-retry-after");

/// What the calls of a client share for their retries.
#[derive(Default)]
pub(crate) struct Retrier {
    quota: Mutex<Quota>,
    rate: Mutex<Option<Rate>>,
    randomness: Randomness,
}

/// What a retry has cost from the quota.
pub(crate) struct RetryCost(u32);

impl Retrier {
    pub(crate) fn new(randomness: Randomness) -> Self {
        Self {
            randomness,
            ..Self::default()
        }
    }

    /// A number from 0 to 1 to spread waits with.
    pub(crate) fn random(&self) -> f64 {
        self.randomness.next()
    }

    /// How long to wait before the next attempt.
    pub(crate) fn wait(
        &self,
        retries: &Retries,
        attempts: u32,
        cause: &Cause,
        headers: Option<&HeaderMap>,
    ) -> Duration {
        let backoff = retries.backoff(attempts, cause, self.random());
        match headers.and_then(asked_for) {
            Some(asked) => asked.clamp(backoff, backoff.saturating_add(MAX_EXTRA_WAIT)),
            None => backoff,
        }
    }

    /// Takes what a retry costs. `None` when too little is left.
    pub(crate) fn take(&self, cause: &Cause) -> Option<RetryCost> {
        let cost = match cause {
            Cause::Throttled => quota::THROTTLED_COST,
            _ => quota::COST,
        };
        lock(&self.quota).take(cost).then_some(RetryCost(cost))
    }

    /// A call succeeded; `cost` by its last retry.
    pub(crate) fn succeeded(&self, cost: Option<RetryCost>) {
        lock(&self.quota).give(cost.map_or(quota::SUCCESS, |cost| cost.0));
    }

    /// Waits until a request may be sent in the adaptive mode.
    pub(crate) async fn wait_for_rate(&self) {
        loop {
            let now = Instant::now();
            let missing = match &mut *lock(&self.rate) {
                Some(rate) => rate.take(now),
                None => None,
            };
            match missing {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return,
            }
        }
    }

    /// Tells the adaptive mode how a request ended.
    pub(crate) fn record(&self, throttled: bool) {
        let now = Instant::now();
        lock(&self.rate)
            .get_or_insert_with(|| Rate::new(now))
            .record(now, throttled);
    }
}

/// No code that holds one of these locks panics; if it did, the state would still be fit for use.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// How long the service asks to wait.
fn asked_for(headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &HeaderName| headers.get(name)?.to_str().ok()?.trim().parse().ok();
    number(&RETRY_AFTER_MS)
        .map(Duration::from_millis)
        .or_else(|| number(&http::header::RETRY_AFTER).map(Duration::from_secs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_may_ask_for_a_longer_wait() {
        let retrier = Retrier::new(Randomness::from_source(|| 0.5));
        let wait = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, http::HeaderValue::from_static(value));
            retrier
                .wait(&Retries::standard(), 1, &Cause::Transient, Some(&headers))
                .as_millis()
        };
        assert_eq!(wait("x-amz-retry-after", "1500"), 1500);
        assert_eq!(wait("retry-after", "2"), 2000);
        assert_eq!(wait("x-amz-retry-after", "3600000"), 5025);
        assert_eq!(wait("x-amz-retry-after", "1"), 25);
        for no_wait in ["", "-1", "soon", "1.5"] {
            assert_eq!(wait("x-amz-retry-after", no_wait), 25, "{no_wait}");
        }
    }
}
