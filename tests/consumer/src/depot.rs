//! A service whose clients do more than the shapes of its messages say.

include!(concat!(env!("OUT_DIR"), "/depot.rs"));

use client::{Client, calls::PutCrate};
use mock::{Defaults, Depot};
use shapewright_client::{
    ByteStream, Credentials, Overrides, Presigning,
    bytes::Bytes,
    http::{HeaderMap, Request, Response, Uri},
    transport_fn,
};
use shapewright_server::AccessKeys;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

/// The heads of what was sent.
type Sent = Arc<Mutex<Vec<(Uri, HeaderMap)>>>;

/// A client, and the heads of what it sends.
fn watched() -> (Client, Sent) {
    let sent = Sent::default();
    let kept = Arc::clone(&sent);
    let client = Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .transport(transport_fn(move |request: Request<Bytes>| {
            let head = (request.uri().clone(), request.headers().clone());
            kept.lock().unwrap().push(head);
            async { Ok(Response::new(Bytes::new())) }
        }))
        .build()
        .unwrap();
    (client, sent)
}

fn last(sent: &Sent) -> (Uri, HeaderMap) {
    sent.lock().unwrap().pop().unwrap()
}

#[tokio::test]
async fn headers_of_the_service_are_on_every_request_unless_a_member_has_them() {
    let (client, sent) = watched();
    client.read_label().send().await.unwrap();
    let (_, headers) = last(&sent);
    assert_eq!(headers["x-depot-version"], "2026-01-01");
    assert_eq!(headers["accept"], "application/json");
    let signed = headers["authorization"].to_str().unwrap();
    assert!(
        signed.contains("SignedHeaders=accept;") && signed.contains(";x-depot-version,"),
        "{signed}"
    );

    client.read_label().r#as("text/plain").send().await.unwrap();
    assert_eq!(last(&sent).1["accept"], "text/plain");
}

/// Where a request went, and the region that it was signed for.
fn place(sent: &Sent) -> (String, String) {
    let (uri, headers) = last(sent);
    let scope = headers["authorization"].to_str().unwrap().split('/').nth(2).unwrap();
    (uri.to_string(), scope.to_owned())
}

#[tokio::test]
async fn addresses_can_be_made_otherwise_than_by_the_rule() {
    let (client, sent) = watched();
    let places = |url: &str, region: &str| (url.to_owned(), region.to_owned());
    client.ask().clerk("").send().await.unwrap();
    let usual = places("https://depot.eu-west-1.amazonaws.com/questions", "eu-west-1");
    assert_eq!(place(&sent), usual);
    client.read_label().send().await.unwrap();
    let of_operation = places("https://labels.depot.eu-west-1.api.aws/labels", "eu-west-1");
    assert_eq!(place(&sent), of_operation);

    let elsewhere = || Overrides::new().region("cn-north-1");
    client.ask().clerk("").send().with(elsewhere()).await.unwrap();
    let global = places(
        "https://depot.cn-northwest-1.amazonaws.com.cn/v2/questions",
        "cn-northwest-1",
    );
    assert_eq!(place(&sent), global);
    let presigned = client
        .ask()
        .clerk("")
        .presign(Duration::from_secs(60))
        .with(elsewhere())
        .await
        .unwrap();
    assert!(
        presigned.uri.query().unwrap().contains("cn-northwest-1%2Fdepot"),
        "{}",
        presigned.uri
    );
    client.read_label().send().with(elsewhere()).await.unwrap();
    let of_operation = places(
        "https://labels.depot.cn-north-1.api.amazonwebservices.com.cn/labels",
        "cn-north-1",
    );
    assert_eq!(place(&sent), of_operation);

    // An endpoint of the caller's own is signed for the caller's region.
    let named = elsewhere().endpoint_url("http://localhost:1");
    client.read_label().send().with(named).await.unwrap();
    assert_eq!(place(&sent), places("http://localhost:1/labels", "cn-north-1"));
}

#[tokio::test]
async fn an_input_can_say_where_its_request_goes() {
    let (client, sent) = watched();
    let ask = || client.ask().question("why");
    ask().clerk("https://seven.example:8443/desk/").send().await.unwrap();
    let (uri, headers) = last(&sent);
    assert_eq!(uri, "https://seven.example:8443/desk/questions");
    assert_eq!(headers["host"], "seven.example:8443");

    ask().clerk("").send().await.unwrap();
    assert_eq!(last(&sent).0, "https://depot.eu-west-1.amazonaws.com/questions");
    let elsewhere = Overrides::new().endpoint_url("http://localhost:1");
    ask()
        .clerk("https://seven.example")
        .send()
        .with(elsewhere)
        .await
        .unwrap();
    assert_eq!(last(&sent).0, "http://localhost:1/questions");
    let presigned = ask()
        .clerk("https://seven.example")
        .presign(Duration::from_secs(60))
        .await;
    assert_eq!(presigned.unwrap().uri.host(), Some("seven.example"));

    let error = ask().clerk("seven").send().await.unwrap_err().to_string();
    assert!(
        error.contains("the endpoint of this call is wrong") && error.contains("seven"),
        "{error}"
    );
    assert!(sent.lock().unwrap().is_empty());
}

