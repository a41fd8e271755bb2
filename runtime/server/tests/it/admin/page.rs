//! The page and its forms. What a browser makes of them is tested in `tests/clients/test_page.py`.

use super::support::{plain, send};
use crate::{
    state::crud::{organization, user},
    support::office,
};
use bytes::Bytes;
use http::Response;
use serde_json::json;
use shapewright_server::Mock;

const HOST: (&str, &str) = ("host", "127.0.0.1:4599");

async fn html(mock: &Mock, path: &str) -> String {
    let response = send(mock, "GET", path, "", &[HOST]).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(response.headers()["x-frame-options"], "DENY");
    String::from_utf8(response.body().to_vec()).unwrap()
}

async fn submit(mock: &Mock, form: &str, fields: &str) -> Response<Bytes> {
    let origin = ("origin", "http://127.0.0.1:4599");
    send(mock, "POST", &format!("/_mock/page/{form}"), fields, &[HOST, origin]).await
}

#[tokio::test]
async fn it_shows_what_there_is() {
    let mock = plain();
    let empty = html(&mock, "/_mock/").await;
    assert!(
        empty.contains("Nothing has come yet") && empty.contains("No service holds a record"),
        "{empty}"
    );
    let acme = organization(&mock, "acme").await;
    for index in 0..30 {
        user(&mock, &acme, &format!("user-{index}")).await;
    }
    office(
        &mock,
        "CreateUser",
        json!({ "OrganizationId": acme, "Name": "<b>", "Password": "hush-hush" }),
    )
    .await
    .err();
    let page = html(&mock, "/_mock/").await;
    assert!(
        page.contains("<b>CreateUser</b>") && page.contains("32 requests"),
        "{page}"
    );
    assert!(page.contains("&lt;b&gt;") && !page.contains("\"<b>\""), "{page}");
    assert!(
        page.contains("user-24</td>") && !page.contains("user-25</td>") && page.contains("The first 25; "),
        "{page}"
    );
    assert!(!page.contains("hush-hush"), "{page}");
    let filtered = html(&mock, "/_mock/?service=office&operation=CreateOrganization").await;
    assert!(
        filtered.contains("id=\"request-1\"") && !filtered.contains("id=\"request-2\""),
        "{filtered}"
    );
    assert!(
        html(&mock, "/_mock/?operation=%22%3E")
            .await
            .contains("None of these has come")
    );
    assert_eq!(mock.journal().len(), 32, "looking at it leaves no trace");
}

#[tokio::test]
async fn what_it_needs() {
    let mock = plain();
    for (path, media_type) in [
        ("style.css", "text/css; charset=utf-8"),
        ("script.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ] {
        let response = send(&mock, "GET", &format!("/_mock/page/{path}"), "", &[HOST]).await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["content-type"]),
            (200, &media_type.parse().unwrap())
        );
        assert!(html(&mock, "/_mock/").await.contains(&format!("/_mock/page/{path}")));
    }
    let response = send(&mock, "GET", "/_mock", "", &[HOST]).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["location"]),
        (303, &"/_mock/".parse().unwrap())
    );
}

#[tokio::test]
async fn forms() {
    let mock = plain();
    let started = mock.clock().now();
    organization(&mock, "acme").await;
    for (form, fields, place) in [
        (
            "faults",
            "fault=throttle&service=&operation=CreateUser&times=2&probability=0.5&error=&inject=",
            "/_mock/#faults",
        ),
        ("clock", "advance_seconds=60", "/_mock/#clock"),
        ("clock", "set=2026-01-31T12%3A00%3A00Z", "/_mock/#clock"),
        ("clock", "run=true", "/_mock/#clock"),
        ("requests", "", "/_mock/#requests"),
    ] {
        let response = submit(&mock, form, fields).await;
        assert_eq!(
            (
                response.status().as_u16(),
                response.headers()["location"].to_str().unwrap()
            ),
            (303, place),
            "{form} {fields}"
        );
    }
    assert_eq!(
        mock.faults()[0].fault.to_string(),
        "throttling on CreateUser, 2 times, with probability 0.5"
    );
    assert!(mock.clock().now() > started && mock.clock().is_running() && mock.journal().is_empty());
    for (form, fields, said) in [
        ("faults", "fault=nothing", "unknown variant `nothing`"),
        ("faults", "fault=throttle&times=x", "times: `x` is no number"),
        ("faults", "fault=throttle&tims=1", "unknown field `tims`"),
        ("faults", "fault=error&error=Nope", "this mock has no error `Nope`"),
        ("faults/remove", "", "does not say which fault"),
        ("clock", "set=tomorrow", "RFC 3339"),
        ("clock", "advance_seconds=-1", "from 0 on"),
        ("clock", "", "does not say what the clock is to do"),
    ] {
        let response = submit(&mock, form, fields).await;
        assert_eq!(response.status(), 400, "{form} {fields}");
        let page = String::from_utf8(response.body().to_vec()).unwrap();
        assert!(
            page.contains("role=\"alert\"") && page.contains(said),
            "{form} {fields}: {page}"
        );
    }
    assert_eq!(submit(&mock, "faults/remove", "id=1").await.status(), 303);
    assert!(mock.faults().is_empty());
    let foreign = [HOST, ("origin", "http://evil.example")];
    assert_eq!(
        send(&mock, "POST", "/_mock/page/reset", "", &foreign).await.status(),
        403
    );
    assert_eq!(send(&mock, "GET", "/_mock/page/reset", "", &[HOST]).await.status(), 405);
    assert_eq!(
        office(&mock, "ListOrganizations", json!({})).await.ok()["OrganizationSummaries"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(submit(&mock, "reset", "").await.status(), 303);
    assert_eq!(
        office(&mock, "ListOrganizations", json!({})).await.ok()["OrganizationSummaries"],
        json!([])
    );
}
