//! State as a value: kept, compared, written, read, and put back.

use crate::{
    office::Office,
    state::crud::{organization, user},
    support::{office, office_as},
    zoo::Zoo,
};
use serde_json::{Value as Json, json};
use shapewright_schema::Timestamp;
use shapewright_server::{Clock, Fields, Mock, Refusal, Snapshot};

fn standing() -> Mock {
    let clock = Clock::standing(Timestamp::new(1_700_000_000, 0).unwrap());
    Mock::builder().add(Office).add(Zoo).clock(clock).build()
}

async fn users(mock: &Mock, organization: &str) -> Json {
    let input = json!({ "OrganizationId": organization });
    office(mock, "ListUsers", input).await.ok()["Users"].clone()
}

#[tokio::test]
async fn state_comes_back_as_it_was() {
    let mock = standing();
    let organization = organization(&mock, "acme").await;
    for name in ["ann", "bob", "cid"] {
        user(&mock, &organization, name).await;
    }
    let page = json!({ "OrganizationId": organization, "MaxResults": 1 });
    let page = office(&mock, "ListUsers", page).await.ok();
    let before = users(&mock, &organization).await;
    let kept = mock.snapshot();
    assert_eq!(mock.snapshot(), kept, "reading changes nothing");

    let ann = json!({ "OrganizationId": organization, "UserId": before[0]["Id"] });
    office(&mock, "DeleteUser", ann).await.ok();
    office_as(
        &mock,
        "123456789012",
        "eu-west-1",
        "CreateOrganization",
        json!({ "Alias": "other" }),
    )
    .await
    .ok();
    assert_ne!(mock.snapshot(), kept);
    mock.restore(&kept).unwrap();
    assert_eq!(mock.snapshot(), kept);
    assert_eq!(users(&mock, &organization).await, before);

    // Another mock, through text; ids, page tokens and unique names go on where they were.
    let other = standing();
    other.restore(&Snapshot::from_json(&kept.to_json()).unwrap()).unwrap();
    assert_eq!(other.snapshot(), kept);
    let rest = json!({ "OrganizationId": organization, "MaxResults": 1, "NextToken": page["NextToken"] });
    assert_eq!(office(&other, "ListUsers", rest).await.ok()["Users"][0], before[1]);
    let taken = json!({ "OrganizationId": organization, "Name": "cid" });
    assert_eq!(
        office(&other, "CreateUser", taken).await.code(),
        "NameAvailabilityException"
    );
    assert_eq!(
        user(&other, &organization, "dan").await,
        user(&mock, &organization, "dan").await
    );
    mock.clear_state();
    assert_eq!(mock.snapshot(), standing().snapshot());
}

#[tokio::test]
async fn the_text_is_for_people() {
    let mock = standing();
    let input = json!({ "Alias": "acme", "ClientToken": "t-1" });
    let made = office(&mock, "CreateOrganization", input).await.ok();
    let id = made["OrganizationId"].as_str().unwrap();
    let text = mock.snapshot().to_json();
    let entry = &mock.journal().entries()[0];
    let expected = json!({
        "snapshot": 1,
        "services": {
            "office": { "000000000000": { "eu-west-1": {
                "sequence": 2,
                "records": { "Organization": [{
                    "sequence": 2,
                    "members": {
                        "OrganizationId": id, "Alias": "acme", "State": "Active", "CompletedDate": "2023-11-14T22:13:20Z",
                    },
                }] },
                "tokens": [{
                    "operation": "CreateOrganization", "token": "t-1", "input": { "Alias": "acme", "ClientToken": "t-1" },
                    "status": 200, "headers": [["content-type", "application/x-amz-json-1.1"]],
                    "body": String::from_utf8(entry.response().unwrap().body().to_vec()).unwrap(),
                }],
            } } },
            "zoo": {},
        },
    });
    assert_eq!(serde_json::from_str::<Json>(&text).unwrap(), expected);
    assert!(
        text.starts_with("{\n  \"services\": {\n    \"office\": {\n      \"000000000000\": {"),
        "{text}"
    );
    assert_eq!(Snapshot::from_json(&text).unwrap().to_json(), text);
}

