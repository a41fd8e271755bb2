//! From a written request to its answer: signing, sending, and sending again.

use crate::{
    call::{Prepared, Written},
    client::Inner,
    config::ConfigError,
    endpoint::{Endpoint, check_region, host},
    failure::{ConstructionError, Ending, Failure, Timeout, TimeoutKind},
    modelled::Answer,
    observe,
    overrides::Overrides,
    resolve::{EndpointParams, resolve},
    retry::{Cause, Retries, RetryMode, Taken, cause},
    sign::{Signing, Unsigned},
    streams::{self, Streams},
    uuid::random_uuid,
};
use bytes::Bytes;
use http::{
    HeaderName, HeaderValue, Request, Response, Uri,
    header::{AUTHORIZATION, HOST, USER_AGENT},
    request,
};
use shapewright_schema::{Operation, Timestamp};
use shapewright_sigv4::{CONTENT_HASH, DATE, TOKEN, payload_hash};
use shapewright_stream::Carried;
use std::{borrow::Cow, sync::Arc, time::Duration};
use tokio::time::{Instant, timeout, timeout_at};

const AGENT: HeaderValue = HeaderValue::from_static(concat!("shapewright/", env!("CARGO_PKG_VERSION")));
pub(crate) const INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");
const ATTEMPT: HeaderName = HeaderName::from_static("amz-sdk-request");

/// The answer of success, or how the call ended, and after how many attempts.
pub(crate) struct Exchanged {
    pub(crate) result: Result<Response<Bytes>, Ending>,
    pub(crate) attempts: u32,
}

/// Carries a call out.
pub(crate) async fn exchange(prepared: Box<Prepared>) -> Exchanged {
    let Prepared {
        core,
        operation,
        written,
        overrides,
    } = *prepared;
    let addressed = written.and_then(|written| address(&core, operation, written, &overrides));
    let mut progress = Progress::default();
    let result = match addressed {
        Ok((request, region)) => {
            let plan = Plan {
                core,
                operation,
                region,
                overrides,
            };
            #[cfg(feature = "layers")]
            if plan.core.layers.call.is_some() {
                return crate::layers::call(plan, request).await;
            }
            plan.within(request, &mut progress).await
        }
        Err(failure) => Err(Ending::Failed(failure)),
    };
    Exchanged {
        result,
        attempts: progress.attempts,
    }
}

/// The request with its URI and the headers that all attempts have, and the region to sign it for, where that is not the
/// client's.
pub(crate) fn address(
    core: &Inner,
    operation: &'static Operation,
    written: Written,
    overrides: &Overrides,
) -> Result<(Request<Bytes>, Option<String>), Failure> {
    let Written {
        mut request,
        prefix,
        url,
    } = written;
    let endpoint = endpoint(core, operation, url.as_deref(), overrides)
        .map_err(|error| failed("the endpoint of this call is wrong", error))?;
    *request.uri_mut() = endpoint
        .uri(prefix.as_deref(), request.uri())
        .map_err(|error| failed("the request has no valid URI", error))?;
    let host = HeaderValue::from_maybe_shared(Bytes::from(host(request.uri())))
        .map_err(|error| failed("the host is no header value", error))?;
    let invocation = random_uuid()
        .map_err(|error| failed("an id for the call could not be made", error))
        .and_then(|id| HeaderValue::try_from(id).map_err(|error| failed("the call's id is no header value", error)))?;
    let headers = request.headers_mut();
    headers.insert(USER_AGENT, AGENT);
    headers.insert(INVOCATION_ID, invocation);
    for (name, value) in &overrides.headers {
        let wrong = |error| failed(&format!("the header `{name}` of this call cannot be sent"), error);
        let key = HeaderName::try_from(name).map_err(|error| wrong(http::Error::from(error)))?;
        if [HOST, AUTHORIZATION, DATE, TOKEN, CONTENT_HASH].contains(&key) {
            let why = "the client writes it itself, with the signature: leave it out";
            return Err(failed(&format!("the header `{name}` of this call cannot be sent"), why));
        }
        headers.insert(
            key,
            HeaderValue::try_from(value).map_err(|error| wrong(http::Error::from(error)))?,
        );
    }
    headers.insert(HOST, host);
    // Most endpoints leave the region to the client, which then is not copied.
    let region = endpoint.signing_region.as_ref().or(overrides.region.as_ref()).cloned();
    Ok((request, region))
}

