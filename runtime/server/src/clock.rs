//! The mock's clock: what records are stamped with. It never drives the `Date` header.

use shapewright_schema::Timestamp;
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

/// A clock that all clones share. It goes with the system's until it is set.
#[derive(Debug, Clone, Default)]
pub struct Clock(Arc<RwLock<Mode>>);

#[derive(Debug, Clone, Copy)]
enum Mode {
    /// The system's time, and this much later.
    System(Duration),
    Standing(Timestamp),
    /// Goes on from a time, since then.
    Running(Timestamp, Instant),
}

impl Default for Mode {
    fn default() -> Self {
        Self::System(Duration::ZERO)
    }
}

impl Mode {
    fn now(self) -> Timestamp {
        match self {
            Self::System(ahead) => Timestamp::now().saturating_add(ahead),
            Self::Standing(time) => time,
            Self::Running(time, since) => time.saturating_add(since.elapsed()),
        }
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
        self.0.read().unwrap_or_else(PoisonError::into_inner).now()
    }

    /// Whether it goes on by itself.
    pub fn is_running(&self) -> bool {
        !matches!(
            *self.0.read().unwrap_or_else(PoisonError::into_inner),
            Mode::Standing(_)
        )
    }

    /// Stops the clock at `time`.
    pub fn set(&self, time: Timestamp) {
        self.change(|_| Mode::Standing(time));
    }

    /// Lets a clock that stands go on from where it stands. One that runs is left alone.
    pub fn run(&self) {
        self.change(|mode| match mode {
            Mode::Standing(time) => Mode::Running(time, Instant::now()),
            running => running,
        });
    }

    /// Lets the clock go with the system's again.
    pub fn run_with_system(&self) {
        self.change(|_| Mode::default());
    }

    /// Moves the clock on; one that runs goes on running, that much ahead.
    pub fn advance(&self, by: Duration) {
        self.change(|mode| match mode {
            Mode::System(ahead) => Mode::System(ahead.saturating_add(by)),
            Mode::Standing(time) => Mode::Standing(time.saturating_add(by)),
            Mode::Running(time, since) => Mode::Running(time.saturating_add(by), since),
        });
    }

    fn change(&self, change: impl FnOnce(Mode) -> Mode) {
        let mut mode = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *mode = change(*mode);
    }
}
