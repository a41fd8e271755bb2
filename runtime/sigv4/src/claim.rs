//! What a request says about its signature, taken from the `Authorization` header or from the query.

use crate::{
    ALGORITHM,
    error::VerifyError,
    key::{Scope, TERMINATOR},
    sign::{DATE, TOKEN},
    text::{basic_format, parse_basic},
};
use http::{
    HeaderName, HeaderValue,
    header::{self, AUTHORIZATION},
    request::Parts,
};
use percent_encoding::percent_decode_str;
use shapewright_schema::Timestamp;
use std::{borrow::Cow, fmt};

/// The longest that a presigned URL holds: seven days.
const LONGEST: u64 = 7 * 24 * 60 * 60;

/// What a request says about its signature. Nothing of it is proven before [`verify`](crate::verify) has said so.
/// `Debug` shows neither signature nor session token.
#[derive(Clone)]
pub struct Claim<'a> {
    /// Five parts with slashes between them: key id, date, region, service, `aws4_request`.
    credential: Cow<'a, str>,
    pub(crate) signed_headers: Cow<'a, str>,
    pub(crate) signature: Cow<'a, str>,
    session_token: Option<Cow<'a, str>>,
    time: Timestamp,
    expires: Option<u64>,
    presigned: bool,
}

impl<'a> Claim<'a> {
    /// Takes the claim from a request.
    ///
    /// # Errors
    /// [`VerifyError::Missing`], [`VerifyError::Both`], [`VerifyError::Incomplete`] and
    /// [`VerifyError::HostNotSigned`].
    pub fn of(head: &'a Parts) -> Result<Self, VerifyError> {
        let header = head.headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
        let header = header.and_then(|value| std::str::from_utf8(value).ok()).map(str::trim);
        let header = header.filter(|value| value.starts_with("AWS4-"));
        let query = head.uri.query().unwrap_or_default();
        let found = match (header, parameter(query, "X-Amz-Algorithm")) {
            (None, None) => return Err(VerifyError::Missing),
            (Some(_), Some(_)) => return Err(VerifyError::Both),
            (Some(header), None) => Found::in_header(head, header)?,
            (None, Some(algorithm)) => Found::in_query(query, algorithm)?,
        };
        found.claim()
    }

    /// The id of the key that the request is signed with.
    pub fn access_key_id(&self) -> &str {
        self.part(0)
    }

    /// The day of the signature: `20150830`.
    pub fn date(&self) -> &str {
        self.part(1)
    }

    /// The region that the request is signed for.
    pub fn region(&self) -> &str {
        self.part(2)
    }

    /// The signing name of the service that the request is signed for.
    pub fn service(&self) -> &str {
        self.part(3)
    }

    /// What the signature is good for.
    pub fn scope(&self) -> Scope<'_> {
        Scope {
            region: self.region(),
            service: self.service(),
        }
    }

    /// `aws4_request`, if the request is right.
    pub(crate) fn terminator(&self) -> &str {
        self.part(4)
    }

    /// The token of temporary credentials. Whether it belongs to the key is for the one to say who knows the keys.
    pub fn session_token(&self) -> Option<&str> {
        self.session_token.as_deref()
    }

    /// When the request was signed.
    pub fn time(&self) -> Timestamp {
        self.time
    }

    /// For how many seconds a presigned URL holds.
    pub fn expires(&self) -> Option<u64> {
        self.expires
    }

    /// Whether the signature is in the query.
    pub fn is_presigned(&self) -> bool {
        self.presigned
    }

    fn part(&self, index: usize) -> &str {
        self.credential.split('/').nth(index).unwrap_or_default()
    }
}

impl fmt::Debug for Claim<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim")
            .field("credential", &self.credential)
            .field("time", &basic_format(self.time))
            .field("expires", &self.expires)
            .field("signed_headers", &self.signed_headers)
            .finish_non_exhaustive()
    }
}

/// The parts as they stand in the request, none of them missing.
struct Found<'a> {
    algorithm: Cow<'a, str>,
    credential: Cow<'a, str>,
    signed_headers: Cow<'a, str>,
    signature: Cow<'a, str>,
    date: Cow<'a, str>,
    session_token: Option<Cow<'a, str>>,
    expires: Option<Cow<'a, str>>,
    presigned: bool,
}

