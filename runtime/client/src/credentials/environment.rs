//! Credentials from variables.

use super::provider::{Credentials, ProvideCredentials, ProvidedCredentials};
use crate::{environment::Environment, errors::CredentialsError};

/// The credentials in the environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, read anew
/// for every request.
#[derive(Debug, Clone, Copy, Default)]
pub struct EnvironmentCredentials;

impl ProvideCredentials for EnvironmentCredentials {
    fn credentials(&self) -> ProvidedCredentials<'_> {
        let found = from_variables(&Environment::process());
        Box::pin(std::future::ready(found))
    }
}

/// The credentials that variables hold.
///
/// # Errors
/// When one of them is not set. The message says which.
pub(crate) fn from_variables(environment: &Environment) -> Result<Credentials, CredentialsError> {
    let get = |name| environment.get(name).ok_or(name);
    match (get("AWS_ACCESS_KEY_ID"), get("AWS_SECRET_ACCESS_KEY")) {
        (Ok(id), Ok(secret)) => Ok(Credentials::new(id, secret, environment.get("AWS_SESSION_TOKEN"))),
        (Err(name), _) | (_, Err(name)) => Err(CredentialsError::new(format!(
            "the environment holds no credentials: {name} is not set"
        ))),
    }
}
