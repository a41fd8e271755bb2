//! The time of day and chance, both of which a test may give.
//!
//! Waits and limits are measured by tokio's clock, which a test can stop (`tokio::time::pause`).

use shapewright_schema::Timestamp;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// The time of day as requests carry it.
#[derive(Default)]
pub(crate) struct Clock {
    source: Option<Arc<dyn Fn() -> Timestamp + Send + Sync>>,
    /// What services have shown to be missing, in seconds: their `Date` header has no more.
    offset: AtomicI64,
}

impl Clock {
    /// A clock that the caller makes.
    pub(crate) fn from_source(source: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self {
            source: Some(Arc::new(source)),
            offset: AtomicI64::new(0),
        }
    }

    /// The time, corrected.
    pub(crate) fn now(&self) -> Timestamp {
        let now = self.uncorrected();
        match self.offset.load(Ordering::Relaxed) {
            0 => now,
            offset => Timestamp::new(now.epoch_seconds().saturating_add(offset), now.nanoseconds()).unwrap_or(now),
        }
    }

    /// From now on it is as late as `time` is now.
    pub(crate) fn correct(&self, time: Timestamp) {
        let offset = time.epoch_seconds() - self.uncorrected().epoch_seconds();
        self.offset.store(offset, Ordering::Relaxed);
    }

    fn uncorrected(&self) -> Timestamp {
        self.source.as_ref().map_or_else(Timestamp::now, |source| source())
    }
}

/// Numbers from 0 to 1 that spread waits.
#[derive(Default)]
pub(crate) struct Randomness(Option<Arc<dyn Fn() -> f64 + Send + Sync>>);

impl Randomness {
    /// Numbers that the caller makes.
    pub(crate) fn from_source(source: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(source)))
    }

    /// The next number. Where the system gives no random bytes it is 1: the wait is then the longest.
    pub(crate) fn next(&self) -> f64 {
        let number = match &self.0 {
            Some(source) => source(),
            None => {
                let mut bytes = [0; 4];
                getrandom::getrandom(&mut bytes)
                    .map_or(1.0, |()| f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
            }
        };
        if number.is_nan() { 1.0 } else { number.clamp(0.0, 1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::new(seconds, 5).unwrap()
    }

    #[test]
    fn a_clock_that_was_corrected_stays_so() {
        let clock = Clock::from_source(|| at(1000));
        assert_eq!(clock.now(), at(1000));
        clock.correct(at(400));
        assert_eq!(clock.now(), at(400));
        clock.correct(at(5000));
        assert_eq!(clock.now(), at(5000));
        clock.correct(at(1000));
        assert_eq!(clock.now(), at(1000));
    }

    #[test]
    fn numbers_are_from_0_to_1() {
        for (given, expect) in [(0.25, 0.25), (-1.0, 0.0), (7.0, 1.0), (f64::NAN, 1.0)] {
            assert_eq!(Randomness::from_source(move || given).next(), expect);
        }
        let random = Randomness::default();
        assert!((0..100).all(|_| (0.0..=1.0).contains(&random.next())));
    }
}
