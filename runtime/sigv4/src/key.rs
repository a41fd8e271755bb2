//! Keys derived from a secret, what they are good for, and keeping them.

use crate::{ALGORITHM, text::basic_format};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use shapewright_schema::Timestamp;
use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

pub(crate) const TERMINATOR: &str = "aws4_request";

/// What a signature is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope<'a> {
    /// The region.
    pub region: &'a str,
    /// The service's signing name.
    pub service: &'a str,
}

impl Scope<'_> {
    /// The day of a time, as a scope has it: `20150830`.
    pub fn date(time: Timestamp) -> String {
        let mut date = basic_format(time);
        date.truncate(8);
        date
    }
}

/// A key that signs for one day, region and service. `Debug` shows only these.
#[derive(Clone)]
pub struct SigningKey {
    /// `20150830/us-east-1/iam/aws4_request`.
    scope: String,
    key: [u8; 32],
}

impl SigningKey {
    /// The key that a secret gives for a day (`20150830`), a region and a service.
    pub fn derive(secret: &str, date: &str, scope: Scope<'_>) -> Self {
        let Scope { region, service } = scope;
        let first = hmac(format!("AWS4{secret}").as_bytes(), date);
        let key = [region, service, TERMINATOR]
            .into_iter()
            .fold(first, |mac, part| hmac(&mac.finalize().into_bytes(), part));
        Self {
            scope: format!("{date}/{region}/{service}/{TERMINATOR}"),
            key: key.finalize().into_bytes().into(),
        }
    }

    /// What it is good for: `20150830/us-east-1/iam/aws4_request`.
    pub fn scope(&self) -> &str {
        &self.scope
    }

    fn is_for(&self, date: &str, scope: Scope<'_>) -> bool {
        self.scope
            .split('/')
            .eq([date, scope.region, scope.service, TERMINATOR])
    }

    /// The text that is signed: the hash of the canonical request, and what the signature is good for.
    pub(crate) fn string_to_sign(&self, time: &str, canonical: &str) -> String {
        let mut text = format!("{ALGORITHM}\n{time}\n{}\n", self.scope);
        crate::text::push_hex(&mut text, &Sha256::digest(canonical));
        text
    }

    pub(crate) fn mac(&self, string_to_sign: &str) -> Hmac<Sha256> {
        hmac(&self.key, string_to_sign)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

fn hmac(key: &[u8], message: &str) -> Hmac<Sha256> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(message.as_bytes());
    mac
}

/// How many keys are kept.
const KEPT: usize = 16;

/// Keeps the 16 keys derived last: deriving one costs more than all the rest of a signature.
#[derive(Default)]
pub struct SigningKeys(Mutex<VecDeque<Held>>);

struct Held {
    secret: String,
    key: Arc<SigningKey>,
}

impl SigningKeys {
    /// The key as [`SigningKey::derive`] gives it.
    pub fn get(&self, secret: &str, date: &str, scope: Scope<'_>) -> Arc<SigningKey> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = held
            .iter()
            .find(|held| held.secret == secret && held.key.is_for(date, scope));
        if let Some(found) = found {
            return Arc::clone(&found.key);
        }
        let key = Arc::new(SigningKey::derive(secret, date, scope));
        held.truncate(KEPT - 1);
        held.push_front(Held {
            secret: secret.to_owned(),
            key: Arc::clone(&key),
        });
        key
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKeys")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCOPE: Scope<'_> = Scope {
        region: "us-east-1",
        service: "iam",
    };

    /// The example of AWS's own documentation of the derivation.
    #[test]
    fn the_documented_key() {
        let key = SigningKey::derive("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20120215", SCOPE);
        let mut hex = String::new();
        crate::text::push_hex(&mut hex, &key.key);
        assert_eq!(hex, "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d");
        assert_eq!(
            format!("{key:?}"),
            "SigningKey { scope: \"20120215/us-east-1/iam/aws4_request\", .. }"
        );
    }

    #[test]
    fn a_kept_key_is_found_by_all_that_it_is_made_of() {
        let keys = SigningKeys::default();
        let first = keys.get("secret", "20260131", SCOPE);
        assert!(Arc::ptr_eq(&first, &keys.get("secret", "20260131", SCOPE)));
        let others = [
            keys.get("other", "20260131", SCOPE),
            keys.get("secret", "20260201", SCOPE),
            keys.get("secret", "20260131", Scope { region: "r", ..SCOPE }),
            keys.get("secret", "20260131", Scope { service: "s", ..SCOPE }),
        ];
        for (index, other) in others.iter().enumerate() {
            assert_ne!(first.key, other.key);
            assert!(others[..index].iter().all(|before| before.key != other.key));
        }
        for day in 0..KEPT {
            keys.get("secret", &day.to_string(), SCOPE);
        }
        let again = keys.get("secret", "20260131", SCOPE);
        assert!(!Arc::ptr_eq(&first, &again) && first.key == again.key);
        assert_eq!(keys.0.lock().unwrap().len(), KEPT);
        assert!(!format!("{keys:?}").contains("secret"));
    }
}
