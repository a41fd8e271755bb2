//! The runtime of generated client crates: configuration, credentials, signing, transport, retries and errors.
//!
//! A generated crate re-exports this one as `runtime`. What programs name most often is at the root: [`Builder`] makes a
//! client, [`Call`] is what `send` gives, [`Overrides`] are the settings of one call, [`Retries`] how it is retried. The
//! modules hold these names and the rarer ones, by topic.
//!
//! This crate knows no service and no protocol: requests and responses are written and read by `shapewright-wire`. Almost
//! nothing here is generic, so a caller's crate compiles little of it again.

mod attempt;
mod builder;
mod call;
#[doc(hidden)]
pub mod codegen;
mod core;
pub mod credentials;
pub mod endpoint;
mod environment;
pub mod errors;
pub mod retry;
pub mod transport;

/// Layers of `tower` around attempts and calls: what they wrap and what they see.
#[cfg(feature = "layers")]
pub mod layers {
    pub use crate::{
        core::layers::{BoxError, Next, OperationInfo},
        errors::CallError,
    };
}

pub use crate::core::{Overrides, ServiceClient};
pub use builder::{Builder, connected_to, from_env, in_process, in_process_at, in_process_streaming_at};
pub use bytes;
#[cfg(feature = "waiters")]
pub use call::waiters;
#[cfg(feature = "blocking")]
pub use call::{Blocking, block_on};
pub use call::{
    Call, CallWithMetadata, PresignedRequest, Presigning, ResponseMetadata, Set, Unset, WithMetadata, pagination,
};
#[cfg(feature = "credential-chain")]
pub use credentials::CredentialChain;
pub use credentials::{Credentials, ProvideCredentials};
pub use errors::{ConfigError, OperationError};
pub use http;
pub use retry::Retries;
pub use shapewright_schema as schema;
pub use shapewright_stream::ByteStream;
#[cfg(not(target_family = "wasm"))]
pub use transport::HyperTransport;
pub use transport::{Transport, transport_fn};
