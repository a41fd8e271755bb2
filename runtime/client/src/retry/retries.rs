//! Trying again: how often, after what wait, and when to give up.
//!
//! The rules and numbers are those of the standard retry mode of the AWS SDKs as of 2026: exponential backoff with full
//! jitter from 50 ms (1 s when throttled) up to 20 s, and a quota that all calls of a client share. The loop itself is in
//! `attempt.rs`; here is what it asks.

mod cause;
mod quota;
mod rate;

pub(crate) use cause::{Cause, cause};

use crate::{
    clock::Randomness,
    config::ConfigError,
    environment::{Environment, configured},
    profile::Profile,
};
use http::{HeaderMap, HeaderName};
use quota::Quota;
use rate::Rate;
use std::{sync::Mutex, time::Duration};
use tokio::time::Instant;

const MAX_ATTEMPTS: u32 = 3;
const BACKOFF: Duration = Duration::from_millis(50);
const THROTTLED_BACKOFF: Duration = Duration::from_secs(1);
const MAX_BACKOFF: Duration = Duration::from_secs(20);
/// How much longer than its own backoff a client waits when the service asks it to.
const PATIENCE: Duration = Duration::from_secs(5);

const RETRY_AFTER_MS: HeaderName = HeaderName::from_static("x-amz-retry-after");

/// Whether and how a client tries again.
///
/// Tried again are connections that could not be made or broke, timeouts of a connection or an attempt, answers of status
/// 429, 500, 502, 503 and 504, and errors by whose code or description the same request may succeed later. Each attempt is
/// signed anew and carries the same idempotency tokens. A certificate that is not trusted, an answer that cannot be read
/// and every other error end the call at once.
///
/// An error of a clock that is wrong is tried again once, with the time of the service's `Date` header, which the client
/// keeps from then on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    mode: RetryMode,
    max_attempts: u32,
    initial_backoff: Duration,
    throttled_backoff: Duration,
    max_backoff: Duration,
}

/// How a client tries again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryMode {
    /// Not at all.
    Off,
    /// After a wait that grows, as long as the quota lasts.
    Standard,
    /// As `Standard`; once the service throttles, requests are held back on this side, first attempts too.
    Adaptive,
}

impl Retries {
    /// One attempt only.
    pub const fn off() -> Self {
        Self::of(RetryMode::Off, 1)
    }

    /// The default: three attempts. The wait before the *n*th retry is a random part of 50 ms · 2ⁿ⁻¹, or of
    /// 1 s · 2ⁿ⁻¹ when the service throttles, at most 20 s. A header `x-amz-retry-after` (milliseconds) or
    /// `Retry-After` (seconds) makes it longer, by 5 s at most.
    ///
    /// All calls of a client and its clones share a quota of 500 tokens: a retry takes 14, or 5 when the service
    /// throttles, and gives them back when it succeeds; a call that succeeds at once gives one. While too few are left,
    /// calls end with the error of their attempt: a service that is down is not flooded.
    pub const fn standard() -> Self {
        Self::of(RetryMode::Standard, MAX_ATTEMPTS)
    }

    /// As [`standard`](Self::standard), and requests are held back on this side once the service throttles: the client
    /// measures its rate, lowers it to 70 % with each throttled answer, and lets it grow again with the others. Good for a
    /// client that calls one resource; a client that calls many slows all of them down for one.
    pub const fn adaptive() -> Self {
        Self::of(RetryMode::Adaptive, MAX_ATTEMPTS)
    }

    const fn of(mode: RetryMode, max_attempts: u32) -> Self {
        Self {
            mode,
            max_attempts,
            initial_backoff: BACKOFF,
            throttled_backoff: THROTTLED_BACKOFF,
            max_backoff: MAX_BACKOFF,
        }
    }

    /// How often a request is sent at most, the first time included. 0 is taken as 1. Without effect on
    /// [`off`](Self::off).
    pub const fn with_max_attempts(mut self, attempts: u32) -> Self {
        if !matches!(self.mode, RetryMode::Off) {
            self.max_attempts = if attempts == 0 { 1 } else { attempts };
        }
        self
    }

    /// What the first wait is a random part of, in place of 50 ms.
    pub const fn with_initial_backoff(mut self, backoff: Duration) -> Self {
        self.initial_backoff = backoff;
        self
    }

    /// What the first wait is a random part of when the service throttles, in place of 1 s.
    pub const fn with_throttled_backoff(mut self, backoff: Duration) -> Self {
        self.throttled_backoff = backoff;
        self
    }

    /// What no wait is longer than, in place of 20 s; only a header that asks for more adds to it, 5 s at most.
    pub const fn with_max_backoff(mut self, backoff: Duration) -> Self {
        self.max_backoff = backoff;
        self
    }

    /// How it tries again.
    pub const fn mode(&self) -> RetryMode {
        self.mode
    }

    /// How often a request is sent at most, the first time included.
    pub const fn max_attempts(&self) -> u32 {
        self.max_attempts
    }

