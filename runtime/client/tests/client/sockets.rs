//! The HTTP transport against a server that does what each test needs.

use crate::sample::{Client, DeleteUserError};
use shapewright_client::{
    Builder, Credentials, HyperTransport, OperationError, Transport, bytes::Bytes, errors::TimeoutKind, http::Request,
};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Starts a server that gives each request the same bytes, and counts its connections. Without bytes it never responds.
async fn server(response: &'static str) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            count.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(serve(stream, response));
        }
    });
    (address, connections)
}

async fn serve(mut stream: TcpStream, response: &'static str) {
    let mut received = Vec::new();
    loop {
        let mut buffer = [0; 1024];
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(count) => received.extend_from_slice(&buffer[..count]),
        }
        let whole = received.ends_with(br#"{"UserId":"u"}"#);
        if whole && !response.is_empty() {
            received.clear();
            stream.write_all(response.as_bytes()).await.unwrap();
            if response.contains("Content-Length: 99") {
                return;
            }
        }
    }
}

fn builder(address: SocketAddr) -> Builder<Client> {
    Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .endpoint_url(format!("http://{address}"))
}

async fn delete(client: &Client) -> Result<(), DeleteUserError> {
    client.delete_user().user_id("u").send().await.map(|_| ())
}

#[tokio::test]
async fn connections_are_kept_alive() {
    let (address, connections) = server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").await;
    let client = builder(address).build().unwrap();
    for _ in 0..3 {
        delete(&client.clone()).await.unwrap();
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

/// The methods are those of botocore, for which `DELETE` is one that may have a body.
#[tokio::test]
async fn no_body_has_no_length_where_there_may_be_one() {
    for (method, length) in [
        ("GET", false),
        ("HEAD", false),
        ("POST", true),
        ("PUT", true),
        ("PATCH", true),
        ("DELETE", true),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let uri = format!("http://{}/", listener.local_addr().unwrap());
        let seen = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                let mut buffer = [0; 1024];
                let count = stream.read(&mut buffer).await.unwrap();
                head.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
            }
            let response = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            stream.write_all(response).await.unwrap();
            head.to_lowercase()
        });
        let request = Request::builder().method(method).uri(uri).body(Bytes::new()).unwrap();
        HyperTransport::http(Duration::from_secs(5))
            .send(request)
            .await
            .unwrap();
        let head = seen.await.unwrap();
        assert_eq!(
            head.matches("content-length: 0\r\n").count(),
            usize::from(length),
            "{head}"
        );
    }
}

#[tokio::test]
async fn an_error_over_the_wire() {
    let (address, _) = server(
        "HTTP/1.1 400 Bad Request\r\nx-amzn-RequestId: r-3\r\nContent-Length: 33\r\n\r\n\
         {\"__type\":\"EntityStateException\"}",
    )
    .await;
    let error = delete(&builder(address).build().unwrap()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "DeleteUser failed: EntityStateException (status 400, request id r-3)"
    );
}

#[tokio::test]
async fn nobody_listens() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = delete(&builder(address).build().unwrap()).await.unwrap_err();
    let line = error.to_string();
    assert!(
        line.starts_with(&format!("DeleteUser failed: could not connect to {address}: ")),
        "{line}"
    );
    assert!(line.to_lowercase().contains("refused"), "{line}");
    assert!(matches!(error, DeleteUserError::Transport(_)) && error.details().retryable);
}

#[tokio::test]
async fn a_response_that_breaks_off() {
    let (address, _) = server("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}").await;
    let error = delete(&builder(address).build().unwrap()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with(&format!("DeleteUser failed: the connection to {address} broke: ")),
        "{error}"
    );
}

#[tokio::test]
async fn a_response_that_does_not_come() {
    let (address, _) = server("").await;
    let limit = Duration::from_millis(50);
    let error = delete(&builder(address).timeout(limit).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "DeleteUser failed: no response came within the timeout of the call (50ms)"
    );
    let DeleteUserError::Timeout(timeout) = error else {
        panic!("{error:?}")
    };
    assert_eq!((timeout.kind(), timeout.limit()), (TimeoutKind::Call, limit));
}

/// A server that takes connections but never speaks TLS holds the handshake up, which counts as connecting.
#[cfg(feature = "tls")]
#[tokio::test]
async fn a_connection_that_is_not_made() {
    let (address, _) = server("").await;
    let limit = Duration::from_millis(50);
    let client = builder(address)
        .endpoint_url(format!("https://{address}"))
        .connect_timeout(limit)
        .retries(shapewright_client::Retries::off())
        .build()
        .unwrap();
    let error = delete(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "DeleteUser failed: could not connect to {address}: no connection was made within the connect timeout (50ms)"
        )
    );
    assert!(std::error::Error::source(&error).is_some());
    let DeleteUserError::Timeout(timeout) = error else {
        panic!("{error:?}")
    };
    assert_eq!((timeout.kind(), timeout.limit()), (TimeoutKind::Connect, limit));
}
