//! How fast a client sends in the adaptive mode.
//!
//! The algorithm is that of the AWS SDKs: the client measures how many requests it sends in a second; a throttled response
//! lowers its rate to 70 % of that, and with every other response the rate grows along a cubic curve, which is flat around
//! the rate at which the service throttled last (RFC 9438 has the curve). A bucket of tokens holds the client to its rate
//! as soon as it has been throttled once.

use std::time::Duration;
use tokio::time::Instant;

/// How much of the rate is left after a throttled response.
const BETA: f64 = 0.7;
/// How steep the curve is.
const SCALE: f64 = 0.4;
/// The weight of the newest measurement.
const SMOOTH: f64 = 0.8;
/// Requests a second that are always allowed.
const MIN_RATE: f64 = 0.5;
/// Tokens that the bucket always has room for.
const MIN_CAPACITY: f64 = 1.0;

/// The rate, what is measured for it, and the bucket. Times are seconds since `origin`.
pub(super) struct Rate {
    origin: Instant,
    throttled_once: bool,
    tokens: f64,
    capacity: f64,
    fill_rate: f64,
    filled_at: f64,
    measured: f64,
    window: f64,
    in_window: f64,
    /// The rate at which the service throttled last, when that was, and how long the curve needs back to that rate.
    last_max: f64,
    throttled_at: f64,
    plateau: f64,
}

impl Rate {
    pub(super) fn new(origin: Instant) -> Self {
        Self {
            origin,
            throttled_once: false,
            tokens: 0.0,
            capacity: MIN_CAPACITY,
            fill_rate: MIN_RATE,
            filled_at: 0.0,
            measured: 0.0,
            window: 0.0,
            in_window: 0.0,
            last_max: 0.0,
            throttled_at: 0.0,
            plateau: 0.0,
        }
    }

    /// Takes the token for one request, or says how long to wait for it.
    pub(super) fn take(&mut self, now: Instant) -> Option<Duration> {
        if !self.throttled_once {
            return None;
        }
        self.fill(self.seconds(now));
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return None;
        }
        // No rate is below `MIN_RATE`, so no wait is longer than its two seconds. The millisecond is the timer's own.
        let wait = Duration::from_secs_f64((1.0 - self.tokens) / self.fill_rate);
        Some(wait.max(Duration::from_millis(1)))
    }

    /// A request has ended.
    pub(super) fn record(&mut self, now: Instant, throttled: bool) {
        let now = self.seconds(now);
        self.measure(now);
        let rate = if throttled {
            let rate = if self.throttled_once {
                self.measured.min(self.fill_rate)
            } else {
                self.measured
            };
            self.throttled_once = true;
            self.last_max = rate;
            self.throttled_at = now;
            self.plateau = (rate * (1.0 - BETA) / SCALE).cbrt();
            rate * BETA
        } else {
            SCALE * (now - self.throttled_at - self.plateau).powi(3) + self.last_max
        };
        self.fill(now);
        self.fill_rate = rate.min(2.0 * self.measured).max(MIN_RATE);
        self.capacity = self.fill_rate.max(MIN_CAPACITY);
        self.tokens = self.tokens.min(self.capacity);
    }

    fn seconds(&self, now: Instant) -> f64 {
        now.saturating_duration_since(self.origin).as_secs_f64()
    }

    fn fill(&mut self, now: f64) {
        let filled = self.tokens + (now - self.filled_at).max(0.0) * self.fill_rate;
        self.tokens = filled.min(self.capacity);
        self.filled_at = now;
    }

    /// Counts the request in windows of half a second.
    fn measure(&mut self, now: f64) {
        let window = (now * 2.0).floor() / 2.0;
        self.in_window += 1.0;
        if window > self.window {
            let rate = self.in_window / (window - self.window);
            self.measured = rate * SMOOTH + self.measured * (1.0 - SMOOTH);
            self.in_window = 0.0;
            self.window = window;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-6
    }

    /// The known results that every AWS SDK tests its adaptive mode with: time, throttled, measured rate, rate allowed.
    #[test]
    fn rates_are_those_of_the_aws_sdks() {
        let origin = Instant::now();
        let mut rate = Rate::new(origin);
        for (tenths, throttled, measured, allowed) in [
            (2, false, 0.0, 0.5),
            (4, false, 0.0, 0.5),
            (6, false, 4.8, 0.5),
            (8, false, 4.8, 0.5),
            (10, false, 4.16, 0.5),
            (12, false, 4.16, 0.6912),
            (14, false, 4.16, 1.0976),
            (16, false, 5.632, 1.6384),
            (18, false, 5.632, 2.3328),
            (20, true, 4.3264, 3.02848),
            (22, false, 4.3264, 3.486639),
            (24, false, 4.3264, 3.821874),
            (26, false, 5.66528, 4.053386),
            (28, false, 5.66528, 4.200373),
            (30, false, 4.333056, 4.282037),
            (32, true, 4.333056, 2.997426),
            (34, false, 4.333056, 3.452226),
        ] {
            rate.record(origin + Duration::from_millis(100 * tenths), throttled);
            assert!(near(rate.measured, measured), "{tenths}: {}", rate.measured);
            assert!(near(rate.fill_rate, allowed), "{tenths}: {}", rate.fill_rate);
        }
    }

    #[test]
    fn nobody_waits_who_was_not_throttled() {
        let origin = Instant::now();
        let mut rate = Rate::new(origin);
        for _ in 0..1000 {
            assert_eq!(rate.take(origin), None);
            rate.record(origin, false);
        }
    }

    #[test]
    fn one_who_was_throttled_is_held_to_the_rate() {
        let origin = Instant::now();
        let mut rate = Rate::new(origin);
        rate.record(origin, true);
        assert_eq!(rate.take(origin), Some(Duration::from_secs(2)));
        let later = origin + Duration::from_secs(2);
        assert_eq!(rate.take(later), None);
        assert_eq!(rate.take(later), Some(Duration::from_secs(2)));
        assert_eq!(rate.take(later + Duration::from_secs(100)), None);
        assert_eq!(
            rate.take(later + Duration::from_secs(100)),
            Some(Duration::from_secs(2))
        );
    }
}
