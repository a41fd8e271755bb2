//! The order in which places are searched.

use super::{
    context::Http,
    convert::convert,
    instance,
    sources::{NO_CONTAINER, Source, Sources},
};
use crate::{
    credentials::{
        cache::Cache,
        environment::from_variables,
        provider::{Credentials, ProvideCredentials, ProvidedCredentials},
    },
    endpoint::Endpoint,
    environment::{Environment, Profiles},
    errors::CredentialsError,
};
use shapewright_schema::Timestamp;
use std::{error::Error, fmt};

/// Looks for credentials in every place that AWS tools look in, and keeps what it finds until 5 minutes before it expires
/// (see [`CachedCredentials`](crate::credentials::CachedCredentials)). In this order:
///
/// 1. `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, unless a profile is named in code.
/// 2. The profile (`AWS_PROFILE`, else `default`) in `~/.aws/config` (`AWS_CONFIG_FILE`) and `~/.aws/credentials`
///    (`AWS_SHARED_CREDENTIALS_FILE`): `role_arn` with `source_profile`, `credential_source` or
///    `web_identity_token_file`; SSO, after `aws sso login`; keys; `credential_process`, which has a minute.
/// 3. `AWS_WEB_IDENTITY_TOKEN_FILE` with `AWS_ROLE_ARN`.
/// 4. `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or `AWS_CONTAINER_CREDENTIALS_FULL_URI`.
/// 5. The instance's metadata, unless `AWS_EC2_METADATA_DISABLED` is `true`.
///
/// The first place that is configured counts: if it gives nothing, that is the error. It must be used within a tokio
/// runtime that has its timer and its I/O on.
pub struct CredentialChain {
    search: Search,
    cache: Cache,
}

struct Search {
    sources: Sources,
    profile: Option<String>,
}

impl CredentialChain {
    /// A chain that starts from the variables of the process.
    pub fn new() -> Self {
        Self::over(Environment::process(), None, None)
    }

    /// The same chain, with variables that `lookup` gives instead of those of the process.
    pub fn variables(self, lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self::over(
            Environment::new(lookup),
            self.search.profile,
            self.search.sources.region,
        )
    }

    /// The profile to use, instead of `AWS_PROFILE`. Keys in variables then do not count.
    pub fn profile(self, name: impl Into<String>) -> Self {
        let Sources {
            environment, region, ..
        } = self.search.sources;
        Self::over(environment, Some(name.into()), region)
    }

    /// The region whose token service gives roles, instead of `AWS_REGION` and that of the profile.
    pub fn region(self, region: impl Into<String>) -> Self {
        Self::over(
            self.search.sources.environment,
            self.search.profile,
            Some(region.into()),
        )
    }

    pub(crate) fn over(environment: Environment, profile: Option<String>, region: Option<String>) -> Self {
        Self {
            search: Search {
                sources: Sources {
                    environment,
                    region,
                    http: Http::default(),
                },
                profile,
            },
            cache: Cache::new(Timestamp::now),
        }
    }
}

impl Default for CredentialChain {
    fn default() -> Self {
        Self::new()
    }
}

impl ProvideCredentials for CredentialChain {
    fn credentials(&self) -> ProvidedCredentials<'_> {
        self.cache.get(&self.search)
    }
}

impl fmt::Debug for CredentialChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialChain")
            .field("profile", &self.search.profile)
            .field("region", &self.search.sources.region)
            .finish_non_exhaustive()
    }
}

impl ProvideCredentials for Search {
    fn credentials(&self) -> ProvidedCredentials<'_> {
        Box::pin(self.find())
    }
}

impl Search {
    async fn find(&self) -> Result<Credentials, CredentialsError> {
        let Sources { environment, http, .. } = &self.sources;
        if let Some(url) = environment.get("AWS_ENDPOINT_URL_STS") {
            http.redirect_sts(Endpoint::parse(&url)?);
        }
        let mut searched = Vec::new();
        if self.profile.is_none() {
            match from_variables(environment) {
                Ok(credentials) => return Ok(credentials),
                Err(error) => searched.push(error.to_string()),
            }
        }
        let profiles = Profiles::load(environment)?;
        let profile = profiles.select(self.profile.as_deref(), environment)?;
        if let Some(source) = self.sources.profile(&profiles, &profile, &mut Vec::new())? {
            return self.ask(source).await;
        }
        searched.push(format!(
            "profile `{}`: no role, SSO, keys or credential_process in {}",
            profile.name,
            profiles.places()
        ));
        match self.sources.web_identity(&profile)? {
            Some(source) => return self.ask(source).await,
            None => searched.push("web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set".to_owned()),
        }
        match self.sources.container()? {
            Some(source) => return self.ask(source).await,
            None => searched.push(NO_CONTAINER.to_owned()),
        }
        if instance::is_disabled(environment) {
            searched.push("instance metadata: AWS_EC2_METADATA_DISABLED is true".to_owned());
        } else {
            match self.ask(self.sources.instance()).await {
                Ok(credentials) => return Ok(credentials),
                Err(error) => searched.push(error.to_string()),
            }
        }
        Err(CredentialsError::new(format!(
            "none were found: {}",
            searched.join("; ")
        )))
    }

    async fn ask(&self, source: Source) -> Result<Credentials, CredentialsError> {
        self.sources.http.take_error();
        match source.provider.provide_credential_dyn(&source.context).await {
            Ok(Some(credential)) => Ok(convert(credential)),
            Ok(None) => Err(CredentialsError::new(format!("{}: nothing is there", source.what))),
            Err(error) => {
                let mut message = format!("{}: {error}", source.what);
                let mut cause = error.source();
                while let Some(error) = cause {
                    message.push_str(&format!(": {error}"));
                    cause = error.source();
                }
                if let Some(error) = self.sources.http.take_error().filter(|error| !message.contains(error)) {
                    message.push_str(&format!(": {error}"));
                }
                Err(CredentialsError::new(message))
            }
        }
    }
}
