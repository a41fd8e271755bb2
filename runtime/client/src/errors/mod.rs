//! What can go wrong: with a client that is made, with its credentials, and with a call.

#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "layers")]
mod call;
mod classify;
mod config;
mod construction;
mod credentials;
mod decode;
pub(crate) mod details;
pub(crate) mod failure;
mod media_type;
mod modelled;
pub(crate) mod operation;
mod response;
mod timeout;
mod transport;
mod unknown;

#[cfg(feature = "blocking")]
pub use blocking::BlockingError;
#[cfg(feature = "layers")]
pub use call::CallError;
pub(crate) use classify::{ErrorClass, classify};
pub use config::ConfigError;
pub use construction::ConstructionError;
pub use credentials::CredentialsError;
pub use decode::DecodeFailure;
pub use details::ErrorDetails;
pub(crate) use details::ErrorVariant;
pub(crate) use failure::Failure;
pub use modelled::Modelled;
pub use operation::OperationError;
pub use response::ErrorResponse;
pub use shapewright_stream::{StreamError, StreamErrorKind};
pub use timeout::{Timeout, TimeoutKind};
pub use unknown::Unknown;

pub use crate::transport::{TransportError, TransportErrorKind};