#[tokio::test]
async fn idempotency_tokens_come_back_too() {
    let mock = standing();
    let create = |mock: Mock| async move {
        let input = json!({ "Alias": "acme", "ClientToken": "t-1" });
        office(&mock, "CreateOrganization", input).await.ok()
    };
    let made = create(mock.clone()).await;
    let other = standing();
    other.restore(&mock.snapshot()).unwrap();
    assert_eq!(create(other.clone()).await, made);
    other.reset();
    assert_eq!(create(other).await, made, "a new one, with the same id");
}

#[tokio::test]
async fn one_service_alone() {
    let mock = standing();
    organization(&mock, "acme").await;
    let zoo = mock.snapshot_of("zoo").unwrap();
    let office = mock.snapshot_of("office").unwrap();
    assert_eq!(office.services().collect::<Vec<_>>(), ["office"]);
    mock.restore(&zoo).unwrap();
    assert_eq!(mock.snapshot_of("office").unwrap(), office, "not named, so kept");
    assert!(mock.snapshot_of("bank").is_err());
    let unknown = Mock::new(Zoo).restore(&office).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "the snapshot at /services/office: there is no service `office` in this mock; it has zoo"
    );
    // What held nothing is nothing that could be lost.
    let both = standing().snapshot();
    assert_eq!(both.services().collect::<Vec<_>>(), ["office", "zoo"]);
    Mock::new(Zoo).restore(&both).unwrap();
}

/// Every request is for some state; what holds nothing does not stay.
#[tokio::test]
async fn states_that_hold_nothing_are_forgotten() {
    let mock = standing();
    let list = |region: &str| {
        let request = crate::support::office_request("AKID", region, "ListOrganizations", &json!({}));
        mock.call(request)
    };
    list("eu-west-1").await.unwrap();
    list(&"r".repeat(1000)).await.unwrap();
    let input = json!({ "Alias": "acme" });
    office_as(&mock, "000000000000", "us-east-1", "CreateOrganization", input)
        .await
        .ok();
    let shown = mock.snapshot().to_json();
    assert!(!shown.contains("rrr") && shown.contains("us-east-1"), "{shown}");
    mock.reset();
    assert_eq!(mock.snapshot(), standing().snapshot());
    let again = organization(&mock, "acme").await;
    assert_eq!(again, organization(&standing(), "acme").await, "ids from the first");
}

#[tokio::test]
async fn what_ends_badly_leaves_no_trace() {
    let mock = standing();
    let organization = organization(&mock, "acme").await;
    let before = mock.snapshot();
    let input = json!({ "OrganizationId": organization, "Name": "not allowed!" });
    office(&mock, "CreateUser", input).await.err();
    office(&mock, "CreateOrganization", json!({ "Alias": "acme" }))
        .await
        .err();
    let refused = mock.transact("office", "000000000000", "eu-west-1", |state| {
        state.put("Rule", &[&organization, "r"], Fields::new())?;
        Err::<(), _>(Refusal::internal("no"))
    });
    assert!(refused.is_err());
    assert_eq!(mock.snapshot(), before);
}

/// Code of a service may keep what no request leads to, and some services let records be made under nothing. So a snapshot
/// with such records is as good as another one.
#[test]
fn what_no_request_leads_to_comes_back_too() {
    let mock = standing();
    let odd = |state: &mut shapewright_server::Transaction<'_>| {
        let members = Fields::from([("Name".to_owned(), shapewright_schema::Document::Integer(5))]);
        state.put("User", &["nowhere", "u"], members)
    };
    mock.transact("office", "000000000000", "eu-west-1", odd).unwrap();
    let kept = mock.snapshot();
    mock.restore(&Snapshot::from_json(&kept.to_json()).unwrap()).unwrap();
    assert_eq!(mock.snapshot(), kept);
}

