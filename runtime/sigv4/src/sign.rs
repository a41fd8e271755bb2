//! Signing: in the `Authorization` header, or in the query of a URL for others to send.

use crate::{
    ALGORITHM,
    canonical::{canonical_request, signed_names},
    key::SigningKey,
    text::{basic_format, push_encoded, push_hex},
};
use hmac::Mac;
use http::{
    HeaderName, HeaderValue, Uri,
    header::{AUTHORIZATION, InvalidHeaderValue},
    request::Parts,
    uri::InvalidUri,
};
use shapewright_schema::Timestamp;
use std::{error::Error, fmt};

/// The header of the time that a request is signed with.
pub const DATE: HeaderName = HeaderName::from_static("x-amz-date");
/// The header of the session token that belongs to the keys.
pub const TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");

/// Whose signature it is, and the key that makes it. `Debug` shows no session token.
#[derive(Clone, Copy)]
pub struct Signer<'a> {
    /// The id of the key, which is no secret.
    pub access_key_id: &'a str,
    /// The token that comes with temporary credentials.
    pub session_token: Option<&'a str>,
    /// The key, for the day of signing.
    pub key: &'a SigningKey,
}

impl Signer<'_> {
    /// Signs a request that has its `Host` header already: adds the headers `X-Amz-Date`, `X-Amz-Security-Token` where
    /// there is a token, and `Authorization`. `payload_hash` is what [`payload_hash`](crate::payload_hash) gives for the
    /// body, or [`UNSIGNED_PAYLOAD`](crate::UNSIGNED_PAYLOAD) for a service that allows it; a header
    /// `X-Amz-Content-Sha256` counts instead of it.
    ///
    /// # Errors
    /// When the session token or the access key id cannot stand in a header, or the key is for another day.
    pub fn sign(&self, head: &mut Parts, payload_hash: &str, now: Timestamp) -> Result<(), SignError> {
        let time = self.time(now)?;
        head.headers.insert(DATE, HeaderValue::from_str(&time)?);
        if let Some(token) = self.session_token {
            let mut token = HeaderValue::from_str(token)?;
            token.set_sensitive(true);
            head.headers.insert(TOKEN, token);
        }
        let names = signed_names(head);
        let canonical = canonical_request(head, &names, payload_hash);
        let mut value = format!(
            "{ALGORITHM} Credential={}/{}, SignedHeaders={}, Signature=",
            self.access_key_id,
            self.key.scope(),
            names.join(";")
        );
        self.push_signature(&mut value, &time, &canonical);
        let mut value = HeaderValue::from_str(&value)?;
        value.set_sensitive(true);
        head.headers.insert(AUTHORIZATION, value);
        Ok(())
    }

    /// Signs a request that has its `Host` header already in its query, for `seconds` from `now` on: services take 1 to
    /// 604,800, seven days. All headers but those that belong to one connection must be sent as they are here.
    ///
    /// # Errors
    /// When the URI would be no URI, for instance because it is too long, or the key is for another day.
    pub fn presign(&self, head: &mut Parts, payload_hash: &str, now: Timestamp, seconds: u64) -> Result<(), SignError> {
        let time = self.time(now)?;
        let mut uri = head.uri.to_string();
        let names = signed_names(head);
        let credential = format!("{}/{}", self.access_key_id, self.key.scope());
        let (signed_headers, seconds) = (names.join(";"), seconds.to_string());
        let mut pairs = vec![
            ("Algorithm", ALGORITHM),
            ("Credential", &credential),
            ("Date", &time),
            ("Expires", &seconds),
            ("SignedHeaders", &signed_headers),
        ];
        pairs.extend(self.session_token.map(|token| ("Security-Token", token)));
        let mut separator = if uri.contains('?') { "&" } else { "?" };
        for (name, value) in pairs {
            uri.extend([separator, "X-Amz-", name, "="]);
            push_encoded(&mut uri, value);
            separator = "&";
        }
        let query = uri.split_once('?').map_or("", |(_, query)| query);
        let canonical = crate::canonical::canonical(head, query, &names, payload_hash);
        uri.push_str("&X-Amz-Signature=");
        self.push_signature(&mut uri, &time, &canonical);
        head.uri = Uri::try_from(uri)?;
        Ok(())
    }

    /// The time as a signature has it.
    fn time(&self, now: Timestamp) -> Result<String, SignError> {
        let time = basic_format(now);
        if self.key.scope().starts_with(&time[..8]) {
            return Ok(time);
        }
        Err(SignError::OtherDay)
    }

    fn push_signature(&self, out: &mut String, time: &str, canonical: &str) {
        let to_sign = self.key.string_to_sign(time, canonical);
        push_hex(out, &self.key.mac(&to_sign).finalize().into_bytes());
    }
}

impl fmt::Debug for Signer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("access_key_id", &self.access_key_id)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// A request that cannot be signed.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignError {
    /// The session token or the access key id cannot stand in a header.
    Header(InvalidHeaderValue),
    /// The signed URI is no URI.
    Uri(InvalidUri),
    /// The key is for another day than that of the signature.
    OtherDay,
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header(_) => "the access key id or the session token holds a character that no header may hold",
            Self::Uri(_) => "the signed URI is no valid URI",
            Self::OtherDay => "the signing key was derived for another day",
        })
    }
}

impl Error for SignError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Header(error) => Some(error),
            Self::Uri(error) => Some(error),
            Self::OtherDay => None,
        }
    }
}

impl From<InvalidHeaderValue> for SignError {
    fn from(error: InvalidHeaderValue) -> Self {
        Self::Header(error)
    }
}

impl From<InvalidUri> for SignError {
    fn from(error: InvalidUri) -> Self {
        Self::Uri(error)
    }
}
