//! Signing the request for a role.

use super::{context::Http, convert::convert};
use crate::{credentials::signing::Signing, endpoint::host};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, header::HOST, request::Parts};
use reqsign_aws_core::Credential;
use reqsign_core::{Context, Error, Result, SignRequest};
use shapewright_schema::Timestamp;
use shapewright_sigv4::{Scope, SignError, SigningKeys, payload_hash};
use std::time::Duration;

/// Signs requests to the security token service as the client signs its own.
#[derive(Debug)]
pub(super) struct RoleSigner {
    pub(super) region: String,
    pub(super) http: Http,
}

impl SignRequest for RoleSigner {
    type Credential = Credential;

    async fn sign_request<'a>(
        &'a self,
        _context: &'a Context,
        parts: &'a mut Parts,
        credential: Option<&'a Credential>,
        _expires_in: Option<Duration>,
    ) -> Result<()> {
        // With a body it would have to be here; the provider sends one only past 2,048 bytes of parameters.
        if parts.method != Method::GET {
            return Err(Error::request_invalid("the role's ARN and external id are too long"));
        }
        let credential = credential.ok_or_else(|| Error::credential_invalid("there is nothing to sign with"))?;
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = self.http.target(&parts.uri)?;
        *request.headers_mut() = parts.headers.clone();
        let host = HeaderValue::try_from(host(request.uri()))?;
        request.headers_mut().insert(HOST, host);
        let scope = Scope {
            region: &self.region,
            service: "sts",
        };
        let unsigned = |error: SignError| Error::request_invalid(error.to_string());
        let signing = Signing {
            keys: &SigningKeys::default(),
            scope,
        };
        let (mut signed, body) = request.into_parts();
        signing
            .sign(
                &mut signed,
                &payload_hash(&body),
                &convert(credential.clone()),
                Timestamp::now(),
            )
            .map_err(unsigned)?;
        (parts.uri, parts.headers) = (signed.uri, signed.headers);
        Ok(())
    }
}
