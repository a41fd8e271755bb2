//! How much a client may ask of a listener: what keeps slow, large and many requests from using it up.

use std::time::Duration;

/// The limits of a listener. A request that passes one gets an error response where HTTP allows one, else the connection
/// is closed.
///
/// Together they bound what connections hold in memory: `connections` times the body limit, `head_bytes` and one
/// response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// How many connections are served at the same time: 1,000. Further ones wait until one ends.
    pub connections: usize,
    /// The most bytes of a request's line and headers: 64 KiB, and at least 8 KiB. Above it the response is status 431.
    pub head_bytes: usize,
    /// The most headers of a request: 100. Above it the response is status 431.
    pub headers: usize,
    /// How long a connection may take to send the whole head of its next request, and so how long it may do nothing:
    /// 60 s. Then it is closed.
    pub head_time: Duration,
    /// How long a request's whole body may take: 60 s. Then the response is status 408 and the connection is closed.
    pub body_time: Duration,
    /// How long a client may take none of the bytes of a response: 60 s. Then the connection is closed.
    pub write_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1000,
            head_bytes: 64 << 10,
            headers: 100,
            head_time: Duration::from_secs(60),
            body_time: Duration::from_secs(60),
            write_time: Duration::from_secs(60),
        }
    }
}
