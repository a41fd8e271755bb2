//! Credentials of `reqsign` as this crate's.

use crate::credentials::provider::Credentials;
use reqsign_aws_core::Credential;
use shapewright_schema::Timestamp;

pub(super) fn convert(credential: Credential) -> Credentials {
    let credentials = Credentials::new(
        credential.access_key_id,
        credential.secret_access_key,
        credential.session_token,
    );
    let expires = credential
        .expires_in
        .and_then(|time| Timestamp::new(time.as_second(), 0).ok());
    match expires {
        Some(time) => credentials.expiring(time),
        None => credentials,
    }
}
