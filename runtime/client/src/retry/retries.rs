//! Whether and how often to retry, and after what wait.

use super::cause::Cause;
use std::time::Duration;

const MAX_ATTEMPTS: u32 = 3;
const BACKOFF: Duration = Duration::from_millis(50);
const THROTTLED_BACKOFF: Duration = Duration::from_secs(1);
const MAX_BACKOFF: Duration = Duration::from_secs(20);
/// Whether and how a client tries again.
///
/// Tried again are connections that could not be made or broke, timeouts of a connection or an attempt, responses of status
/// 429, 500, 502, 503 and 504, and errors by whose code or description the same request may succeed later. Each attempt is
/// signed anew and carries the same idempotency tokens. A certificate that is not trusted, a response that cannot be read
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
    /// measures its rate, lowers it to 70 % with each throttled response, and lets it grow again with the others. Good for a
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

    /// The wait before the retry that `attempts` attempts went before, `random` from 0 to 1.
    pub(super) fn backoff(&self, attempts: u32, cause: &Cause, random: f64) -> Duration {
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn one_attempt_is_the_least() {
        assert_eq!(Retries::standard().with_max_attempts(0).max_attempts(), 1);
        assert_eq!(Retries::off().with_max_attempts(9).max_attempts(), 1);
    }
}
