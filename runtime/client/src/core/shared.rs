//! What every client of a service is at heart.

#[cfg(feature = "layers")]
use super::layers::Stacks;
use super::{policy::Policy, tokens::Tokens};
use crate::{
    credentials::{Credentials, ProvideCredentials},
    endpoint::{Endpoint, EndpointParams},
    errors::CredentialsError,
    transport::Transport,
};
use shapewright_schema::Service;
use shapewright_sigv4::SigningKeys;
use std::{fmt, sync::Arc};

/// A generated client.
pub trait ServiceClient: Sized {
    /// The service that it calls.
    const SERVICE: &'static Service;

    /// The client around its core.
    #[doc(hidden)]
    fn from_core(core: Core) -> Self;
}

/// Calls the operations of one service. A clone shares its connections.
#[derive(Clone)]
pub struct Core(pub(crate) Arc<Inner>);

/// What the clones of a client share.
pub(crate) struct Inner {
    pub(crate) service: &'static Service,
    pub(crate) region: String,
    pub(crate) endpoint: Endpoint,
    /// What the endpoint was chosen by: a call with a region of its own chooses again.
    pub(crate) endpoint_params: EndpointParams,
    pub(crate) credentials: Arc<dyn ProvideCredentials>,
    pub(crate) keys: SigningKeys,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) tokens: Tokens,
    pub(crate) policy: Policy,
    #[cfg(feature = "layers")]
    pub(crate) layers: Stacks,
}

impl Core {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// What the next request would be signed with.
    pub(crate) async fn credentials(&self) -> Result<Credentials, CredentialsError> {
        self.0.credentials.credentials().await
    }

    /// The client's region. Requests are signed for it, unless the endpoint wants another one.
    pub fn region(&self) -> &str {
        &self.0.region
    }

    /// Where requests go.
    pub fn endpoint(&self) -> String {
        self.0.endpoint.to_string()
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("service", &self.0.service.id)
            .field("region", &self.0.region)
            .field("endpoint", &self.0.endpoint.to_string())
            .field("timeout", &self.0.policy.timeout)
            .field("attempt_timeout", &self.0.policy.attempt_timeout)
            .field("retries", &self.0.policy.retries)
            .finish_non_exhaustive()
    }
}
