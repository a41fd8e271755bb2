//! What a client needs, and what it says when that is missing.

use crate::{calls::client_returning, sample::Client};
use shapewright_client::{Builder, ConfigError, Credentials};

fn complete() -> Builder<Client> {
    Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "very-secret", None))
}

#[test]
fn what_is_missing_is_named_with_how_to_give_it() {
    let error = Client::builder().build().unwrap_err();
    assert!(matches!(error, ConfigError::MissingRegion));
    assert!(
        error.to_string().contains(".region(") && error.to_string().contains("AWS_REGION"),
        "{error}"
    );
    let error = Client::builder().region("eu-west-1").build().unwrap_err();
    assert!(matches!(error, ConfigError::MissingCredentials { .. }));
    assert!(
        error.to_string().contains(".credentials(") && error.to_string().contains("AWS_ACCESS_KEY_ID"),
        "{error}"
    );
}

#[test]
fn what_is_wrong_is_shown() {
    let error = complete().region("Ireland").build().unwrap_err();
    assert!(error.to_string().starts_with("`Ireland` is not a region"), "{error}");
    let error = complete().endpoint_url("localhost:4566").build().unwrap_err();
    assert!(
        error.to_string().starts_with("`localhost:4566` is not an endpoint"),
        "{error}"
    );
}

#[test]
fn plain_endpoints_need_no_tls() {
    complete().endpoint_url("http://localhost:4566").build().unwrap();
}

#[cfg(not(feature = "tls"))]
#[test]
fn without_tls_a_regional_endpoint_is_refused() {
    let error = complete().build().unwrap_err();
    assert!(
        error
            .to_string()
            .contains("https://users.eu-west-1.amazonaws.com needs TLS"),
        "{error}"
    );
}

#[test]
fn debug_hides_secrets() {
    let client = client_returning(crate::calls::http_response(200, &[], "{}"));
    let shown = format!("{client:?} {:?}", complete());
    assert!(shown.contains("eu-west-1") && shown.contains("Sample Users"), "{shown}");
    assert!(!shown.contains("secret") && !shown.contains("token"), "{shown}");
}
