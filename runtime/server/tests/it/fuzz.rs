//! A fuzz target: routing, and all that stands behind it. Any request gets a response that a client can read, and never
//! one that blames the server.

use crate::{
    office::Office,
    support::{TestResponse, authorization},
    zoo::Zoo,
};
use bytes::Bytes;
use http::{HeaderValue, Request};
use shapewright_server::Mock;
use std::panic::AssertUnwindSafe;
use tokio::runtime::{Builder, Runtime};

/// How often it runs in a test.
const RUNS: usize = 4_000;

const METHODS: [&str; 6] = ["GET", "PUT", "POST", "DELETE", "PATCH", "ODD"];
const URIS: [&str; 8] = [
    "/",
    "/animals",
    "/animals/1",
    "/animals/count",
    "/checks",
    "/files/a/b%2Fc/d",
    "/files/a?old",
    "/animals/1?X-Amz-Credential=AKID%2F20260101%2Feu-west-1%2Fzoo%2Faws4_request",
];
const TARGETS: [&str; 5] = [
    "",
    "OfficeService.CreateOrganization",
    "OfficeService.CreateUser",
    "OfficeService.ListOrganizations",
    "OfficeService.PutRule",
];
const BODIES: [&str; 4] = [
    "",
    "{}",
    "{\"Alias\":\"acme\",\"Name\":\"ann\",\"OrganizationId\":\"m-0123456789abcdef0123456789abcdef\"}",
    "{\"name\":\"ab\",\"species\":\"EMU\",\"legs\":2,\"cubs\":[{\"name\":\"ab\"}],\"food\":{\"plant\":\"ab\"}}",
];
const PIECES: [&str; 16] = [
    "%", "%2F", "%00", "%ff", "/", "//", "..", "?", "&", "=", "{", "}", "\"", "\\u0000", "null", "[",
];

/// What is asked: the method, URI, target, body and service by number, and edits of URI, body and headers.
type Input = ([u8; 5], Vec<(u16, u8)>, Vec<(u16, u8)>, Vec<u8>);

fn edited(text: &str, edits: &[(u16, u8)]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for (place, with) in edits {
        let at = usize::from(*place) % (text.len() + 1);
        if with % 4 == 0 && at < text.len() {
            text.remove(at);
        } else {
            let piece = PIECES[usize::from(*with) % PIECES.len()];
            drop(text.splice(at..at, piece.chars()));
        }
    }
    text.into_iter().collect()
}

fn request((picked, uri, body, header): &Input) -> Option<Request<Bytes>> {
    let pick = |place: usize, among: &[&'static str]| among[usize::from(picked[place]) % among.len()];
    let mut request = Request::builder()
        .method(pick(0, &METHODS))
        .uri(edited(pick(1, &URIS), uri))
        .header(
            "content-type",
            pick(4, &["application/json", "application/x-amz-json-1.1", "text/html"]),
        );
    let target = pick(2, &TARGETS);
    if !target.is_empty() {
        request = request.header("x-amz-target", target);
    }
    let service = pick(4, &["", "zoo", "office", "s3"]);
    if !service.is_empty() {
        request = request.header("authorization", authorization("AKID", "eu-west-1", service));
    }
    for name in ["host", "accept", "authorization", "x-amz-target"] {
        if picked[3].is_multiple_of(5)
            && let Ok(value) = HeaderValue::from_bytes(header)
        {
            request = request.header(name, value);
        }
    }
    request.body(edited(pick(3, &BODIES), body).into()).ok()
}

/// A panic in the mock ends the test, so nobody sees what it leaves behind.
struct Server(AssertUnwindSafe<(Mock, Runtime)>);

impl Server {
    fn ask(&self, request: Request<Bytes>) -> TestResponse {
        let (mock, runtime) = &*self.0;
        TestResponse::of(runtime.block_on(mock.call(request)).unwrap())
    }
}

#[test]
fn routing() {
    let mock = Mock::builder().add(Office).add(Zoo).build();
    let runtime = Builder::new_current_thread().build().unwrap();
    let server = &Server(AssertUnwindSafe((mock, runtime)));
    bolero::check!()
        .with_iterations(RUNS)
        .with_type::<Input>()
        .for_each(move |input| {
            let Some(request) = request(input) else { return };
            let shown = format!("{request:?}");
            let response = server.ask(request);
            assert!(response.status != 500, "{shown}: {response:?}");
            assert!(
                response.status < 300 || response.error.is_some(),
                "{shown}: {response:?}"
            );
        });
}
