//! Calls over TLS, to a server whose certificate is made for the test.

use crate::sample::{Client, DeleteUserError};
use rustls::{ServerConfig, pki_types::PrivateKeyDer};
use shapewright_client::{Credentials, HyperTransport};
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// Starts a server that responds with an empty object. Gives its URL and its certificate.
async fn server() -> (String, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let certificate = made.cert.der().to_vec();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // A client that does not trust the certificate hangs up.
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut received = Vec::new();
            while !received.ends_with(br#"{"UserId":"u"}"#) {
                let mut buffer = [0; 1024];
                let count = stream.read(&mut buffer).await.unwrap();
                received.extend_from_slice(&buffer[..count]);
            }
            let response = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
            stream.write_all(response).await.unwrap();
            stream.shutdown().await.unwrap();
        }
    });
    (url, certificate)
}

async fn delete(url: &str, trusted: Vec<u8>) -> Result<(), DeleteUserError> {
    let client: Client = Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .endpoint_url(url)
        .transport(HyperTransport::https_trusting([trusted], Duration::from_secs(60)).unwrap())
        .build()
        .unwrap();
    client.delete_user().user_id("u").send().await.map(|_| ())
}

#[tokio::test]
async fn a_certificate_that_is_trusted() {
    let (url, certificate) = server().await;
    delete(&url, certificate).await.unwrap();
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted() {
    let (url, _) = server().await;
    let (_, other) = server().await;
    let error = delete(&url, other).await.unwrap_err().to_string();
    assert!(
        error.contains("could not connect to localhost") && error.contains("certificate"),
        "{error}"
    );
}

#[test]
fn what_is_no_certificate() {
    assert!(HyperTransport::https_trusting([b"x".to_vec()], Duration::ZERO).is_err());
    assert!(HyperTransport::https_trusting([], Duration::ZERO).is_err());
}
