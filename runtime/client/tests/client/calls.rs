//! Calls over a transport in the same process: what is sent, and what comes back.

use crate::sample::{Client, CreateUserRequest, CreateUserResponse};
use shapewright_client::{
    Credentials, OperationError, ProvideCredentials, Retries, Transport,
    bytes::Bytes,
    credentials::ProvidedCredentials,
    errors::CredentialsError,
    http::{Request, Response},
    in_process, transport_fn,
};
use std::{
    convert::Infallible,
    io,
    sync::{Arc, Mutex},
};

pub fn http_response(status: u16, headers: &[(&str, &str)], body: &'static str) -> Response<Bytes> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Bytes::from(body)).unwrap()
}

/// A client whose requests all get the same response, once.
pub fn client_returning(response: Response<Bytes>) -> Client {
    client_over(transport_fn(move |_| std::future::ready(Ok(response.clone()))))
}

pub fn client_over(transport: impl Transport) -> Client {
    Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "very-secret", Some("very-token".to_owned())))
        .idempotency_tokens(|| "token-1".to_owned())
        .retries(Retries::off())
        .transport(transport)
        .build()
        .unwrap()
}

pub type Seen = Arc<Mutex<Vec<Request<Bytes>>>>;

/// A client that keeps its requests, each answered with an empty object.
fn recording() -> (Client, Seen) {
    let seen = Seen::default();
    let keep = Arc::clone(&seen);
    let client = client_over(transport_fn(move |request| {
        keep.lock().unwrap().push(request);
        std::future::ready(Ok(http_response(200, &[], "{}")))
    }));
    (client, seen)
}

fn header<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    request.headers()[name].to_str().unwrap()
}

#[tokio::test]
async fn a_request_is_whole_and_signed() {
    let (client, seen) = recording();
    client.create_user().r#type("USER").name("ann").send().await.unwrap();
    let seen = seen.lock().unwrap();
    let request = &seen[0];
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://users.eu-west-1.amazonaws.com/");
    assert_eq!(header(request, "host"), "users.eu-west-1.amazonaws.com");
    assert_eq!(header(request, "x-amz-target"), "Sample.CreateUser");
    assert_eq!(
        header(request, "user-agent"),
        concat!("shapewright/", env!("CARGO_PKG_VERSION"))
    );
    assert_eq!(header(request, "x-amz-security-token"), "very-token");
    let authorization = header(request, "authorization");
    assert!(
        authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKID/"),
        "{authorization}"
    );
    assert!(
        authorization.contains("/eu-west-1/sample/aws4_request, SignedHeaders="),
        "{authorization}"
    );
    assert_eq!(
        request.body(),
        r#"{"Name":"ann","Type":"USER","ClientToken":"token-1"}"#
    );
    assert!(!format!("{request:?}").contains("very-token"));
}

#[tokio::test]
async fn tokens_that_are_given_stay() {
    let (client, seen) = recording();
    let input = CreateUserRequest {
        name: "ann".to_owned(),
        r#type: "USER".to_owned(),
        client_token: None,
    };
    client
        .create_user()
        .with_input(input)
        .client_token("mine")
        .send()
        .await
        .unwrap();
    client
        .create_user()
        .name("ann")
        .r#type("USER")
        .client_token("")
        .send()
        .await
        .unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0].body(), r#"{"Name":"ann","Type":"USER","ClientToken":"mine"}"#);
    assert_eq!(
        seen[1].body(),
        r#"{"Name":"ann","Type":"USER","ClientToken":"token-1"}"#
    );
}

#[tokio::test]
async fn tokens_that_nobody_gives_are_random() {
    let seen = Seen::default();
    let keep = Arc::clone(&seen);
    let client = Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .transport(transport_fn(move |request| {
            keep.lock().unwrap().push(request);
            std::future::ready(Ok(http_response(200, &[], "{}")))
        }))
        .build()
        .unwrap();
    for _ in 0..2 {
        client.create_user().name("ann").r#type("USER").send().await.unwrap();
    }
    let seen = seen.lock().unwrap();
    assert_ne!(seen[0].body(), seen[1].body());
    assert!(!seen[0].headers().contains_key("x-amz-security-token"));
}

#[tokio::test]
async fn a_host_prefix_stands_before_the_host() {
    let (client, seen) = recording();
    client.delete_user().user_id("u").send().await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(header(&seen[0], "host"), "data.users.eu-west-1.amazonaws.com");
}

#[tokio::test]
async fn a_response_becomes_the_output() {
    let client = client_returning(http_response(200, &[], r#"{"UserId":"u-1"}"#));
    let output = client.create_user().name("ann").r#type("USER").send().await.unwrap();
    assert_eq!(
        output,
        CreateUserResponse {
            user_id: Some("u-1".to_owned())
        }
    );
}

#[tokio::test]
async fn a_response_tells_what_came_with_the_output() {
    let headers = [("x-amzn-requestid", "id-1"), ("x-more", "more")];
    let client = client_returning(http_response(200, &headers, r#"{"UserId":"u-1"}"#));
    let call = client.create_user().name("ann").r#type("USER").send();
    let response = call.with_metadata().await.unwrap();
    assert_eq!(response.output.user_id.as_deref(), Some("u-1"));
    let metadata = &response.metadata;
    assert_eq!(metadata.request_id(), Some("id-1"));
    assert_eq!((metadata.status().as_u16(), metadata.attempts()), (200, 1));
    assert_eq!(metadata.headers()["x-more"], "more");
    assert!(format!("{response:?}").contains("id-1"));

    let client = client_returning(http_response(400, &headers, r#"{"__type":"Odd"}"#));
    let call = client.create_user().name("ann").r#type("USER").send();
    let error = call.with_metadata().await.unwrap_err();
    let details = error.details();
    assert_eq!((details.code, details.request_id), (Some("Odd"), Some("id-1")));
}

#[tokio::test]
async fn a_call_can_move_to_another_task() {
    let client = client_returning(http_response(200, &[], "{}"));
    let call = client.delete_user().user_id("u").send();
    drop(client);
    tokio::spawn(call).await.unwrap().unwrap();
}

struct NoCredentials;

impl ProvideCredentials for NoCredentials {
    fn credentials(&self) -> ProvidedCredentials<'_> {
        Box::pin(async { Err(CredentialsError::new("the vault is locked")) })
    }
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    let client = Client::builder()
        .region("eu-west-1")
        .credentials_provider(NoCredentials)
        .transport(transport_fn(|_| async { panic!("sent") }))
        .build()
        .unwrap();
    let error = client.delete_user().user_id("u").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "DeleteUser failed: the request could not be signed: the vault is locked"
    );
}

#[tokio::test]
async fn a_service_in_the_same_process() {
    let client: Client = in_process(|request: Request<Bytes>| async move {
        assert_eq!(request.uri(), "http://localhost/");
        Ok::<_, Infallible>(http_response(200, &[], "{}"))
    });
    client.delete_user().user_id("u").send().await.unwrap();
}

#[tokio::test]
async fn a_service_in_the_same_process_that_hangs_up() {
    let client: Client = in_process(|_| async { Err(io::Error::other("the line was cut")) });
    let error = client.delete_user().user_id("u").send().await.unwrap_err();
    assert_eq!(error.to_string(), "DeleteUser failed: the line was cut (3 attempts)");
}
