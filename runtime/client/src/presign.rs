//! Requests signed in their query, for others to send: Signature Version 4, as `SigV4QueryAuth` of botocore has it.
//!
//! A body stays a body, and the signature covers it. (boto3 moves the members of a JSON body into the query, where no
//! service looks for them.) The known answers in the tests are botocore's.

use crate::{
    attempt::{INVOCATION_ID, address, failed},
    call::{Prepared, begin},
    client::Core,
    credentials::Credentials,
    encoding::push_percent,
    failure::{ConstructionError, Failure},
    overrides::Overrides,
    sign::{ALGORITHM, Scope, basic_format, canonical_request, credential, push_signature, signed_names},
};
use bytes::Bytes;
use http::{
    HeaderMap, Method, Request, Uri,
    header::{HOST, USER_AGENT},
};
use shapewright_schema::{Operation, Structure, Timestamp};
use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

/// The longest that a signature holds: seven days.
const LONGEST: u64 = 7 * 24 * 60 * 60;

/// A request that anyone can send until it expires, without credentials. Whoever has it can send it, so its URI is a
/// secret; `Debug` shows no query.
#[derive(Clone)]
pub struct PresignedRequest {
    /// The method.
    pub method: Method,
    /// The URI, with the signature in its query.
    pub uri: Uri,
    /// The headers that must be sent as they are here, besides `Host`. For most requests without a body there are none.
    pub headers: HeaderMap,
    /// The body that must be sent as it is here. Most operations of REST protocols that only read have none.
    pub body: Bytes,
}

impl fmt::Debug for PresignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedRequest")
            .field("method", &self.method)
            .field("host", &self.uri.host())
            .field("path", &self.uri.path())
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

type Signing = Pin<Box<dyn Future<Output = Result<PresignedRequest, Failure>> + Send>>;

/// A request being signed: a future of the [`PresignedRequest`]. It waits for nothing but credentials.
#[must_use = "nothing is signed until it is awaited"]
pub struct Presigning {
    /// Until it is polled for the first time.
    prepared: Option<Box<Prepared>>,
    expires_in: Duration,
    signing: Option<Signing>,
}

impl Presigning {
    /// The same request, for an endpoint or region or with headers of its own. The other overrides are for sending.
    pub fn with(mut self, overrides: Overrides) -> Self {
        if let Some(prepared) = &mut self.prepared {
            prepared.overrides = overrides;
        }
        self
    }
}

impl Future for Presigning {
    type Output = Result<PresignedRequest, ConstructionError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(prepared) = self.prepared.take() {
            self.signing = Some(Box::pin(signed(prepared, self.expires_in)));
        }
        let Some(signing) = &mut self.signing else {
            unreachable!("it is prepared until it is signed");
        };
        signing.as_mut().poll(context).map_err(|failure| match failure {
            Failure::Construction(error) => error,
            other => ConstructionError::new("the request could not be presigned", other.to_string()),
        })
    }
}

impl fmt::Debug for Presigning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Presigning")
    }
}

impl Core {
    /// Writes a request and signs it for others to send within `expires_in`: whole seconds, one to seven days' worth.
    /// Temporary credentials can end it sooner.
    pub fn presign(
        &self,
        operation: &'static Operation,
        input: &mut dyn Structure,
        expires_in: Duration,
    ) -> Presigning {
        Presigning {
            prepared: Some(begin(&self.0, operation, input)),
            expires_in,
            signing: None,
        }
    }
}

fn seconds(expires_in: Duration) -> Result<u64, Failure> {
    let seconds = expires_in.as_secs();
    if expires_in.subsec_nanos() == 0 && (1..=LONGEST).contains(&seconds) {
        return Ok(seconds);
    }
    let why = format!("it can expire in 1 to {LONGEST} seconds (7 days), in whole ones, not in {expires_in:?}");
    Err(failed("the request could not be presigned", why))
}

