//! What a client is made from, and what is wrong with it.

use crate::{
    client::{Core, Inner},
    credentials::ProvideCredentials,
    endpoint::Endpoint,
    environment,
    http1::HyperTransport,
    token::Tokens,
    transport::Transport,
    tuning::Tuning,
};
use shapewright_schema::Service;
use std::{error::Error, fmt, sync::Arc, time::Duration};

/// How long a connection may take to be made, where the builder says nothing.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(3100);

/// A client that cannot be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// No region is given.
    MissingRegion,
    /// No credentials are given.
    MissingCredentials {
        /// What was looked for in vain.
        looked: Option<String>,
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
    /// The endpoint is `https`, and the crate was compiled without its feature `tls`.
    NoTls {
        /// The endpoint.
        url: String,
    },
    /// The certificates that the machine trusts could not be read.
    Certificates(std::io::Error),
    /// A variable of the environment holds what it cannot.
    InvalidVariable {
        /// Its name.
        name: &'static str,
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
                "no region is given: call `.region(\"eu-west-1\")` on the builder, or set AWS_REGION and use `from_env`",
            ),
            Self::MissingCredentials { looked } => {
                f.write_str("no credentials are given")?;
                if let Some(looked) = looked {
                    write!(f, " ({looked})")?;
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
            Self::NoTls { url } => write!(
                f,
                "the endpoint {url} needs TLS: switch on the feature `tls` of shapewright-client, name an http endpoint \
                 with `.endpoint_url(..)`, or give a transport of your own with `.transport(..)`"
            ),
            Self::Certificates(error) => {
                write!(f, "the certificates that this machine trusts could not be read: {error}")
            }
            Self::InvalidVariable { name, value, expected } => {
                write!(f, "the environment has {name}={value}, which takes {expected}")
            }
        }
    }
}

impl Error for ConfigError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Certificates(error) => Some(error),
            _ => None,
        }
    }
}

/// Everything that a builder collects.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) region: Option<String>,
    pub(crate) endpoint_url: Option<String>,
    pub(crate) credentials: Option<Arc<dyn ProvideCredentials>>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) tokens: Tokens,
    pub(crate) tuning: Tuning,
    /// What was looked for when the environment was to give the credentials.
    pub(crate) looked: Option<String>,
}

impl Settings {
    /// Fills what is not given from the environment.
    pub(crate) fn or_environment(&mut self, service: &Service, lookup: environment::Lookup<'_>) {
        if self.region.is_none() {
            self.region = environment::region(lookup);
        }
        if self.endpoint_url.is_none() {
            self.endpoint_url = environment::endpoint_url(service, lookup);
        }
        if self.credentials.is_none() {
            match environment::credentials(lookup) {
                Ok(credentials) => self.credentials = Some(Arc::new(credentials)),
                Err(error) => self.looked = Some(error.to_string()),
            }
        }
        self.tuning.or_environment(lookup);
    }

    /// The core of a client of `service`.
    pub(crate) fn build(self, service: &'static Service) -> Result<Core, ConfigError> {
        let region = self
            .region
            .filter(|region| !region.is_empty())
            .ok_or(ConfigError::MissingRegion)?;
        let regional = Endpoint::regional(service.endpoint_prefix, &region)?;
        let endpoint = self.endpoint_url.as_deref().map_or(Ok(regional), Endpoint::parse)?;
        let credentials = self
            .credentials
            .ok_or(ConfigError::MissingCredentials { looked: self.looked })?;
        let bounded = self.transport.is_none();
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(&endpoint, &self.tuning)?,
        };
        Ok(Core::new(Inner {
            service,
            region,
            endpoint,
            credentials,
            transport,
            tokens: self.tokens,
            policy: self.tuning.policy(bounded)?,
        }))
    }
}

fn default_transport(endpoint: &Endpoint, tuning: &Tuning) -> Result<Arc<dyn Transport>, ConfigError> {
    let limit = tuning.connect_timeout.unwrap_or(CONNECT_TIMEOUT);
    let transport = if endpoint.is_https() {
        https_transport(endpoint, limit)?
    } else {
        HyperTransport::http(limit)
    };
    Ok(Arc::new(match tuning.max_answer_size {
        Some(bytes) => transport.with_max_answer_size(bytes),
        None => transport,
    }))
}

#[cfg(feature = "tls")]
fn https_transport(_endpoint: &Endpoint, limit: Duration) -> Result<HyperTransport, ConfigError> {
    HyperTransport::https(limit).map_err(ConfigError::Certificates)
}

#[cfg(not(feature = "tls"))]
fn https_transport(endpoint: &Endpoint, _limit: Duration) -> Result<HyperTransport, ConfigError> {
    Err(ConfigError::NoTls {
        url: endpoint.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shapewright_schema::Protocol;

    static SERVICE: Service = Service {
        name: "sample",
        id: "Sample Users",
        version: "2026-01-31",
        protocol: Protocol::AwsJson1_1,
        target_prefix: "Sample",
        signing_name: "sample",
        endpoint_prefix: "users",
        operations: &[],
    };

    fn environment(variables: &[(&str, &str)]) -> Result<Core, ConfigError> {
        let mut settings = Settings::default();
        settings.or_environment(&SERVICE, &|name| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        });
        settings.build(&SERVICE)
    }

    const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "very-secret")];

    #[test]
    fn the_environment_gives_region_and_endpoint() {
        let (one, all) = (
            ("AWS_ENDPOINT_URL_SAMPLE_USERS", "http://one"),
            ("AWS_ENDPOINT_URL", "http://all"),
        );
        let (first, second) = (("AWS_REGION", "eu-west-1"), ("AWS_DEFAULT_REGION", "eu-west-2"));
        for (variables, region, endpoint) in [
            (&[one, all, first, second][..], "eu-west-1", "http://one"),
            (&[all, second], "eu-west-2", "http://all"),
        ] {
            let core = environment(&[&KEYS, variables].concat()).unwrap();
            assert_eq!((core.region(), &*core.endpoint()), (region, endpoint));
        }
    }

    #[test]
    fn configured_endpoints_can_be_ignored() {
        let mut settings = Settings::default();
        settings.or_environment(&SERVICE, &|name| match name {
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" => Some("true".to_owned()),
            name => Some(format!("http://{name}")),
        });
        assert_eq!(settings.endpoint_url, None);
    }

    #[test]
    fn the_variable_that_is_not_set_is_named() {
        let error = environment(&[("AWS_REGION", "eu-west-1"), KEYS[0]])
            .unwrap_err()
            .to_string();
        assert!(error.contains("AWS_SECRET_ACCESS_KEY is not set"), "{error}");
    }

    #[test]
    fn the_environment_says_how_to_try_again() {
        let place = [("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", "http://one")];
        let error = environment(&[&KEYS[..], &place, &[("AWS_MAX_ATTEMPTS", "many")]].concat()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the environment has AWS_MAX_ATTEMPTS=many, which takes a whole number from 1"
        );
        let core = environment(&[&KEYS[..], &place, &[("AWS_RETRY_MODE", "adaptive")]].concat()).unwrap();
        assert!(format!("{core:?}").contains("mode: Adaptive"), "{core:?}");
    }
}
