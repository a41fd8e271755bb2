//! Signing with a client's credentials.

use crate::{
    core::Inner,
    credentials::{Signing, Unsigned},
    errors::Failure,
};
use http::request;
use shapewright_schema::Timestamp;
use shapewright_sigv4::Scope;

/// The keys of a client, for its service in this region.
pub(crate) fn signing<'a>(core: &'a Inner, region: &'a str) -> Signing<'a> {
    let service = core.service.signing_name;
    Signing {
        keys: &core.keys,
        scope: Scope { region, service },
    }
}

/// Signs the head of a request whose body has this hash, unless nobody has to sign it. Also gives the time that it was
/// signed with.
pub(super) async fn sign(
    core: &Inner,
    region: &str,
    head: &mut request::Parts,
    hash: &str,
) -> (Timestamp, Result<(), Failure>) {
    if head.extensions.get::<Unsigned>().is_some() {
        return (core.policy.clock.now(), Ok(()));
    }
    let unsigned = "the request could not be signed";
    let credentials = core.credentials.credentials().await;
    let now = core.policy.clock.now();
    let signed = credentials
        .map_err(|error| Failure::construction(unsigned, error))
        .and_then(|credentials| {
            let signed = signing(core, region).sign(head, hash, &credentials, now);
            signed.map_err(|error| Failure::construction(unsigned, error))
        });
    (now, signed)
}
