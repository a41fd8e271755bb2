//! Clients that mean harm, or cannot do better, over real sockets: each gets a right response or a clean close, and the
//! server goes on.

use crate::{office::Office, support::authorization, zoo::Zoo};
use shapewright_server::{Limits, Listening, Mock};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

/// Longer than anything here takes. A test that waits for it fails.
const FOREVER: Duration = Duration::from_secs(30);

async fn listen(limits: Limits) -> Listening {
    let mock = Mock::builder().add(Office).add(Zoo).body_limit(100_000).limits(limits);
    mock.build().listen("127.0.0.1:0").await.unwrap()
}

/// Sends bytes as they are, and reads until the server closes.
async fn talk(server: &Listening, bytes: impl AsRef<[u8]>) -> String {
    let mut stream = TcpStream::connect(server.addr()).await.unwrap();
    // The server may close before it has read everything.
    let _ = stream.write_all(bytes.as_ref()).await;
    rest(&mut stream).await
}

/// What the server sends until it closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    let closed = tokio::time::timeout(FOREVER, async {
        while stream.read_buf(&mut read).await.is_ok_and(|count| count > 0) {}
    });
    assert!(
        closed.await.is_ok(),
        "left open after {:?}",
        String::from_utf8_lossy(&read)
    );
    String::from_utf8_lossy(&read).into_owned()
}

/// A head for the office that closes its connection, with more headers.
fn office(more: &str) -> String {
    let scope = authorization("AKID", "eu-west-1", "office");
    format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {scope}\r\n\
         X-Amz-Target: OfficeService.ListOrganizations\r\n{more}\r\n"
    )
}

/// A whole request to the office.
fn office_with(body: &[u8]) -> Vec<u8> {
    let head = office(&format!(
        "Content-Type: application/x-amz-json-1.1\r\nContent-Length: {}\r\n",
        body.len()
    ));
    [head.as_bytes(), body].concat()
}

