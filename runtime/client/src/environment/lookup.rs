//! Settings by variable or profile key.

use super::{profiles::Profile, variables::Environment};
use crate::errors::ConfigError;
use shapewright_schema::Service;

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
