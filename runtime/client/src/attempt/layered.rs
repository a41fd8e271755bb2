//! One attempt through the layers around attempts, and what failures are to layers.

use super::send;
use crate::{
    core::{
        Inner,
        layers::{BoxError, OperationInfo, Responding, Stack},
    },
    errors::{CallError, ConstructionError, Failure, Timeout},
    transport::{TransportError, TransportErrorKind},
};
use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::Timestamp;
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

/// What is needed below the layers.
struct Attempt {
    core: Arc<Inner>,
    region: String,
    limit: Option<Duration>,
    /// When the request was signed last, in seconds of the Unix epoch.
    signed: AtomicI64,
}

/// Sends a request once, through the layers. Also gives the time that it was signed with.
pub(super) async fn send_once(
    layers: &Stack,
    core: &Arc<Inner>,
    operation: OperationInfo,
    region: &str,
    limit: Option<Duration>,
    request: Request<Bytes>,
) -> (Timestamp, Result<Response<Bytes>, Failure>) {
    let begun = core.policy.clock.now();
    let attempt = Arc::new(Attempt {
        core: Arc::clone(core),
        region: region.to_owned(),
        limit,
        signed: AtomicI64::new(begun.epoch_seconds()),
    });
    let below = {
        let attempt = Arc::clone(&attempt);
        move |request| -> Responding { Box::pin(sign_and_send(Arc::clone(&attempt), request)) }
    };
    let result = layers.send(request, operation, below).await.map_err(failure);
    let signed = attempt.signed.load(Ordering::Relaxed);
    (Timestamp::new(signed, 0).unwrap_or(begun), result)
}

async fn sign_and_send(attempt: Arc<Attempt>, request: Request<Bytes>) -> Result<Response<Bytes>, BoxError> {
    let (signed, sent) = send::send_once(&attempt.core, &attempt.region, attempt.limit, request).await;
    attempt.signed.store(signed.epoch_seconds(), Ordering::Relaxed);
    sent.map_err(boxed)
}

fn boxed(failure: Failure) -> BoxError {
    match failure {
        Failure::Transport(error) => error.into(),
        Failure::Timeout(error) => error.into(),
        Failure::Construction(error) => error.into(),
        Failure::Modelled(..) | Failure::Unknown(_) | Failure::Decode(_) => CallError(failure).into(),
    }
}

fn failure(error: BoxError) -> Failure {
    let error = match error.downcast::<TransportError>() {
        Ok(error) => return Failure::from(*error),
        Err(error) => error,
    };
    let error = match error.downcast::<Timeout>() {
        Ok(error) => return Failure::Timeout(*error),
        Err(error) => error,
    };
    match error.downcast::<ConstructionError>() {
        Ok(error) => Failure::Construction(*error),
        Err(error) => {
            let message = format!("a layer of the client failed: {error}");
            TransportError::new(TransportErrorKind::Other, message)
                .caused_by(error)
                .into()
        }
    }
}

/// The failure that a layer around calls gives.
pub(super) fn call_failure(error: BoxError) -> Failure {
    match error.downcast::<CallError>() {
        Ok(error) => error.0,
        Err(error) => failure(error),
    }
}
