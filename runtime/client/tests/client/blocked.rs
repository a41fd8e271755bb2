//! Calls on threads that cannot await.

use crate::{
    calls::{client_over, client_returning, http_response},
    paged,
    pages::numbers,
    sample::Client,
};
use shapewright_client::{ConfigError, Credentials, block_on, errors::BlockingError, transport_fn};
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
};

#[test]
fn a_call_blocks_until_its_output() {
    let client = client_returning(http_response(
        200,
        &[("x-amzn-requestid", "id-1")],
        r#"{"UserId":"u-1"}"#,
    ));
    let call = || client.create_user().name("ann").r#type("USER");
    assert_eq!(call().send().block().unwrap().user_id.as_deref(), Some("u-1"));
    assert_eq!(
        call().send().with_metadata().block().unwrap().metadata.request_id(),
        Some("id-1")
    );
}

/// Starts a server that responds to every request.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            thread::spawn(move || serve(stream.unwrap()));
        }
    });
    url
}

fn serve(mut stream: TcpStream) {
    let mut received = Vec::new();
    loop {
        let mut buffer = [0; 1024];
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(count) => received.extend_from_slice(&buffer[..count]),
        }
        if received.ends_with(br#"{"UserId":"u"}"#) {
            received.clear();
            stream
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
                .unwrap();
        }
    }
}

#[test]
fn threads_share_a_client() {
    let client = Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .endpoint_url(server())
        .load_blocking()
        .unwrap();
    let call = |client: &Client| client.delete_user().user_id("u").send().block().map(|_| ());
    thread::scope(|scope| {
        let calls: Vec<_> = (0..4).map(|_| scope.spawn(|| (call(&client), call(&client)))).collect();
        for ended in calls {
            let (first, second) = ended.join().unwrap();
            first.and(second).unwrap();
        }
    });
}

#[test]
fn pages_and_items_are_iterators() {
    let mut items = paged::client(numbers).count().max_items(6).items().block();
    let found: Result<Vec<i32>, _> = items.by_ref().collect();
    assert_eq!(found.unwrap(), Vec::from_iter(0..6));
    assert!(items.resume_token().is_some());
    let pages = paged::client(numbers).count().page_size(3).pages().block();
    assert_eq!(
        pages.map(|page| page.unwrap().numbers.unwrap().len()).sum::<usize>(),
        10
    );
}

#[tokio::test]
async fn within_a_runtime_nothing_is_sent() {
    let client = client_over(transport_fn(|_| async { panic!("sent") }));
    let error = client
        .delete_user()
        .user_id("u")
        .send()
        .block()
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("DeleteUser failed: the call cannot be blocking: "),
        "{error}"
    );
    assert!(error.contains("`.await` the call instead"), "{error}");
    assert_eq!(block_on(async {}), Err(BlockingError::InsideRuntime));
    let client = Client::builder().region("eu-west-1").load_blocking();
    assert!(matches!(client, Err(ConfigError::Blocking(_))));

    let mut items = paged::client(|_| panic!("sent")).count().items().block();
    assert!(items.next().is_some_and(|item| item.is_err()));
    assert!(items.next().is_none());
}
