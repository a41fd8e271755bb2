//! Clients that cannot be made.

#[cfg(feature = "blocking")]
use super::blocking::BlockingError;
use super::credentials::CredentialsError;
use std::{error::Error, fmt};

/// A client that cannot be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// No region is given.
    MissingRegion,
    /// No credentials are given.
    MissingCredentials {
        /// What was searched for in vain.
        searched: Option<String>,
    },
    /// The region cannot stand in a host name.
    InvalidRegion(String),
    /// The endpoint is not one.
    InvalidEndpoint {
        /// The endpoint.
        url: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Two things are asked for that do not go together.
    Conflict {
        /// The one, and how it is asked for.
        one: &'static str,
        /// The other.
        other: &'static str,
    },
    /// The id cannot stand in a host name.
    InvalidEndpointId(String),
    /// An endpoint id is given to a service that has no multi-region endpoints.
    NoMultiRegion {
        /// The service's id.
        service: &'static str,
    },
    /// The endpoint wants Signature Version 4A, which this crate cannot make.
    SigningNotSupported {
        /// The endpoint.
        url: String,
    },
    /// A profile file cannot be read or understood, or lacks the profile that is asked for. The text says where.
    Profile(String),
    /// Credentials were searched for at once, and could not be had.
    Credentials(CredentialsError),
    /// The client was to be made by blocking, where that cannot be.
    #[cfg(feature = "blocking")]
    Blocking(BlockingError),
    /// The endpoint is `https`, and the crate was compiled without its feature `tls`.
    NoTls {
        /// The endpoint.
        url: String,
    },
    /// The target has no sockets, as WebAssembly has none, and no transport is given.
    NoTransport,
    /// The certificates that the machine trusts could not be read.
    Certificates(std::io::Error),
    /// A variable of the environment, or a key of the profile, holds what it cannot.
    InvalidVariable {
        /// Its name.
        name: &'static str,
        /// The profile whose key it is; none where it is a variable.
        profile: Option<String>,
        /// What it holds.
        value: String,
        /// What it takes.
        expected: &'static str,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingRegion => f.write_str(
                "no region is given: call `.region(\"eu-west-1\")` on the builder, or use `from_env` and set AWS_REGION or \
                 `region` in your profile",
            ),
            Self::MissingCredentials { searched } => {
                f.write_str("no credentials are given")?;
                if let Some(searched) = searched {
                    write!(f, " ({searched})")?;
                }
                f.write_str(
                    ": call `.credentials(Credentials::new(id, secret, None))` on the builder, or set AWS_ACCESS_KEY_ID \
                     and AWS_SECRET_ACCESS_KEY and use `from_env`",
                )
            }
            Self::InvalidRegion(region) => {
                write!(f, "`{region}` is not a region: one looks like `eu-west-1`, in lower case")
            }
            Self::InvalidEndpoint { url, why } => {
                write!(f, "`{url}` is not an endpoint: {why}; one looks like `http://localhost:4566`")
            }
            Self::Conflict { one, other } => write!(f, "{one} and {other} do not go together: leave one of them out"),
            Self::InvalidEndpointId(id) => {
                write!(f, "`{id}` is not an endpoint id: one has letters, digits and hyphens between its dots")
            }
            Self::NoMultiRegion { service } => write!(
                f,
                "{service} has no multi-region endpoints: leave `.endpoint_id(..)` out"
            ),
            Self::SigningNotSupported { url } => write!(
                f,
                "the endpoint {url} takes requests from any region, signed with Signature Version 4A, which this crate \
                 cannot make: leave `.endpoint_id(..)` out to use the region's own endpoint"
            ),
            Self::Profile(message) => f.write_str(message),
            Self::Credentials(error) => write!(f, "no credentials could be had: {error}"),
            #[cfg(feature = "blocking")]
            Self::Blocking(error) => write!(f, "the client cannot be made: {error}"),
            Self::NoTls { url } => write!(
                f,
                "the endpoint {url} needs TLS: switch on the feature `tls` of shapewright-client, name an http endpoint \
                 with `.endpoint_url(..)`, or give a transport of your own with `.transport(..)`"
            ),
            Self::NoTransport => {
                f.write_str("this target has no sockets: give a transport of your own with `.transport(..)`")
            }
            Self::Certificates(error) => {
                write!(f, "the certificates that this machine trusts could not be read: {error}")
            }
            Self::InvalidVariable {
                name,
                profile,
                value,
                expected,
            } => match profile {
                Some(profile) => write!(f, "the profile `{profile}` has {name} = {value}, which takes {expected}"),
                None => write!(f, "the environment has {name}={value}, which takes {expected}"),
            },
        }
    }
}

impl Error for ConfigError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Certificates(error) => Some(error),
            Self::Credentials(error) => Some(error),
            #[cfg(feature = "blocking")]
            Self::Blocking(error) => Some(error),
            _ => None,
        }
    }
}

impl From<ConfigError> for CredentialsError {
    fn from(error: ConfigError) -> Self {
        Self::new(error.to_string())
    }
}
