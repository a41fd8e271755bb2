//! Settings of one call.

use crate::retry::Retries;
use std::{fmt, time::Duration};

/// Settings of one call, in place of its client's. [`Call::with`](crate::Call::with) takes them:
///
/// ```no_run
/// # use shapewright_client::{Call, OperationError, Overrides, Retries, schema::OperationShape};
/// # use std::time::Duration;
/// # async fn example<O: OperationShape, E: OperationError>(call: Call<O, E>) -> Result<O::Output, E> {
/// let overrides = Overrides::new()
///     .timeout(Duration::from_secs(120))
///     .retries(Retries::standard().with_max_attempts(8));
/// // client.list_users().organization_id(&org).send()
/// call.with(overrides).await
/// # }
/// ```
///
/// What is not given here is as the client has it.
#[derive(Clone, Default)]
#[must_use = "overrides change nothing until a call has them"]
pub struct Overrides {
    pub(crate) timeout: Option<Option<Duration>>,
    pub(crate) attempt_timeout: Option<Option<Duration>>,
    pub(crate) retries: Option<Retries>,
    pub(crate) region: Option<String>,
    pub(crate) endpoint_url: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
}

impl Overrides {
    /// No override yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long the call may take in all, retries and waits included; `None` for as long as it takes.
    pub fn timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeout = Some(limit.into());
        self
    }

    /// How long each attempt may take, from sending the request to the whole response; `None` for as long as it takes.
    pub fn attempt_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = Some(limit.into());
        self
    }

    /// Whether and how the call is tried again. The quota stays the client's.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = Some(retries);
        self
    }

    /// The region. The request goes to its endpoint, unless the client or the call names one, and is signed for it, unless
    /// the endpoint wants another region. A region that cannot stand in a host name ends the call with a
    /// [`ConstructionError`](crate::errors::ConstructionError).
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The endpoint, for instance `http://localhost:4566`. A URL that is none ends the call with a
    /// [`ConstructionError`](crate::errors::ConstructionError). A client that was made for an `http` endpoint has no TLS: it
    /// cannot reach an `https` endpoint.
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint_url = Some(url.into());
        self
    }

    /// A header that the request carries and that is signed with it. It replaces one that the protocol writes and one
    /// given before. `Host` and the headers of the signature (`Authorization`, `X-Amz-Date`, `X-Amz-Security-Token`,
    /// `X-Amz-Content-Sha256`), and text that cannot stand in a header, end the call with a
    /// [`ConstructionError`](crate::errors::ConstructionError).
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

/// Without the values of headers, which may be secrets.
impl fmt::Debug for Overrides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| &**name).collect();
        f.debug_struct("Overrides")
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("retries", &self.retries)
            .field("region", &self.region)
            .field("endpoint_url", &self.endpoint_url)
            .field("headers", &names)
            .finish()
    }
}
