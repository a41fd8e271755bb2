//! Verifying: is the signature the one that the key makes, and does it hold here and now?
//!
//! The order of the checks and the words of the messages are those of AWS's services with JSON protocols.

use crate::{
    UNSIGNED_PAYLOAD,
    canonical::{canonical, content_hash},
    claim::{Claim, scope_errors},
    error::VerifyError,
    key::SigningKey,
    text::{basic_format, signature_bytes},
};
use hmac::Mac;
use http::request::Parts;
use shapewright_schema::Timestamp;
use std::sync::Arc;

/// How many seconds a signature in a header is accepted for.
const PAST: u64 = 15 * 60;
/// How many seconds ahead of the service's clock the client's may be.
const AHEAD: i64 = 5 * 60;

/// What a signature must be good for.
#[derive(Debug, Clone, Copy)]
pub struct Expect<'a> {
    /// The time that it must hold at: signed within the last 15 minutes, or for as long as a presigned URL says, and not
    /// more than 5 minutes ahead.
    pub now: Timestamp,
    /// The region; `None` where any will do.
    pub region: Option<&'a str>,
    /// The service's signing name; `None` where any will do.
    pub service: Option<&'a str>,
}

/// Verifies the signature of a request whose body has this hash, and gives what it says, now proven. `key` gives the key of
/// the claim's [`access_key_id`](Claim::access_key_id), or `None` where there is none or its session token is another.
/// Signatures are compared in constant time.
///
/// A header `X-Amz-Content-Sha256` must hold the same hash or `UNSIGNED-PAYLOAD`.
///
/// # Errors
/// The first [`VerifyError`], in their order.
pub fn verify<'a>(
    head: &'a Parts,
    payload_hash: &str,
    expect: &Expect<'_>,
    key: impl FnOnce(&Claim<'a>) -> Option<Arc<SigningKey>>,
) -> Result<Claim<'a>, VerifyError> {
    let claim = Claim::of(head)?;
    check_time(&claim, expect.now)?;
    let wrong = scope_errors(&claim, expect.region, expect.service);
    if !wrong.is_empty() {
        return Err(VerifyError::Scope(wrong.join(" ")));
    }
    let key = key(&claim).ok_or(VerifyError::UnknownKey)?;
    check_signature(&claim, head, payload_hash, &key)?;
    Ok(claim)
}

fn check_time(claim: &Claim<'_>, now: Timestamp) -> Result<(), VerifyError> {
    let (signed, now_seconds) = (claim.time().epoch_seconds(), now.epoch_seconds());
    let shown = |seconds| Timestamp::new(seconds, 0).map_or_else(|_| seconds.to_string(), basic_format);
    let window = claim.expires().unwrap_or(PAST);
    let earliest = now_seconds.saturating_sub_unsigned(window);
    if signed < earliest {
        let (signed, earliest, now) = (shown(signed), shown(earliest), shown(now_seconds));
        let window = if window.is_multiple_of(60) {
            format!("{} min.", window / 60)
        } else {
            format!("{window} sec.")
        };
        let message = format!("Signature expired: {signed} is now earlier than {earliest} ({now} - {window})");
        return Err(VerifyError::Expired(message));
    }
    let latest = now_seconds.saturating_add(AHEAD);
    if signed > latest {
        let (signed, latest, now) = (shown(signed), shown(latest), shown(now_seconds));
        let message = format!("Signature not yet current: {signed} is still later than {latest} ({now} + 5 min.)");
        return Err(VerifyError::NotYetCurrent(message));
    }
    Ok(())
}

fn check_signature(claim: &Claim<'_>, head: &Parts, payload_hash: &str, key: &SigningKey) -> Result<(), VerifyError> {
    let names: Vec<&str> = claim.signed_headers.split(';').collect();
    let query = head.uri.query().unwrap_or_default();
    let unsigned: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with("X-Amz-Signature="))
        .collect();
    let query = if claim.is_presigned() {
        unsigned.join("&")
    } else {
        query.to_owned()
    };
    let canonical = canonical(head, &query, &names, payload_hash);
    let string_to_sign = key.string_to_sign(&basic_format(claim.time()), &canonical);
    let body = content_hash(head).is_none_or(|hash| hash == payload_hash || hash == UNSIGNED_PAYLOAD);
    let given = signature_bytes(&claim.signature).filter(|_| body);
    if given.is_some_and(|given| key.mac(&string_to_sign).verify_slice(&given).is_ok()) {
        return Ok(());
    }
    Err(VerifyError::Mismatch {
        canonical_request: canonical,
        string_to_sign,
    })
}