/// The hashes of `hello world`.
const HASH: &str = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

#[tokio::test]
async fn uploads_carry_their_hashes() {
    let (client, sent) = watched();
    let replayed = || {
        ByteStream::replayable(|| {
            ByteStream::from_stream(futures_util::stream::iter(
                ["hello ", "world"].map(Ok::<_, std::io::Error>),
            ))
        })
    };
    for body in [ByteStream::from("hello world"), replayed()] {
        client.put_crate().content(body).send().await.unwrap();
        let (uri, headers) = last(&sent);
        // The account has a default.
        assert_eq!(uri.path(), "/-/crates");
        assert_eq!(headers["x-amz-content-sha256"], HASH);
        assert_eq!(headers["x-amz-sha256-tree-hash"], HASH);
    }
    client.put_crate().account("").send().await.unwrap();
    let (uri, headers) = last(&sent);
    assert_eq!(uri.path(), "/-/crates");
    let of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(headers["x-amz-sha256-tree-hash"], of_nothing);

    for body in [ByteStream::from("hello world"), replayed()] {
        client
            .put_crate()
            .account("7")
            .content(body)
            .hash("given")
            .send()
            .await
            .unwrap();
        let (uri, headers) = last(&sent);
        assert_eq!(uri.path(), "/7/crates");
        assert_eq!(headers["x-amz-sha256-tree-hash"], "given");
        assert_eq!(headers["x-amz-content-sha256"], HASH);
    }
    let presigned = client
        .put_crate()
        .content(replayed())
        .presign(Duration::from_secs(60))
        .await
        .unwrap();
    assert_eq!(presigned.headers["x-amz-sha256-tree-hash"], HASH);
    assert_eq!(&*presigned.body, b"hello world");
}

/// A builder that could be sent after it was presigned uploaded nothing: the presigned request had taken its stream.
#[tokio::test]
async fn presigned_and_sent_uploads_have_their_streams() {
    let bodies = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&bodies);
    let client: Client = Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .transport(transport_fn(move |request: Request<Bytes>| {
            kept.lock().unwrap().push(request.into_body());
            async { Ok(Response::new(Bytes::new())) }
        }))
        .build()
        .unwrap();
    // By value: what was presigned cannot be sent.
    let _: fn(PutCrate<'static>, Duration) -> Presigning = PutCrate::presign;
    let stream = || ByteStream::from_stream(futures_util::stream::iter(["hello"].map(Ok::<_, std::io::Error>)));
    let put = || client.put_crate().content(ByteStream::replayable(stream));
    let presigned = put().presign(Duration::from_secs(60)).await.unwrap();
    put().send().await.unwrap();
    assert_eq!(&*presigned.body, b"hello");
    assert_eq!(*bodies.lock().unwrap(), ["hello"]);
}

#[tokio::test]
async fn a_stream_that_is_read_once_has_no_hash_before_it_is_sent() {
    let (client, sent) = watched();
    let once = ByteStream::from_stream(futures_util::stream::iter(["hello"].map(Ok::<_, std::io::Error>)));
    let error = client.put_crate().content(once).send().await.unwrap_err().to_string();
    assert!(error.contains("`ByteStream::replayable`"), "{error}");
    assert!(sent.lock().unwrap().is_empty());
}

#[tokio::test]
async fn who_knocks_need_not_say_who_they_are() {
    let sent = Sent::default();
    let kept = Arc::clone(&sent);
    let transport = transport_fn(move |request: Request<Bytes>| {
        kept.lock()
            .unwrap()
            .push((request.uri().clone(), request.headers().clone()));
        async { Ok(Response::new(Bytes::new())) }
    });
    let client: Client = Client::builder()
        .region("eu-west-1")
        .transport(transport)
        .build()
        .unwrap();
    client.knock().send().await.unwrap();
    let (uri, headers) = last(&sent);
    assert_eq!(uri, "https://depot.eu-west-1.amazonaws.com/knocks");
    assert!(!headers.contains_key("authorization") && !headers.contains_key("x-amz-date"));
    let presigned = client.knock().presign(Duration::from_secs(60)).await.unwrap();
    assert_eq!(presigned.uri, "https://depot.eu-west-1.amazonaws.com/knocks");
    // Who asks has to.
    let error = client.read_label().send().await.unwrap_err().to_string();
    assert!(error.contains("no credentials are given"), "{error}");

    let keys = AccessKeys::new().key("AKID", "secret", None);
    let strict = Depot::builder(Defaults).verify_signatures(keys).build().client();
    strict.knock().send().await.unwrap();
    let error = strict.read_label().send().await.unwrap_err();
    assert_eq!(error.code(), Some("UnrecognizedClientException"), "{error}");
}

#[tokio::test]
async fn the_mock_takes_what_clients_add() {
    let client = Depot::start().client();
    client.put_crate().content("hello world").send().await.unwrap();
    client.read_label().send().await.unwrap();
    client.ask().clerk("https://seven.example").send().await.unwrap();
}
