//! What one call does otherwise than its client.

use crate::{
    calls::{Seen, client_over, http_response},
    sample::Client,
};
use shapewright_client::{Overrides, Retries, Transport, bytes::Bytes, http::Request, transport::Sending};
use std::{sync::Arc, time::Duration};

/// Keeps its requests and responses each with 500.
struct Refusing(Seen);

impl Transport for Refusing {
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        self.0.lock().unwrap().push(request);
        Box::pin(async { Ok(http_response(500, &[], "{}")) })
    }
}

/// The client, and one at an endpoint that was named.
fn clients() -> (Client, Client, Seen) {
    let seen = Seen::default();
    let named = Client::builder()
        .region("eu-west-1")
        .credentials(shapewright_client::Credentials::new("AKID", "secret", None))
        .endpoint_url("http://localhost:4566/base")
        .transport(Refusing(Arc::clone(&seen)))
        .build()
        .unwrap();
    (client_over(Refusing(Arc::clone(&seen))), named, seen)
}

async fn sent(client: &Client, overrides: Overrides, seen: &Seen) -> Request<Bytes> {
    let overrides = overrides.retries(Retries::off());
    let call = client.create_user().name("ann").r#type("USER").send().with(overrides);
    call.await.unwrap_err();
    seen.lock().unwrap().pop().unwrap()
}

fn header<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    request.headers()[name].to_str().unwrap()
}

#[tokio::test]
async fn a_region_leads_to_its_endpoint_unless_one_was_named() {
    let (regional, named, seen) = clients();
    for (client, uri) in [
        (&regional, "https://users.us-west-2.amazonaws.com/"),
        (&named, "http://localhost:4566/base/"),
    ] {
        let request = sent(client, Overrides::new().region("us-west-2"), &seen).await;
        assert_eq!(request.uri(), uri);
        assert!(header(&request, "authorization").contains("/us-west-2/sample/"));
    }
    let request = sent(&named, Overrides::new(), &seen).await;
    assert!(header(&request, "authorization").contains("/eu-west-1/sample/"));

    let fips = Client::builder()
        .region("eu-west-1")
        .fips(true)
        .credentials(shapewright_client::Credentials::new("AKID", "secret", None))
        .transport(Refusing(Arc::clone(&seen)))
        .build()
        .unwrap();
    let request = sent(&fips, Overrides::new().region("us-gov-west-1"), &seen).await;
    assert_eq!(request.uri(), "https://users-fips.us-gov-west-1.amazonaws.com/");
}

#[tokio::test]
async fn an_endpoint_and_headers() {
    let (client, _, seen) = clients();
    let overrides = Overrides::new()
        .endpoint_url("http://127.0.0.1:9/x")
        .header("X-Trace", "1")
        .header("x-trace", "2")
        .header("User-Agent", "mine");
    let request = sent(&client, overrides, &seen).await;
    assert_eq!(request.uri(), "http://127.0.0.1:9/x/");
    assert_eq!(header(&request, "host"), "127.0.0.1:9");
    assert_eq!(
        (header(&request, "x-trace"), header(&request, "user-agent")),
        ("2", "mine")
    );
    assert!(header(&request, "authorization").contains(";x-trace"));
}

#[tokio::test]
async fn what_is_wrong_is_the_calls_error() {
    let (client, named, seen) = clients();
    for name in [
        "Host",
        "Authorization",
        "X-Amz-Date",
        "X-Amz-Security-Token",
        "X-Amz-Content-Sha256",
    ] {
        let call = client.delete_user().user_id("u").send();
        let error = call.with(Overrides::new().header(name, "hush")).await.unwrap_err();
        let line = format!(
            "DeleteUser failed: the header `{name}` of this call cannot be sent: the client writes it itself, with the \
             signature: leave it out"
        );
        assert_eq!(error.to_string(), line);
    }
    let region = "the endpoint of this call is wrong: `Ireland` is not a region";
    for (client, overrides) in [
        (&named, Overrides::new()),
        (&client, Overrides::new().endpoint_url("http://localhost:1")),
    ] {
        let call = client.delete_user().user_id("u").send();
        let error = call.with(overrides.region("Ireland")).await.unwrap_err();
        assert!(error.to_string().contains(region), "{error}");
    }
    for (overrides, line) in [
        (
            Overrides::new().endpoint_url("nowhere"),
            "the endpoint of this call is wrong: `nowhere` is not an endpoint",
        ),
        (
            Overrides::new().region("Ireland"),
            "the endpoint of this call is wrong: `Ireland` is not a region",
        ),
        (
            Overrides::new().header("a b", "x"),
            "the header `a b` of this call cannot be sent: invalid HTTP header name",
        ),
        (
            Overrides::new().header("x-secret", "hush\n"),
            "the header `x-secret` of this call cannot be sent: failed to parse header value",
        ),
    ] {
        let error = client
            .delete_user()
            .user_id("u")
            .send()
            .with(overrides)
            .await
            .unwrap_err();
        let shown = error.to_string();
        assert!(shown.starts_with(&format!("DeleteUser failed: {line}")), "{shown}");
        assert!(!shown.contains("hush"));
    }
    assert!(seen.lock().unwrap().is_empty());
    let shown = format!("{:?}", Overrides::new().header("x-secret", "hush"));
    assert!(shown.contains("x-secret") && !shown.contains("hush"), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn limits_and_retries() {
    let (client, _, seen) = clients();
    let five = Overrides::new().retries(Retries::standard().with_max_attempts(5));
    let call = client.delete_user().user_id("u").send();
    assert!(call.with(five).await.unwrap_err().to_string().contains("5 attempts"));
    assert_eq!(header(&seen.lock().unwrap()[4], "amz-sdk-request"), "attempt=5; max=5");

    struct Silent;
    impl Transport for Silent {
        fn send(&self, _: Request<Bytes>) -> Sending<'_> {
            Box::pin(std::future::pending())
        }
    }
    let second = Duration::from_secs(1);
    let client = Client::builder()
        .region("eu-west-1")
        .credentials(shapewright_client::Credentials::new("AKID", "secret", None))
        .timeout(second)
        .transport(Silent)
        .build()
        .unwrap();
    for (overrides, line) in [
        (Overrides::new(), "the timeout of the call (1s)"),
        (Overrides::new().timeout(2 * second), "the timeout of the call (2s)"),
        (
            Overrides::new()
                .timeout(None)
                .attempt_timeout(second)
                .retries(Retries::off()),
            "the timeout of an attempt (1s)",
        ),
    ] {
        let error = client
            .delete_user()
            .user_id("u")
            .send()
            .with(overrides)
            .await
            .unwrap_err();
        assert!(error.to_string().ends_with(line), "{error}");
    }
}
