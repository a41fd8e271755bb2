//! Why a signature is refused.

use std::{error::Error, fmt};

/// Why a signature is refused. `Display` is the message that AWS gives with the code.
///
/// | | awsJson and restJson | query protocols | |
/// |---|---|---|---|
/// | `Missing` | `MissingAuthenticationTokenException` | `MissingAuthenticationToken` | 403 |
/// | `Incomplete` | `IncompleteSignatureException` | `IncompleteSignature` | 400 |
/// | `UnknownKey` | `UnrecognizedClientException` | `InvalidClientTokenId` | 403 |
/// | all others | `InvalidSignatureException` | `SignatureDoesNotMatch` | 403 |
///
/// Services of awsJson return 400 for all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The request is not signed.
    Missing,
    /// It is signed both in the header and in the query.
    Both,
    /// Parts of the signature are missing or have not the form that they must have.
    Incomplete {
        /// The parts, for instance `SignedHeaders` or `X-Amz-Date`.
        parts: Vec<&'static str>,
        /// What is wrong with them.
        message: String,
    },
    /// The header `Host` is not signed.
    HostNotSigned,
    /// It was signed too long ago, or the presigned URL has expired.
    Expired(String),
    /// It was signed in the future.
    NotYetCurrent(String),
    /// The credential is for another date, region or service. The text says which.
    Scope(String),
    /// There is no such key, or the session token is not its own.
    UnknownKey,
    /// The key makes another signature.
    Mismatch {
        /// The canonical request of what came.
        canonical_request: String,
        /// The text that should have been signed.
        string_to_sign: String,
    },
}

impl VerifyError {
    pub(crate) fn incomplete(part: &'static str, message: String) -> Self {
        Self::Incomplete {
            parts: vec![part],
            message,
        }
    }

    /// The error code of services with the protocols awsJson and restJson.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "MissingAuthenticationTokenException",
            Self::Incomplete { .. } => "IncompleteSignatureException",
            Self::UnknownKey => "UnrecognizedClientException",
            _ => "InvalidSignatureException",
        }
    }

    /// The error code of services with the query protocols.
    pub fn query_code(&self) -> &'static str {
        match self {
            Self::Missing => "MissingAuthenticationToken",
            Self::Incomplete { .. } => "IncompleteSignature",
            Self::UnknownKey => "InvalidClientTokenId",
            _ => "SignatureDoesNotMatch",
        }
    }

    /// The HTTP status that AWS documents. Services of awsJson return 400 for all of them.
    pub fn status(&self) -> u16 {
        match self {
            Self::Incomplete { .. } => 400,
            _ => 403,
        }
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("Request is missing Authentication Token"),
            Self::Both => {
                f.write_str("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.")
            }
            Self::HostNotSigned => f.write_str("'Host' must be a 'SignedHeader' in the AWS Authorization."),
            Self::Incomplete { message, .. }
            | Self::Expired(message)
            | Self::NotYetCurrent(message)
            | Self::Scope(message) => f.write_str(message),
            Self::UnknownKey => f.write_str("The security token included in the request is invalid."),
            Self::Mismatch {
                canonical_request,
                string_to_sign,
            } => write!(
                f,
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret \
                 Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String \
                 for this request should have been\n'{canonical_request}'\n\nThe String-to-Sign should have been\n\
                 '{string_to_sign}'\n"
            ),
        }
    }
}

impl Error for VerifyError {}
