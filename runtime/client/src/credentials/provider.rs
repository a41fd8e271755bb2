//! Credentials, and where they come from. Nothing here shows a secret.

use crate::errors::CredentialsError;
use shapewright_schema::Timestamp;
use std::{fmt, future::Future, pin::Pin, sync::Arc};

/// What a request is signed with. `Debug` shows the access key id only; a clone shares what it holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials(Arc<Contents>);

#[derive(Clone, PartialEq, Eq)]
struct Contents {
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    expires: Option<Timestamp>,
}

impl Credentials {
    /// Credentials that do not expire. An empty session token is none.
    pub fn new(
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
        session_token: Option<String>,
    ) -> Self {
        Self(Arc::new(Contents {
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
            session_token: session_token.filter(|token| !token.is_empty()),
            expires: None,
        }))
    }

    /// The same credentials, of no use after `time`.
    pub fn expiring(mut self, time: Timestamp) -> Self {
        Arc::make_mut(&mut self.0).expires = Some(time);
        self
    }

    /// The id of the key, which is no secret.
    pub fn access_key_id(&self) -> &str {
        &self.0.access_key_id
    }

    /// The secret.
    pub fn secret_access_key(&self) -> &str {
        &self.0.secret_access_key
    }

    /// The token that comes with temporary credentials.
    pub fn session_token(&self) -> Option<&str> {
        self.0.session_token.as_deref()
    }

    /// When they expire, if they do.
    pub fn expires(&self) -> Option<Timestamp> {
        self.0.expires
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.0.access_key_id)
            .field("expires", &self.0.expires)
            .finish_non_exhaustive()
    }
}

/// Credentials on their way.
pub type ProvidedCredentials<'a> = Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + 'a>>;

/// A source of credentials. It is asked before every request, so one that is slow keeps what it has until it expires.
pub trait ProvideCredentials: Send + Sync + 'static {
    /// The credentials to sign with now.
    fn credentials(&self) -> ProvidedCredentials<'_>;
}

impl ProvideCredentials for Credentials {
    fn credentials(&self) -> ProvidedCredentials<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl<T: ProvideCredentials + ?Sized> ProvideCredentials for Arc<T> {
    fn credentials(&self) -> ProvidedCredentials<'_> {
        (**self).credentials()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_secrets() {
        let shown = format!(
            "{:?}",
            Credentials::new("AKID", "very-secret", Some("very-token".to_owned()))
        );
        assert_eq!(shown, "Credentials { access_key_id: \"AKID\", expires: None, .. }");
    }

    #[test]
    fn an_empty_token_is_none() {
        assert_eq!(Credentials::new("a", "b", Some(String::new())).session_token(), None);
    }
}
