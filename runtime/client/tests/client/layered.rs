//! Layers around attempts and around calls, among them those of tower.

use crate::{
    calls::{Seen, http_response},
    sample::Client,
};
use shapewright_client::{
    Builder, Credentials, OperationError, Retries,
    bytes::Bytes,
    errors::{TransportError, TransportErrorKind},
    http::{HeaderValue, Request, Response},
    layers::{BoxError, CallError, Next, OperationInfo},
    transport_fn,
};
use std::{
    future::pending,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};
use tower::{ServiceBuilder, ServiceExt, limit::ConcurrencyLimitLayer, service_fn, timeout::TimeoutLayer};
use tower_layer::layer_fn;
use tower_service::Service;

/// A client that keeps its requests and responses them by `status`.
fn builder(seen: &Seen, status: u16) -> Builder<Client> {
    let seen = Arc::clone(seen);
    Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .randomness(|| 0.0)
        .transport(transport_fn(move |request| {
            seen.lock().unwrap().push(request);
            std::future::ready(Ok(http_response(status, &[], "{}")))
        }))
}

async fn delete(client: &Client) -> Result<(), String> {
    let call = client.delete_user().user_id("u").send().await;
    call.map(|_| ()).map_err(|error| error.to_string())
}

/// A layer that notes its name before it passes a request on.
fn noting(
    name: &'static str,
    notes: &Arc<Mutex<Vec<String>>>,
) -> impl tower_layer::Layer<Next, Service: LayerService> + use<> {
    let notes = Arc::clone(notes);
    layer_fn(move |next: Next| {
        let notes = Arc::clone(&notes);
        service_fn(move |request: Request<Bytes>| {
            let called = request.extensions().get::<OperationInfo>().copied().unwrap();
            notes.lock().unwrap().push(format!("{name} {}", called.operation()));
            next.clone().oneshot(request)
        })
    })
}

/// What the builder asks of a layer's service.
trait LayerService:
    Service<Request<Bytes>, Response = Response<Bytes>, Error = BoxError, Future: Send + 'static> + Clone + Send + 'static
{
}

impl<S> LayerService for S where
    S: Service<Request<Bytes>, Response = Response<Bytes>, Error = BoxError, Future: Send + 'static>
        + Clone
        + Send
        + 'static
{
}

#[tokio::test(start_paused = true)]
async fn layers_see_attempts_and_calls_in_their_order() {
    let (seen, notes) = (Seen::default(), Arc::default());
    let client = builder(&seen, 503)
        .layer(noting("first", &notes))
        .layer(noting("second", &notes))
        .call_layer(noting("call", &notes))
        .retries(Retries::standard().with_max_attempts(2))
        .build()
        .unwrap();
    let error = client.delete_user().user_id("u").send().await.unwrap_err();
    assert_eq!((error.details().status, error.details().attempts), (Some(503), 2));
    let of = |names: &[&str]| {
        names
            .iter()
            .map(|name| format!("{name} DeleteUser"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        *notes.lock().unwrap(),
        of(&["call", "first", "second", "first", "second"])
    );
}

#[tokio::test]
async fn a_header_of_a_layer_is_signed() {
    let seen = Seen::default();
    let client = builder(&seen, 200)
        .layer(layer_fn(|next: Next| {
            next.map_request(|mut request: Request<Bytes>| {
                request.headers_mut().insert("x-team", HeaderValue::from_static("mail"));
                request
            })
        }))
        .build()
        .unwrap();
    delete(&client).await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0].headers()["x-team"], "mail");
    let authorization = seen[0].headers()["authorization"].to_str().unwrap();
    assert!(authorization.contains("x-team"), "{authorization}");
}

