//! What requests are signed with, and where it comes from.

mod cache;
#[cfg(feature = "credential-chain")]
mod chain;
mod environment;
mod provider;
mod signing;

pub use cache::CachedCredentials;
#[cfg(feature = "credential-chain")]
pub use chain::CredentialChain;
#[cfg(feature = "credential-chain")]
pub(crate) use chain::instance_region;
pub use environment::EnvironmentCredentials;
#[cfg(not(feature = "credential-chain"))]
pub(crate) use environment::from_variables;
pub use provider::{Credentials, ProvideCredentials, ProvidedCredentials};
pub(crate) use signing::{Signing, Unsigned};