/// Where the call goes: to the URL that the caller names for it, else to the one that its input names, else to the client's
/// endpoint. An operation with an endpoint of its own, and a call with a region of its own, have another one, unless the
/// caller named the client's.
fn endpoint<'a>(
    core: &'a Inner,
    operation: &'static Operation,
    named: Option<&str>,
    overrides: &Overrides,
) -> Result<Cow<'a, Endpoint>, ConfigError> {
    let (own, region) = (operation.request.endpoint, &overrides.region);
    if let Some(region) = region {
        check_region(region)?;
    }
    let params = match (&overrides.endpoint_url, named) {
        (Some(url), _) => EndpointParams {
            url: Some(url.clone()),
            region: None,
            ..core.endpoint_params.clone()
        },
        // The service itself has named it, whatever the client asks of endpoints that it makes.
        (None, Some(url)) => return Endpoint::parse(url).map(Cow::Owned),
        _ if core.endpoint_params.url.is_some() || (own.is_none() && region.is_none()) => {
            return Ok(Cow::Borrowed(&core.endpoint));
        }
        _ => EndpointParams {
            region: region.clone().or_else(|| core.endpoint_params.region.clone()),
            ..core.endpoint_params.clone()
        },
    };
    let facts = own.unwrap_or(&core.service.endpoint);
    resolve(core.service, facts, &params).map(|(endpoint, _)| Cow::Owned(endpoint))
}

/// How far a call has come.
#[derive(Default)]
pub(crate) struct Progress {
    pub(crate) attempts: u32,
    /// The last attempt's error, where the call may run out of time.
    last: Option<String>,
}

/// What all attempts of a call have in common.
pub(crate) struct Plan {
    pub(crate) core: Arc<Inner>,
    pub(crate) operation: &'static Operation,
    /// The region to sign for, where it is not the client's.
    region: Option<String>,
    overrides: Overrides,
}

impl Plan {
    /// The region to sign for.
    pub(crate) fn region(&self) -> &str {
        self.region.as_deref().unwrap_or(&self.core.region)
    }

    pub(crate) fn attempt_timeout(&self) -> Option<Duration> {
        self.overrides
            .attempt_timeout
            .unwrap_or(self.core.policy.attempt_timeout)
    }

    fn retries(&self) -> Retries {
        self.overrides.retries.unwrap_or(self.core.policy.retries)
    }

    /// All attempts, within the limit of the call.
    pub(crate) async fn within(
        &self,
        request: Request<Bytes>,
        progress: &mut Progress,
    ) -> Result<Response<Bytes>, Ending> {
        let limit = self.overrides.timeout.unwrap_or(self.core.policy.timeout);
        let deadline = limit.and_then(|limit| Some((Instant::now().checked_add(limit)?, limit)));
        let Some((deadline, limit)) = deadline else {
            return self.attempts(request, None, progress).await;
        };
        match timeout_at(deadline, self.attempts(request, Some(deadline), progress)).await {
            Ok(ended) => ended,
            Err(_) => {
                let late = Timeout::new(TimeoutKind::Call, limit).after(progress.last.as_deref());
                Err(Ending::Failed(Failure::Timeout(late)))
            }
        }
    }

    async fn attempts(
        &self,
        request: Request<Bytes>,
        deadline: Option<Instant>,
        progress: &mut Progress,
    ) -> Result<Response<Bytes>, Ending> {
        let policy = &self.core.policy;
        let retries = self.retries();
        let adaptive = retries.mode() == RetryMode::Adaptive;
        let mut taken: Option<Taken> = None;
        let mut corrected = false;
        loop {
            if adaptive {
                policy.retrier.hold_back().await;
            }
            let last = progress.attempts + 1 >= retries.max_attempts();
            let (signed, result) = self.attempt(&request, progress).await;
            observe::attempt(progress.attempts, &result);
            let why = match &result {
                Ok(_) => None,
                Err(ending) => cause(self.operation, ending, signed),
            };
            if adaptive {
                policy.retrier.answered(why == Some(Cause::Throttled));
            }
            let ending = match result {
                Ok(response) => {
                    policy.retrier.succeeded(taken);
                    return Ok(response);
                }
                Err(ending) => ending,
            };
            let Some(why) = why else { return Err(ending) };
            let again = match why {
                Cause::Skewed(time) => {
                    policy.clock.correct(time);
                    !std::mem::replace(&mut corrected, true)
                }
                Cause::Throttled | Cause::Transient => true,
            };
            if last || !again || !Carried::is_replayable(request.extensions()) {
                return Err(ending);
            }
            let headers = ending.answer().map(|answer| answer.response().headers());
            let wait = policy.retrier.wait(&retries, progress.attempts, &why, headers);
            if let Some(deadline) = deadline {
                if deadline.saturating_duration_since(Instant::now()) <= wait {
                    return Err(ending);
                }
                progress.last = Some(ending.line());
            }
            match policy.retrier.take(&why) {
                Some(cost) => taken = Some(cost),
                None => return Err(ending),
            }
            observe::again(progress.attempts, wait, &why);
            drop(ending);
            tokio::time::sleep(wait).await;
        }
    }

