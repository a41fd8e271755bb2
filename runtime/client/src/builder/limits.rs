//! How calls are carried out: timeouts, limits of size and number, retries, and what tests hold still.

use super::{base::Builder, environment::MAX_COMPRESSION_SIZE};
use crate::{
    core::ServiceClient,
    retry::{Clock, Randomness, Retries},
};
use shapewright_schema::Timestamp;
use std::time::Duration;

impl<C: ServiceClient> Builder<C> {
    /// How long a call may take in all, retries and the waits between them included; without it as long as it takes.
    /// The call then ends with a [`Timeout`](crate::errors::Timeout) of the kind
    /// [`Call`](crate::errors::TimeoutKind::Call), or with the error of its last attempt when the wait for the next
    /// would be too long. The runtime must be tokio's, with its timer on.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.settings.tuning.timeout = Some(limit);
        self
    }

    /// How long one attempt may take, from sending the request to the whole response; `None` for as long as it takes. An
    /// attempt that takes longer is given up, its connection is closed, and the request is sent again where
    /// [`retries`](Self::retries) allow it; the error is a [`Timeout`](crate::errors::Timeout) of the kind
    /// [`Attempt`](crate::errors::TimeoutKind::Attempt).
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

    /// How many bytes the body of a response may have: 64 MiB by default. A larger one is not read to its end; the call
    /// ends with a [`TransportError`](crate::errors::TransportError) of the kind
    /// [`TooLarge`](crate::errors::TransportErrorKind::TooLarge). A transport of your own is not bound by it.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.settings.tuning.max_response_size = Some(bytes);
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
        self.settings.tuning.min_compression_size = Some(bytes.min(MAX_COMPRESSION_SIZE));
        self
    }

    /// The time of day that requests are signed with: the system's by default. A test gives a fixed one. The client
    /// corrects it by the responses of services to a wrong one.
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