impl<'a> Found<'a> {
    fn in_header(head: &'a Parts, header: &'a str) -> Result<Self, VerifyError> {
        let text = |name: HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok());
        let (algorithm, rest) = header.split_once(' ').unwrap_or((header, ""));
        let mut pairs = Vec::new();
        for pair in rest.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let Some(pair) = pair.split_once('=') else {
                let message = format!(
                    "'{pair}' not a valid key=value pair (missing equal-sign) in Authorization header: '{header}'."
                );
                return Err(VerifyError::incomplete("Authorization", message));
            };
            pairs.push(pair);
        }
        let part = |name| {
            pairs
                .iter()
                .find(|pair| pair.0 == name)
                .map(|pair| pair.1)
                .filter(|part| !part.is_empty())
        };
        let date = text(DATE).or_else(|| text(header::DATE));
        let parts = [
            ("Credential", part("Credential")),
            ("Signature", part("Signature")),
            ("SignedHeaders", part("SignedHeaders")),
            ("X-Amz-Date", date),
        ];
        let [Some(credential), Some(signature), Some(signed_headers), Some(date)] = parts.map(|part| part.1) else {
            let missing: Vec<_> = parts
                .iter()
                .filter(|part| part.1.is_none())
                .map(|part| part.0)
                .collect();
            let mut message = String::new();
            for name in &missing {
                message.push_str(&match *name {
                    "X-Amz-Date" => {
                        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                            .to_owned()
                    }
                    name => format!("Authorization header requires '{name}' parameter. "),
                });
            }
            message.push_str(&format!("Authorization={header}"));
            return Err(VerifyError::Incomplete {
                parts: missing,
                message,
            });
        };
        Ok(Self {
            algorithm: algorithm.into(),
            credential: credential.into(),
            signed_headers: signed_headers.into(),
            signature: signature.into(),
            date: date.into(),
            session_token: text(TOKEN).map(Cow::Borrowed),
            expires: None,
            presigned: false,
        })
    }

    fn in_query(query: &'a str, algorithm: Cow<'a, str>) -> Result<Self, VerifyError> {
        let names = [
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-SignedHeaders",
            "X-Amz-Signature",
        ];
        let parts = names.map(|name| parameter(query, name).filter(|part| !part.is_empty()));
        let missing: Vec<_> = names
            .into_iter()
            .zip(&parts)
            .filter(|(_, part)| part.is_none())
            .map(|(name, _)| name)
            .collect();
        let [Some(credential), Some(date), Some(signed_headers), Some(signature)] = parts else {
            let mut message = String::new();
            for name in &missing {
                message.push_str(&format!("AWS query-string parameters must include '{name}'. "));
            }
            message.push_str("Re-examine the query-string parameters.");
            return Err(VerifyError::Incomplete {
                parts: missing,
                message,
            });
        };
        Ok(Self {
            algorithm,
            credential,
            signed_headers,
            signature,
            date,
            session_token: parameter(query, "X-Amz-Security-Token"),
            expires: parameter(query, "X-Amz-Expires"),
            presigned: true,
        })
    }

    /// The claim, once each part has the form that it must have.
    fn claim(self) -> Result<Claim<'a>, VerifyError> {
        let time = parse_basic(&self.date)
            .or_else(|| Timestamp::parse_http_date(&self.date).ok())
            .ok_or_else(|| {
                let message = format!(
                    "Date must be in ISO-8601 'basic format'. Got '{}'. See http://en.wikipedia.org/wiki/ISO_8601",
                    self.date
                );
                VerifyError::incomplete("X-Amz-Date", message)
            })?;
        let expires = self.expires.as_deref().map(seconds).transpose()?;
        if !self
            .signed_headers
            .split(';')
            .any(|name| name.eq_ignore_ascii_case("host"))
        {
            return Err(VerifyError::HostNotSigned);
        }
        if self.algorithm != ALGORITHM {
            let message = format!(
                "Unsupported AWS 'algorithm': '{}' (only {ALGORITHM} for now). ",
                self.algorithm
            );
            return Err(VerifyError::incomplete("Algorithm", message));
        }
        if self.credential.split('/').count() != 5 {
            let message = format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{}'",
                self.credential
            );
            return Err(VerifyError::incomplete("Credential", message));
        }
        Ok(Claim {
            credential: self.credential,
            signed_headers: self.signed_headers,
            signature: self.signature,
            session_token: self.session_token,
            time,
            expires,
            presigned: self.presigned,
        })
    }
}

/// How long a presigned URL says that it holds.
fn seconds(text: &str) -> Result<u64, VerifyError> {
    text.parse()
        .ok()
        .filter(|seconds| (1..=LONGEST).contains(seconds))
        .ok_or_else(|| {
            let message =
                format!("X-Amz-Expires must be a number of seconds from 1 to {LONGEST} (a week). Got '{text}'");
            VerifyError::incomplete("X-Amz-Expires", message)
        })
}

/// A parameter of a query, decoded.
fn parameter<'a>(query: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|pair| pair.0 == name)?;
    Some(percent_decode_str(value).decode_utf8_lossy())
}

/// What is wrong with the parts of the credential, all of it.
pub(crate) fn scope_errors(claim: &Claim<'_>, region: Option<&str>, service: Option<&str>) -> Vec<String> {
    let mut wrong = Vec::new();
    if claim.region().is_empty() || region.is_some_and(|region| region != claim.region()) {
        wrong.push(format!(
            "Credential should be scoped to a valid region, not '{}'.",
            claim.region()
        ));
    }
    if let Some(service) = service.filter(|service| *service != claim.service()) {
        wrong.push(format!("Credential should be scoped to correct service: '{service}'."));
    }
    if claim.terminator() != TERMINATOR {
        wrong.push(format!(
            "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{}'.",
            claim.terminator()
        ));
    }
    let time = basic_format(claim.time());
    if claim.date() != &time[..8] {
        wrong.push(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{}', \
             from '{time}'.",
            claim.date(),
            &time[..8],
        ));
    }
    wrong
}
