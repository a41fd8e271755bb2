//! Which provider a profile or a variable asks for.

use super::{
    context::{Http, Shell, context},
    instance,
    role::RoleSigner,
};
use crate::{
    credentials::environment::from_variables,
    environment::{self, Environment, Profile, Profiles},
    errors::CredentialsError,
};
use reqsign_aws_core::{
    AssumeRoleCredentialProvider, AssumeRoleWithWebIdentityCredentialProvider, Credential, ECSCredentialProvider,
    IMDSv2CredentialProvider, ProcessCredentialProvider, SSOCredentialProvider, StaticCredentialProvider,
};
use reqsign_core::{Context, ProvideCredential, ProvideCredentialDyn, Signer};
use shapewright_schema::Timestamp;
use std::sync::Arc;

/// A provider, and what to call it in messages.
pub(super) struct Source {
    pub(super) provider: Arc<dyn ProvideCredentialDyn<Credential = Credential>>,
    pub(super) context: Context,
    pub(super) what: String,
}

type Found = Result<Option<Source>, CredentialsError>;

/// Where providers are looked for, and what they share.
pub(super) struct Sources {
    pub(super) environment: Environment,
    /// The region that was given in code.
    pub(super) region: Option<String>,
    pub(super) http: Http,
}

impl Sources {
    fn source(&self, what: impl Into<String>, provider: impl ProvideCredential<Credential = Credential>) -> Source {
        Source {
            provider: Arc::new(provider),
            context: context(&self.environment, &self.http),
            what: what.into(),
        }
    }

    /// The provider of a profile. `above` are the profiles that lead to it by `source_profile`.
    pub(super) fn profile(&self, profiles: &Profiles, profile: &Profile<'_>, above: &mut Vec<String>) -> Found {
        let what = format!("profile `{}`", profile.name);
        // A role's source may be the keys of the same profile.
        let is_own_source = above.last() == Some(&profile.name);
        if above.contains(&profile.name) && !is_own_source {
            let way = above.join(" -> ");
            return Err(CredentialsError::new(format!(
                "{what} leads to itself by source_profile: {way}"
            )));
        }
        if let (Some(role), false) = (profile.get("role_arn"), is_own_source) {
            above.push(profile.name.clone());
            return self.role(profiles, profile, role, above).map(Some);
        }
        if let Some(account) = profile.sso("sso_account_id") {
            return self.sso(profile, account).map(Some);
        }
        match (profile.get("aws_access_key_id"), profile.get("aws_secret_access_key")) {
            (Some(id), Some(secret)) => {
                let mut keys = StaticCredentialProvider::new(&id, &secret);
                if let Some(token) = profile.get("aws_session_token") {
                    keys = keys.with_session_token(&token);
                }
                return Ok(Some(self.source(what, keys)));
            }
            (Some(_), None) => return Err(missing(&what, "aws_secret_access_key")),
            (None, Some(_)) => return Err(missing(&what, "aws_access_key_id")),
            (None, None) => {}
        }
        let Some(command) = profile.get("credential_process") else {
            return Ok(None);
        };
        // The name stands for the command, which may hold a secret, where the provider logs it.
        let provider = ProcessCredentialProvider::new().with_command("credential_process");
        let mut source = self.source(format!("{what}, credential_process"), provider);
        source.context = source.context.with_command_execute(Shell(command));
        Ok(Some(source))
    }