#[tokio::test]
async fn a_damaged_snapshot_changes_nothing_and_says_where() {
    let mock = standing();
    let organization = organization(&mock, "acme").await;
    user(&mock, &organization, "ann").await;
    user(&mock, &organization, "bob").await;
    let kept = mock.snapshot();
    let whole: Json = serde_json::from_str(&kept.to_json()).unwrap();
    let store = "/services/office/000000000000/eu-west-1";
    // Where, what instead, and what is said. Null removes.
    let cases = [
        (
            "/snapshot",
            json!(2),
            "the snapshot at /snapshot: its form is 2, and this mock reads form 1".to_owned(),
        ),
        (
            "/snapshot",
            Json::Null,
            "the snapshot: it is none: it lacks the number `snapshot`".to_owned(),
        ),
        ("/services", Json::Null, "the snapshot: it lacks `services`".to_owned()),
        (
            "/services",
            json!({ "office": { "abc": { "eu-west-1": { "sequence": 0, "records": {} } } } }),
            "the snapshot at /services/office/abc: `abc` is no account: twelve digits".to_owned(),
        ),
        (
            "/services",
            json!({ "office": { "000000000000": { "EU": { "sequence": 0, "records": {} } } } }),
            "the snapshot at /services/office/000000000000/EU: `EU` is no region, for instance `eu-west-1`".to_owned(),
        ),
        (
            "/records/User/1/sequence",
            json!("4"),
            format!("the snapshot at {store}/records/User/1/sequence: it must be a whole number, but is text"),
        ),
        (
            "/records/User/1/sequence",
            json!(-1),
            format!("the snapshot at {store}/records/User/1/sequence: it must not be negative"),
        ),
        (
            "/records/User/1/sequence",
            json!(99),
            format!(
                "the snapshot at {store}/records/User/1: its sequence number is 99, and must be from 1 to the one of the record made last, 6"
            ),
        ),
        (
            "/records/User/1/sequence",
            json!(4),
            format!("the snapshot at {store}/records/User/1: another record has the sequence number 4 too"),
        ),
        (
            "/records/User/1/members/Name",
            json!("ann"),
            format!("the snapshot at {store}/records/User/1: another record has the same Name, which must be unique"),
        ),
        (
            "/records/User/1/members/UserId",
            Json::Null,
            format!("the snapshot at {store}/records/User/1: its members lack an identifier: OrganizationId, UserId"),
        ),
        (
            "/records/User/1/identifiers",
            json!(["x"]),
            format!(
                "the snapshot at {store}/records/User/1: its identifiers are OrganizationId, UserId, and 1 are given"
            ),
        ),
        (
            "/records/User/1/colour",
            json!("red"),
            format!(
                "the snapshot at {store}/records/User/1: `colour` means nothing; there can be sequence, identifiers, members"
            ),
        ),
        (
            "/records/Pet",
            json!([{ "sequence": 1, "members": {} }]),
            format!("the snapshot at {store}/records/Pet: Office has no such lifecycle; it has Organization, User"),
        ),
        (
            "/records/User",
            json!({}),
            format!("the snapshot at {store}/records/User: it must be a list, but is a map"),
        ),
        (
            "/tokens",
            json!([{ "operation": "Fly", "token": "t", "input": {}, "status": 200, "headers": [], "body": "" }]),
            format!("the snapshot at {store}/tokens/0: Office has no operation `Fly`"),
        ),
        (
            "/tokens",
            json!([{ "operation": "CreateOrganization", "body": "" }]),
            format!("the snapshot at {store}/tokens/0: it lacks `status`"),
        ),
    ];
    for (place, instead, said) in cases {
        let mut damaged = whole.clone();
        let pointer = match place {
            "/snapshot" | "/services" => place.to_owned(),
            inner => format!("{store}{inner}"),
        };
        let (holder, name) = pointer.rsplit_once('/').unwrap();
        let holder = damaged.pointer_mut(holder).unwrap().as_object_mut().unwrap();
        match instead {
            Json::Null => holder.remove(name),
            instead => holder.insert(name.to_owned(), instead),
        };
        let result = Snapshot::from_json(&damaged.to_string()).and_then(|snapshot| mock.restore(&snapshot));
        let error = result.unwrap_err().to_string();
        assert!(error.starts_with(&said), "{error}, and not {said}");
        assert_eq!(mock.snapshot(), kept);
    }
    let error = Snapshot::from_json("{\"snapshot\": 1").unwrap_err().to_string();
    assert!(error.starts_with("the snapshot: it is not JSON: "), "{error}");
    assert_eq!(
        Snapshot::from_json("[]").unwrap_err().to_string(),
        "the snapshot: it must be a map, but is a list"
    );
}