    /// What `AWS_RETRY_MODE` and `AWS_MAX_ATTEMPTS` say, or the profile's `retry_mode` and `max_attempts`; `None` when
    /// nothing does. The mode `legacy` is taken as `standard`.
    ///
    /// # Errors
    /// When one of them holds what it cannot.
    pub(crate) fn configured(environment: &Environment, profile: &Profile<'_>) -> Result<Option<Self>, ConfigError> {
        let mode = configured(environment, profile, ("AWS_RETRY_MODE", "retry_mode"));
        let attempts = configured(environment, profile, ("AWS_MAX_ATTEMPTS", "max_attempts"));
        if mode.is_none() && attempts.is_none() {
            return Ok(None);
        }
        let retries = match mode {
            None => Self::standard(),
            Some(mode) => match mode.value.trim().to_ascii_lowercase().as_str() {
                "standard" | "legacy" => Self::standard(),
                "adaptive" => Self::adaptive(),
                _ => return Err(mode.wrong("`standard` or `adaptive`")),
            },
        };
        match attempts {
            None => Ok(Some(retries)),
            Some(attempts) => match attempts.value.trim().parse() {
                Ok(count) if count > 0 => Ok(Some(retries.with_max_attempts(count))),
                _ => Err(attempts.wrong("a whole number from 1")),
            },
        }
    }

    /// The wait before the retry that `attempts` attempts went before, `random` from 0 to 1.
    fn backoff(&self, attempts: u32, cause: &Cause, random: f64) -> Duration {
        let base = match cause {
            Cause::Throttled => self.throttled_backoff,
            _ => self.initial_backoff,
        };
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let longest = base.saturating_mul(doubled).min(self.max_backoff);
        // The longest durations round up to a float that none can hold.
        Duration::try_from_secs_f64(longest.as_secs_f64() * random).unwrap_or(longest)
    }
}

/// The standard mode; off in WebAssembly, where tokio has no timer.
impl Default for Retries {
    fn default() -> Self {
        if cfg!(target_family = "wasm") {
            Self::off()
        } else {
            Self::standard()
        }
    }
}

/// What the calls of a client share for their retries.
#[derive(Default)]
pub(crate) struct Retrier {
    quota: Mutex<Quota>,
    rate: Mutex<Option<Rate>>,
    randomness: Randomness,
}

/// What a retry has taken from the quota.
pub(crate) struct Taken(u32);

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
            Some(asked) => asked.clamp(backoff, backoff.saturating_add(PATIENCE)),
            None => backoff,
        }
    }

    /// Takes what a retry costs. `None` when too little is left.
    pub(crate) fn take(&self, cause: &Cause) -> Option<Taken> {
        let cost = match cause {
            Cause::Throttled => quota::THROTTLED_COST,
            _ => quota::COST,
        };
        lock(&self.quota).take(cost).then_some(Taken(cost))
    }

    /// A call succeeded; `taken` by its last retry.
    pub(crate) fn succeeded(&self, taken: Option<Taken>) {
        lock(&self.quota).give(taken.map_or(quota::SUCCESS, |taken| taken.0));
    }

    /// Waits until a request may be sent in the adaptive mode.
    pub(crate) async fn hold_back(&self) {
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
    pub(crate) fn answered(&self, throttled: bool) {
        let now = Instant::now();
        lock(&self.rate)
            .get_or_insert_with(|| Rate::new(now))
            .answered(now, throttled);
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
    use crate::profile::Profiles;

    fn waits(retries: Retries, cause: &Cause, random: f64) -> Vec<u128> {
        (1..=12)
            .map(|attempts| retries.backoff(attempts, cause, random).as_millis())
            .collect()
    }

    #[test]
    fn the_wait_doubles_up_to_its_limit() {
        let retries = Retries::standard();
        assert_eq!(
            waits(retries, &Cause::Transient, 1.0),
            [50, 100, 200, 400, 800, 1600, 3200, 6400, 12800, 20000, 20000, 20000]
        );
        assert_eq!(
            waits(retries, &Cause::Throttled, 1.0)[..6],
            [1000, 2000, 4000, 8000, 16000, 20000]
        );
        assert_eq!(waits(retries, &Cause::Transient, 0.5)[..3], [25, 50, 100]);
        assert_eq!(waits(retries, &Cause::Throttled, 0.0), [0; 12]);
        assert_eq!(retries.backoff(u32::MAX, &Cause::Transient, 1.0), MAX_BACKOFF);
        let endless = retries
            .with_initial_backoff(Duration::MAX)
            .with_max_backoff(Duration::MAX);
        assert_eq!(endless.backoff(2, &Cause::Transient, 1.0), Duration::MAX);
    }

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

    #[test]
    fn the_environment_says_how() {
        let from = |mode: &'static str, attempts: &'static str| {
            let environment = Environment::new(move |name| match name {
                "AWS_RETRY_MODE" => Some(mode.to_owned()),
                "AWS_MAX_ATTEMPTS" => Some(attempts.to_owned()),
                _ => None,
            });
            let profiles = Profiles::default();
            let profile = profiles.select(None, &environment).unwrap();
            Retries::configured(&environment, &profile).map_err(|error| error.to_string())
        };
        assert_eq!(from("", ""), Ok(None));
        assert_eq!(from("Adaptive", ""), Ok(Some(Retries::adaptive())));
        assert_eq!(from("legacy", "5"), Ok(Some(Retries::standard().with_max_attempts(5))));
        assert_eq!(from("", " 1 "), Ok(Some(Retries::standard().with_max_attempts(1))));
        assert!(from("never", "").unwrap_err().contains("AWS_RETRY_MODE=never"));
        for wrong in ["0", "-1", "three"] {
            let error = from("", wrong).unwrap_err();
            assert!(error.contains(&format!("AWS_MAX_ATTEMPTS={wrong}")), "{error}");
        }
    }

    #[test]
    fn one_attempt_is_the_least() {
        assert_eq!(Retries::standard().with_max_attempts(0).max_attempts(), 1);
        assert_eq!(Retries::off().with_max_attempts(9).max_attempts(), 1);
    }
}