    fn role(
        &self,
        profiles: &Profiles,
        profile: &Profile<'_>,
        role: String,
        above: &mut Vec<String>,
    ) -> Result<Source, CredentialsError> {
        let what = format!("profile `{}`, role {role}", profile.name);
        let session = profile.get("role_session_name");
        if let Some(file) = profile.get("web_identity_token_file") {
            return Ok(self.web_identity_role(profile, what, role, file, session));
        }
        if profile.get("mfa_serial").is_some() {
            let message = format!("{what}: mfa_serial needs a code that nobody can be asked for here");
            return Err(CredentialsError::new(message));
        }
        let base = match (profile.get("source_profile"), profile.get("credential_source")) {
            (Some(name), _) => {
                let base = profiles.named(&name).map_err(|error| with_context(&what, &error))?;
                self.profile(profiles, &base, above)?.ok_or_else(|| {
                    CredentialsError::new(format!("{what}: source_profile `{name}` has no credentials"))
                })?
            }
            (None, Some(source)) => self.credential_source(&what, &source)?,
            (None, None) => {
                return Err(missing(
                    &what,
                    "source_profile, credential_source or web_identity_token_file",
                ));
            }
        };
        let region = self.region(profile);
        let signer = RoleSigner {
            region: region.clone().unwrap_or_else(|| "us-east-1".to_owned()),
            http: self.http.clone(),
        };
        let mut provider = AssumeRoleCredentialProvider::new(role, Signer::new(base.context, base.provider, signer))
            .with_role_session_name(session.unwrap_or_else(session_name));
        if let Some(region) = region {
            provider = provider.with_region(region).with_regional_sts_endpoint();
        }
        if let Some(id) = profile.get("external_id") {
            provider = provider.with_external_id(id);
        }
        if let Some(seconds) = profile.get("duration_seconds") {
            let invalid = |_| CredentialsError::new(format!("{what}: duration_seconds is no number of seconds"));
            provider = provider.with_duration_seconds(seconds.parse().map_err(invalid)?);
        }
        Ok(self.source(format!("{what} by {}", base.what), provider))
    }

    fn credential_source(&self, what: &str, name: &str) -> Result<Source, CredentialsError> {
        match name {
            "Environment" => {
                let found = from_variables(&self.environment).map_err(|error| with_context(what, &error))?;
                let mut keys = StaticCredentialProvider::new(found.access_key_id(), found.secret_access_key());
                if let Some(token) = found.session_token() {
                    keys = keys.with_session_token(token);
                }
                Ok(self.source("environment", keys))
            }
            "EcsContainer" => self
                .container()?
                .ok_or_else(|| CredentialsError::new(format!("{what}: {NO_CONTAINER}"))),
            "Ec2InstanceMetadata" => Ok(self.instance()),
            _ => Err(CredentialsError::new(format!(
                "{what}: credential_source is `{name}`: it must be Environment, EcsContainer or Ec2InstanceMetadata"
            ))),
        }
    }

    fn sso(&self, profile: &Profile<'_>, account: String) -> Result<Source, CredentialsError> {
        let what = format!("profile `{}`, SSO", profile.name);
        let get = |key| profile.sso(key).ok_or_else(|| missing(&what, key));
        // The file of a token bears the hash of the session's name, or without a session that of the start URL.
        let token = profile.get("sso_session").map_or_else(|| get("sso_start_url"), Ok)?;
        let mut provider = SSOCredentialProvider::new()
            .with_account_id(account)
            .with_region(get("sso_region")?)
            .with_role_name(get("sso_role_name")?)
            .with_start_url(token);
        if let Some(url) = self.environment.get("AWS_ENDPOINT_URL_SSO") {
            let url = url.trim_end_matches('/');
            provider = provider.with_endpoint(format!("{url}/federation/credentials"));
        }
        Ok(self.source(what, provider))
    }

    /// The role that variables ask for, with a token in a file.
    pub(super) fn web_identity(&self, profile: &Profile<'_>) -> Found {
        let (Some(file), role) = (
            self.environment.get("AWS_WEB_IDENTITY_TOKEN_FILE"),
            self.environment.get("AWS_ROLE_ARN"),
        ) else {
            return Ok(None);
        };
        let role = role.ok_or_else(|| missing("AWS_WEB_IDENTITY_TOKEN_FILE is set", "AWS_ROLE_ARN"))?;
        let session = self.environment.get("AWS_ROLE_SESSION_NAME");
        let what = format!("web identity, role {role}");
        Ok(Some(self.web_identity_role(profile, what, role, file, session)))
    }

    fn web_identity_role(
        &self,
        profile: &Profile<'_>,
        what: String,
        role: String,
        file: String,
        session: Option<String>,
    ) -> Source {
        let mut provider = AssumeRoleWithWebIdentityCredentialProvider::new()
            .with_role_arn(role)
            .with_web_identity_token_file(file)
            .with_role_session_name(session.unwrap_or_else(session_name));
        if let Some(region) = self.region(profile) {
            provider = provider.with_region(region).with_regional_sts_endpoint();
        }
        self.source(what, provider)
    }

