//! Who is let in.

use super::support::{administered, send};
use serde_json::Value as Json;
use shapewright_server::Admin;

/// The code of the refusal; none where there is a response.
async fn refusal(method: &str, path: &str, headers: &[(&str, &str)]) -> Option<String> {
    let mock = administered(Admin::new().host("mock.test"));
    let response = send(&mock, method, path, "", headers).await;
    if response.status() == 200 {
        return None;
    }
    assert_eq!(response.status(), 403, "{response:?}");
    let body: Json = serde_json::from_slice(response.body()).unwrap();
    Some(body["error"]["code"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn hosts() {
    for host in [
        "127.0.0.1:4599",
        "localhost",
        "LOCALHOST:1",
        "app.localhost:80",
        "[::1]:4599",
        "10.1.2.3",
        "mock.test:4599",
        "MOCK.test",
    ] {
        assert_eq!(refusal("GET", "/_mock/health", &[("host", host)]).await, None, "{host}");
    }
    for host in [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "notlocalhost",
        "mock.test.evil",
        "",
        "a b",
        "[::1",
        "127.1.evil",
        "xn--0",
    ] {
        let code = refusal("GET", "/_mock/health", &[("host", host)]).await;
        assert_eq!(code.as_deref(), Some("ForeignHost"), "{host}");
    }
    let twice = [("host", "127.0.0.1"), ("host", "evil.example")];
    assert_eq!(
        refusal("GET", "/_mock/health", &twice).await.as_deref(),
        Some("ForeignHost")
    );
    let both = refusal("GET", "http://evil.example/_mock/health", &[("host", "127.0.0.1")]).await;
    assert_eq!(both.as_deref(), Some("ForeignHost"), "the URI names a host too");
    assert_eq!(refusal("GET", "http://127.0.0.1:4599/_mock/health", &[]).await, None);
}

#[tokio::test]
async fn origins() {
    const HOST: (&str, &str) = ("host", "127.0.0.1:4599");
    for origin in ["http://127.0.0.1:4599", "https://127.0.0.1:4599"] {
        assert_eq!(
            refusal("POST", "/_mock/reset", &[HOST, ("origin", origin)]).await,
            None,
            "{origin}"
        );
    }
    for origin in [
        "http://evil.example",
        "null",
        "http://127.0.0.1:3000",
        "http://localhost:4599",
        "http://127.0.0.1:4599, x",
        "",
    ] {
        let code = refusal("POST", "/_mock/reset", &[HOST, ("origin", origin)]).await;
        assert_eq!(code.as_deref(), Some("ForeignOrigin"), "{origin}");
    }
    let site = |site| ("sec-fetch-site", site);
    assert_eq!(
        refusal("POST", "/_mock/reset", &[HOST, site("same-origin")]).await,
        None
    );
    assert_eq!(refusal("GET", "/_mock/health", &[HOST, site("none")]).await, None);
    for elsewhere in ["cross-site", "same-site"] {
        let code = refusal("GET", "/_mock/requests", &[HOST, site(elsewhere)]).await;
        assert_eq!(code.as_deref(), Some("ForeignOrigin"), "{elsewhere}");
    }
    let link = [
        HOST,
        site("cross-site"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
    ];
    assert_eq!(
        refusal("GET", "/_mock/health", &link).await,
        None,
        "a link may lead here"
    );
    let code = refusal("POST", "/_mock/reset", &link).await;
    assert_eq!(code.as_deref(), Some("ForeignOrigin"), "a form may not");
}
