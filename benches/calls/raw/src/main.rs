//! Calls ListUsers by hand: serde types, a signing crate, hyper. No retries, no limits, no errors to speak of.

use aws_credential_types::Credentials;
use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningSettings, sign},
    sign::v4::SigningParams,
};
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde::{Deserialize, Serialize};
use shapewright_bench_harness::{KEYS, ORGANIZATION, Options, REGION, measure};
use std::time::SystemTime;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListUsersRequest<'a> {
    organization_id: &'a str,
    max_results: Option<i32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListUsersResponse {
    #[serde(default)]
    users: Vec<User>,
    #[expect(dead_code, reason = "it is read as any client reads it")]
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(dead_code, reason = "it is read as any client reads it")]
struct User {
    id: Option<String>,
    email: Option<String>,
    name: Option<String>,
    display_name: Option<String>,
    state: Option<String>,
    user_role: Option<String>,
    enabled_date: Option<f64>,
    disabled_date: Option<f64>,
}

type Http = Client<HttpConnector, Full<Bytes>>;

async fn list_users(http: &Http, endpoint: &str) -> ListUsersResponse {
    let input = ListUsersRequest {
        organization_id: ORGANIZATION,
        max_results: Some(100),
    };
    let body = serde_json::to_vec(&input).expect("JSON");
    let target = ("x-amz-target", "WorkMailService.ListUsers");
    let content_type = ("content-type", "application/x-amz-json-1.1");
    let identity = Credentials::from_keys(KEYS.0, KEYS.1, None).into();
    let params = SigningParams::builder()
        .identity(&identity)
        .region(REGION)
        .name("workmail")
        .time(SystemTime::now())
        .settings(SigningSettings::default())
        .build()
        .expect("parameters")
        .into();
    let uri = format!("{endpoint}/");
    let signable = SignableRequest::new("POST", &uri, [target, content_type].into_iter(), SignableBody::Bytes(&body));
    let (instructions, _) = sign(signable.expect("a request"), &params).expect("a signature").into_parts();
    let mut request = Request::post(uri)
        .header(target.0, target.1)
        .header(content_type.0, content_type.1)
        .body(Full::new(Bytes::from(body)))
        .expect("a request");
    instructions.apply_to_request_http1x(&mut request);
    let response = http.request(request).await.expect("a response");
    assert!(response.status().is_success());
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    serde_json::from_slice(&bytes).expect("a response of ListUsers")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let options = Options::read();
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let http: Http = Client::builder(TokioExecutor::new()).build(connector);
    let endpoint = options.endpoint.clone();
    measure(&options, move || {
        let (http, endpoint) = (http.clone(), endpoint.clone());
        async move { list_users(&http, &endpoint).await.users.len() }
    })
    .await;
}
