//! The journal as the interface shows it.

use super::support::{asked, ok, plain, refused};
use crate::{
    office::{CreateUser, DescribeUser},
    state::crud::{organization, user},
    support::{filled, office, office_request, zoo},
};
use bytes::Bytes;
use http::Request;
use serde_json::{Value as Json, json};
use shapewright_server::{Fault, Mock};

async fn requests(mock: &Mock, query: &str) -> Json {
    ok(asked(mock, "GET", &format!("/_mock/requests{query}"), "").await)
}

#[tokio::test]
async fn entries_with_request_and_response() {
    let mock = plain();
    let organization = organization(&mock, "acme").await;
    mock.inject(Fault::throttle().on::<DescribeUser>().times(1)).unwrap();
    office(
        &mock,
        "DescribeUser",
        json!({ "OrganizationId": organization, "UserId": "ann@example.org" }),
    )
    .await
    .err();
    let all = requests(&mock, "").await;
    assert_eq!(
        (&all["since"], &all["more"], &all["forgotten"]),
        (&json!(2), &json!(false), &json!(0))
    );
    let [made, throttled] = all["requests"].as_array().unwrap().as_slice() else {
        panic!("{all}");
    };
    // Which order an object has depends on the features that other packages ask of serde_json.
    let mut names: Vec<&String> = made.as_object().unwrap().keys().collect();
    names.sort_unstable();
    let expected = [
        "account",
        "faults",
        "micros",
        "number",
        "operation",
        "region",
        "request",
        "request_id",
        "response",
        "service",
        "stub",
        "time",
    ];
    assert_eq!(names, expected);
    assert_eq!(
        (&made["time"], &made["region"]),
        (&json!("2023-11-14T22:13:20Z"), &json!("eu-west-1"))
    );
    assert_eq!(
        (&made["request"]["method"], &made["request"]["uri"]),
        (&json!("POST"), &json!("/"))
    );
    assert_eq!(
        made["request"]["headers"]["x-amz-target"],
        "OfficeService.CreateOrganization"
    );
    assert_eq!(made["request"]["body"]["json"]["Alias"], "acme");
    assert_eq!(made["response"]["status"], 200);
    assert_eq!(made["response"]["body"]["json"]["OrganizationId"], json!(organization));
    assert_eq!(throttled["faults"], json!([1]));
    assert_eq!(
        (&throttled["response"]["status"], &throttled["response"]["error"]),
        (&json!(400), &json!("ThrottlingException"))
    );
    mock.inject(Fault::drop_connection()).unwrap();
    mock.call(office_request("AKID", "eu-west-1", "ListOrganizations", &json!({})))
        .await
        .unwrap_err();
    assert_eq!(requests(&mock, "?since=2").await["requests"][0]["response"], Json::Null);
}

#[tokio::test]
async fn secrets_are_left_out() {
    let mock = plain();
    let organization = organization(&mock, "acme").await;
    let input = json!({ "OrganizationId": organization, "Name": "ann", "Password": "hush-hush" });
    let mut request = office_request("AKID", "eu-west-1", "CreateUser", &input);
    request
        .headers_mut()
        .insert("x-amz-security-token", "hush-hush".parse().unwrap());
    mock.call(request).await.unwrap();
    let cut = Bytes::from(format!(
        "{{\"OrganizationId\":\"{organization}\",\"Password\":\"hush-hush\""
    ));
    let mut request = office_request("AKID", "eu-west-1", "CreateUser", &json!({}));
    *request.body_mut() = cut;
    mock.call(request).await.unwrap();
    zoo(&mock, "GET", "/animals/leo?X-Amz-Security-Token=hush-hush&a=b", "")
        .await
        .ok();
    let bearer = Request::get("/animals/leo").header("authorization", "Bearer hush-hush");
    mock.call(bearer.body(Bytes::new()).unwrap()).await.unwrap();
    mock.assert_called::<CreateUser>().with_input(&filled(input));

    let all = requests(&mock, "").await;
    assert!(!all.to_string().contains("hush-hush"), "{all}");
    let made = &all["requests"][1]["request"];
    assert_eq!(made["body"]["json"]["Password"], "*** redacted ***");
    assert_eq!(made["body"]["json"]["Name"], "ann");
    let signed = made["headers"]["authorization"].as_str().unwrap();
    assert!(
        signed.contains("Credential=AKID/") && signed.ends_with("Signature=*** redacted ***"),
        "{signed}"
    );
    assert_eq!(
        all["requests"][2]["request"]["body"],
        json!({ "text": "*** redacted ***" })
    );
    assert_eq!(
        all["requests"][3]["request"]["uri"],
        "/animals/leo?X-Amz-Security-Token=*** redacted ***&a=b"
    );
}

