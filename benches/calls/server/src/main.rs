//! Responds to every request with the same list of users: `server <number of users>`. Prints its address.

use bytes::Bytes;
use http::{HeaderValue, Response, header::CONTENT_TYPE};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let number: usize = std::env::args().nth(1).map_or(0, |text| text.parse().expect("a number"));
    let response = Bytes::from(users(number));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    println!("http://{}", listener.local_addr().expect("an address"));
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let _ = stream.set_nodelay(true);
        let response = response.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request: http::Request<Incoming>| {
                let response = response.clone();
                async move {
                    let _ = request.into_body().collect().await;
                    let mut response = Response::new(Full::new(response));
                    let headers = response.headers_mut();
                    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-amz-json-1.1"));
                    headers.insert("x-amzn-requestid", HeaderValue::from_static("0a1b2c3d-0000-4000-8000-000000000000"));
                    Ok::<_, Infallible>(response)
                }
            });
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

/// A response of ListUsers; for none, the empty one.
fn users(number: usize) -> String {
    if number == 0 {
        return "{}".to_owned();
    }
    let user = |index: usize| {
        serde_json::json!({
            "Id": format!("0a1b2c3d-{index:04}-4000-8000-000000000000"),
            "Email": format!("user{index}@example.awsapps.com"),
            "Name": format!("user{index}"),
            "DisplayName": format!("User \"{index}\" of Many"),
            "State": "ENABLED",
            "UserRole": "USER",
            "EnabledDate": 1_700_000_000.123 + index as f64,
        })
    };
    serde_json::json!({"Users": (0..number).map(user).collect::<Vec<_>>(), "NextToken": "next"}).to_string()
}
