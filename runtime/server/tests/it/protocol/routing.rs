//! Which operation answers.

use crate::{
    office::Office,
    support::{Answer, authorization, office, zoo},
    zoo::Zoo,
};
use bytes::Bytes;
use http::Request;
use serde_json::json;
use shapewright_server::Mock;

fn both() -> Mock {
    Mock::builder().add(Zoo).add(Office).build()
}

#[tokio::test]
async fn by_method_and_uri() {
    let mock = both();
    assert_eq!(zoo(&mock, "GET", "/animals/a%2Fb", "").await.ok()["id"], "a/b");
    assert_eq!(zoo(&mock, "GET", "/animals/7?x=y", "").await.ok()["id"], "7");
    assert!(
        zoo(&mock, "GET", "/animals/count", "").await.ok()["count"].is_number(),
        "a literal beats a label"
    );
    assert_eq!(zoo(&mock, "GET", "/files/a/b%20c/d", "").await.ok()["path"], "a/b c/d");
    assert!(
        zoo(&mock, "GET", "/files/a?old", "").await.ok().get("path").is_none(),
        "a literal query beats none"
    );
}

#[tokio::test]
async fn by_target_host_or_uri_without_a_signature() {
    let mock = both();
    let ask = |host: &str, target: &str, method: &str, uri: &str| {
        let mut request = Request::builder().method(method).uri(uri).header("host", host);
        if !target.is_empty() {
            request = request
                .header("x-amz-target", target)
                .header("content-type", "application/x-amz-json-1.1");
        }
        request
            .body(Bytes::from_static(if target.is_empty() { b"" } else { b"{}" }))
            .unwrap()
    };
    for request in [
        ask("localhost:80", "OfficeService.ListOrganizations", "POST", "/"),
        ask("animals.eu-west-1.amazonaws.com", "", "GET", "/animals/1"),
        ask("localhost", "", "GET", "/animals/1"),
    ] {
        let shown = format!("{request:?}");
        assert_eq!(Answer::of(mock.call(request).await.unwrap()).status, 200, "{shown}");
    }
    let presigned = format!(
        "/animals/1?X-Amz-Credential=AKID%2F20260101%2Feu-west-1%2F{}%2Faws4_request",
        "zoo"
    );
    assert_eq!(
        Answer::of(mock.call(ask("localhost", "", "GET", &presigned)).await.unwrap()).status,
        200
    );
}

#[tokio::test]
async fn what_is_not_there() {
    let mock = both();
    let (status, code, message) = office(&mock, "Nonsense", json!({})).await.err();
    assert_eq!((status, code.as_str()), (404, "UnknownOperationException"));
    assert_eq!(message, "Office has no operation for target OfficeService.Nonsense");
    let (status, code, message) = zoo(&mock, "GET", "/plants", "").await.err();
    assert_eq!((status, code.as_str()), (404, "UnknownOperationException"));
    assert_eq!(message, "Zoo has no operation for GET /plants");
    let (status, code, _) = zoo(&mock, "DELETE", "/animals/1", "").await.err();
    assert_eq!((status, code.as_str()), (405, "UnknownOperationException"));
    let request = Request::get("/elsewhere")
        .header("authorization", authorization("AKID", "eu-west-1", "s3"))
        .body(Bytes::new())
        .unwrap();
    let (status, _, message) = Answer::of(mock.call(request).await.unwrap()).err();
    assert_eq!(
        (status, message.as_str()),
        (404, "This server has no operation for GET /elsewhere")
    );
}
