//! What carries requests: the trait, the HTTP stack that clients have by default, and services in the same process.

mod error;
#[cfg(not(target_family = "wasm"))]
mod http1;
mod in_process;
mod traits;

pub use error::{TransportError, TransportErrorKind};
#[cfg(not(target_family = "wasm"))]
pub use http1::HyperTransport;
pub(crate) use in_process::{InProcess, InProcessStreaming};
pub(crate) use traits::MAX_BUFFERED_BODY;
pub use traits::{Sending, Streaming, Transport, TransportFn, transport_fn};