#[tokio::test(start_paused = true)]
async fn towers_own_concurrency_limit() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counted, highest) = (Arc::clone(&now), Arc::clone(&most));
    let client = Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .transport(transport_fn(move |_| {
            let (counted, highest) = (Arc::clone(&counted), Arc::clone(&highest));
            async move {
                highest.fetch_max(counted.fetch_add(1, SeqCst) + 1, SeqCst);
                tokio::time::sleep(Duration::from_secs(1)).await;
                counted.fetch_sub(1, SeqCst);
                Ok(http_response(200, &[], "{}"))
            }
        }))
        .layer(ConcurrencyLimitLayer::new(2))
        .build()
        .unwrap();
    let calls: Vec<_> = (0..6)
        .map(|_| tokio::spawn(client.delete_user().user_id("u").send()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((now.load(SeqCst), most.load(SeqCst)), (0, 2));
}

#[tokio::test(start_paused = true)]
async fn towers_own_timeout() {
    let stuck = || {
        Client::builder()
            .region("eu-west-1")
            .credentials(Credentials::new("AKID", "secret", None))
            .transport(transport_fn(|_| pending()))
    };
    let limit = || {
        ServiceBuilder::new()
            .layer(TimeoutLayer::new(Duration::from_secs(5)))
            .into_inner()
    };
    for client in [stuck().layer(limit()), stuck().call_layer(limit())] {
        let error = delete(&client.build().unwrap()).await.unwrap_err();
        assert_eq!(
            error,
            "DeleteUser failed: a layer of the client failed: request timed out"
        );
    }
    // The client's own limit passes through the layers as what it is.
    let client = stuck()
        .attempt_timeout(Duration::from_secs(1))
        .retries(Retries::off())
        .layer(limit());
    let error = delete(&client.build().unwrap()).await.unwrap_err();
    assert_eq!(
        error,
        "DeleteUser failed: no response came within the timeout of an attempt (1s)"
    );
}

#[tokio::test(start_paused = true)]
async fn a_layer_says_what_is_tried_again() {
    for (kind, sent) in [(TransportErrorKind::Interrupted, 3), (TransportErrorKind::Other, 1)] {
        let tries = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&tries);
        let failing = layer_fn(move |_: Next| {
            let count = Arc::clone(&count);
            service_fn(move |_: Request<Bytes>| {
                count.fetch_add(1, SeqCst);
                std::future::ready(Err::<Response<Bytes>, _>(TransportError::new(kind, "cut")))
            })
        });
        let client = builder(&Seen::default(), 200).layer(failing).build().unwrap();
        assert!(delete(&client).await.unwrap_err().starts_with("DeleteUser failed: cut"));
        assert_eq!(tries.load(SeqCst), sent);
    }
}

#[tokio::test]
async fn what_a_layer_responses_is_judged() {
    for (status, expect) in [(200, true), (404, false)] {
        let answering = layer_fn(move |_: Next| {
            service_fn(move |_: Request<Bytes>| std::future::ready(Ok::<_, BoxError>(http_response(status, &[], "{}"))))
        });
        let client = builder(&Seen::default(), 200).call_layer(answering).build().unwrap();
        assert_eq!(delete(&client).await.is_ok(), expect);
    }
}

#[tokio::test]
async fn a_layer_around_calls_sees_how_they_end() {
    let ends = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&ends);
    let looking = layer_fn(move |next: Next| {
        let kept = Arc::clone(&kept);
        next.map_err(move |error: BoxError| {
            let ended = error.downcast_ref::<CallError>().unwrap();
            let status = ended.response().map(|response| response.raw().status().as_u16());
            kept.lock().unwrap().push((status, ended.to_string()));
            error
        })
    });
    let client = builder(&Seen::default(), 400).call_layer(looking).build().unwrap();
    delete(&client).await.unwrap_err();
    let ends = ends.lock().unwrap();
    assert_eq!(ends[0].0, Some(400));
    assert!(!ends[0].1.is_empty());
}

#[tokio::test]
async fn a_request_without_its_extensions_is_refused() {
    let losing = layer_fn(|next: Next| {
        next.map_request(|request: Request<Bytes>| {
            let (mut head, body) = request.into_parts();
            head.extensions.clear();
            Request::from_parts(head, body)
        })
    });
    let client = builder(&Seen::default(), 200).layer(losing).build().unwrap();
    let error = delete(&client).await.unwrap_err();
    assert!(error.contains("without the extensions"), "{error}");
}
