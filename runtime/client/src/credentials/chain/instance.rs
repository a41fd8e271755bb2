//! An instance's metadata service: where it is, and the region that it gives.

use super::context::Http;
use crate::{environment::Environment, errors::ConfigError};
use bytes::Bytes;
use http::{Method, Request};

/// Whether the environment says that nobody is to ask it.
pub(super) fn is_disabled(environment: &Environment) -> bool {
    environment
        .get("AWS_EC2_METADATA_DISABLED")
        .is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// Where it is.
pub(super) fn url(environment: &Environment) -> String {
    let mode = environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE");
    let url = match environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT") {
        Some(url) => url,
        None if mode.is_some_and(|mode| mode.eq_ignore_ascii_case("ipv6")) => "http://[fd00:ec2::254]".to_owned(),
        None => "http://169.254.169.254".to_owned(),
    };
    url.trim_end_matches('/').to_owned()
}

/// The region that the instance is in, where this is an instance.
///
/// # Errors
/// When its metadata cannot be had. That is so on every machine that is no instance.
pub(crate) async fn instance_region(environment: &Environment) -> Result<String, ConfigError> {
    if is_disabled(environment) {
        return Err(ConfigError::MissingRegion);
    }
    let (http, url) = (Http::default(), url(environment));
    let ask = async |method, path, name: &'static str, value: String| {
        let request = Request::builder()
            .method(method)
            .uri(format!("{url}{path}"))
            .header(name, value)
            .body(Bytes::new())
            .map_err(|_| ConfigError::MissingRegion)?;
        let response = http.send(request).await.map_err(|_| ConfigError::MissingRegion)?;
        if !response.status().is_success() {
            return Err(ConfigError::MissingRegion);
        }
        Ok(String::from_utf8_lossy(response.body()).trim().to_owned())
    };
    let lifetime = "60".to_owned();
    let token = ask(
        Method::PUT,
        "/latest/api/token",
        "x-aws-ec2-metadata-token-ttl-seconds",
        lifetime,
    );
    let token = token.await?;
    let path = "/latest/meta-data/placement/region";
    ask(Method::GET, path, "x-aws-ec2-metadata-token", token).await
}
