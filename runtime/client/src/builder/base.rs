//! How a client is configured.

use super::settings::Settings;
use crate::{
    core::{ServiceClient, Tokens},
    credentials::{Credentials, ProvideCredentials},
    environment::Environment,
    errors::ConfigError,
    transport::Transport,
};
use std::{fmt, marker::PhantomData, sync::Arc};

/// Makes a client. A region and credentials must be given; all else has a default.
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder<C> {
    pub(crate) settings: Settings,
    client: PhantomData<fn() -> C>,
}

impl<C: ServiceClient> Builder<C> {
    /// A builder that knows nothing yet.
    pub fn new() -> Self {
        Self {
            settings: Settings::default(),
            client: PhantomData,
        }
    }

    /// The region, for instance `eu-west-1`. It is part of the signature even where an endpoint is named.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.settings.region = Some(region.into());
        self
    }

    /// The endpoint, for instance `http://localhost:4566`, instead of the region's own.
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.settings.endpoint_url = Some(url.into());
        self
    }

    /// Whether to use an endpoint with cryptography that FIPS 140 approves. No by default. Does not go with
    /// [`endpoint_url`](Self::endpoint_url).
    pub fn fips(mut self, on: bool) -> Self {
        self.settings.fips = Some(on);
        self
    }

    /// Whether to use an endpoint that has addresses of both IP versions. No by default. Does not go with
    /// [`endpoint_url`](Self::endpoint_url).
    pub fn dual_stack(mut self, on: bool) -> Self {
        self.settings.dual_stack = Some(on);
        self
    }

    /// The id of a multi-region endpoint. [`build`](Self::build) refuses it with [`ConfigError::SigningNotSupported`]
    /// until Signature Version 4A can be made; [`resolve_endpoint`](crate::endpoint::resolve_endpoint) gives the URL.
    pub fn endpoint_id(mut self, id: impl Into<String>) -> Self {
        self.settings.endpoint_id = Some(id.into());
        self
    }

    /// The profile to use with [`or_env`](Self::or_env), instead of `AWS_PROFILE`.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.settings.profile = Some(name.into());
        self
    }

    /// What requests are signed with: [`Credentials`], or any other source.
    pub fn credentials(self, credentials: Credentials) -> Self {
        self.credentials_provider(credentials)
    }

    /// The source of what requests are signed with.
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials) -> Self {
        self.settings.credentials = Some(Arc::new(provider));
        self
    }

    /// What carries requests, instead of HTTP/1.1 over TCP and TLS: an HTTP client of your own, or a mock in the same
    /// process (then [`transport_fn`](crate::transport_fn) may be enough). Requests come signed and with their `Host`
    /// header.
    ///
    /// ```
    /// use shapewright_client::{
    ///     Builder, ServiceClient, bytes::Bytes, errors::{TransportError, TransportErrorKind}, http::{Request, Response},
    ///     transport::{Sending, Transport},
    /// };
    /// # struct YourClient;
    /// # impl YourClient {
    /// #     async fn execute(&self, _: Request<Bytes>) -> Result<Response<Bytes>, std::io::Error> { Ok(Response::default()) }
    /// # }
    ///
    /// struct Yours(YourClient);
    ///
    /// impl Transport for Yours {
    ///     fn send(&self, request: Request<Bytes>) -> Sending<'_> {
    ///         Box::pin(async {
    ///             // `Connect` and `Interrupted` are tried again, `Other` is not.
    ///             self.0.execute(request).await.map_err(|error| {
    ///                 TransportError::new(TransportErrorKind::Interrupted, "no response came").caused_by(error)
    ///             })
    ///         })
    ///     }
    /// }
    ///
    /// fn over_yours<C: ServiceClient>(builder: Builder<C>) -> Builder<C> {
    ///     builder.transport(Yours(YourClient))
    /// }
    /// ```
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.transport = Some(Arc::new(transport));
        self
    }

    /// Where idempotency tokens come from that a caller leaves out: random UUIDs by default. A test gives fixed ones.
    pub fn idempotency_tokens(mut self, source: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.settings.tokens = Tokens::from_source(source);
        self
    }

    /// Takes what is not given from the environment and the profile, as [`from_env`] says. `build` reads them.
    pub fn or_env(mut self) -> Self {
        self.settings.environment = Some(Environment::process());
        self
    }

    /// The same as [`or_env`](Self::or_env), with variables that `lookup` gives instead of those of the process.
    pub fn or_variables(mut self, lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        self.settings.environment = Some(Environment::new(lookup));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When something is missing or wrong. The error says what, and how to give it.
    pub fn build(self) -> Result<C, ConfigError> {
        self.settings.build(C::SERVICE).map(C::from_core)
    }

    /// The client, as [`build`](Self::build) makes it, once it has its credentials: where none can be had, that is an error
    /// here and not of the first call. After [`or_env`](Self::or_env) the region is looked for in the instance's metadata
    /// too.
    ///
    /// # Errors
    /// Those of `build`, and [`ConfigError::Credentials`]. The error says where was looked, and what to do.
    pub async fn load(self) -> Result<C, ConfigError> {
        self.settings.load(C::SERVICE).await.map(C::from_core)
    }
}

impl<C: ServiceClient> Default for Builder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("region", &self.settings.region)
            .field("endpoint_url", &self.settings.endpoint_url)
            .finish_non_exhaustive()
    }
}

/// A client by the environment and the profile, with its credentials had at once. A variable counts more than the profile's
/// key; the profile is the one that `AWS_PROFILE` names, else `default`.
///
/// | | variable | key in the profile |
/// |---|---|---|
/// | region | `AWS_REGION`, `AWS_DEFAULT_REGION` | `region`; after it the instance's metadata |
/// | endpoint | `AWS_ENDPOINT_URL_<SERVICE ID>`, `AWS_ENDPOINT_URL` | `endpoint_url`, in the section that `services` names or its own |
/// | neither of these endpoints | `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` | `ignore_configured_endpoint_urls` |
/// | FIPS | `AWS_USE_FIPS_ENDPOINT` | `use_fips_endpoint` |
/// | dual stack | `AWS_USE_DUALSTACK_ENDPOINT` | `use_dualstack_endpoint` |
/// | retries: `standard` or `adaptive` | `AWS_RETRY_MODE` | `retry_mode` |
/// | attempts, from 1 | `AWS_MAX_ATTEMPTS` | `max_attempts` |
///
/// Credentials come by the whole `CredentialChain`; without the feature `credential-chain` from `AWS_ACCESS_KEY_ID`,
/// `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` alone, and the region not from metadata.
///
/// # Errors
/// When something is missing or wrong. The error says what, and how to give it.
pub async fn from_env<C: ServiceClient>() -> Result<C, ConfigError> {
    Builder::new().or_env().load().await
}
