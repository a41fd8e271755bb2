//! Faults, stubs and the clock.

use super::support::{asked, ok, plain, refused};
use crate::{state::crud::organization, support::office};
use serde_json::{Value as Json, json};
use shapewright_schema::Timestamp;

#[tokio::test]
async fn faults_are_added_shown_and_removed() {
    let mock = plain();
    let all = [
        json!({ "fault": "error", "error": "EntityNotFoundException", "message": "gone", "operation": "DescribeUser" }),
        json!({ "fault": "throttle", "service": "office", "times": 1 }),
        json!({ "fault": "status", "status": 503, "body": "<p>", "content_type": "text/html", "account": "123456789012" }),
        json!({ "fault": "latency", "delay_seconds": 0.25, "region": "eu-north-1", "probability": 0.5, "seed": 7 }),
        json!({ "fault": "drop_connection", "delay_seconds": 1.0, "service": "zoo" }),
        json!({ "fault": "cut_body", "service": "zoo", "operation": "GetAnimal" }),
    ];
    for (index, fault) in all.iter().enumerate() {
        let (status, body) = asked(&mock, "POST", "/_mock/faults", fault).await;
        assert_eq!((status, body), (201, json!({ "id": index + 1 })), "{fault}");
    }
    let code = office(&mock, "ListOrganizations", json!({})).await.code();
    assert_eq!(code, "ThrottlingException");
    office(&mock, "ListOrganizations", json!({})).await.ok();
    let shown = ok(asked(&mock, "GET", "/_mock/faults", "").await);
    for (index, (shown, said)) in shown["faults"].as_array().unwrap().iter().zip(&all).enumerate() {
        let mut expected = said.clone();
        expected["id"] = json!(index + 1);
        expected["fired"] = json!(u64::from(index == 1));
        assert_eq!(*shown, expected);
    }
    assert_eq!(
        ok(asked(&mock, "DELETE", "/_mock/faults/2", "").await),
        json!({ "removed": 1 })
    );
    let (status, code, _, message) = refused(asked(&mock, "DELETE", "/_mock/faults/2", "").await);
    assert_eq!(
        (status, code.as_str(), message.as_str()),
        (404, "NotFound", "there is no fault 2")
    );
    assert_eq!(refused(asked(&mock, "DELETE", "/_mock/faults/x", "").await).0, 404);
    assert_eq!(
        ok(asked(&mock, "DELETE", "/_mock/faults", "").await),
        json!({ "removed": 5 })
    );
    assert!(mock.faults().is_empty());
}

#[tokio::test]
async fn faults_that_cannot_be() {
    let mock = plain();
    for (fault, code, pointer, said) in [
        (
            json!({ "fault": "thorttle" }),
            "InvalidMember",
            "/fault",
            "unknown variant `thorttle`, expected one of `error`, `throttle`",
        ),
        (
            json!({ "service": "zoo" }),
            "InvalidMember",
            "",
            "missing field `fault`",
        ),
        (
            json!({ "fault": "throttle", "time": 1 }),
            "InvalidMember",
            "/time",
            "unknown field `time`, expected one of `fault`",
        ),
        (
            json!({ "fault": "throttle", "times": -1 }),
            "InvalidMember",
            "/times",
            "expected u64",
        ),
        (
            json!({ "fault": "throttle", "status": 500 }),
            "InvalidMember",
            "/status",
            "only the fault `status` has this member",
        ),
        (
            json!({ "fault": "error" }),
            "InvalidMember",
            "",
            "the fault `error` needs the member `error`",
        ),
        (
            json!({ "fault": "status" }),
            "InvalidMember",
            "",
            "needs the member `status`",
        ),
        (
            json!({ "fault": "latency" }),
            "InvalidMember",
            "",
            "needs the member `delay_seconds`",
        ),
        (
            json!({ "fault": "latency", "delay_seconds": -1 }),
            "InvalidMember",
            "/delay_seconds",
            "and not -1",
        ),
        (
            json!({ "fault": "status", "status": 99 }),
            "FaultRefused",
            "",
            "a status is 200 to 999",
        ),
        (
            json!({ "fault": "error", "error": "Nope", "operation": "DescribeUser" }),
            "FaultRefused",
            "",
            "DescribeUser has no error `Nope`; it has ",
        ),
        (
            json!({ "fault": "throttle", "service": "zo" }),
            "FaultRefused",
            "",
            "there is no service `zo`",
        ),
        (
            json!({ "fault": "throttle", "probability": 1.5 }),
            "FaultRefused",
            "",
            "a probability is 0 to 1",
        ),
        (json!([]), "InvalidMember", "", "the body"),
    ] {
        let (status, found, at, message) = refused(asked(&mock, "POST", "/_mock/faults", &fault).await);
        assert_eq!(
            (status, found.as_str(), at),
            (400, code, json!(pointer)),
            "{fault}: {message}"
        );
        assert!(message.contains(said), "{fault}: {message}");
    }
    let (_, code, _, message) = refused(asked(&mock, "POST", "/_mock/faults", "{\"fault\":\"throttle\"} x").await);
    assert_eq!(code, "InvalidJson", "{message}");
    assert!(mock.faults().is_empty());
}

