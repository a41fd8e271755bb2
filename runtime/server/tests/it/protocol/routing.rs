//! Which operation a request is for.

use crate::{
    office::Office,
    support::{TestResponse, authorization, office, zoo},
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
        assert_eq!(
            TestResponse::of(mock.call(request).await.unwrap()).status,
            200,
            "{shown}"
        );
    }
    let presigned = format!(
        "/animals/1?X-Amz-Credential=AKID%2F20260101%2Feu-west-1%2F{}%2Faws4_request",
        "zoo"
    );
    assert_eq!(
        TestResponse::of(mock.call(ask("localhost", "", "GET", &presigned)).await.unwrap()).status,
        200
    );
}

#[tokio::test]
async fn what_is_not_there() {
    let mock = both();
    let unknown = |response: TestResponse| {
        let (status, code, message) = response.err();
        assert_eq!((status, code.as_str()), (501, "UnknownOperationException"), "{message}");
        message
    };
    let message = unknown(office(&mock, "Nonsense", json!({})).await);
    let start = "Office has no operation for the target OfficeService.Nonsense. It has CreateOrganization, ";
    assert!(message.starts_with(start), "{message}");
    let message = unknown(zoo(&mock, "GET", "/plants", "").await);
    assert!(
        message.starts_with("Zoo has no operation for GET /plants. It has "),
        "{message}"
    );
    assert!(message.contains("GetAnimal (GET /animals/{id}), "), "{message}");
    // The same URI with another method is another operation.
    let message = unknown(zoo(&mock, "DELETE", "/animals/1", "").await);
    assert!(
        message.starts_with("Zoo has no operation for DELETE /animals/1. "),
        "{message}"
    );
    let message = unknown(zoo(&mock, "GET", &format!("/{}", "p".repeat(5000)), "").await);
    assert!(message.contains("ppp.... It has"), "{message}");
}

#[tokio::test]
async fn a_service_that_is_not_there() {
    let mock = both();
    let ask = |signed_for: &str, target: &str, uri: &str| {
        let method = if target.is_empty() { "GET" } else { "POST" };
        let mut request = Request::builder().method(method).uri(uri);
        if !signed_for.is_empty() {
            request = request.header("authorization", authorization("AKID", "eu-west-1", signed_for));
        }
        if !target.is_empty() {
            request = request.header("x-amz-target", target);
        }
        request.body(Bytes::new()).unwrap()
    };
    let there_are = "There are zoo (signed as zoo), office (signed as office)";
    for (request, said) in [
        // A request that is signed for another service is for no service here, even where the URI is one of theirs.
        (
            ask("s3", "", "/animals/1"),
            "There is no service that signs as s3 here, for GET /animals/1",
        ),
        (
            ask("", "", "/elsewhere"),
            "No service here has an operation for GET /elsewhere",
        ),
        (
            ask("", "KitchenService.Cook", "/"),
            "No service here has an operation for the target KitchenService.Cook",
        ),
    ] {
        let (status, code, message) = TestResponse::of(mock.call(request).await.unwrap()).err();
        assert_eq!((status, code.as_str()), (501, "UnknownOperationException"));
        assert_eq!(message, format!("{said}. {there_are}"));
    }
    // Calls with a target are POST.
    let mut get = ask("", "OfficeService.ListOrganizations", "/");
    *get.method_mut() = http::Method::GET;
    let (_, _, message) = TestResponse::of(mock.call(get).await.unwrap()).err();
    let said = "Office has no operation for the target OfficeService.ListOrganizations by GET, where POST is wanted,";
    assert!(message.starts_with(said), "{message}");
    // A target says which service it is for.
    let (_, _, message) = TestResponse::of(mock.call(ask("", "OfficeService.Nonsense", "/")).await.unwrap()).err();
    assert!(
        message.starts_with("Office has no operation for the target OfficeService.Nonsense"),
        "{message}"
    );
}
