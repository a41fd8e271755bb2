//! What generated client crates stand on: configuration, credentials, signing, transport, errors.
//!
//! A generated crate holds one [`ServiceClient`], one builder and one error enum an operation; everything that an
//! operation does, [`Core::call`] does for all of them. Almost nothing here is generic, so a caller's crate compiles
//! little of it again: the generic shells only make an output and name an error.
//!
//! This crate knows no service and no protocol: requests and answers are written and read by `shapewright-wire`.

mod answered;
mod attempt;
#[cfg(feature = "blocking")]
mod blocking;
mod bodies;
mod builder;
mod cached;
mod call;
#[cfg(feature = "credential-chain")]
mod chain;
mod client;
mod clock;
mod config;
mod credentials;
mod endpoint;
mod environment;
mod error;
mod failure;
#[cfg(not(target_family = "wasm"))]
mod http1;
#[cfg(feature = "layers")]
mod layers;
mod local;
mod modelled;
mod observe;
mod overrides;
mod paginate;
mod presign;
mod profile;
mod required;
mod resolve;
mod retry;
mod sign;
mod streams;
mod token;
mod transport;
mod tree_hash;
mod tuning;
mod uuid;
#[cfg(feature = "waiters")]
mod waiters;

pub use answered::{Answered, Answering};
#[cfg(feature = "blocking")]
pub use blocking::{Blocking, BlockingError, block_on};
pub use builder::{Builder, from_env};
pub use bytes;
pub use cached::CachedCredentials;
pub use call::Call;
#[cfg(feature = "credential-chain")]
pub use chain::CredentialChain;
pub use client::{Core, ServiceClient};
pub use config::ConfigError;
pub use credentials::{Credentials, CredentialsError, EnvironmentCredentials, ProvideCredentials, ProvidedCredentials};
pub use error::{OperationError, Parts, Reason, debug, display};
pub use failure::{ConstructionError, DecodeFailure, Ending, Failure, Timeout, TimeoutKind, Unknown};
pub use http;
#[cfg(not(target_family = "wasm"))]
pub use http1::HyperTransport;
#[cfg(feature = "layers")]
pub use layers::{BoxError, CallError, Called, Next};
pub use local::{connected_to, in_process, in_process_at, in_process_streaming_at};
pub use modelled::{Answer, Modelled};
pub use overrides::Overrides;
pub use paginate::{Itemized, Items, PageItems, Pages, Paginator};
pub use presign::{PresignedRequest, Presigning};
pub use required::{Set, Unset};
pub use resolve::{EndpointParams, ResolvedEndpoint, SigningScheme, resolve_endpoint};
pub use retry::{Retries, RetryMode};
pub use shapewright_schema as schema;
pub use shapewright_stream::{ByteStream, StreamError, StreamErrorKind};
pub use transport::{Sending, Streaming, Transport, TransportError, TransportErrorKind, TransportFn, transport_fn};
#[cfg(feature = "waiters")]
pub use waiters::{
    Acceptor, Comparator, Matcher, PathMatcher, WaitError, WaitProgress, WaitState, Waited, Waiter, WaiterFacts,
    Waiting,
};