#[tokio::test]
async fn bodies_of_every_kind() {
    let mock = plain();
    for (media_type, body) in [
        ("text/plain", &b"{\"a\":1}"[..]),
        ("application/json", b"{\"a\":1.50}"),
        ("application/json", b"{\"a\":"),
        ("image/png", b"\xff\x00"),
        ("", b""),
    ] {
        let request = Request::post("/nowhere").header("content-type", media_type);
        mock.call(request.body(Bytes::from_static(body)).unwrap())
            .await
            .unwrap();
    }
    let all = requests(&mock, "").await;
    let bodies: Vec<&Json> = all["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["request"]["body"])
        .collect();
    let expected = [
        json!({ "text": "{\"a\":1}" }),
        json!({ "json": { "a": 1.5 } }),
        json!({ "text": "{\"a\":" }),
        json!({ "base64": "/wA=" }),
        Json::Null,
    ];
    assert_eq!(bodies, expected.iter().collect::<Vec<_>>());
    assert_eq!(all["requests"][0]["operation"], Json::Null);
}

#[tokio::test]
async fn filters_and_pages() {
    let mock = plain();
    let organization = organization(&mock, "acme").await;
    for name in ["ann", "bob", "eve"] {
        user(&mock, &organization, name).await;
    }
    zoo(&mock, "GET", "/animals/leo", "").await.ok();
    let numbers = |page: &Json| -> Vec<u64> {
        page["requests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["number"].as_u64().unwrap())
            .collect()
    };
    let first = requests(&mock, "?operation=CreateUser&limit=2").await;
    assert_eq!(
        (numbers(&first), &first["more"], &first["since"]),
        (vec![2, 3], &json!(true), &json!(3))
    );
    let next = requests(&mock, "?operation=CreateUser&limit=2&since=3").await;
    assert_eq!(
        (numbers(&next), &next["more"], &next["since"]),
        (vec![4], &json!(false), &json!(4))
    );
    assert_eq!(numbers(&requests(&mock, "?service=zoo").await), [5]);
    assert_eq!(
        numbers(&requests(&mock, "?service=office&operation=CreateOrganization").await),
        [1]
    );
    let nothing = requests(&mock, "?since=9").await;
    assert_eq!((numbers(&nothing).len(), &nothing["since"]), (0, &json!(9)));
    for (query, said) in [
        (
            "?service=zo",
            "there is no service `zo` in this mock; it has office, zoo",
        ),
        ("?operation=createUser", "did you mean `CreateUser`?"),
        ("?service=zoo&operation=CreateUser", "Zoo has no operation `CreateUser`"),
        ("?limit=0", "a whole number from 1 to 1000, and not `0`"),
        ("?limit=1001", "from 1 to 1000"),
        ("?since=-1", "`since` is a whole number"),
        (
            "?from=1",
            "there is no parameter `from`; there is service, operation, since, limit",
        ),
        ("?since=1&since=2", "`since` is there twice"),
    ] {
        let (status, code, _, message) = refused(asked(&mock, "GET", &format!("/_mock/requests{query}"), "").await);
        assert_eq!((status, code.as_str()), (400, "InvalidParameter"), "{query}");
        assert!(message.contains(said), "{query}: {message}");
    }
    assert_eq!(
        ok(asked(&mock, "DELETE", "/_mock/requests", "").await),
        json!({ "removed": 5 })
    );
    assert_eq!(numbers(&requests(&mock, "").await).len(), 0);
    zoo(&mock, "GET", "/animals/leo", "").await.ok();
    assert_eq!(numbers(&requests(&mock, "").await), [6], "numbers are not given again");
}

#[tokio::test]
async fn a_page_has_a_bound_in_bytes() {
    let mock = plain();
    let body = "a".repeat(3 << 20);
    for _ in 0..3 {
        let request = Request::post("/nowhere").header("content-type", "text/plain");
        mock.call(request.body(Bytes::from(body.clone())).unwrap())
            .await
            .unwrap();
    }
    let first = requests(&mock, "").await;
    assert_eq!(
        (first["requests"].as_array().unwrap().len(), &first["more"]),
        (2, &json!(true))
    );
}
