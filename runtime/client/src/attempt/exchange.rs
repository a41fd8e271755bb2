//! A whole call: from a prepared request to a response or a failure.

#[cfg(feature = "layers")]
use super::layered::call_failure;
use super::{
    address::address,
    observe,
    plan::{Plan, Progress},
    prepare::Prepared,
};
use crate::errors::Failure;
#[cfg(feature = "layers")]
use crate::{
    core::layers::{Responding, Stack},
    errors::CallError,
};
use bytes::Bytes;
#[cfg(feature = "layers")]
use http::Request;
use http::Response;
#[cfg(feature = "layers")]
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// A call that has ended: the successful response or why there is none, and how often the request was sent.
pub(crate) struct Completed {
    pub(crate) result: Result<Response<Bytes>, Failure>,
    pub(crate) attempts: u32,
}

/// Carries a call out.
pub(crate) fn exchange(prepared: Box<Prepared>) -> impl Future<Output = Completed> + Send {
    let (service, operation) = (prepared.core.service.id, prepared.operation.name);
    observe::call(service, operation, carry_out(prepared))
}

async fn carry_out(prepared: Box<Prepared>) -> Completed {
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
                return through_layers(plan, request).await;
            }
            plan.run(request, &mut progress).await
        }
        Err(failure) => Err(failure),
    };
    Completed {
        result,
        attempts: progress.attempts,
    }
}

/// A whole call through the layers around calls.
#[cfg(feature = "layers")]
async fn through_layers(plan: Plan, request: Request<Bytes>) -> Completed {
    let plan = Arc::new(plan);
    let attempts = Arc::new(AtomicU32::new(0));
    let uri = request.uri().clone();
    let below = {
        let (plan, attempts) = (Arc::clone(&plan), Arc::clone(&attempts));
        move |request| -> Responding {
            let (plan, attempts) = (Arc::clone(&plan), Arc::clone(&attempts));
            Box::pin(async move {
                let mut progress = Progress::default();
                let result = plan.run(request, &mut progress).await;
                attempts.store(progress.attempts, Ordering::Relaxed);
                result.map_err(|failure| CallError(failure).into())
            })
        }
    };
    let layers: Option<&Stack> = plan.core.layers.call.as_ref();
    let sent = match layers {
        Some(layers) => layers.send(request, plan.operation_info(), below).await,
        None => below(request).await,
    };
    Completed {
        result: sent
            .map_err(call_failure)
            .and_then(|response| plan.check_status(response, &uri)),
        attempts: attempts.load(Ordering::Relaxed),
    }
}