#[tokio::test]
async fn stubs() {
    let mock = plain();
    let acme = organization(&mock, "acme").await;
    let stub = json!({
        "service": "office", "operation": "CreateUser", "when": { "Name": "eve" }, "times": 1,
        "fail": { "error": "NameAvailabilityException", "message": "no eve here" },
    });
    assert_eq!(
        asked(&mock, "POST", "/_mock/stubs", stub).await,
        (201, json!({ "id": 1 }))
    );
    let create = async |name: &str| office(&mock, "CreateUser", json!({ "OrganizationId": acme, "Name": name })).await;
    create("ann").await.ok();
    let (_, code, message) = create("eve").await.err();
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("NameAvailabilityException", "no eve here")
    );
    create("eve").await.ok();
    let canned = json!({ "service": "office", "operation": "ListOrganizations", "respond": { "NextToken": "t" } });
    ok(asked(&mock, "POST", "/_mock/stubs", canned).await);
    assert_eq!(
        office(&mock, "ListOrganizations", json!({})).await.ok(),
        json!({ "NextToken": "t" })
    );
    let shown = ok(asked(&mock, "GET", "/_mock/stubs", "").await);
    assert_eq!(
        shown["stubs"][0],
        json!({ "id": 1, "service": "office", "operation": "CreateUser", "used": 1, "left": 0 })
    );
    assert_eq!(shown["stubs"][1]["left"], Json::Null);
    for (stub, pointer, said) in [
        (
            json!({ "service": "office", "operation": "CreateUser" }),
            "",
            "one of `respond` and `fail`",
        ),
        (
            json!({ "service": "office", "operation": "CreateUsr", "respond": {} }),
            "",
            "no operation `CreateUsr`",
        ),
        (
            json!({ "service": "office", "operation": "CreateUser", "respond": { "Nope": 1 } }),
            "/respond",
            "no response of CreateUser",
        ),
        (
            json!({ "service": "office", "operation": "CreateUser", "fail": { "error": "Nope" } }),
            "/fail/error",
            "no error `Nope`",
        ),
        (
            json!({ "service": "office", "operation": "CreateUser", "when": { "a/b": 1 }, "respond": {} }),
            "/when/a~1b",
            "no member `a/b`; it has OrganizationId, ",
        ),
    ] {
        let (status, code, at, message) = refused(asked(&mock, "POST", "/_mock/stubs", &stub).await);
        assert_eq!(
            (status, code.as_str(), at),
            (400, "StubRefused", json!(pointer)),
            "{stub}: {message}"
        );
        assert!(message.contains(said), "{stub}: {message}");
    }
    assert_eq!(
        ok(asked(&mock, "DELETE", "/_mock/stubs/1", "").await),
        json!({ "removed": 1 })
    );
    assert_eq!(
        ok(asked(&mock, "DELETE", "/_mock/stubs", "").await),
        json!({ "removed": 1 })
    );
    assert!(mock.stubs().is_empty());
}

#[tokio::test]
async fn the_clock() {
    let mock = plain();
    let change = async |body: Json| asked(&mock, "POST", "/_mock/clock", body).await;
    let advanced = ok(change(json!({ "advance_seconds": 90.5 })).await);
    assert_eq!(advanced, json!({ "now": "2023-11-14T22:14:50.5Z", "running": false }));
    let set = ok(change(json!({ "set": "2026-01-31T12:00:00+01:00" })).await);
    assert_eq!(set, json!({ "now": "2026-01-31T11:00:00Z", "running": false }));
    assert_eq!(
        mock.clock().now(),
        Timestamp::parse_date_time("2026-01-31T11:00:00Z").unwrap()
    );
    assert_eq!(ok(asked(&mock, "GET", "/_mock/clock", "").await), set);
    assert_eq!(ok(change(json!({ "run": true })).await)["running"], true);
    for (body, pointer, said) in [
        (json!({}), "", "one of `advance_seconds`, `set` and `run`"),
        (json!({ "run": true, "set": "2026-01-31T12:00:00Z" }), "", "one of"),
        (json!({ "run": false }), "/run", "it can be `true` only"),
        (json!({ "advance_seconds": -1 }), "/advance_seconds", "and not by -1"),
        (
            json!({ "advance_seconds": 1e300 }),
            "/advance_seconds",
            "a number of seconds",
        ),
        (json!({ "set": "tomorrow" }), "/set", "RFC 3339"),
        (json!({ "stop": true }), "/stop", "unknown field `stop`"),
    ] {
        let (status, code, at, message) = refused(change(body.clone()).await);
        assert_eq!(
            (status, code.as_str(), at),
            (400, "InvalidMember", json!(pointer)),
            "{body}: {message}"
        );
        assert!(message.contains(said), "{body}: {message}");
    }
}