async fn signed(prepared: Box<Prepared>, expires_in: Duration) -> Result<PresignedRequest, Failure> {
    let Prepared {
        core,
        written,
        overrides,
        ..
    } = *prepared;
    let (request, prefix) = written?;
    let seconds = seconds(expires_in)?;
    let (request, region) = address(&core, request, prefix.as_deref(), &overrides)?;
    let unsigned = |error| failed("the request could not be signed", error);
    let credentials = core.credentials.credentials().await.map_err(unsigned)?;
    let service = core.service.signing_name;
    let now = core.policy.clock.now();
    presigned(request, &credentials, Scope { region, service }, seconds, now)
        .map_err(|error| failed("the request has no valid URI", error))
}

/// Signs a request that has its `Host` header already.
fn presigned(
    mut request: Request<Bytes>,
    credentials: &Credentials,
    scope: Scope<'_>,
    seconds: u64,
    now: Timestamp,
) -> Result<PresignedRequest, http::uri::InvalidUri> {
    // They are about one sending.
    request.headers_mut().remove(USER_AGENT);
    request.headers_mut().remove(INVOCATION_ID);
    let time = basic_format(now);
    let mut uri = request.uri().to_string();
    let signed_headers = signed_names(&request).join(";");
    let (credential, seconds) = (credential(credentials, scope, &time[..8]), seconds.to_string());
    let mut pairs = vec![
        ("Algorithm", ALGORITHM),
        ("Credential", &credential),
        ("Date", &time),
        ("Expires", &seconds),
        ("SignedHeaders", &signed_headers),
    ];
    pairs.extend(credentials.session_token().map(|token| ("Security-Token", token)));
    let mut separator = if uri.contains('?') { '&' } else { '?' };
    for (name, value) in pairs {
        uri.push(separator);
        uri.push_str("X-Amz-");
        uri.push_str(name);
        uri.push('=');
        value.bytes().for_each(|byte| push_percent(&mut uri, byte));
        separator = '&';
    }
    *request.uri_mut() = Uri::try_from(&uri)?;
    let (canonical, _) = canonical_request(&request);
    uri.push_str("&X-Amz-Signature=");
    push_signature(&mut uri, credentials, scope, &time, &canonical);

    let (mut parts, body) = request.into_parts();
    parts.headers.remove(HOST);
    Ok(PresignedRequest {
        method: parts.method,
        uri: Uri::try_from(uri)?,
        headers: parts.headers,
        body,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Case {
        request: http::request::Builder,
        body: &'static str,
        service: &'static str,
        region: &'static str,
        token: Option<&'static str>,
        seconds: u64,
        query: &'static str,
    }

    /// The answers are those of botocore 1.43.11 with its clock at 2026-01-31T12:34:56Z: the first two of
    /// `generate_presigned_url`, the others of `botocore.auth.SigV4QueryAuth` kept from moving the body into the query.
    fn known_answers() -> Vec<Case> {
        let request = |method, uri| Request::builder().method(method).uri(uri);
        let members =
            "https://macie2.eu-west-1.amazonaws.com/members?maxResults=5&nextToken=a%20b%2Fc&onlyAssociated=false";
        vec![
            Case {
                request: request("GET", members),
                body: "",
                service: "macie2",
                region: "eu-west-1",
                token: None,
                seconds: 3600,
                query: "maxResults=5&nextToken=a%20b%2Fc&onlyAssociated=false&X-Amz-Algorithm=AWS4-HMAC-SHA256\
                        &X-Amz-Credential=AKIDEXAMPLE%2F20260131%2Feu-west-1%2Fmacie2%2Faws4_request\
                        &X-Amz-Date=20260131T123456Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host\
                        &X-Amz-Signature=f4941400333c31b380771a2531812f1d7ef8b28980cff43756ae993785fe8358",
            },
            Case {
                request: request("GET", members),
                body: "",
                service: "macie2",
                region: "eu-west-1",
                token: Some("IQoJb3JpZ2luX2VjE+/="),
                seconds: LONGEST,
                query: "maxResults=5&nextToken=a%20b%2Fc&onlyAssociated=false&X-Amz-Algorithm=AWS4-HMAC-SHA256\
                        &X-Amz-Credential=AKIDEXAMPLE%2F20260131%2Feu-west-1%2Fmacie2%2Faws4_request\
                        &X-Amz-Date=20260131T123456Z&X-Amz-Expires=604800&X-Amz-SignedHeaders=host\
                        &X-Amz-Security-Token=IQoJb3JpZ2luX2VjE%2B%2F%3D\
                        &X-Amz-Signature=4b28227441215222060ae440f17b67fa812e1c413fbdfd931ed472a9a109a76a",
            },
            Case {
                request: request("POST", "https://workmail.us-east-1.amazonaws.com/")
                    .header("Content-Type", "application/x-amz-json-1.1")
                    .header("X-Amz-Target", "WorkMailService.ListUsers")
                    .header("User-Agent", "not signed"),
                body: r#"{"OrganizationId":"m-0123"}"#,
                service: "workmail",
                region: "us-east-1",
                token: None,
                seconds: 900,
                query: "X-Amz-Algorithm=AWS4-HMAC-SHA256\
                        &X-Amz-Credential=AKIDEXAMPLE%2F20260131%2Fus-east-1%2Fworkmail%2Faws4_request\
                        &X-Amz-Date=20260131T123456Z&X-Amz-Expires=900\
                        &X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-target\
                        &X-Amz-Signature=49506f6f6f1eebeb2a94a5b1741f01a3856103469e8af1bb07a75fb1abefe66d",
            },
            // A label with colons and a slash in it, and a port.
            Case {
                request: request(
                    "PUT",
                    "http://127.0.0.1:4566/v2/email/reputation/entities/RESOURCE/\
                     arn%3Aaws%3Ases%3Aus-east-1%3A123456789012%3Aidentity%2Fexample.com/customer-managed-status",
                )
                .header("Content-Type", "application/json"),
                body: r#"{"SendingStatus":"ENABLED"}"#,
                service: "ses",
                region: "us-east-1",
                token: None,
                seconds: 60,
                query: "X-Amz-Algorithm=AWS4-HMAC-SHA256\
                        &X-Amz-Credential=AKIDEXAMPLE%2F20260131%2Fus-east-1%2Fses%2Faws4_request\
                        &X-Amz-Date=20260131T123456Z&X-Amz-Expires=60&X-Amz-SignedHeaders=content-type%3Bhost\
                        &X-Amz-Signature=360c3683f6f4ef1014abb0e887607c8d4ab72846e674f92398df9ea769fe3929",
            },
        ]
    }

    #[test]
    fn urls_are_those_of_botocore() {
        for case in known_answers() {
            let mut request = case.request.body(Bytes::from(case.body)).unwrap();
            let host = http::HeaderValue::try_from(crate::endpoint::host(request.uri())).unwrap();
            request.headers_mut().insert(HOST, host);
            let path = request.uri().path().to_owned();
            let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
            let credentials = Credentials::new("AKIDEXAMPLE", secret, case.token.map(str::to_owned));
            let scope = Scope {
                region: case.region,
                service: case.service,
            };
            let now = Timestamp::new(1_769_862_896, 0).unwrap();
            let presigned = presigned(request, &credentials, scope, case.seconds, now).unwrap();
            assert_eq!(presigned.uri.query(), Some(case.query));
            assert_eq!(presigned.uri.path(), path);
            assert_eq!(presigned.body, case.body);
            assert!(!presigned.headers.contains_key(HOST) && !presigned.headers.contains_key(USER_AGENT));
            assert!(!format!("{presigned:?}").contains("X-Amz"));
        }
    }

    #[test]
    fn a_signature_holds_a_second_to_seven_days() {
        for good in [1, LONGEST] {
            assert_eq!(seconds(Duration::from_secs(good)).unwrap(), good);
        }
        for bad in [
            Duration::ZERO,
            Duration::from_millis(1500),
            Duration::from_secs(LONGEST + 1),
        ] {
            let error = seconds(bad).unwrap_err().to_string();
            assert!(
                error.contains("7 days") && error.contains(&format!("{bad:?}")),
                "{error}"
            );
        }
    }
}
