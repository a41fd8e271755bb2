//! What the tests of all services share: where the server is, and what was asked of it.

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        http::SharedHttpClient,
        interceptors::{Intercept, context::FinalizerInterceptorContextRef},
        orchestrator::Metadata,
        runtime_components::RuntimeComponents,
    },
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

/// The server's URL.
pub fn endpoint() -> String {
    std::env::var("SHAPEWRIGHT_ENDPOINT").expect("SHAPEWRIGHT_ENDPOINT is the URL of a mock server: `cargo xtask mock`")
}

/// A client's HTTP stack, without TLS.
pub fn http() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new().build_http()
}

/// A client of one service for an account of its own, which tells `$asked` of every call.
#[macro_export]
macro_rules! client {
    ($sdk:ident, $account:expr, $asked:expr) => {{
        let credentials = $sdk::config::Credentials::new($account, "secret", None, None, "tests");
        let config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::latest())
            .region($sdk::config::Region::new("eu-west-1"))
            .credentials_provider(credentials)
            .endpoint_url($crate::support::endpoint())
            .http_client($crate::support::http())
            .retry_config($sdk::config::retry::RetryConfig::disabled())
            .interceptor($asked.clone());
        $sdk::Client::from_conf(config.build())
    }};
}

/// Remembers which operations were called.
#[derive(Debug, Clone, Default)]
pub struct Asked(Arc<Mutex<BTreeSet<String>>>);

impl Intercept for Asked {
    fn name(&self) -> &'static str {
        "Asked"
    }

    fn read_after_execution(
        &self,
        _: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut aws_sdk_workmail::config::ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(call) = config.load::<Metadata>() {
            self.0.lock().unwrap().insert(call.name().to_owned());
        }
        Ok(())
    }
}

impl Asked {
    /// Checks that all documented operations of a service were called.
    #[track_caller]
    pub fn all_documented(&self, service: &str) {
        let facts: serde_json::Value = serde_json::from_str(include_str!("../facts/contract.json")).unwrap();
        let documented = facts["services"][service]["operations"].as_object().unwrap();
        let asked = self.0.lock().unwrap();
        let left: Vec<&String> = documented.keys().filter(|name| !asked.contains(*name)).collect();
        assert!(left.is_empty(), "not called: {left:?}");
        assert!(!documented.is_empty());
    }
}
