//! What all calls of a client share.

#[cfg(feature = "layers")]
pub(crate) mod layers;
mod overrides;
mod policy;
pub(crate) mod shared;
mod tokens;
mod uuid;

pub use overrides::Overrides;
pub(crate) use policy::{Compression, Policy};
pub use shared::ServiceClient;
pub(crate) use shared::{Core, Inner};
pub(crate) use tokens::{Tokens, missing};
pub(crate) use uuid::random_uuid;