    /// Sends the request once, through the layers. Also gives the time that it was signed with.
    async fn attempt(
        &self,
        request: &Request<Bytes>,
        progress: &mut Progress,
    ) -> (Timestamp, Result<Response<Bytes>, Ending>) {
        let _permit = match &self.core.policy.permits {
            // Nothing closes it.
            Some(permits) => permits.acquire().await.ok(),
            None => None,
        };
        progress.attempts += 1;
        let mut request = request.clone();
        let place = request.uri().clone();
        let number = format!("attempt={}; max={}", progress.attempts, self.retries().max_attempts());
        let number = HeaderValue::try_from(number).expect("digits and letters can stand in a header");
        request.headers_mut().insert(ATTEMPT, number);
        let (signed, sent) = self.pass(request).await;
        let judged = sent
            .map_err(Ending::Failed)
            .and_then(|response| self.judge(response, &place));
        (signed, judged)
    }

    async fn pass(&self, request: Request<Bytes>) -> (Timestamp, Result<Response<Bytes>, Failure>) {
        #[cfg(feature = "layers")]
        if let Some(layers) = &self.core.layers.attempt {
            return layers.attempt(self, request).await;
        }
        once(&self.core, self.region(), self.attempt_timeout(), request).await
    }

    /// An answer of success as it is, any other as the error that it is. `place` is where the request went.
    pub(crate) fn judge(&self, response: Response<Bytes>, place: &Uri) -> Result<Response<Bytes>, Ending> {
        if response.status().is_success() || response.status() == self.operation.status {
            return Ok(response);
        }
        let head = shapewright_wire::error_head(self.core.service, &response);
        let index = self
            .operation
            .errors
            .iter()
            .position(|schema| schema.error.is_some_and(|facts| facts.code == head.code));
        let answer = Answer::new(self.core.service, response, head, place);
        Err(match index {
            Some(index) => Ending::Modelled(index, answer),
            None => Ending::Failed(Failure::Unknown(answer)),
        })
    }
}

/// Signs the request and sends it. Also gives the time that it was signed with.
pub(crate) async fn once(
    core: &Inner,
    region: &str,
    limit: Option<Duration>,
    request: Request<Bytes>,
) -> (Timestamp, Result<Response<Bytes>, Failure>) {
    if request.extensions().get::<Streams>().is_some() {
        return streams::once(core, region, limit, request).await;
    }
    let hash = payload_hash(request.body());
    let (mut head, body) = request.into_parts();
    let (now, signed) = sign(core, region, &mut head, &hash).await;
    if let Err(failure) = signed {
        return (now, Err(failure));
    }
    let sending = core.transport.send(Request::from_parts(head, body));
    let sent = match limit {
        None => sending.await,
        Some(limit) => match timeout(limit, sending).await {
            Ok(sent) => sent,
            Err(_) => {
                let late = Timeout::new(TimeoutKind::Attempt, limit);
                return (now, Err(Failure::Timeout(late)));
            }
        },
    };
    (now, sent.map_err(Failure::from))
}

/// Signs the head of a request whose body has this hash, unless nobody has to sign it. Also gives the time that it was signed with.
pub(crate) async fn sign(
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
        .map_err(|error| failed(unsigned, error))
        .and_then(|credentials| {
            let signed = Signing::of(core, region).sign(head, hash, &credentials, now);
            signed.map_err(|error| failed(unsigned, error))
        });
    (now, signed)
}

pub(crate) fn failed(what: &str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
    Failure::Construction(ConstructionError::new(what, source))
}
