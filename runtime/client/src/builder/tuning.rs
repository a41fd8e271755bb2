//! What a builder collects of limits, retries and clocks, and the client's policy made from it.

use super::environment::retries;
use crate::{
    core::{Compression, Policy},
    environment::{Environment, Profile},
    errors::ConfigError,
    retry::{Clock, Randomness, Retrier, Retries},
};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long an attempt may take, where the builder says nothing.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);

/// What a builder collects.
#[derive(Default)]
pub(crate) struct Tuning {
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Option<Duration>>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) max_response_size: Option<usize>,
    pub(super) max_concurrency: Option<usize>,
    pub(super) retries: Option<Retries>,
    pub(super) compress: Option<bool>,
    pub(super) min_compression_size: Option<usize>,
    pub(super) clock: Clock,
    pub(super) randomness: Randomness,
    /// What is wrong with the environment.
    wrong: Option<ConfigError>,
}

impl Tuning {
    /// Fills what is not given from the environment and the profile.
    pub(super) fn or_environment(&mut self, environment: &Environment, profile: &Profile<'_>) {
        if self.retries.is_some() {
            return;
        }
        match retries(environment, profile) {
            Ok(retries) => self.retries = retries,
            Err(wrong) => self.wrong = Some(wrong),
        }
    }

    /// What a client does by it. `bounded` says whether attempts have a limit of time that nobody set.
    ///
    /// # Errors
    /// When the environment was asked and holds a value that is none.
    pub(super) fn policy(self, bounded: bool) -> Result<Policy, ConfigError> {
        if let (Some(wrong), None) = (self.wrong, self.retries) {
            return Err(wrong);
        }
        let compression = Compression::default();
        Ok(Policy {
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout.unwrap_or(bounded.then_some(ATTEMPT_TIMEOUT)),
            retries: self.retries.unwrap_or_default(),
            retrier: Retrier::new(self.randomness),
            compression: Compression {
                on: self.compress.unwrap_or(compression.on),
                min_size: self.min_compression_size.unwrap_or(compression.min_size),
            },
            permits: self
                .max_concurrency
                .map(|requests| Semaphore::new(requests.clamp(1, Semaphore::MAX_PERMITS))),
            clock: self.clock,
        })
    }
}
