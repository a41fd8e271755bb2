//! What the environment says. Each function takes the look-up, so that tests need not change the process.

use crate::credentials::{Credentials, CredentialsError};
use shapewright_schema::Service;

/// Looks a variable up; one that is empty is not there.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The variable of the process.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The region.
pub(crate) fn region(lookup: Lookup<'_>) -> Option<String> {
    lookup("AWS_REGION").or_else(|| lookup("AWS_DEFAULT_REGION"))
}

/// The URL of the service's endpoint, if one is configured.
pub(crate) fn endpoint_url(service: &Service, lookup: Lookup<'_>) -> Option<String> {
    if lookup("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return None;
    }
    let id = service.id.to_uppercase().replace(' ', "_");
    lookup(&format!("AWS_ENDPOINT_URL_{id}")).or_else(|| lookup("AWS_ENDPOINT_URL"))
}

/// The credentials.
pub(crate) fn credentials(lookup: Lookup<'_>) -> Result<Credentials, CredentialsError> {
    let get = |name| lookup(name).ok_or(name);
    match (get("AWS_ACCESS_KEY_ID"), get("AWS_SECRET_ACCESS_KEY")) {
        (Ok(id), Ok(secret)) => Ok(Credentials::new(id, secret, lookup("AWS_SESSION_TOKEN"))),
        (Err(name), _) | (_, Err(name)) => Err(CredentialsError::new(format!(
            "the environment holds no credentials: {name} is not set"
        ))),
    }
}
