//! An operation that sends a stream, in the shape that generated crates have, over sockets.

use crate::{
    faulty::{FINE, Fault, SHORT, server},
    sample::{CreateUserError, DeleteUserResponse, SERVICE as SAMPLE},
};
use shapewright_client::{
    Builder, Credentials, Retries, ServiceClient,
    codegen::Core,
    errors::{TimeoutKind, TransportErrorKind},
};
use shapewright_schema::{
    Binding, ByteStream, Kind, Member, Operation, OperationShape, RequestFacts, Schema, Service, Streaming, Structure,
    Value,
};
use std::time::Duration;

static BODY: Schema = Schema::new("Body", Kind::Blob).streaming(Streaming::AnyLength);
static UPLOAD: Schema = Schema::structure("Upload", &[Member::new("Body", &BODY).bound(Binding::Payload)]);

#[derive(Default)]
struct Upload(ByteStream);

impl Structure for Upload {
    fn schema(&self) -> &'static Schema {
        &UPLOAD
    }

    fn member(&self, _: usize) -> &dyn Value {
        &self.0
    }

    fn member_mut(&mut self, _: usize) -> &mut dyn Value {
        &mut self.0
    }
}

static PUT: Operation = Operation {
    name: "Put",
    method: "PUT",
    uri: "/",
    status: 200,
    input: &UPLOAD,
    output: &crate::sample::DELETE_USER_RESPONSE,
    errors: &[],
    readonly: false,
    idempotent: true,
    pagination: None,
    request: RequestFacts::PLAIN,
};
static SERVICE: Service = Service {
    protocols: &["restJson1"],
    operations: &[&PUT],
    ..SAMPLE
};

struct Put;

impl OperationShape for Put {
    type Input = Upload;
    type Output = DeleteUserResponse;
    const OPERATION: &'static Operation = &PUT;
    const SERVICE: &'static Service = &SERVICE;
}

struct Client(Core);

impl ServiceClient for Client {
    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Core) -> Self {
        Self(core)
    }
}

/// What comes of a stream that meets this fault.
async fn put(fault: &'static [Fault], set: fn(Builder<Client>) -> Builder<Client>) -> Result<(), CreateUserError> {
    let server = server(fault).await;
    let builder = Builder::new()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .endpoint_url(format!("http://{}", server.address))
        .timeout(Duration::from_secs(10))
        .retries(Retries::off());
    let client = set(builder).build().unwrap();
    // Neither in memory to the client nor sent in chunks, which the server does not read.
    let body = || ByteStream::from_body(ByteStream::new(&br#"{"UserId":"u"}"#[..]));
    let call = client
        .0
        .call::<Put, CreateUserError>(Upload(ByteStream::replayable(body).with_length(14)));
    call.await.map(|_| ())
}

#[tokio::test]
async fn a_response_may_not_be_larger_than_the_client_takes() {
    const LARGE: &[Fault] = &[Fault::Response(
        "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{         }\n",
    )];
    put(LARGE, |builder| builder.max_response_size(12)).await.unwrap();
    let error = put(LARGE, |builder| builder.max_response_size(11)).await.unwrap_err();
    let CreateUserError::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::TooLarge(11));
}

#[tokio::test]
async fn a_response_that_stands_still_is_a_timeout() {
    const HALF: &[Fault] = &[Fault::Response("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")];
    let error = put(HALF, |builder| builder.attempt_timeout(SHORT)).await.unwrap_err();
    let CreateUserError::Timeout(timeout) = error else {
        panic!("{error:?}")
    };
    assert_eq!((timeout.kind(), timeout.limit()), (TimeoutKind::Attempt, SHORT));
}

#[tokio::test]
async fn the_longest_limit_is_none() {
    put(&[FINE], |builder| builder.attempt_timeout(Duration::MAX))
        .await
        .unwrap();
}