fn zoo(line: &str) -> String {
    format!("{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
}

#[track_caller]
fn assert_response(response: &str, status: u16, code: &str) {
    assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{response}");
    assert!(response.contains("\r\nx-amzn-requestid: "), "{response}");
    let is_right = if code.is_empty() {
        !response.contains("__type")
    } else {
        response.contains(&format!("\"__type\":\"{code}\""))
            && response.contains(&format!("\r\nx-amzn-errortype: {code}\r"))
    };
    assert!(is_right, "{response}");
}

#[tokio::test]
async fn bodies() {
    let server = listen(Limits::default()).await;
    for (body, status, code) in [
        (&b"{"[..], 400, "SerializationException"),
        (b"{\"MaxResults\":", 400, "SerializationException"),
        (b"\xff\xfe{\"NextToken\":1}", 400, "SerializationException"),
        (b"{\"NextToken\":\"\xed\xa0\x80\"}", 400, "SerializationException"),
        ("[".repeat(50_000).as_bytes(), 400, "InvalidParameterException"),
        (
            format!("{{\"x\":{}", "[".repeat(50_000)).as_bytes(),
            400,
            "SerializationException",
        ),
        ("{\"a\":".repeat(10_000).as_bytes(), 400, "SerializationException"),
        (b"{} {}", 400, "SerializationException"),
        (b"null", 400, "InvalidParameterException"),
        (b"{\"NextToken\":1e999}", 400, "InvalidParameterException"),
        (b"{\"__proto__\":{},\"x\":1,\"x\":2}", 200, ""),
        (b"{\"MaxResults\":1,\"MaxResults\":2}", 200, ""),
        (b"", 200, ""),
        ("x".repeat(100_001).as_bytes(), 413, "RequestTooLargeException"),
    ] {
        let response = talk(&server, office_with(body)).await;
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        println!("{shown}");
        assert_response(&response, status, code);
    }
}

#[tokio::test]
async fn bodies_that_are_not_what_their_head_says() {
    let server = listen(Limits::default()).await;
    let json = "Content-Type: application/x-amz-json-1.1\r\n";
    let form = office("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n") + "a=b";
    assert_response(&talk(&server, form).await, 415, "UnsupportedMediaTypeException");
    let html = office("Content-Type: \u{1}<script>\r\nContent-Length: 2\r\n") + "{}";
    let response = talk(&server, html).await;
    assert!(response.starts_with("HTTP/1.1 400 "), "{response}");
    let chunked = format!("{json}Transfer-Encoding: chunked\r\n");
    let trailers = office(&chunked) + "1\r\n{\r\n1\r\n}\r\n0\r\nX-Trailer: yes\r\nx-amz-target: Other.Thing\r\n\r\n";
    assert_response(&talk(&server, trailers).await, 200, "");
    // As the RFC wants it, the length is what the chunks say, and the connection ends.
    let both = office(&format!("{chunked}Content-Length: 1\r\n")) + "2\r\n{}\r\n0\r\n\r\n";
    let response = talk(&server, both).await;
    assert!(
        response.starts_with("HTTP/1.1 200 ") || response.starts_with("HTTP/1.1 400 "),
        "{response}"
    );
    for head in [
        "Content-Length: 1\r\nContent-Length: 2\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 99999999999999999999999\r\n",
        "Transfer-Encoding: chunked, gzip\r\n",
    ] {
        let response = talk(&server, office(head) + "{}").await;
        assert!(response.starts_with("HTTP/1.1 400 "), "{head}: {response}");
    }
    for chunks in [
        "zz\r\n{}\r\n0\r\n\r\n",
        "ffffffffffffffff1\r\n{}",
        "-1\r\n{}\r\n",
        "2\r\n{}XX0\r\n\r\n",
    ] {
        let response = talk(&server, office(&chunked) + chunks).await;
        assert_response(&response, 400, "IncompleteBody");
    }
    // A length that would fill the machine is refused unread, and chunks that never end at some point.
    let huge = office(&format!("{json}Content-Length: 999999999999999\r\n"));
    assert_response(&talk(&server, huge).await, 413, "RequestTooLargeException");
    // Cut in the middle: the client takes no response any more, or gets one.
    let mut stream = TcpStream::connect(server.addr()).await.unwrap();
    let cut = office(&format!("{json}Content-Length: 10\r\n")) + "{\"Max";
    stream.write_all(cut.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let response = rest(&mut stream).await;
    assert!(
        response.is_empty() || response.starts_with("HTTP/1.1 400 "),
        "{response}"
    );
}

#[tokio::test]
async fn expecting_to_go_on() {
    let server = listen(Limits::default()).await;
    let head = |length: usize| {
        let more = "Content-Type: application/x-amz-json-1.1\r\nExpect: 100-continue\r\n";
        office(&format!("{more}Content-Length: {length}\r\n"))
    };
    let mut stream = TcpStream::connect(server.addr()).await.unwrap();
    stream.write_all(head(2).as_bytes()).await.unwrap();
    let mut read = [0; 25];
    stream.read_exact(&mut read).await.unwrap();
    assert_eq!(&read, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"{}").await.unwrap();
    assert_response(&rest(&mut stream).await, 200, "");
    // What is too large is not asked for.
    assert_response(&talk(&server, head(100_001)).await, 413, "RequestTooLargeException");
}

#[tokio::test]
async fn heads() {
    let server = listen(Limits::default()).await;
    let many: String = (0..200).map(|number| format!("X-{number}: y\r\n")).collect();
    let response = talk(&server, office(&many)).await;
    assert!(response.starts_with("HTTP/1.1 431 "), "{response}");
    let long = format!("X-Long: {}\r\n", "y".repeat(1_000_000));
    let response = talk(&server, office(&long)).await;
    assert!(
        response.is_empty() || response.starts_with("HTTP/1.1 431 "),
        "{response}"
    );
    let uri = zoo(&format!("GET /animals/{}", "a".repeat(100_000)));
    let response = talk(&server, uri).await;
    assert!(
        response.starts_with("HTTP/1.1 414 ") || response.starts_with("HTTP/1.1 431 "),
        "{response}"
    );
    for nonsense in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03hello from tls"[..],
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /a b c HTTP/1.1\r\n\r\n",
        b"\0\0\0\0\0\0\0\0",
        b"GET / HTTP/1.1\r\nNo colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: \0\r\n\r\n",
        b"\xff\xff / HTTP/1.1\r\n\r\n",
    ] {
        let response = talk(&server, nonsense).await;
        assert!(
            response.is_empty() || response.starts_with("HTTP/1.1 400 "),
            "{response}"
        );
    }
    // Headers that are not text, signatures that are none.
    for more in [
        "Authorization: \u{80}\u{ff}",
        "Authorization: AWS4-HMAC-SHA256 Credential=",
        "Accept: \u{80}",
    ] {
        let request = format!("GET /animals/1 HTTP/1.1\r\nHost: \u{80}\r\nConnection: close\r\n{more}\r\n\r\n");
        let response = talk(&server, request).await;
        assert!(
            response.starts_with("HTTP/1.1 200 ") || response.starts_with("HTTP/1.1 406 "),
            "{response}"
        );
    }
}

#[tokio::test]
async fn uris() {
    let server = listen(Limits::default()).await;
    for (line, status, code) in [
        ("GET /animals/%2e%2e%2fadmin", 200, ""),
        ("GET /animals/../count", 501, "UnknownOperationException"),
        // What is no escape stands for itself, what is no UTF-8 for the replacement character.
        ("GET /animals/%", 200, ""),
        ("GET /animals/%zz", 200, ""),
        ("GET /animals/%ff%fe", 200, ""),
        ("GET /animals/%00", 200, ""),
        ("GET /animals/%252F", 200, ""),
        ("GET //animals/1", 501, "UnknownOperationException"),
        ("GET /animals/1/", 501, "UnknownOperationException"),
        ("GET /%61nimals/1", 200, ""),
        ("GET /animals/1?%=%&&=&a=%ff", 200, ""),
        ("GET /files/a//b", 200, ""),
        ("GET http://animals.example/animals/1", 200, ""),
        ("GET http://[::1]:80/animals/1", 200, ""),
        ("OPTIONS *", 501, "UnknownOperationException"),
        ("CONNECT example.com:443", 501, "UnknownOperationException"),
        ("BREW /animals/1", 501, "UnknownOperationException"),
    ] {
        println!("{line}");
        assert_response(&talk(&server, zoo(line)).await, status, code);
    }
    let head = talk(&server, zoo("HEAD /animals/1")).await;
    assert!(
        head.starts_with("HTTP/1.1 501 ") && head.ends_with("\r\n\r\n"),
        "{head}"
    );
}

#[tokio::test]
async fn pipelines_and_old_http() {
    let server = listen(Limits::default()).await;
    let kept = "GET /animals/1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let response = talk(&server, kept.repeat(500) + &zoo("GET /animals/1")).await;
    assert_eq!(response.matches("HTTP/1.1 200 OK\r\n").count(), 501);
    assert_eq!(response.matches("{\"id\":\"1\"").count(), 501, "each has its own body");
    // A body that is left unread is not taken for a request.
    let smuggled = office("Content-Type: text/html\r\nContent-Length: 999999999999\r\n") + kept;
    let response = talk(&server, smuggled).await;
    assert_eq!(response.matches("HTTP/1.1 ").count(), 1, "{response}");
    let old = talk(&server, "GET /animals/1 HTTP/1.0\r\n\r\n").await;
    assert!(
        old.starts_with("HTTP/1.0 200 OK\r\n") && old.contains("{\"id\":\"1\""),
        "{old}"
    );
    let kept_alive = "GET /animals/1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    let old = talk(&server, kept_alive.to_owned() + "GET /animals/1 HTTP/1.0\r\n\r\n").await;
    assert_eq!(old.matches(" 200 OK\r\n").count(), 2, "{old}");
}

#[tokio::test]
async fn slow_clients() {
    let short = Duration::from_millis(200);
    let server = listen(Limits {
        head_time: short,
        body_time: short,
        write_time: short,
        ..Limits::default()
    })
    .await;
    // A head that comes byte by byte, and one that never comes: closed without a word.
    let mut stream = TcpStream::connect(server.addr()).await.unwrap();
    for byte in b"GET /animals/1 HTTP/1.1\r\nHost: a-long-name-byte-by-byte" {
        if stream.write_all(&[*byte]).await.is_err() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(rest(&mut stream).await, "");
    assert_eq!(talk(&server, "").await, "");
    // A body that does not come: a response that says so.
    let late = office("Content-Type: application/x-amz-json-1.1\r\nContent-Length: 10\r\n") + "{";
    let response = talk(&server, late).await;
    assert_response(&response, 408, "RequestTimeout");
    assert!(response.contains("\r\nconnection: close\r\n"), "{response}");
    // A client that takes no responses: its requests are not read for ever.
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let stream = socket.connect(server.addr()).await.unwrap();
    let many = "GET /animals/1 HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(10_000);
    let gave_up = async {
        loop {
            stream.writable().await.unwrap();
            match stream.try_write(many.as_bytes()) {
                Err(error) if error.kind() != std::io::ErrorKind::WouldBlock => break,
                _ => {}
            }
        }
    };
    assert!(
        tokio::time::timeout(FOREVER, gave_up).await.is_ok(),
        "the server reads on and on"
    );
    let fine = talk(&server, zoo("GET /animals/1")).await;
    assert_response(&fine, 200, "");
}

#[tokio::test]
async fn many_connections() {
    let server = listen(Limits {
        connections: 2,
        ..Limits::default()
    })
    .await;
    let kept = b"GET /animals/1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut served = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(server.addr()).await.unwrap();
        stream.write_all(kept).await.unwrap();
        let mut start = [0; 12];
        stream.read_exact(&mut start).await.unwrap();
        assert_eq!(&start, b"HTTP/1.1 200");
        served.push(stream);
    }
    // The third waits until one of the two goes.
    let mut third = TcpStream::connect(server.addr()).await.unwrap();
    third.write_all(zoo("GET /animals/1").as_bytes()).await.unwrap();
    let early = tokio::time::timeout(Duration::from_millis(100), third.readable()).await;
    assert!(early.is_err(), "there were two connections already");
    served.pop();
    assert_response(&rest(&mut third).await, 200, "");
}
