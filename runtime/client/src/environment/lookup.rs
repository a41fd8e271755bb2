//! What the environment says: variables of the process, or those that a test gives.

use crate::{
    config::ConfigError,
    credentials::{Credentials, CredentialsError},
    profile::Profile,
    tuning::MOST_COMPRESSION_SIZE,
};
use shapewright_schema::Service;
use std::{fmt, path::PathBuf, sync::Arc};

/// Where variables are looked up.
#[derive(Clone)]
pub(crate) struct Environment(Arc<dyn LookUp>);

trait LookUp: Fn(&str) -> Option<String> + Send + Sync {}
impl<F: Fn(&str) -> Option<String> + Send + Sync> LookUp for F {}

impl Environment {
    /// The variables of the process.
    pub(crate) fn process() -> Self {
        Self::new(|name| std::env::var(name).ok())
    }

    /// Variables that the caller looks up.
    pub(crate) fn new(lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(lookup))
    }

    /// A variable; one that is empty is not there.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    /// The user's own folder.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        self.get("HOME").or_else(|| self.get("USERPROFILE")).map(PathBuf::from)
    }

    /// The file that the variable names, else the one in the user's own folder. A `~` at its start is that folder.
    pub(crate) fn path(&self, variable: &str, default: &str) -> Option<PathBuf> {
        let path = self.get(variable).unwrap_or_else(|| format!("~/{default}"));
        match path.strip_prefix("~/") {
            Some(rest) => self.home().map(|home| home.join(rest)),
            None => Some(PathBuf::from(path)),
        }
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment")
    }
}

/// The region, by variable or profile.
pub(crate) fn region(environment: &Environment, profile: &Profile) -> Option<String> {
    environment
        .get("AWS_REGION")
        .or_else(|| environment.get("AWS_DEFAULT_REGION"))
        .or_else(|| profile.get("region"))
}

/// The URL of the service's endpoint, if one is configured: by a variable, then by the profile, each time first for the
/// service alone.
pub(crate) fn endpoint_url(
    service: &Service,
    environment: &Environment,
    profile: &Profile,
) -> Result<Option<String>, ConfigError> {
    let ignored = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls");
    if flag(environment, profile, ignored)?.unwrap_or(false) {
        return Ok(None);
    }
    let id = service.id.replace(' ', "_");
    Ok(environment
        .get(&format!("AWS_ENDPOINT_URL_{}", id.to_uppercase()))
        .or_else(|| environment.get("AWS_ENDPOINT_URL"))
        .or_else(|| profile.service(&id.to_lowercase(), "endpoint_url"))
        .or_else(|| profile.get("endpoint_url")))
}

/// What is true or false, by variable or profile key. Anything else is an error: a FIPS endpoint that is asked for with a
/// misspelt `ture` must not be left out in silence.
pub(crate) fn flag(
    environment: &Environment,
    profile: &Profile,
    names: (&'static str, &'static str),
) -> Result<Option<bool>, ConfigError> {
    let Some(found) = configured(environment, profile, names) else {
        return Ok(None);
    };
    match found.value.to_ascii_lowercase().as_str() {
        "true" => Ok(Some(true)),
        "false" => Ok(Some(false)),
        _ => Err(found.wrong("`true` or `false`")),
    }
}

/// From how many bytes on bodies are compressed, by variable or profile key.
pub(crate) fn compression_size(
    environment: &Environment,
    profile: &Profile,
    names: (&'static str, &'static str),
) -> Result<Option<usize>, ConfigError> {
    let Some(found) = configured(environment, profile, names) else {
        return Ok(None);
    };
    match found.value.trim().parse() {
        Ok(bytes) if bytes <= MOST_COMPRESSION_SIZE => Ok(Some(bytes)),
        _ => Err(found.wrong("a whole number of bytes from 0 to 10485760")),
    }
}

/// A value that is configured, and where.
pub(crate) struct Configured {
    pub(crate) value: String,
    name: &'static str,
    /// The profile whose key it is; none where it is a variable.
    profile: Option<String>,
}

impl Configured {
    /// The error that it is, where `expected` is what its place takes.
    pub(crate) fn wrong(self, expected: &'static str) -> ConfigError {
        ConfigError::InvalidVariable {
            name: self.name,
            profile: self.profile,
            value: self.value,
            expected,
        }
    }
}

/// What a variable says, else what a profile key says.
pub(crate) fn configured(
    environment: &Environment,
    profile: &Profile,
    (variable, key): (&'static str, &'static str),
) -> Option<Configured> {
    let found = |name, profile| move |value| Configured { value, name, profile };
    let from_variable = environment.get(variable).map(found(variable, None));
    from_variable.or_else(|| profile.get(key).map(found(key, Some(profile.name.clone()))))
}

/// The credentials.
pub(crate) fn credentials(environment: &Environment) -> Result<Credentials, CredentialsError> {
    let get = |name| environment.get(name).ok_or(name);
    match (get("AWS_ACCESS_KEY_ID"), get("AWS_SECRET_ACCESS_KEY")) {
        (Ok(id), Ok(secret)) => Ok(Credentials::new(id, secret, environment.get("AWS_SESSION_TOKEN"))),
        (Err(name), _) | (_, Err(name)) => Err(CredentialsError::new(format!(
            "the environment holds no credentials: {name} is not set"
        ))),
    }
}
