//! How calls are carried out: limits of time, size and number, retries, and what tests hold still.

use crate::{
    builder::Builder,
    client::ServiceClient,
    clock::{Clock, Randomness},
    config::ConfigError,
    environment::Environment,
    profile::Profile,
    retry::{Retrier, Retries},
};
use shapewright_schema::Timestamp;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long an attempt may take, where the builder says nothing.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
/// From how many bytes on a body is compressed, where nobody says; the AWS SDKs have the same.
const MIN_COMPRESSION_SIZE: usize = 10_240;
/// The most that this can be.
pub(crate) const MOST_COMPRESSION_SIZE: usize = 10 << 20;

impl<C: ServiceClient> Builder<C> {
    /// How long a call may take in all, retries and the waits between them included; without it as long as it takes. The
    /// call then ends with a [`Timeout`](crate::Timeout) of the kind [`Call`](crate::TimeoutKind::Call), or with the error
    /// of its last attempt when the wait for the next would be too long. The runtime must be tokio's, with its timer on.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.settings.tuning.timeout = Some(limit);
        self
    }

    /// How long one attempt may take, from sending the request to the whole answer; `None` for as long as it takes. An
    /// attempt that takes longer is given up, its connection is closed, and the request is sent again where
    /// [`retries`](Self::retries) allow it; the error is a [`Timeout`](crate::Timeout) of the kind
    /// [`Attempt`](crate::TimeoutKind::Attempt).
    ///
    /// 60 seconds by default; with a transport of your own there is no limit unless you set one.
    pub fn attempt_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.settings.tuning.attempt_timeout = Some(limit.into());
        self
    }

    /// How long a connection may take to be made: name look-up, TCP and TLS. 3.1 seconds by default. A transport of your
    /// own is not bound by it.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.settings.tuning.connect_timeout = Some(limit);
        self
    }

    /// How many bytes the body of an answer may have: 64 MiB by default. A larger one is not read to its end; the call
    /// ends with a [`TransportError`](crate::TransportError) of the kind
    /// [`TooLarge`](crate::TransportErrorKind::TooLarge). A transport of your own is not bound by it.
    pub fn max_answer_size(mut self, bytes: usize) -> Self {
        self.settings.tuning.max_answer_size = Some(bytes);
        self
    }

    /// How many requests the client and its clones send at the same time; 0 is taken as 1. Further ones wait in the order
    /// in which they came, and their call's [`timeout`](Self::timeout) runs meanwhile. A call that waits for its next
    /// attempt does not count. Without it there is no limit.
    pub fn max_concurrency(mut self, requests: usize) -> Self {
        self.settings.tuning.max_concurrency = Some(requests);
        self
    }

    /// Whether and how requests are sent again: [`Retries::standard`] by default.
    ///
    /// The runtime must be tokio's, with its timer on, as soon as a request is sent again.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.settings.tuning.retries = Some(retries);
        self
    }

    /// Whether large bodies are compressed where the service takes that: yes by default. Without it `or_env` looks at
    /// `AWS_DISABLE_REQUEST_COMPRESSION` and at `disable_request_compression` of the profile. Streams are sent as they are.
    pub fn compress_requests(mut self, on: bool) -> Self {
        self.settings.tuning.compress = Some(on);
        self
    }

    /// From how many bytes on a body is compressed: 10,240 by default, and 10 MiB at most. Without it `or_env` looks at
    /// `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES` and at `request_min_compression_size_bytes` of the profile.
    pub fn min_compression_size(mut self, bytes: usize) -> Self {
        self.settings.tuning.min_compression_size = Some(bytes.min(MOST_COMPRESSION_SIZE));
        self
    }

    /// The time of day that requests are signed with: the system's by default. A test gives a fixed one. The client
    /// corrects it by what services answer to a wrong one.
    pub fn clock(mut self, now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.settings.tuning.clock = Clock::from_source(now);
        self
    }

    /// Where the numbers from 0 to 1 come from that the waits between attempts are multiplied with: the system's random
    /// bytes by default. A test gives fixed ones.
    pub fn randomness(mut self, next: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.settings.tuning.randomness = Randomness::from_source(next);
        self
    }
}

/// What a builder collects of it.
#[derive(Default)]
pub(crate) struct Tuning {
    timeout: Option<Duration>,
    attempt_timeout: Option<Option<Duration>>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) max_answer_size: Option<usize>,
    max_concurrency: Option<usize>,
    retries: Option<Retries>,
    pub(crate) compress: Option<bool>,
    pub(crate) min_compression_size: Option<usize>,
    clock: Clock,
    randomness: Randomness,
    /// What is wrong with the environment.
    wrong: Option<ConfigError>,
}

impl Tuning {
    /// Fills what is not given from the environment and the profile.
    pub(crate) fn or_environment(&mut self, environment: &Environment, profile: &Profile<'_>) {
        if self.retries.is_some() {
            return;
        }
        match Retries::configured(environment, profile) {
            Ok(retries) => self.retries = retries,
            Err(wrong) => self.wrong = Some(wrong),
        }
    }

    /// What a client does by it. `bounded` says whether attempts have a limit of time that nobody set.
    ///
    /// # Errors
    /// When the environment was asked and holds a value that is none.
    pub(crate) fn policy(self, bounded: bool) -> Result<Policy, ConfigError> {
        if let (Some(wrong), None) = (self.wrong, self.retries) {
            return Err(wrong);
        }
        Ok(Policy {
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout.unwrap_or(bounded.then_some(ATTEMPT_TIMEOUT)),
            retries: self.retries.unwrap_or_default(),
            retrier: Retrier::new(self.randomness),
            compression: Compression {
                on: self.compress.unwrap_or(true),
                least: self.min_compression_size.unwrap_or(MIN_COMPRESSION_SIZE),
            },
            permits: self
                .max_concurrency
                .map(|requests| Semaphore::new(requests.clamp(1, Semaphore::MAX_PERMITS))),
            clock: self.clock,
        })
    }
}

/// Which bodies are compressed, where the service takes that.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compression {
    pub(crate) on: bool,
    /// The fewest bytes.
    pub(crate) least: usize,
}

impl Default for Compression {
    fn default() -> Self {
        Self {
            on: true,
            least: MIN_COMPRESSION_SIZE,
        }
    }
}

/// How a client carries out its calls, and what they share.
#[derive(Default)]
pub(crate) struct Policy {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retries: Retries,
    pub(crate) retrier: Retrier,
    pub(crate) compression: Compression,
    pub(crate) permits: Option<Semaphore>,
    pub(crate) clock: Clock,
}
