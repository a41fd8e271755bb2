//! What a log gets to know of requests: one line's worth, without their content.

use std::time::Duration;

/// Who is notified.
pub(crate) type Log = Box<dyn Fn(&Report<'_>) + Send + Sync>;

/// A request that has got its response, as a log sees it: [`MockBuilder::log`](crate::MockBuilder::log).
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Report<'a> {
    /// The service, as its crate is named; none where routing could not tell.
    pub service: Option<&'static str>,
    /// The operation; none where routing found none.
    pub operation: Option<&'static str>,
    /// The caller's account.
    pub account: &'a str,
    /// The region that was called.
    pub region: &'a str,
    /// The response's status; none where a fault dropped the connection, or the client went away before.
    pub status: Option<u16>,
    /// How long it took until the response was there, delays of faults included.
    pub took: Duration,
    /// The request's id.
    pub request_id: &'a str,
    /// The faults that hit it, by their ids.
    pub faults: &'a [u64],
}
