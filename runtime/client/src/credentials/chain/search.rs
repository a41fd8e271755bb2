//! The credential chain: every place where credentials may be, in order.
//!
//! What to look for is decided here, so that a message can say where it was looked for; how to get it from a service is
//! left to the providers of `reqsign`, over the client's own HTTP stack.

mod context;
mod role;
mod sources;

use self::{
    context::Http,
    sources::{NO_CONTAINER, Source},
};
use crate::{
    cached::Cache,
    config::ConfigError,
    credentials::{Credentials, CredentialsError, ProvideCredentials, ProvidedCredentials},
    endpoint::Endpoint,
    environment::{self, Environment},
    profile::{Profile, Profiles},
};
use bytes::Bytes;
use http::{Method, Request};
use reqsign_aws_core::Credential;
use shapewright_schema::Timestamp;
use std::{error::Error, fmt};

/// Looks for credentials in every place that AWS tools look in, and keeps what it finds until 5 minutes before it expires
/// (see [`CachedCredentials`](crate::CachedCredentials)). In this order:
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
    environment: Environment,
    profile: Option<String>,
    region: Option<String>,
    http: Http,
}

impl CredentialChain {
    /// A chain that starts from the variables of the process.
    pub fn new() -> Self {
        Self::over(Environment::process(), None, None)
    }

    /// The same chain, with variables that `lookup` gives instead of those of the process.
    pub fn variables(self, lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self::over(Environment::new(lookup), self.search.profile, self.search.region)
    }

    /// The profile to use, instead of `AWS_PROFILE`. Keys in variables then do not count.
    pub fn profile(self, name: impl Into<String>) -> Self {
        Self::over(self.search.environment, Some(name.into()), self.search.region)
    }

    /// The region whose token service gives roles, instead of `AWS_REGION` and that of the profile.
    pub fn region(self, region: impl Into<String>) -> Self {
        Self::over(self.search.environment, self.search.profile, Some(region.into()))
    }

    pub(crate) fn over(environment: Environment, profile: Option<String>, region: Option<String>) -> Self {
        Self {
            search: Search {
                environment,
                profile,
                region,
                http: Http::default(),
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
            .field("region", &self.search.region)
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
        if let Some(url) = self.environment.get("AWS_ENDPOINT_URL_STS") {
            self.http.redirect_sts(Endpoint::parse(&url)?);
        }
        let mut looked = Vec::new();
        if self.profile.is_none() {
            match environment::credentials(&self.environment) {
                Ok(credentials) => return Ok(credentials),
                Err(error) => looked.push(error.to_string()),
            }
        }
        let profiles = Profiles::load(&self.environment)?;
        let profile = profiles.select(self.profile.as_deref(), &self.environment)?;
        if let Some(source) = self.of_profile(&profiles, &profile, &mut Vec::new())? {
            return self.ask(source).await;
        }
        looked.push(format!(
            "profile `{}`: no role, SSO, keys or credential_process in {}",
            profile.name,
            profiles.places()
        ));
        match self.of_web_identity(&profile)? {
            Some(source) => return self.ask(source).await,
            None => looked.push("web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set".to_owned()),
        }
        match self.of_container()? {
            Some(source) => return self.ask(source).await,
            None => looked.push(NO_CONTAINER.to_owned()),
        }
        if self.is_instance_off() {
            looked.push("instance metadata: AWS_EC2_METADATA_DISABLED is true".to_owned());
        } else {
            match self.ask(self.of_instance()).await {
                Ok(credentials) => return Ok(credentials),
                Err(error) => looked.push(error.to_string()),
            }
        }
        Err(CredentialsError::new(format!("none were found: {}", looked.join("; "))))
    }

    async fn ask(&self, source: Source) -> Result<Credentials, CredentialsError> {
        self.http.take_error();
        match source.provider.provide_credential_dyn(&source.context).await {
            Ok(Some(credential)) => Ok(ours(credential)),
            Ok(None) => Err(CredentialsError::new(format!("{}: nothing is there", source.what))),
            Err(error) => {
                let mut message = format!("{}: {error}", source.what);
                let mut cause = error.source();
                while let Some(error) = cause {
                    message.push_str(&format!(": {error}"));
                    cause = error.source();
                }
                if let Some(error) = self.http.take_error().filter(|error| !message.contains(error)) {
                    message.push_str(&format!(": {error}"));
                }
                Err(CredentialsError::new(message))
            }
        }
    }

    fn region(&self, profile: &Profile<'_>) -> Option<String> {
        self.region
            .clone()
            .or_else(|| environment::region(&self.environment, profile))
    }

    fn is_instance_off(&self) -> bool {
        is_instance_off(&self.environment)
    }

    fn instance_url(&self) -> String {
        instance_url(&self.environment)
    }
}

fn is_instance_off(environment: &Environment) -> bool {
    environment
        .get("AWS_EC2_METADATA_DISABLED")
        .is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

fn instance_url(environment: &Environment) -> String {
    let mode = environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE");
    let url = match environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT") {
        Some(url) => url,
        None if mode.is_some_and(|mode| mode.eq_ignore_ascii_case("ipv6")) => "http://[fd00:ec2::254]".to_owned(),
        None => "http://169.254.169.254".to_owned(),
    };
    url.trim_end_matches('/').to_owned()
}

/// The region that the instance is in, where this is an instance.
///
/// # Errors
/// When its metadata cannot be had. That is so on every machine that is no instance.
pub(crate) async fn instance_region(environment: &Environment) -> Result<String, ConfigError> {
    if is_instance_off(environment) {
        return Err(ConfigError::MissingRegion);
    }
    let (http, url) = (Http::default(), instance_url(environment));
    let ask = async |method, path, name: &'static str, value: String| {
        let request = Request::builder()
            .method(method)
            .uri(format!("{url}{path}"))
            .header(name, value)
            .body(Bytes::new())
            .map_err(|_| ConfigError::MissingRegion)?;
        let answer = http.send(request).await.map_err(|_| ConfigError::MissingRegion)?;
        if !answer.status().is_success() {
            return Err(ConfigError::MissingRegion);
        }
        Ok(String::from_utf8_lossy(answer.body()).trim().to_owned())
    };
    let lifetime = "60".to_owned();
    let token = ask(
        Method::PUT,
        "/latest/api/token",
        "x-aws-ec2-metadata-token-ttl-seconds",
        lifetime,
    );
    let token = token.await?;
    let path = "/latest/meta-data/placement/region";
    ask(Method::GET, path, "x-aws-ec2-metadata-token", token).await
}

fn ours(credential: Credential) -> Credentials {
    let credentials = Credentials::new(
        credential.access_key_id,
        credential.secret_access_key,
        credential.session_token,
    );
    let expires = credential
        .expires_in
        .and_then(|time| Timestamp::new(time.as_second(), 0).ok());
    match expires {
        Some(time) => credentials.expiring(time),
        None => credentials,
    }
}
