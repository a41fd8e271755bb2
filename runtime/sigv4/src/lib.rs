//! AWS Signature Version 4 as pure functions over a request's head and the hash of its body: signing in the
//! `Authorization` header, signing in the query of a presigned URL, and verifying both.
//!
//! The digests are RustCrypto's. What is put together here is the canonical request, by the rules for every service but
//! S3: the path is normalized and percent-encoded once more than it is on the wire. The known responses in the tests are
//! botocore's.
//!
//! ```
//! use http::Request;
//! use shapewright_schema::Timestamp;
//! use shapewright_sigv4::{Expect, Scope, Signer, SigningKeys, payload_hash, verify};
//!
//! let now = Timestamp::new(1_769_862_896, 0).unwrap();
//! let keys = SigningKeys::default();
//! let scope = Scope { region: "eu-west-1", service: "sample" };
//! let request = Request::get("https://sample.eu-west-1.amazonaws.com/things").header("Host", "sample.eu-west-1.amazonaws.com");
//! let (mut head, body) = request.body("").unwrap().into_parts();
//!
//! let key = keys.get("secret", &Scope::date(now), scope);
//! let signer = Signer { access_key_id: "AKIDEXAMPLE", session_token: None, key: &key };
//! signer.sign(&mut head, &payload_hash(body), now).unwrap();
//!
//! let expect = Expect { now, region: None, service: Some("sample") };
//! let claim = verify(&head, &payload_hash(body), &expect, |claim| {
//!     (claim.access_key_id() == "AKIDEXAMPLE").then(|| keys.get("secret", claim.date(), claim.scope()))
//! });
//! assert_eq!(claim.unwrap().region(), "eu-west-1");
//! ```

mod canonical;
mod claim;
mod error;
mod key;
mod sign;
mod text;
mod verify;

pub use canonical::{CONTENT_HASH, PayloadHasher, canonical_request, payload_hash, signed_names};
pub use claim::Claim;
pub use error::VerifyError;
pub use key::{Scope, SigningKey, SigningKeys};
pub use sign::{DATE, SignError, Signer, TOKEN};
pub use verify::{Expect, verify};

/// The algorithm's name, as it stands before a signature.
pub const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// What stands in `X-Amz-Content-Sha256` instead of a hash when the body is not signed.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";
