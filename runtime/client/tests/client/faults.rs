//! A server that does everything wrong: each call ends with the error that tells it, within its limits.
//!
//! Sockets are real and so is time; limits are the only times that tests give, and none is compared with a clock.

use crate::{
    faulty::{FINE, Fault, SHORT, server},
    sample::{Client, DeleteUserError},
};
use shapewright_client::{
    Builder, Credentials, OperationError, Overrides, Retries,
    errors::{TimeoutKind, TransportErrorKind},
};
use std::{future::Future, net::SocketAddr, sync::atomic::Ordering, time::Duration};

fn builder(address: SocketAddr) -> Builder<Client> {
    Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .endpoint_url(format!("http://{address}"))
        .randomness(|| 0.0)
        .max_response_size(1 << 16)
}

async fn delete(client: &Client) -> Result<(), DeleteUserError> {
    client.delete_user().user_id("u").send().await.map(|_| ())
}

/// A test that hangs fails.
async fn soon<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(300), work)
        .await
        .expect("it hangs")
}

/// The error of a call that every attempt of meets the fault.
async fn failing(faults: &'static [Fault]) -> (DeleteUserError, usize) {
    let server = server(faults).await;
    let client = builder(server.address).build().unwrap();
    let error = soon(delete(&client)).await.unwrap_err();
    (error, server.requests.load(Ordering::SeqCst))
}

