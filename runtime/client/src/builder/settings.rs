//! What a builder collects, and the client's core made from it.

use super::{environment::min_compression_size, tuning::Tuning};
#[cfg(feature = "layers")]
use crate::core::layers::Layers;
#[cfg(not(feature = "credential-chain"))]
use crate::credentials::from_variables;
#[cfg(feature = "credential-chain")]
use crate::credentials::{CredentialChain, instance_region};
#[cfg(not(target_family = "wasm"))]
use crate::transport::HyperTransport;
use crate::{
    core::{Core, Inner, Tokens},
    credentials::{ProvideCredentials, ProvidedCredentials},
    endpoint::{Endpoint, EndpointParams, SigningScheme, check_region, resolve},
    environment::{self, Environment, Profiles},
    errors::{ConfigError, CredentialsError},
    transport::Transport,
};
use shapewright_schema::Service;
use shapewright_sigv4::SigningKeys;
use std::sync::Arc;
#[cfg(not(target_family = "wasm"))]
use std::time::Duration;

/// How long a connection may take to be made, where the builder says nothing.
#[cfg(not(target_family = "wasm"))]
const CONNECT_TIMEOUT: Duration = Duration::from_millis(3100);

/// Everything that a builder collects.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) region: Option<String>,
    pub(crate) endpoint_url: Option<String>,
    pub(crate) endpoint_id: Option<String>,
    pub(crate) fips: Option<bool>,
    pub(crate) dual_stack: Option<bool>,
    /// Where what is not given is taken from.
    pub(crate) environment: Option<Environment>,
    pub(crate) profile: Option<String>,
    pub(crate) credentials: Option<Arc<dyn ProvideCredentials>>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) tokens: Tokens,
    pub(crate) tuning: Tuning,
    #[cfg(feature = "layers")]
    pub(crate) layers: Layers,
    /// What was looked for when the environment was to give the credentials.
    pub(crate) searched: Option<String>,
}

impl Settings {
    /// Fills what is not given from the environment and the profile.
    fn or_environment(&mut self, service: &Service, environment: &Environment) -> Result<(), ConfigError> {
        let profiles = Profiles::load(environment)?;
        let profile = profiles.select(self.profile.as_deref(), environment)?;
        if self.region.is_none() {
            self.region = environment::region(environment, &profile);
        }
        if self.endpoint_url.is_none() {
            self.endpoint_url = environment::endpoint_url(service, environment, &profile)?;
        }
        if self.fips.is_none() {
            self.fips = environment::flag(environment, &profile, FIPS)?;
        }
        if self.dual_stack.is_none() {
            self.dual_stack = environment::flag(environment, &profile, DUAL_STACK)?;
        }
        if self.credentials.is_none() {
            self.look_for_credentials(environment);
        }
        if self.tuning.compress.is_none() {
            let disabled = environment::flag(environment, &profile, NO_COMPRESSION)?;
            self.tuning.compress = disabled.map(|disabled| !disabled);
        }
        if self.tuning.min_compression_size.is_none() {
            self.tuning.min_compression_size = min_compression_size(environment, &profile, COMPRESSION_SIZE)?;
        }
        self.tuning.or_environment(environment, &profile);
        Ok(())
    }

    #[cfg(feature = "credential-chain")]
    fn look_for_credentials(&mut self, environment: &Environment) {
        let chain = CredentialChain::over(environment.clone(), self.profile.clone(), self.region.clone());
        self.credentials = Some(Arc::new(chain));
    }

    #[cfg(not(feature = "credential-chain"))]
    fn look_for_credentials(&mut self, environment: &Environment) {
        match from_variables(environment) {
            Ok(credentials) => self.credentials = Some(Arc::new(credentials)),
            Err(error) => self.searched = Some(error.to_string()),
        }
    }

    /// The core of a client of `service`, with its region looked for in the instance too, and its credentials had at
    /// once.
    pub(crate) async fn load(mut self, service: &'static Service) -> Result<Core, ConfigError> {
        if let Some(environment) = self.environment.take() {
            self.or_environment(service, &environment)?;
            #[cfg(feature = "credential-chain")]
            if self.region.is_none() {
                self.region = Some(instance_region(&environment).await?);
            }
        }
        let core = self.build(service)?;
        if is_always_signed(service) {
            core.credentials().await.map_err(ConfigError::Credentials)?;
        }
        Ok(core)
    }