    /// The container's credentials, where variables say that there are any.
    pub(super) fn container(&self) -> Found {
        let url = match self.environment.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            Some(path) => format!("http://169.254.170.2{path}"),
            None => match self.environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
                Some(url) => url,
                None => return Ok(None),
            },
        };
        if !is_trusted(&url) {
            return Err(CredentialsError::new(format!(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI is {url}: it must be https, or http on a loopback address or that of \
                 the container service, as the token would be readable on its way"
            )));
        }
        let what = format!("container {url}");
        let mut provider = ECSCredentialProvider::new().with_endpoint(url);
        if let Some(file) = self.environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            provider = provider.with_auth_token_file(file);
        } else if let Some(token) = self.environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
            provider = provider.with_auth_token(token);
        }
        Ok(Some(self.source(what, provider)))
    }

    /// The instance's credentials.
    pub(super) fn instance(&self) -> Source {
        let url = instance::url(&self.environment);
        let provider = IMDSv2CredentialProvider::new().with_endpoint(&url);
        self.source(format!("instance metadata {url}"), provider)
    }

    fn region(&self, profile: &Profile<'_>) -> Option<String> {
        self.region
            .clone()
            .or_else(|| environment::region(&self.environment, profile))
    }
}

pub(super) const NO_CONTAINER: &str =
    "container: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set";

fn missing(what: &str, key: &str) -> CredentialsError {
    CredentialsError::new(format!("{what}: {key} is missing"))
}

fn with_context(what: &str, error: &dyn std::error::Error) -> CredentialsError {
    CredentialsError::new(format!("{what}: {error}"))
}

/// What the audit trail of the role shows, where nothing else is given.
fn session_name() -> String {
    format!("shapewright-{}", Timestamp::now().epoch_seconds())
}

/// Whether a token may go to this URL.
fn is_trusted(url: &str) -> bool {
    let Ok(uri) = url.parse::<http::Uri>() else {
        return false;
    };
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let address = host.parse::<std::net::IpAddr>();
    uri.scheme() == Some(&http::uri::Scheme::HTTPS)
        || host == "localhost"
        || matches!(host, "169.254.170.2" | "169.254.170.23" | "fd00:ec2::23")
        || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::Sources;
    use crate::{
        credentials::chain::context::Http,
        environment::{Environment, Profiles},
    };

    /// What web identity by variables asks with.
    fn asked(given: Option<&str>, variable: Option<&'static str>, in_profile: Option<&str>) -> String {
        let home = tempfile::tempdir().unwrap();
        let config = home.path().join("config");
        let line = in_profile.map_or(String::new(), |region| format!("region = {region}\n"));
        std::fs::write(&config, format!("[default]\n{line}")).unwrap();
        let environment = Environment::new(move |name| match name {
            "AWS_CONFIG_FILE" => Some(config.display().to_string()),
            "AWS_WEB_IDENTITY_TOKEN_FILE" => Some("token".to_owned()),
            "AWS_ROLE_ARN" => Some("arn:aws:iam::123456789012:role/Web".to_owned()),
            "AWS_REGION" => variable.map(str::to_owned),
            _ => None,
        });
        let sources = Sources {
            environment,
            region: given.map(str::to_owned),
            http: Http::default(),
        };
        let profiles = Profiles::load(&sources.environment).unwrap();
        let profile = profiles.select(None, &sources.environment).unwrap();
        let source = sources.web_identity(&profile).unwrap().unwrap();
        format!("{:?}", source.provider)
    }

    #[test]
    fn web_identity_asks_in_the_region_that_is_configured() {
        for (given, variable, in_profile, expect) in [
            (
                Some("eu-west-1"),
                Some("eu-west-2"),
                Some("eu-west-3"),
                Some("eu-west-1"),
            ),
            (None, Some("eu-west-2"), Some("eu-west-3"), Some("eu-west-2")),
            (None, None, Some("eu-west-3"), Some("eu-west-3")),
            (None, None, None, None),
        ] {
            let shown = asked(given, variable, in_profile);
            assert!(shown.contains(&format!("region: {expect:?}")), "{shown}");
        }
    }
}
