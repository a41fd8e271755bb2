//! What is there, what is not, and what a service's request finds.

use super::support::{asked, ok, plain, refused, send};
use crate::support::{authorization, office};
use http::Request;
use serde_json::{Value as Json, json};
use shapewright_server::{Admin, Mock};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[tokio::test]
async fn health_and_services() {
    let mock = plain();
    let health = ok(asked(&mock, "GET", "/_mock/health", "").await);
    assert_eq!(
        (&health["status"], &health["services"]),
        (&json!("ok"), &json!(["office", "zoo"]))
    );
    let all = ok(asked(&mock, "GET", "/_mock/services", "").await);
    let office = &all["services"][0];
    assert_eq!(office["protocol"], "awsJson1_1");
    assert!(
        office["collections"].as_array().unwrap().contains(&json!("Users")),
        "{office}"
    );
    let operation = |service: &Json, name: &str| {
        let mut operations = service["operations"].as_array().unwrap().iter();
        operations.find(|operation| operation["name"] == name).unwrap().clone()
    };
    let create = operation(office, "CreateUser");
    assert_eq!(
        (&create["stateful"], &create["method"], &create["uri"]),
        (&json!(true), &json!("POST"), &json!("/"))
    );
    assert!(
        create["errors"]
            .as_array()
            .unwrap()
            .contains(&json!("NameAvailabilityException")),
        "{create}"
    );
    assert_eq!(operation(&all["services"][1], "GetAnimal")["stateful"], false);
}

#[tokio::test]
async fn what_is_not_there() {
    let mock = plain();
    let (status, code, pointer, message) = refused(asked(&mock, "GET", "/_mock/helth", "").await);
    assert_eq!((status, code.as_str(), pointer), (404, "NotFound", Json::Null));
    assert!(
        message.starts_with("there is nothing at /_mock/helth; there is /_mock/health, "),
        "{message}"
    );
    for path in [
        "/_mock/faults/1/2",
        "/_mock/faults/",
        "/_mock//health",
        "/_mock/health/",
        "/_mock/%68ealth",
    ] {
        assert_eq!(refused(asked(&mock, "GET", path, "").await).0, 404, "{path}");
    }
    for (method, path, allowed) in [
        ("POST", "/_mock/health", "GET, HEAD"),
        ("GET", "/_mock/reset", "POST"),
        ("OPTIONS", "/_mock/state", "GET, PUT, POST, HEAD"),
        ("PATCH", "/_mock/requests", "GET, DELETE, HEAD"),
        ("GET", "/_mock/faults/7", "DELETE"),
    ] {
        let response = send(&mock, method, path, "", &[]).await;
        assert_eq!(response.status(), 405, "{method} {path}");
        assert_eq!(response.headers()["allow"], allowed, "{method} {path}");
    }
    assert!(
        mock.journal().is_empty(),
        "the interface's own requests are no service's"
    );
}

#[tokio::test]
async fn a_request_for_a_service_is_never_taken() {
    let mock = plain();
    let signed = |path: &str| {
        let request = Request::get(path).header("authorization", authorization("AKID", "eu-west-1", "zoo"));
        request.body(bytes::Bytes::new()).unwrap()
    };
    // By label: the animal of this name.
    let animal = mock.call(signed("/animals/_mock")).await.unwrap();
    assert_eq!(animal.status(), 200);
    // A path under the prefix is the service's as soon as the request is signed.
    let missed = mock.call(signed("/_mock/health")).await.unwrap();
    assert_eq!(
        (missed.status().as_u16(), &missed.headers()["x-amzn-errortype"]),
        (501, &"UnknownOperationException".parse().unwrap())
    );
    // What only begins the same way is not under it.
    let request = Request::get("/_mocks").body(bytes::Bytes::new()).unwrap();
    assert_eq!(mock.call(request).await.unwrap().status(), 501);
}

#[tokio::test]
async fn without_it_nothing_is_there() {
    let mock = Mock::new(crate::zoo::Zoo);
    let request = Request::get("/_mock/health").body(bytes::Bytes::new()).unwrap();
    assert_eq!(mock.call(request).await.unwrap().status(), 501);
}

#[tokio::test]
async fn bodies_that_cannot_be_taken() {
    let mock = Mock::builder()
        .add(crate::office::Office)
        .admin(Admin::new())
        .body_limit(100)
        .build();
    office(&mock, "ListOrganizations", json!({})).await.ok();
    let (status, code, _, message) = refused(asked(&mock, "POST", "/_mock/seed", "a".repeat(101)).await);
    assert_eq!((status, code.as_str()), (413, "RequestRefused"));
    assert!(message.contains("100 bytes"), "{message}");
    assert_eq!(mock.journal().len(), 1);
    let (_, code, pointer, _) = refused(asked(&mock, "POST", "/_mock/reset", "{\"all\":true}").await);
    assert_eq!((code.as_str(), pointer), ("InvalidMember", json!("")));
    assert_eq!(mock.journal().len(), 1, "it was not done");
    ok(asked(&mock, "POST", "/_mock/reset", "{}").await);
    assert!(mock.journal().is_empty());
}

#[tokio::test]
async fn on_a_socket() {
    let listening = plain().listen("127.0.0.1:0").await.unwrap();
    let mut stream = TcpStream::connect(listening.addr()).await.unwrap();
    let mut exchange = async |request: String| {
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut read = vec![0; 16 << 10];
        let length = stream.read(&mut read).await.unwrap();
        String::from_utf8_lossy(&read[..length]).into_owned()
    };
    let host = listening.addr();
    let health = exchange(format!("GET /_mock/health HTTP/1.1\r\nHost: {host}\r\n\r\n")).await;
    assert!(
        health.starts_with("HTTP/1.1 200 OK\r\n") && health.contains("\"status\": \"ok\""),
        "{health}"
    );
    let head = exchange(format!("HEAD /_mock/health HTTP/1.1\r\nHost: {host}\r\n\r\n")).await;
    assert!(
        head.starts_with("HTTP/1.1 200 OK\r\n") && head.ends_with("\r\n\r\n"),
        "{head}"
    );
    let rebound = exchange("GET /_mock/health HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned()).await;
    assert!(rebound.starts_with("HTTP/1.1 403 Forbidden\r\n"), "{rebound}");
}
