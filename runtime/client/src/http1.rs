//! HTTP/1.1 over TCP and TLS, with connections kept alive: hyper.

use crate::transport::{Sending, Transport, TransportError, TransportErrorKind};
use bytes::Bytes;
use http::{Request, Uri};
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use std::{
    error::Error,
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tower_service::Service;

#[cfg(feature = "tls")]
type Connector = hyper_rustls::HttpsConnector<HttpConnector>;
#[cfg(not(feature = "tls"))]
type Connector = HttpConnector;

type BoxError = Box<dyn Error + Send + Sync>;

/// The transport that a client has when it is given no other. It must be used within a tokio runtime that has its timer
/// and its I/O on.
#[derive(Clone)]
pub struct HyperTransport(Client<Timed, Full<Bytes>>);

impl HyperTransport {
    /// A transport to `http` endpoints.
    pub fn http(connect_timeout: Duration) -> Self {
        #[cfg(feature = "tls")]
        let connector = tls(rustls::RootCertStore::empty());
        #[cfg(not(feature = "tls"))]
        let connector = tcp();
        Self::over(connector, connect_timeout)
    }

    /// A transport to `http` and `https` endpoints. It trusts the certificates that the machine trusts.
    ///
    /// # Errors
    /// When the machine has no certificate that can be read.
    #[cfg(feature = "tls")]
    pub fn https(connect_timeout: Duration) -> std::io::Result<Self> {
        let found = rustls_native_certs::load_native_certs();
        let mut roots = rustls::RootCertStore::empty();
        roots.add_parsable_certificates(found.certs);
        if roots.is_empty() {
            let why = found
                .errors
                .into_iter()
                .map(|error| error.to_string())
                .collect::<Vec<_>>()
                .join("; ");
            return Err(std::io::Error::new(
                std::io::ErrorKind::NotFound,
                if why.is_empty() {
                    "there are none".to_owned()
                } else {
                    why
                },
            ));
        }
        Ok(Self::over(tls(roots), connect_timeout))
    }

    /// A transport to `http` and `https` endpoints that trusts these certificates alone, each in DER, and not those that the
    /// machine trusts.
    ///
    /// # Errors
    /// When one of them is no certificate, or there is none.
    #[cfg(feature = "tls")]
    pub fn https_trusting(
        certificates: impl IntoIterator<Item = Vec<u8>>,
        connect_timeout: Duration,
    ) -> std::io::Result<Self> {
        let invalid = |why: String| std::io::Error::new(std::io::ErrorKind::InvalidInput, why);
        let mut roots = rustls::RootCertStore::empty();
        for certificate in certificates {
            let added = roots.add(certificate.into());
            added.map_err(|error| invalid(error.to_string()))?;
        }
        if roots.is_empty() {
            return Err(invalid("there are none".to_owned()));
        }
        Ok(Self::over(tls(roots), connect_timeout))
    }

    fn over(connector: Connector, limit: Duration) -> Self {
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .build(Timed { connector, limit });
        Self(client)
    }
}

fn tcp() -> HttpConnector {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp
}

#[cfg(feature = "tls")]
fn tls(roots: rustls::RootCertStore) -> Connector {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring has the cipher suites of TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    hyper_rustls::HttpsConnectorBuilder::new()
        .with_tls_config(config)
        .https_or_http()
        .enable_http1()
        .wrap_connector(tcp())
}

impl Transport for HyperTransport {
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        let place = request
            .uri()
            .authority()
            .map(|authority| authority.to_string())
            .unwrap_or_default();
        let answer = self.0.request(request.map(Full::new));
        Box::pin(async move {
            let (head, body) = answer.await.map_err(|error| not_sent(error, &place))?.into_parts();
            let body = body.collect().await.map_err(|error| interrupted(error, &place))?;
            Ok(http::Response::from_parts(head, body.to_bytes()))
        })
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HyperTransport")
    }
}

fn not_sent(error: hyper_util::client::legacy::Error, place: &str) -> TransportError {
    if !error.is_connect() {
        return interrupted(error, place);
    }
    let kind = causes(&error)
        .find_map(|cause| cause.downcast_ref::<TookTooLong>())
        .map_or(TransportErrorKind::Connect, |late| {
            TransportErrorKind::ConnectTimeout(late.0)
        });
    TransportError::new(kind, format!("could not connect to {place}: {}", last_cause(&error))).caused_by(error)
}

fn interrupted(error: impl Error + Send + Sync + 'static, place: &str) -> TransportError {
    let message = format!("the connection to {place} broke: {}", last_cause(&error));
    TransportError::new(TransportErrorKind::Interrupted, message).caused_by(error)
}

/// The error, then what caused it, and so on.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        let error: &'a (dyn Error + 'static) = *error;
        error.source()
    })
}

/// What caused it all: what stands over it tells less.
fn last_cause(error: &(dyn Error + 'static)) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}

/// A connector that gives up: its limit covers name look-up, TCP and TLS together.
#[derive(Clone)]
struct Timed {
    connector: Connector,
    limit: Duration,
}

#[derive(Debug)]
struct TookTooLong(Duration);

impl fmt::Display for TookTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it took longer than {:?}", self.0)
    }
}

impl Error for TookTooLong {}

impl Service<Uri> for Timed {
    type Response = <Connector as Service<Uri>>::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(cx).map_err(boxed)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let (connecting, limit) = (self.connector.call(uri), self.limit);
        Box::pin(async move {
            match tokio::time::timeout(limit, connecting).await {
                Ok(connected) => connected.map_err(boxed),
                Err(_) => Err(boxed(TookTooLong(limit))),
            }
        })
    }
}

fn boxed(error: impl Into<BoxError>) -> BoxError {
    error.into()
}