    /// The core of a client of `service`.
    pub(crate) fn build(mut self, service: &'static Service) -> Result<Core, ConfigError> {
        if let Some(environment) = self.environment.take() {
            self.or_environment(service, &environment)?;
        }
        let region = self
            .region
            .filter(|region| !region.is_empty())
            .ok_or(ConfigError::MissingRegion)?;
        check_region(&region)?;
        let params = EndpointParams {
            region: Some(region.clone()),
            fips: self.fips.unwrap_or(false),
            dual_stack: self.dual_stack.unwrap_or(false),
            url: self.endpoint_url,
            endpoint_id: self.endpoint_id,
        };
        let (endpoint, signing) = resolve(service, &service.endpoint, &params)?;
        if signing != SigningScheme::V4 {
            let url = endpoint.to_string();
            return Err(ConfigError::SigningNotSupported { url });
        }
        let credentials = match self.credentials {
            Some(credentials) => credentials,
            None => {
                let missing = ConfigError::MissingCredentials {
                    searched: self.searched,
                };
                if is_always_signed(service) {
                    return Err(missing);
                }
                Arc::new(NoCredentials(missing.to_string()))
            }
        };
        let bounded = self.transport.is_none();
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(&endpoint, &self.tuning)?,
        };
        Ok(Core::new(Inner {
            service,
            region,
            endpoint,
            endpoint_params: params,
            credentials,
            keys: SigningKeys::default(),
            transport,
            tokens: self.tokens,
            policy: self.tuning.policy(bounded)?,
            #[cfg(feature = "layers")]
            layers: self.layers.stacks(),
        }))
    }
}

/// Whether no operation can be called without credentials.
fn is_always_signed(service: &Service) -> bool {
    service.operations.iter().all(|operation| !operation.request.anonymous)
}

/// What a client has that was given no credentials: enough for operations that are not signed.
struct NoCredentials(String);

impl ProvideCredentials for NoCredentials {
    fn credentials(&self) -> ProvidedCredentials<'_> {
        Box::pin(std::future::ready(Err(CredentialsError::new(self.0.clone()))))
    }
}

/// The variable and the profile key that ask for an endpoint with FIPS 140 cryptography.
const FIPS: (&str, &str) = ("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
/// The variable and the profile key that keep bodies from being compressed.
const NO_COMPRESSION: (&str, &str) = ("AWS_DISABLE_REQUEST_COMPRESSION", "disable_request_compression");
/// The variable and the profile key that say from how many bytes on bodies are compressed.
const COMPRESSION_SIZE: (&str, &str) = (
    "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
    "request_min_compression_size_bytes",
);
/// The variable and the profile key that ask for an endpoint with addresses of both IP versions.
const DUAL_STACK: (&str, &str) = ("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");

#[cfg(target_family = "wasm")]
fn default_transport(_endpoint: &Endpoint, _tuning: &Tuning) -> Result<Arc<dyn Transport>, ConfigError> {
    Err(ConfigError::NoTransport)
}

#[cfg(not(target_family = "wasm"))]
fn default_transport(endpoint: &Endpoint, tuning: &Tuning) -> Result<Arc<dyn Transport>, ConfigError> {
    let limit = tuning.connect_timeout.unwrap_or(CONNECT_TIMEOUT);
    let transport = if endpoint.is_https() {
        https_transport(endpoint, limit)?
    } else {
        HyperTransport::http(limit)
    };
    Ok(Arc::new(match tuning.max_response_size {
        Some(bytes) => transport.with_max_response_size(bytes),
        None => transport,
    }))
}

#[cfg(all(feature = "tls", not(target_family = "wasm")))]
fn https_transport(_endpoint: &Endpoint, limit: Duration) -> Result<HyperTransport, ConfigError> {
    HyperTransport::https(limit).map_err(ConfigError::Certificates)
}

#[cfg(not(any(feature = "tls", target_family = "wasm")))]
fn https_transport(endpoint: &Endpoint, _limit: Duration) -> Result<HyperTransport, ConfigError> {
    Err(ConfigError::NoTls {
        url: endpoint.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shapewright_schema::EndpointFacts;
    use std::collections::HashMap;

    static SERVICE: Service = Service {
        name: "sample",
        id: "Sample Users",
        version: "2026-01-31",
        protocols: &["awsJson1_1"],
        target_prefix: "Sample",
        signing_name: "sample",
        endpoint: EndpointFacts::of("users"),
        headers: &[],
        query_compatible: false,
        xml_namespace: None,
        bare_errors: false,
        operations: &[],
    };

    fn environment(variables: &[(&str, &str)]) -> Result<Core, ConfigError> {
        let variables: HashMap<String, String> = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let settings = Settings {
            environment: Some(Environment::new(move |name| variables.get(name).cloned())),
            transport: Some(Arc::new(HyperTransport::http(CONNECT_TIMEOUT))),
            ..Settings::default()
        };
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
        let core = environment(
            &[
                &KEYS[..],
                &[
                    ("AWS_REGION", "eu-west-1"),
                    ("AWS_ENDPOINT_URL", "http://all"),
                    ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"),
                    ("AWS_USE_FIPS_ENDPOINT", "True"),
                ],
            ]
            .concat(),
        );
        assert_eq!(core.unwrap().endpoint(), "https://users-fips.eu-west-1.amazonaws.com");
    }

    #[test]
    fn what_is_neither_true_nor_false_is_an_error() {
        let error = environment(&[("AWS_REGION", "eu-west-1"), ("AWS_USE_DUALSTACK_ENDPOINT", "ture")]);
        assert_eq!(
            error.unwrap_err().to_string(),
            "the environment has AWS_USE_DUALSTACK_ENDPOINT=ture, which takes `true` or `false`"
        );
    }

    #[cfg(not(feature = "credential-chain"))]
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
