//! How a client carries out its calls, and what they share.

use crate::retry::{Clock, Retrier, Retries};
use std::time::Duration;
use tokio::sync::Semaphore;

/// From how many bytes on a body is compressed, where nobody says; the AWS SDKs have the same.
const MIN_COMPRESSION_SIZE: usize = 10_240;

/// Which bodies are compressed, where the service takes that.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compression {
    pub(crate) on: bool,
    /// The fewest bytes that are.
    pub(crate) min_size: usize,
}

impl Default for Compression {
    fn default() -> Self {
        Self {
            on: true,
            min_size: MIN_COMPRESSION_SIZE,
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
