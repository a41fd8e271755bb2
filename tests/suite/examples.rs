//! Examples of calls: the mock takes what they show as HTTP. `tests/compile` compiles those in Rust.

use crate::support::source;
use shapewright_client::{bytes::Bytes, http::Request};
use shapewright_ir::load_both;
use shapewright_reference::{Described, shown};
use shapewright_server::Mock;
use shapewright_spec::diagnostic::Diagnostics;

/// The services that are committed.
const SERVICES: [&str; 3] = ["workmail", "sesv2", "macie2"];

fn service(name: &str) -> Described {
    let mut sink = Diagnostics::new();
    let both = load_both(&source(name), &mut sink);
    assert!(sink.is_empty(), "{sink}");
    let (spec, ir) = both.expect("a description without problems is loaded");
    let history = Vec::new();
    Described { spec, ir, history }
}

/// The request that an example shows.
fn request(text: &str) -> Request<Bytes> {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let mut first = lines.next().expect("a request has a first line").split(' ');
    let mut builder = Request::builder()
        .method(first.next().expect("a method"))
        .uri(first.next().expect("a target"));
    for line in lines {
        let (name, value) = line.split_once(": ").expect("a header has a value");
        // What is shown of the signature is cut.
        if name != "Authorization" {
            builder = builder.header(name, value);
        }
    }
    builder
        .body(Bytes::from(body.trim_end().to_owned()))
        .expect("a request")
}

#[tokio::test]
async fn the_mock_takes_every_request_that_is_shown() {
    let mocks: [Mock; 3] = [
        (*workmail_mock::WorkMail::start()).clone(),
        (*sesv2_mock::SESv2::start()).clone(),
        (*macie2_mock::Macie2::start()).clone(),
    ];
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, mock) in SERVICES.into_iter().zip(mocks) {
        for shown in shown(&service(name)) {
            count += 1;
            let answer = mock.call(request(&shown.http)).await.expect("a response");
            let body = String::from_utf8_lossy(answer.body()).into_owned();
            let code = answer
                .headers()
                .get("x-amzn-errortype")
                .map(|code| String::from_utf8_lossy(code.as_bytes()).into_owned());
            println!("{} {} {code:?}", shown.operation, answer.status());
            // There is no organization yet, so that is what most complain of.
            let is_taken = answer.status().is_success()
                || code.is_some_and(|code| code.contains("NotFound") || code.contains("State"));
            if !is_taken {
                wrong.push(format!("{}: {}\n{body}", shown.operation, shown.http));
            }
        }
    }
    assert_eq!(count, 72);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
