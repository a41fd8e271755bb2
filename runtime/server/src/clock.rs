//! The mock's clock: what records are stamped with. It never drives the `Date` header.

use shapewright_schema::Timestamp;
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

/// A clock that all clones share. It goes with the system's until it is set.
#[derive(Debug, Clone, Default)]
pub struct Clock(Arc<RwLock<Mode>>);

#[derive(Debug, Clone, Copy)]
enum Mode {
    /// The system's time, and this much later.
    Running(Duration),
    Standing(Timestamp),
}

impl Default for Mode {
    fn default() -> Self {
        Self::Running(Duration::ZERO)
    }
}

impl Clock {
    /// A clock that goes with the system's.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands still at `time`.
    pub fn standing(time: Timestamp) -> Self {
        let clock = Self::default();
        clock.set(time);
        clock
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        match *self.0.read().unwrap_or_else(PoisonError::into_inner) {
            Mode::Running(ahead) => Timestamp::now().saturating_add(ahead),
            Mode::Standing(time) => time,
        }
    }

    /// Stops the clock at `time`.
    pub fn set(&self, time: Timestamp) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Mode::Standing(time);
    }

    /// Moves the clock on; one that runs goes on running, that much ahead.
    pub fn advance(&self, by: Duration) {
        let mut mode = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *mode = match *mode {
            Mode::Running(ahead) => Mode::Running(ahead.saturating_add(by)),
            Mode::Standing(time) => Mode::Standing(time.saturating_add(by)),
        };
    }
}
