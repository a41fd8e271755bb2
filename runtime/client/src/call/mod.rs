//! A call being made: sent, with its response metadata, presigned, blocking, page by page, until a waiter is satisfied.

#[cfg(feature = "blocking")]
mod blocking;
mod metadata;
mod operation;
pub mod pagination;
mod presign;
mod required;
#[cfg(feature = "waiters")]
pub mod waiters;

#[cfg(feature = "blocking")]
pub use blocking::{Blocking, block_on};
pub use metadata::{CallWithMetadata, ResponseMetadata, WithMetadata};
pub use operation::Call;
pub use presign::{PresignedRequest, Presigning};
pub use required::{Set, Unset};
