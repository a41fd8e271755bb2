//! State, seeds and reset.

use super::support::{administered, asked, ok, plain, refused};
use crate::{
    state::crud::{organization, user},
    support::office,
};
use serde_json::{Value as Json, json};
use shapewright_server::{Admin, Mock};
use std::{
    fs,
    sync::atomic::{AtomicU64, Ordering},
};

async fn aliases(mock: &Mock) -> Vec<String> {
    let all = office(mock, "ListOrganizations", json!({})).await.ok();
    let all = all["OrganizationSummaries"].as_array().unwrap().iter();
    all.map(|organization| organization["Alias"].as_str().unwrap().to_owned())
        .collect()
}

fn seed(alias: &str) -> Json {
    let organizations = json!([{ "Alias": alias, "Plan": "Free" }]);
    json!({ "accounts": { "000000000000": { "eu-west-1": { "office": { "Organizations": organizations } } } } })
}

#[tokio::test]
async fn state_is_taken_out_and_put_back() {
    let mock = plain();
    let acme = organization(&mock, "acme").await;
    let ann = user(&mock, &acme, "ann").await;
    let state = ok(asked(&mock, "GET", "/_mock/state", "").await);
    assert_eq!(state["snapshot"], 1);
    organization(&mock, "other").await;
    let put = ok(asked(&mock, "PUT", "/_mock/state", &state).await);
    assert_eq!(put, json!({ "services": ["office", "zoo"] }));
    assert_eq!(aliases(&mock).await, ["acme"]);
    office(&mock, "DescribeUser", json!({ "OrganizationId": acme, "UserId": ann }))
        .await
        .ok();
    let one = ok(asked(&mock, "GET", "/_mock/state?service=zoo", "").await);
    assert_eq!(one, json!({ "snapshot": 1, "services": { "zoo": {} } }));
    let (status, code, ..) = refused(asked(&mock, "GET", "/_mock/state?service=zo", "").await);
    assert_eq!((status, code.as_str()), (404, "UnknownService"));

    let mut wrong = state.clone();
    let records = &mut wrong["services"]["office"]["000000000000"]["eu-west-1"]["records"];
    records["Organisation"] = records["Organization"].take();
    let (status, code, pointer, message) = refused(asked(&mock, "PUT", "/_mock/state", &wrong).await);
    assert_eq!((status, code.as_str()), (400, "StateRefused"));
    assert!(
        pointer
            .as_str()
            .unwrap()
            .starts_with("/services/office/000000000000/eu-west-1/records"),
        "{pointer} {message}"
    );
    let (_, code, ..) = refused(asked(&mock, "PUT", "/_mock/state", "{\"snapshot\":").await);
    assert_eq!(code, "StateRefused");
    assert_eq!(aliases(&mock).await, ["acme"], "nothing has changed");
}

#[tokio::test]
async fn seeds() {
    let mock = plain();
    let seeded = ok(asked(&mock, "POST", "/_mock/seed", seed("acme")).await);
    let record = &seeded["records"][0];
    assert_eq!(
        (&record["service"], &record["collection"]),
        (&json!("office"), &json!("Organizations"))
    );
    assert_eq!(
        (&record["account"], &record["region"]),
        (&json!("000000000000"), &json!("eu-west-1"))
    );
    assert!(
        record["identifiers"]["OrganizationId"]
            .as_str()
            .unwrap()
            .starts_with("m-"),
        "{record}"
    );
    assert_eq!(aliases(&mock).await, ["acme"]);
    let (status, code, pointer, message) =
        refused(asked(&mock, "POST", "/_mock/seed", json!({ "office": { "Users": 7 } })).await);
    assert_eq!(
        (status, code.as_str(), pointer),
        (400, "SeedRefused", json!("/office/Users"))
    );
    assert!(
        message.starts_with("the seed was refused and nothing has changed\n  /office/Users: "),
        "{message}"
    );
    assert_eq!(refused(asked(&mock, "POST", "/_mock/seed", "[").await).1, "SeedRefused");
}

#[tokio::test]
async fn reset_is_a_new_start() {
    let mock = administered(Admin::new().seed(seed("seeded").to_string()));
    let first = organization(&mock, "acme").await;
    ok(asked(&mock, "POST", "/_mock/faults", json!({ "fault": "throttle" })).await);
    assert_eq!(ok(asked(&mock, "POST", "/_mock/reset", "").await), json!({}));
    assert!(mock.journal().is_empty() && mock.faults().is_empty());
    assert_eq!(aliases(&mock).await, ["seeded"]);
    mock.clear_state();
    assert_eq!(
        organization(&plain(), "acme").await,
        first,
        "ids are the same in every run"
    );
}

#[tokio::test]
async fn saving() {
    let (_, code, _, message) = refused(asked(&plain(), "POST", "/_mock/state", "").await);
    assert_eq!((code.as_str(), message.contains("--state FILE")), ("NoStateFile", true));
    static SAVED: AtomicU64 = AtomicU64::new(0);
    let mock = administered(Admin::new().save(|mock| match SAVED.fetch_add(1, Ordering::Relaxed) {
        0 => Ok(format!("{}.json", mock.services().count()).into()),
        _ => Err("the disk is full".to_owned()),
    }));
    assert_eq!(
        ok(asked(&mock, "POST", "/_mock/state", "").await),
        json!({ "file": "2.json" })
    );
    let (status, code, _, message) = refused(asked(&mock, "POST", "/_mock/state", "").await);
    assert_eq!(
        (status, code.as_str(), message.as_str()),
        (500, "StateNotWritten", "the disk is full")
    );
    assert!(fs::metadata("2.json").is_err(), "the interface itself writes no file");
}
