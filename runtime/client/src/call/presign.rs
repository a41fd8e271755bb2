//! Requests signed in their query, for others to send: Signature Version 4, as `SigV4QueryAuth` of botocore has it.
//!
//! A body stays a body, and the signature covers it. (boto3 moves the members of a JSON body into the query, where no
//! service looks for them.)

use crate::{
    attempt::{INVOCATION_ID, Prepared, add_tree_hash, address, prepare, signing},
    core::{Core, Overrides},
    errors::{ConstructionError, Failure},
    transport::MAX_BUFFERED_BODY,
};
use bytes::Bytes;
use http::{
    HeaderMap, Method, Request, Uri,
    header::{HOST, USER_AGENT},
};
use shapewright_schema::OperationShape;
use shapewright_sigv4::SignError;
use shapewright_stream::Carried;
use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

/// The longest that a signature holds: seven days.
const MAX_SECONDS: u64 = 7 * 24 * 60 * 60;

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

type Signature = Pin<Box<dyn Future<Output = Result<PresignedRequest, Failure>> + Send>>;

/// A request being signed: a future of the [`PresignedRequest`]. It waits for nothing but credentials.
#[must_use = "nothing is signed until it is awaited"]
pub struct Presigning {
    /// Until it is polled for the first time.
    prepared: Option<Box<Prepared>>,
    expires_in: Duration,
    signing: Option<Signature>,
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
    pub fn presign<O: OperationShape>(&self, mut input: O::Input, expires_in: Duration) -> Presigning {
        Presigning {
            prepared: Some(prepare(&self.0, O::OPERATION, &mut input)),
            expires_in,
            signing: None,
        }
    }
}

fn seconds(expires_in: Duration) -> Result<u64, Failure> {
    let seconds = expires_in.as_secs();
    if expires_in.subsec_nanos() == 0 && (1..=MAX_SECONDS).contains(&seconds) {
        return Ok(seconds);
    }
    let why = format!("it can expire in 1 to {MAX_SECONDS} seconds (7 days), in whole ones, not in {expires_in:?}");
    Err(Failure::construction("the request could not be presigned", why))
}

async fn signed(prepared: Box<Prepared>, expires_in: Duration) -> Result<PresignedRequest, Failure> {
    let Prepared {
        core,
        operation,
        written,
        overrides,
    } = *prepared;
    let mut written = written?;
    let unread = |error| Failure::construction("the body of the request could not be read", error);
    if let Some(stream) = Carried::take(written.request.extensions()).map_err(unread)? {
        *written.request.body_mut() = stream.collect_within(MAX_BUFFERED_BODY).await.map_err(unread)?;
        add_tree_hash(operation, &mut written.request)?;
    }
    let seconds = seconds(expires_in)?;
    let (request, region) = address(&core, operation, written, &overrides)?;
    let unsigned = |error| Failure::construction("the request could not be signed", error);
    if operation.request.anonymous {
        return presigned(request, Ok).map_err(unsigned);
    }
    let region = region.as_deref().unwrap_or(&core.region);
    let credentials = core.credentials.credentials().await;
    let credentials = credentials.map_err(|error| Failure::construction("the request could not be signed", error))?;
    let now = core.policy.clock.now();
    let sign = |request| signing(&core, region).presign(request, &credentials, now, seconds);
    presigned(request, sign).map_err(unsigned)
}

/// Takes off what is about one sending, and signs the rest.
fn presigned(
    mut request: Request<Bytes>,
    sign: impl FnOnce(Request<Bytes>) -> Result<Request<Bytes>, SignError>,
) -> Result<PresignedRequest, SignError> {
    request.headers_mut().remove(USER_AGENT);
    request.headers_mut().remove(INVOCATION_ID);
    let (mut head, body) = sign(request)?.into_parts();
    head.headers.remove(HOST);
    Ok(PresignedRequest {
        method: head.method,
        uri: head.uri,
        headers: head.headers,
        body,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::{Credentials, Signing};
    use shapewright_schema::Timestamp;
    use shapewright_sigv4::{Scope, SigningKeys};

    #[test]
    fn what_is_about_one_sending_is_not_signed() {
        let request = Request::post("https://sample.example/things?a=b")
            .header(HOST, "sample.example")
            .header(USER_AGENT, "any")
            .header(INVOCATION_ID, "id")
            .header("X-Kept", "kept")
            .body(Bytes::from("body"))
            .unwrap();
        let scope = Scope {
            region: "eu-west-1",
            service: "sample",
        };
        let signing = Signing {
            keys: &SigningKeys::default(),
            scope,
        };
        let now = Timestamp::new(1_769_862_896, 0).unwrap();
        let credentials = Credentials::new("AKID", "secret", None);
        let presigned = presigned(request, |request| signing.presign(request, &credentials, now, 60)).unwrap();
        let query = presigned.uri.query().unwrap();
        assert!(
            query.starts_with("a=b&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20260131"),
            "{query}"
        );
        assert!(
            query.contains("&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-kept&X-Amz-Signature="),
            "{query}"
        );
        assert_eq!((presigned.headers.len(), &*presigned.body), (1, b"body".as_slice()));
        assert!(presigned.headers.contains_key("x-kept"));
        assert!(!format!("{presigned:?}").contains("X-Amz"));
    }

    #[test]
    fn a_signature_holds_a_second_to_seven_days() {
        for good in [1, MAX_SECONDS] {
            assert_eq!(seconds(Duration::from_secs(good)).unwrap(), good);
        }
        for bad in [
            Duration::ZERO,
            Duration::from_millis(1500),
            Duration::from_secs(MAX_SECONDS + 1),
        ] {
            let error = seconds(bad).unwrap_err().to_string();
            assert!(
                error.contains("7 days") && error.contains(&format!("{bad:?}")),
                "{error}"
            );
        }
    }
}
