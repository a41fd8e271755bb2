//! Over real sockets, and what every response has.

use crate::{
    office::Office,
    support::{TestResponse, authorization, zoo},
    zoo::ZOO,
};
use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::{Service, Timestamp};
use shapewright_server::{Clock, Context, Handler, Lifecycle, Mock, ResponseFuture};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Sends a request as text and reads its response as text.
async fn exchange(stream: &mut TcpStream, head: &str, body: &str) -> String {
    let length = body.len();
    let request = format!("{head}\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut read = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .unwrap();
            if body.len() >= length.parse().unwrap() {
                return text;
            }
        }
        assert!(stream.read_buf(&mut read).await.unwrap() > 0, "closed after {text:?}");
    }
}

fn office_head(operation: &str) -> String {
    format!(
        "POST / HTTP/1.1\r\nContent-Type: application/x-amz-json-1.1\r\nX-Amz-Target: OfficeService.{operation}\r\n\
         Authorization: {}",
        authorization("AKID", "eu-west-1", "office")
    )
}

#[tokio::test]
async fn a_connection_is_kept() {
    let clock = Clock::standing(Timestamp::UNIX_EPOCH);
    let mock = Mock::builder().add(Office).clock(clock).build();
    let listening = mock.listen("127.0.0.1:0").await.unwrap();
    assert_eq!(listening.url(), format!("http://{}", listening.addr()));
    let mut stream = TcpStream::connect(listening.addr()).await.unwrap();
    let made = exchange(&mut stream, &office_head("CreateOrganization"), "{\"Alias\":\"acme\"}").await;
    assert!(made.starts_with("HTTP/1.1 200 OK\r\n"), "{made}");
    assert!(
        made.contains("\r\ncontent-type: application/x-amz-json-1.1\r\n"),
        "{made}"
    );
    assert!(made.contains("\r\nx-amzn-requestid: "), "{made}");
    let date = made.lines().find_map(|line| line.strip_prefix("date: ")).unwrap();
    let date = Timestamp::parse_http_date(date).unwrap();
    assert!(
        Timestamp::now().epoch_seconds() - date.epoch_seconds() < 10,
        "the date is real: {made}"
    );
    let refused = exchange(&mut stream, &office_head("CreateOrganization"), "{\"Alias\":\"acme\"}").await;
    assert!(refused.starts_with("HTTP/1.1 400 "), "{refused}");
    let missing = exchange(&mut stream, "GET /nothing HTTP/1.1", "").await;
    assert!(missing.starts_with("HTTP/1.1 501 "), "{missing}");
    let all = exchange(&mut stream, &office_head("ListOrganizations"), "{}").await;
    assert!(
        all.contains("\"Alias\":\"acme\"") && all.contains("\"CompletedDate\":0"),
        "{all}"
    );
    listening.shutdown().await;
    let mut rest = Vec::new();
    assert_eq!(
        stream.read_to_end(&mut rest).await.unwrap_or(0),
        0,
        "an idle connection is closed"
    );
    assert!(
        TcpStream::connect(mock_address(&stream)).await.is_err(),
        "nobody listens any more"
    );
}

fn mock_address(stream: &TcpStream) -> std::net::SocketAddr {
    stream.peer_addr().unwrap_or_else(|_| "127.0.0.1:1".parse().unwrap())
}

#[tokio::test]
async fn a_body_has_a_limit() {
    let mock = Mock::builder().add(Office).body_limit(100).build();
    let listening = mock.listen("127.0.0.1:0").await.unwrap();
    let mut stream = TcpStream::connect(listening.addr()).await.unwrap();
    let body = format!("{{\"Alias\":\"{}\"}}", "a".repeat(300_000));
    let response = exchange(&mut stream, &office_head("CreateOrganization"), &body).await;
    assert!(response.starts_with("HTTP/1.1 413 "), "{response}");
    assert!(
        response.contains("\"__type\":\"RequestTooLargeException\""),
        "{response}"
    );
    let request = Request::post("/").body(Bytes::from(body)).unwrap();
    assert_eq!(TestResponse::of(mock.call(request).await.unwrap()).status, 413);
}

/// A handler of the zoo that panics at once, panics late, or takes its time.
struct Wild;

impl Handler for Wild {
    fn service(&self) -> &'static Service {
        &ZOO
    }

    fn lifecycles(&self) -> &'static [Lifecycle] {
        &[]
    }

    fn call<'a>(&'a self, _: usize, request: &'a shapewright_server::Request, _: &'a Context) -> ResponseFuture<'a> {
        let what = request.labels().first().map_or("", |(_, value)| value.as_str());
        assert_ne!(what, "early", "at once");
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(if what == "slow" { 300 } else { 1 })).await;
            assert_ne!(what, "late", "after a while");
            let mut response = Response::new(Bytes::from_static(b"{}"));
            response
                .headers_mut()
                .insert("content-type", "application/json".parse().unwrap());
            response
        })
    }
}

#[tokio::test]
async fn a_panic_is_an_response() {
    let mock = Mock::new(Wild);
    for (id, said) in [("early", "at once"), ("late", "after a while")] {
        let (status, code, message) = zoo(&mock, "GET", &format!("/animals/{id}"), "").await.err();
        assert_eq!((status, code.as_str()), (500, "InternalFailure"));
        assert!(
            message.starts_with("The handler of GetAnimal panicked: ") && message.contains(said),
            "{message}"
        );
    }
    let listening = mock.listen("127.0.0.1:0").await.unwrap();
    let mut stream = TcpStream::connect(listening.addr()).await.unwrap();
    for (id, status) in [("early", "500"), ("late", "500"), ("fine", "200")] {
        let response = exchange(&mut stream, &format!("GET /animals/{id} HTTP/1.1"), "").await;
        assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{response}");
    }
}

#[tokio::test]
async fn what_has_begun_is_ended() {
    let listening = Mock::new(Wild).listen("127.0.0.1:0").await.unwrap();
    let mut stream = TcpStream::connect(listening.addr()).await.unwrap();
    let response = tokio::spawn(async move { exchange(&mut stream, "GET /animals/slow HTTP/1.1", "").await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    listening.shutdown().await;
    assert!(response.await.unwrap().starts_with("HTTP/1.1 200 "));
}
