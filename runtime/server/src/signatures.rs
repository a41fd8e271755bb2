//! Requests that are not signed as they must be, and what AWS says of them.

use crate::{Refusal, Request};
use shapewright_schema::Timestamp;
use shapewright_sigv4::{Claim, Expect, SigningKey, SigningKeys, UNSIGNED_PAYLOAD, payload_hash, verify};
use std::{collections::HashMap, fmt, sync::Arc};

/// The access keys that a mock knows: [`MockBuilder::verify_signatures`](crate::MockBuilder::verify_signatures) takes
/// them. `Debug` shows their ids alone.
#[derive(Default)]
pub struct AccessKeys {
    keys: HashMap<String, Secret>,
    derived: SigningKeys,
}

struct Secret {
    secret: String,
    session_token: Option<String>,
}

impl fmt::Debug for AccessKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.keys.keys()).finish()
    }
}

impl AccessKeys {
    /// No keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Adds a key. Requests signed with it must carry the session token where there is one, and none otherwise. A key
    /// with the same id is replaced.
    #[must_use]
    pub fn key(mut self, id: impl Into<String>, secret: impl Into<String>, session_token: Option<String>) -> Self {
        let secret = Secret {
            secret: secret.into(),
            session_token,
        };
        self.keys.insert(id.into(), secret);
        self
    }

    /// Refuses a request whose signature does not hold.
    pub(crate) fn check(&self, request: &Request) -> Result<(), Refusal> {
        let head = request.http.clone().into_parts().0;
        let expect = Expect {
            now: Timestamp::now(),
            region: None,
            service: Some(request.service.signing_name),
        };
        // A body that a signature leaves out may still be on its way.
        let hash = payload_hash(request.http.body());
        let verified = verify(&head, &hash, &expect, |claim| self.signing_key(claim));
        verified.map(drop).map_err(|error| {
            let status = request
                .protocol
                .facts()
                .signature_status
                .unwrap_or_else(|| error.status());
            Refusal::unmodelled(status, error.code(), error.to_string())
        })
    }

    fn signing_key(&self, claim: &Claim<'_>) -> Option<Arc<SigningKey>> {
        let known = self.keys.get(claim.access_key_id())?;
        let is_its_own = known.session_token.as_deref() == claim.session_token();
        is_its_own.then(|| self.derived.get(&known.secret, claim.date(), claim.scope()))
    }
}

/// Whether the signature of a request leaves its body out.
pub(crate) fn leaves_body_out<B>(request: &http::Request<B>) -> bool {
    let hash = request.headers().get("x-amz-content-sha256");
    hash.is_some_and(|hash| hash == UNSIGNED_PAYLOAD)
}
