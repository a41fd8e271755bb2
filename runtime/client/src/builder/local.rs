//! Clients of a service that is near: in the same process, or on a socket of this machine. They look at no environment.

use super::base::Builder;
use crate::{
    core::{Core, Inner, Policy, ServiceClient, Tokens},
    credentials::Credentials,
    endpoint::{Endpoint, EndpointParams},
    errors::ConfigError,
    transport::{InProcess, InProcessStreaming, Transport},
};
use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::Service;
use shapewright_sigv4::SigningKeys;
use shapewright_stream::ByteStream;
use std::{error::Error, sync::Arc};

/// A client of a service in this process: `respond` takes its requests. They are signed with made-up credentials for the
/// region `us-east-1`, and sent again by [`Retries::standard`](crate::Retries::standard), which needs tokio's timer.
///
/// An error of `respond` is a connection that broke: [`Interrupted`](crate::errors::TransportErrorKind::Interrupted).
pub fn in_process<C, F, A, E>(respond: F) -> C
where
    C: ServiceClient,
    F: Fn(Request<Bytes>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<Bytes>, E>> + Send + 'static,
    E: Error + Send + Sync + 'static,
{
    in_process_at("AKIDEXAMPLE", "us-east-1", respond)
}

/// As [`in_process`], with this access key and for this region. Mocks take an access key of twelve digits for the
/// account.
pub fn in_process_at<C, F, A, E>(access_key: &str, region: &str, respond: F) -> C
where
    C: ServiceClient,
    F: Fn(Request<Bytes>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<Bytes>, E>> + Send + 'static,
    E: Error + Send + Sync + 'static,
{
    let transport = Arc::new(InProcess(respond));
    C::from_core(in_process_core(C::SERVICE, access_key, region, transport))
}

/// As [`in_process_at`], of a service that streams: bodies reach `respond`, and come back, without being held in memory.
pub fn in_process_streaming_at<C, F, A, E>(access_key: &str, region: &str, respond: F) -> C
where
    C: ServiceClient,
    F: Fn(Request<ByteStream>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<ByteStream>, E>> + Send + 'static,
    E: Error + Send + Sync + 'static,
{
    let transport = Arc::new(InProcessStreaming(respond));
    C::from_core(in_process_core(C::SERVICE, access_key, region, transport))
}

/// A client of a server that takes any credentials, such as a mock on a socket.
///
/// # Errors
/// When the URL is none, or the region.
pub fn connected_to<C: ServiceClient>(
    url: impl Into<String>,
    access_key: &str,
    region: &str,
) -> Result<C, ConfigError> {
    Builder::new()
        .region(region)
        .credentials(Credentials::new(access_key, "secret", None))
        .endpoint_url(url)
        .build()
}

fn in_process_core(service: &'static Service, access_key: &str, region: &str, transport: Arc<dyn Transport>) -> Core {
    Core::new(Inner {
        service,
        region: region.to_owned(),
        endpoint: Endpoint::in_process(),
        endpoint_params: EndpointParams {
            url: Some("http://localhost".to_owned()),
            ..EndpointParams::default()
        },
        credentials: Arc::new(Credentials::new(access_key, "secret", None)),
        keys: SigningKeys::default(),
        transport,
        tokens: Tokens::default(),
        policy: Policy::default(),
        #[cfg(feature = "layers")]
        layers: Default::default(),
    })
}
