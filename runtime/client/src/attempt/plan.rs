//! All attempts of a call: signing, sending, and sending again.

#[cfg(feature = "layers")]
use super::layered;
use super::{observe, send::send_once};
#[cfg(feature = "layers")]
use crate::core::layers::OperationInfo;
use crate::{
    core::{Inner, Overrides},
    errors::{ErrorResponse, Failure, Timeout, TimeoutKind},
    retry::{Cause, Retries, RetryCost, RetryMode, cause},
};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, Uri};
use shapewright_schema::{Operation, Timestamp};
use shapewright_stream::Carried;
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, timeout_at};

const ATTEMPT: HeaderName = HeaderName::from_static("amz-sdk-request");

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
    pub(crate) region: Option<String>,
    pub(crate) overrides: Overrides,
}

impl Plan {
    /// The region to sign for.
    fn region(&self) -> &str {
        self.region.as_deref().unwrap_or(&self.core.region)
    }

    fn attempt_timeout(&self) -> Option<Duration> {
        self.overrides
            .attempt_timeout
            .unwrap_or(self.core.policy.attempt_timeout)
    }

    fn retries(&self) -> Retries {
        self.overrides.retries.unwrap_or(self.core.policy.retries)
    }

    /// All attempts, within the limit of the call.
    pub(crate) async fn run(
        &self,
        request: Request<Bytes>,
        progress: &mut Progress,
    ) -> Result<Response<Bytes>, Failure> {
        let limit = self.overrides.timeout.unwrap_or(self.core.policy.timeout);
        let deadline = limit.and_then(|limit| Some((Instant::now().checked_add(limit)?, limit)));
        let Some((deadline, limit)) = deadline else {
            return self.attempts(request, None, progress).await;
        };
        match timeout_at(deadline, self.attempts(request, Some(deadline), progress)).await {
            Ok(result) => result,
            Err(_) => {
                let late = Timeout::new(TimeoutKind::Call, limit).after(progress.last.as_deref());
                Err(Failure::Timeout(late))
            }
        }
    }

    async fn attempts(
        &self,
        request: Request<Bytes>,
        deadline: Option<Instant>,
        progress: &mut Progress,
    ) -> Result<Response<Bytes>, Failure> {
        let policy = &self.core.policy;
        let retries = self.retries();
        let adaptive = retries.mode() == RetryMode::Adaptive;
        let mut cost: Option<RetryCost> = None;
        let mut corrected = false;
        loop {
            if adaptive {
                policy.retrier.wait_for_rate().await;
            }
            let last = progress.attempts + 1 >= retries.max_attempts();
            let (signed, result) = self.attempt(&request, progress).await;
            observe::attempt(progress.attempts, &result);
            let why = match &result {
                Ok(_) => None,
                Err(failure) => cause(self.operation, failure, signed),
            };
            if adaptive {
                policy.retrier.record(why == Some(Cause::Throttled));
            }
            let failure = match result {
                Ok(response) => {
                    policy.retrier.succeeded(cost);
                    return Ok(response);
                }
                Err(failure) => failure,
            };
            let Some(why) = why else { return Err(failure) };
            let again = match why {
                Cause::Skewed(time) => {
                    policy.clock.correct(time);
                    !std::mem::replace(&mut corrected, true)
                }
                Cause::Throttled | Cause::Transient => true,
            };
            if last || !again || !Carried::is_replayable(request.extensions()) {
                return Err(failure);
            }
            let headers = failure.response().map(|response| response.raw().headers());
            let wait = policy.retrier.wait(&retries, progress.attempts, &why, headers);
            if let Some(deadline) = deadline {
                if deadline.saturating_duration_since(Instant::now()) <= wait {
                    return Err(failure);
                }
                progress.last = Some(failure.to_string());
            }
            match policy.retrier.take(&why) {
                Some(taken) => cost = Some(taken),
                None => return Err(failure),
            }
            observe::retry(progress.attempts, wait, &why);
            drop(failure);
            tokio::time::sleep(wait).await;
        }
    }

    /// Sends the request once, through the layers. Also gives the time that it was signed with.
    async fn attempt(
        &self,
        request: &Request<Bytes>,
        progress: &mut Progress,
    ) -> (Timestamp, Result<Response<Bytes>, Failure>) {
        let _permit = match &self.core.policy.permits {
            // Nothing closes it.
            Some(permits) => permits.acquire().await.ok(),
            None => None,
        };
        progress.attempts += 1;
        let mut request = request.clone();
        let uri = request.uri().clone();
        let number = format!("attempt={}; max={}", progress.attempts, self.retries().max_attempts());
        let number = HeaderValue::try_from(number).expect("digits and letters can stand in a header");
        request.headers_mut().insert(ATTEMPT, number);
        let (signed, sent) = self.send(request).await;
        (signed, sent.and_then(|response| self.check_status(response, &uri)))
    }

    async fn send(&self, request: Request<Bytes>) -> (Timestamp, Result<Response<Bytes>, Failure>) {
        let (core, region, limit) = (&self.core, self.region(), self.attempt_timeout());
        #[cfg(feature = "layers")]
        if let Some(layers) = &core.layers.attempt {
            return layered::send_once(layers, core, self.operation_info(), region, limit, request).await;
        }
        send_once(core, region, limit, request).await
    }

    /// The operation, for layers.
    #[cfg(feature = "layers")]
    pub(crate) fn operation_info(&self) -> OperationInfo {
        OperationInfo {
            service: self.core.service.id,
            operation: self.operation.name,
        }
    }

    /// A successful response as it is, any other as the error that it is. `uri` is where the request went.
    pub(crate) fn check_status(&self, response: Response<Bytes>, uri: &Uri) -> Result<Response<Bytes>, Failure> {
        if response.status().is_success() || response.status() == self.operation.status {
            return Ok(response);
        }
        let response = ErrorResponse::new(self.core.service, response, uri);
        let code = &response.head().code;
        let index = self
            .operation
            .errors
            .iter()
            .position(|schema| schema.error.is_some_and(|facts| facts.code == *code));
        Err(match index {
            Some(index) => Failure::Modelled(index, response),
            None => Failure::Unknown(response),
        })
    }
}
