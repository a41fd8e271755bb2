//! HTTP/1.1 over TCP and TLS, with connections kept alive: hyper.

use super::{
    error::{TransportError, TransportErrorKind},
    traits::{MAX_BUFFERED_BODY, Sending, Streaming, Transport},
};
use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, Uri,
    header::{CONTENT_LENGTH, Entry},
    uri::Scheme,
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use shapewright_stream::{ByteStream, StreamError};
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
type PendingResponse = Pin<Box<dyn Future<Output = Result<http::Response<Incoming>, TransportError>> + Send>>;

/// The transport that a client has when it is given no other. It must be used within a tokio runtime that has its timer
/// and its I/O on. A clone shares its connections. Redirects are not followed: a request is signed for one place.
#[derive(Clone)]
pub struct HyperTransport {
    client: Client<Timed, ByteStream>,
    secure: bool,
    max_response_size: usize,
}

impl HyperTransport {
    /// A transport to `http` endpoints.
    pub fn http(connect_timeout: Duration) -> Self {
        #[cfg(feature = "tls")]
        let connector = tls(rustls::RootCertStore::empty());
        #[cfg(not(feature = "tls"))]
        let connector = tcp();
        Self::over(connector, connect_timeout, false)
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
        Ok(Self::over(tls(roots), connect_timeout, true))
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
        Ok(Self::over(tls(roots), connect_timeout, true))
    }

    /// The same transport with another limit to the bytes in a response's body: 64 MiB by default.
    pub fn with_max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// The response with its body still to be read.
    fn send_streaming(&self, mut request: Request<ByteStream>) -> PendingResponse {
        let authority = authority_of(&request);
        ensure_zero_length(&mut request);
        if !self.secure && request.uri().scheme() == Some(&Scheme::HTTPS) {
            return Box::pin(std::future::ready(Err(no_tls(&authority))));
        }
        let response = self.client.request(request);
        Box::pin(async move { response.await.map_err(|error| not_sent(error, &authority)) })
    }

    fn over(connector: Connector, limit: Duration, secure: bool) -> Self {
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .build(Timed { connector, limit });
        Self {
            client,
            secure,
            max_response_size: MAX_BUFFERED_BODY,
        }
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
        let (authority, limit) = (authority_of(&request), self.max_response_size);
        let response = self.send_streaming(request.map(ByteStream::new));
        Box::pin(async move {
            let (head, body) = response.await?.into_parts();
            // One that says itself that it is too large is not read at all.
            if body.size_hint().lower() > limit as u64 {
                return Err(too_large(limit, &authority));
            }
            let body = match Limited::new(body, limit).collect().await {
                Ok(body) => body.to_bytes(),
                Err(error) if error.is::<LengthLimitError>() => return Err(too_large(limit, &authority)),
                Err(error) => return Err(interrupted(error, &authority)),
            };
            Ok(http::Response::from_parts(head, body))
        })
    }

    fn stream(&self, request: Request<ByteStream>) -> Streaming<'_> {
        let authority = authority_of(&request);
        let response = self.send_streaming(request);
        Box::pin(async move {
            let broken = move |error: hyper::Error| interrupted(error.into(), &authority);
            Ok(response.await?.map(|body| ByteStream::from_body(body.map_err(broken))))
        })
    }

    fn max_response_size(&self) -> usize {
        self.max_response_size
    }
}

/// Servers and proxies ask for a length where a body may be; hyper sends none for a body that is empty. The methods are
/// those of botocore.
fn ensure_zero_length(request: &mut Request<ByteStream>) {
    let bodiless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !bodiless
        && request.body().size_hint().exact() == Some(0)
        && let Entry::Vacant(length) = request.headers_mut().entry(CONTENT_LENGTH)
    {
        length.insert(HeaderValue::from_static("0"));
    }
}

fn authority_of<B>(request: &Request<B>) -> String {
    let authority = request.uri().authority();
    authority.map(ToString::to_string).unwrap_or_default()
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport")
            .field("secure", &self.secure)
            .field("max_response_size", &self.max_response_size)
            .finish_non_exhaustive()
    }
}

fn no_tls(authority: &str) -> TransportError {
    let message = format!("could not connect to {authority}: the client was made for an http endpoint and has no TLS");
    TransportError::new(TransportErrorKind::Other, message)
}

fn too_large(limit: usize, authority: &str) -> TransportError {
    let message = format!("the response of {authority} is larger than {limit} bytes, the limit of this client");
    TransportError::new(TransportErrorKind::TooLarge(limit), message)
}

fn not_sent(error: hyper_util::client::legacy::Error, authority: &str) -> TransportError {
    if !error.is_connect() {
        // What hyper says of a body that fails is the body's own error, somewhere beneath.
        let own = causes(&error).find_map(|cause| cause.downcast_ref::<StreamError>());
        if let Some(message) = own.map(|own| format!("the body of the request could not be read: {own}")) {
            return TransportError::new(TransportErrorKind::Other, message).caused_by(error);
        }
        return interrupted(error.into(), authority);
    }
    let message = format!("could not connect to {authority}: {}", last_cause(&error));
    TransportError::new(not_connected(&error), message).caused_by(error)
}

/// Why a connection was not made.
fn not_connected(error: &(dyn Error + 'static)) -> TransportErrorKind {
    for cause in causes(error) {
        if let Some(late) = cause.downcast_ref::<TookTooLong>() {
            return TransportErrorKind::ConnectTimeout(late.0);
        }
        #[cfg(feature = "tls")]
        if cause.is::<rustls::Error>() {
            return TransportErrorKind::Tls;
        }
    }
    TransportErrorKind::Connect
}

fn interrupted(error: BoxError, authority: &str) -> TransportError {
    let message = format!("the connection to {authority} broke: {}", last_cause(&*error));
    TransportError::new(TransportErrorKind::Interrupted, message).caused_by(error)
}

/// The error, then what caused it, and so on, into I/O errors too, which pass over what they are made of.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        let error: &'a (dyn Error + 'static) = *error;
        match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => error.source(),
        }
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
        write!(f, "no connection was made within the connect timeout ({:?})", self.0)
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

#[cfg(all(test, feature = "tls"))]
mod tests {
    use super::*;
    use std::io;

    /// As the TLS connector wraps it.
    #[test]
    fn a_certificate_that_is_not_trusted_is_no_connection_to_try_again() {
        let refused = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
        let error = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, refused));
        assert_eq!(not_connected(&error), TransportErrorKind::Tls);
        assert_eq!(last_cause(&error), "invalid peer certificate: UnknownIssuer");
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        assert_eq!(not_connected(&refused), TransportErrorKind::Connect);
    }
}
