//! Signing requests with what a provider gives, by `shapewright-sigv4`.

use super::provider::Credentials;
use bytes::Bytes;
use http::{Request, request};
use shapewright_schema::Timestamp;
use shapewright_sigv4::{Scope, SignError, Signer, SigningKeys, payload_hash};

/// Beside a request that is not signed.
#[derive(Clone, Copy)]
pub(crate) struct Unsigned;

/// The keys that a client has derived, and what they are good for.
#[derive(Clone, Copy)]
pub(crate) struct Signing<'a> {
    pub(crate) keys: &'a SigningKeys,
    pub(crate) scope: Scope<'a>,
}

impl<'a> Signing<'a> {
    /// Signs a request that has its `Host` header already, and a body of this hash.
    ///
    /// # Errors
    /// When the session token or the access key id cannot stand in a header.
    pub(crate) fn sign(
        self,
        head: &mut request::Parts,
        hash: &str,
        credentials: &Credentials,
        now: Timestamp,
    ) -> Result<(), SignError> {
        self.signer(credentials, now, |signer| signer.sign(head, hash, now))
    }

    /// Signs a request that has its `Host` header already in its query.
    ///
    /// # Errors
    /// When the signed URI is no URI.
    pub(crate) fn presign(
        self,
        request: Request<Bytes>,
        credentials: &Credentials,
        now: Timestamp,
        seconds: u64,
    ) -> Result<Request<Bytes>, SignError> {
        let hash = payload_hash(request.body());
        let (mut head, body) = request.into_parts();
        self.signer(credentials, now, |signer| {
            signer.presign(&mut head, &hash, now, seconds)
        })?;
        Ok(Request::from_parts(head, body))
    }

    fn signer<T>(self, credentials: &Credentials, now: Timestamp, then: impl FnOnce(Signer<'_>) -> T) -> T {
        let secret = credentials.secret_access_key();
        let key = self.keys.get(secret, &Scope::date(now), self.scope);
        then(Signer {
            access_key_id: credentials.access_key_id(),
            session_token: credentials.session_token(),
            key: &key,
        })
    }
}