fn transport_kind(error: &DeleteUserError) -> TransportErrorKind {
    match error {
        DeleteUserError::Transport(error) => error.kind(),
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn faults_that_pass_are_met_by_trying_again() {
    const RESET: Fault = Fault::Reset("");
    const HALF: Fault = Fault::Close("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{");
    const BUSY: Fault = Fault::Response("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
    const THROTTLED: Fault = Fault::Response("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n");
    const BROKEN: Fault = Fault::Close("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
    const SLOW: Fault = Fault::Drip("HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n", " ");
    for faults in [
        &[RESET, FINE][..],
        &[HALF, FINE],
        &[BUSY, THROTTLED, FINE],
        &[BROKEN, RESET, FINE],
        &[FINE],
    ] {
        let server = server(faults).await;
        // 9999999 bytes are more than the usual limit.
        let client = builder(server.address).max_response_size(1 << 30).build().unwrap();
        soon(delete(&client)).await.unwrap();
        assert_eq!(server.requests.load(Ordering::SeqCst), faults.len());
    }
    let server = server(&[SLOW, FINE]).await;
    let client = builder(server.address)
        .max_response_size(1 << 30)
        .attempt_timeout(SHORT)
        .build()
        .unwrap();
    soon(delete(&client)).await.unwrap();
}

#[tokio::test]
async fn connections_that_break() {
    for fault in [
        &[Fault::Reset("")],
        &[Fault::Close("")],
        &[Fault::Close("HTTP/1.1 200 OK\r\nContent-Le")],
        &[Fault::Close("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")],
        &[Fault::Reset("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")],
        &[Fault::Close(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
        )],
        &[Fault::Close("this is no HTTP\r\n\r\n")],
    ] {
        let (error, requests) = failing(fault).await;
        assert_eq!(transport_kind(&error), TransportErrorKind::Interrupted, "{error}");
        assert!(error.to_string().ends_with("(3 attempts)") && requests == 3, "{error}");
    }
}

#[tokio::test]
async fn errors_over_the_wire() {
    for (fault, status, requests) in [
        (
            &[Fault::Response("HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n")],
            429,
            3,
        ),
        (
            &[Fault::Response("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")],
            500,
            3,
        ),
        (
            &[Fault::Response("HTTP/1.1 503 Busy\r\nContent-Length: 6\r\n\r\n<html>")],
            503,
            3,
        ),
        (
            &[Fault::Response("HTTP/1.1 501 Never\r\nContent-Length: 0\r\n\r\n")],
            501,
            1,
        ),
        (
            &[Fault::Response("HTTP/1.1 404 Gone\r\nContent-Length: 4\r\n\r\nnull")],
            404,
            1,
        ),
    ] {
        let (error, sent) = failing(fault).await;
        assert!(matches!(error, DeleteUserError::Unknown(_)), "{error:?}");
        assert_eq!((error.details().status, sent), (Some(status), requests), "{error}");
    }
}

#[tokio::test]
async fn responses_that_cannot_be_read() {
    for (fault, says) in [
        (
            &[Fault::Response("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{\"a\":")],
            "could not be read",
        ),
        (
            &[Fault::Response(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
            )],
            "its content type is text/html (status 200)",
        ),
    ] {
        let (error, requests) = failing(fault).await;
        assert!(matches!(error, DeleteUserError::Decode(_)), "{error:?}");
        assert!(error.to_string().contains(says) && requests == 1, "{error}");
    }
}

#[tokio::test]
async fn redirects_are_errors() {
    let (error, requests) = failing(&[Fault::Response(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n",
    )])
    .await;
    assert_eq!(
        error.to_string(),
        "DeleteUser failed: the response is a redirect to http://elsewhere.example/, which is not followed: name the \
         service's own endpoint (status 307)"
    );
    assert_eq!(requests, 1);
}

#[tokio::test]
async fn responses_without_end() {
    const CHUNK: &str = "8\r\naaaaaaaa\r\n";
    for fault in [
        &[Fault::Endless(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            CHUNK,
        )],
        &[Fault::Endless(
            "HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n",
            CHUNK,
        )],
        &[Fault::Endless(
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
            "aaaaaaaa",
        )],
        // One that says so itself is not read.
        &[Fault::Response("HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n")],
    ] {
        let server = server(fault).await;
        // The limit of size ends it, not one of time.
        let client = builder(server.address).attempt_timeout(None).build().unwrap();
        let error = soon(delete(&client)).await.unwrap_err();
        assert_eq!(transport_kind(&error), TransportErrorKind::TooLarge(1 << 16), "{error}");
        let line = format!("the response of {} is larger than 65536 bytes", server.address);
        assert!(error.to_string().contains(&line), "{error}");
        assert_eq!(server.requests.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn headers_without_end() {
    let server = server(&[Fault::Endless(
        "HTTP/1.1 200 OK\r\n",
        "X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
    )])
    .await;
    let client = builder(server.address).attempt_timeout(None).build().unwrap();
    let error = soon(delete(&client)).await.unwrap_err();
    assert_eq!(transport_kind(&error), TransportErrorKind::Interrupted, "{error}");
}

#[tokio::test]
async fn slow_bytes() {
    for fault in [
        &[Fault::Drip("HTTP/1.1 200 OK\r\n", "X-A: a\r\n")],
        &[Fault::Drip("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", " ")],
    ] {
        let server = server(fault).await;
        let client = builder(server.address).retries(Retries::off()).build().unwrap();
        for (limits, kind) in [
            (Overrides::new().attempt_timeout(SHORT), TimeoutKind::Attempt),
            (Overrides::new().timeout(SHORT), TimeoutKind::Call),
        ] {
            let call = client.delete_user().user_id("u").send().with(limits);
            let error = soon(call).await.unwrap_err();
            let DeleteUserError::Timeout(late) = error else {
                panic!("{error:?}")
            };
            assert_eq!((late.kind(), late.limit()), (kind, SHORT));
        }
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_closes_its_connection() {
    let mut server = server(&[Fault::Drip("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", " ")]).await;
    let client = builder(server.address).attempt_timeout(None).build().unwrap();
    // The client lives on; only the call is dropped.
    let call = tokio::spawn(client.delete_user().user_id("u").send());
    soon(async {
        while server.requests.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    call.abort();
    soon(server.closed.recv()).await.unwrap();
}

#[tokio::test]
async fn a_response_that_was_read_to_its_end_leaves_the_connection() {
    let server = server(&[
        Fault::Response("HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\n{}"),
        Fault::Response("HTTP/1.1 400 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
        FINE,
    ])
    .await;
    let client = builder(server.address).build().unwrap();
    soon(delete(&client)).await.unwrap_err();
    soon(delete(&client.clone())).await.unwrap();
    assert_eq!(server.requests.load(Ordering::SeqCst), 3);
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

/// A server that speaks no TLS is not tried again: it will not learn it.
#[cfg(feature = "tls")]
#[tokio::test]
async fn a_server_without_tls() {
    let server = server(&[Fault::Greet("HTTP/1.1 400 Bad Request\r\n\r\n")]).await;
    let client = builder(server.address)
        .endpoint_url(format!("https://{}", server.address))
        .build()
        .unwrap();
    let error = soon(delete(&client)).await.unwrap_err();
    assert_eq!(transport_kind(&error), TransportErrorKind::Tls, "{error}");
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_client_of_an_http_endpoint_speaks_no_plain_text_to_an_https_one() {
    let server = server(&[FINE]).await;
    let client = builder(server.address).build().unwrap();
    let secure = Overrides::new().endpoint_url(format!("https://{}", server.address));
    let error = soon(client.delete_user().user_id("u").send().with(secure))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("the client was made for an http endpoint and has no TLS"),
        "{error}"
    );
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
}
