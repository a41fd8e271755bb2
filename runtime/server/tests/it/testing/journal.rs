//! What the journal tells, and what it forgets.

use crate::{
    office::{CreateUser, DescribeUser, Office},
    state::crud::{organization, user},
    support::{office, office_as, office_request, zoo},
    zoo::{GetAnimal, Zoo},
};
use bytes::Bytes;
use http::Request;
use serde_json::json;
use shapewright_schema::{Document, Timestamp};
use shapewright_server::{Clock, Fault, Filter, Mock, Outcome};
use std::time::Duration;

#[tokio::test]
async fn every_request_is_there_with_its_response() {
    let clock = Clock::standing(Timestamp::new(1_700_000_000, 0).unwrap());
    let mock = Mock::builder().add(Office).add(Zoo).clock(clock).build();
    let organization = organization(&mock, "acme").await;
    mock.advance(Duration::from_secs(60));
    let input = json!({ "OrganizationId": organization, "Name": "ann", "Password": "secret" });
    let made = office_as(&mock, "123456789012", "eu-north-1", "CreateUser", input).await;
    assert_eq!(made.code(), "OrganizationNotFoundException");
    zoo(&mock, "GET", "/animals/leo%20two", "").await.ok();
    let nowhere = Request::get("/nowhere").body(Bytes::new()).unwrap();
    assert_eq!(mock.call(nowhere).await.unwrap().status(), 501);

    let entries = mock.journal().entries();
    let told: Vec<String> = entries.iter().map(|entry| format!("{entry:?}")).collect();
    assert_eq!(
        told,
        [
            "#1 Office CreateOrganization -> 200",
            "#2 Office CreateUser -> 400",
            "#3 Zoo GetAnimal -> 200",
            "#4 GET /nowhere -> 501"
        ]
    );
    let refused = &entries[1];
    assert_eq!((refused.account(), refused.region()), ("123456789012", "eu-north-1"));
    assert_eq!(refused.time(), Timestamp::new(1_700_000_060, 0).unwrap());
    assert_eq!(refused.request().headers()["x-amz-target"], "OfficeService.CreateUser");
    assert!(
        refused.request().body().ends_with(b"\"Password\":\"secret\"}"),
        "{refused:?}"
    );
    let response = refused.response().unwrap();
    assert_eq!(response.headers()["x-amzn-requestid"], refused.request_id());
    assert_eq!(response.headers()["x-amzn-errortype"], "OrganizationNotFoundException");
    assert_eq!(refused.error().unwrap().code, "OrganizationNotFoundException");
    let input = refused.input().unwrap().unwrap();
    assert!(!format!("{input:?}").contains("secret"), "{input:?}");
    assert_eq!(Document::fields_of(&input)["Password"].as_str(), Some("secret"));

    let animal = &mock.calls::<GetAnimal>()[0];
    assert_eq!(Document::fields_of(&animal.input)["id"].as_str(), Some("leo two"));
    assert_eq!(animal.entry.request().uri(), "/animals/leo%20two");
    let missed = &entries[3];
    assert!(missed.operation().is_none() && missed.input().is_none() && missed.outcome().is_none());
}

#[tokio::test]
async fn calls_have_the_types_of_their_operation() {
    let mock = Mock::new(Office);
    let organization = organization(&mock, "acme").await;
    let ann = user(&mock, &organization, "ann").await;
    let taken = json!({ "OrganizationId": organization, "Name": "ann" });
    office(&mock, "CreateUser", taken).await.err();
    let wrong = json!({ "OrganizationId": organization, "Name": 7 });
    office(&mock, "CreateUser", wrong).await.err();
    let calls = mock.calls::<CreateUser>();
    let [made, taken] = calls.as_slice() else {
        panic!("a request that cannot be read is no call: {calls:?}");
    };
    let made = Document::fields_of(made.outcome.output().unwrap());
    assert_eq!(made["UserId"].as_str(), Some(ann.as_str()));
    let error = taken.outcome.error().unwrap();
    assert_eq!((error.status, error.code.as_str()), (400, "NameAvailabilityException"));
    assert!(error.message.as_ref().unwrap().contains("'ann'"), "{error}");
    assert!(error.error.is_some());
    assert!(mock.calls::<DescribeUser>().is_empty());
}

#[tokio::test]
async fn it_can_be_looked_through() {
    let mock = Mock::builder().add(Office).add(Zoo).build();
    organization(&mock, "one").await;
    zoo(&mock, "GET", "/animals/1", "").await.ok();
    organization(&mock, "two").await;
    let numbers = |filter: Filter<'_>| -> Vec<u64> {
        let found = mock.journal().select(&filter);
        found.iter().map(|entry| entry.number()).collect()
    };
    let office = Filter {
        service: Some("office"),
        ..Filter::default()
    };
    assert_eq!(numbers(office), [1, 3]);
    assert_eq!(numbers(Filter { since: 1, ..office }), [3]);
    assert_eq!(
        numbers(Filter {
            since: 1,
            ..Filter::default()
        }),
        [2, 3]
    );
    let animals = Filter {
        operation: Some("GetAnimal"),
        ..Filter::default()
    };
    assert_eq!(numbers(animals), [2]);
    mock.journal().clear();
    assert!(mock.journal().is_empty());
    organization(&mock, "three").await;
    assert_eq!(numbers(Filter::default()), [4], "numbers are not given twice");
}

#[tokio::test]
async fn it_keeps_no_more_than_it_may() {
    let mock = Mock::builder().add(Office).journal(3, 1 << 20).build();
    for number in 0..5 {
        organization(&mock, &format!("o{number}")).await;
    }
    let journal = mock.journal();
    assert_eq!((journal.len(), journal.forgotten()), (3, 2));
    assert_eq!(journal.entries()[0].number(), 3);

    let small = Mock::builder().add(Office).journal(100, 10_000).build();
    for number in 0..100 {
        organization(&small, &format!("o{number}")).await;
    }
    let kept = small.journal().len();
    assert!((5..50).contains(&kept), "{kept} entries in 10,000 bytes");
    office(&small, "CreateOrganization", json!({ "Alias": "a".repeat(20_000) }))
        .await
        .err();
    assert_eq!(small.journal().len(), 1, "the last one is kept, however large");

    let none = Mock::builder().add(Office).journal(0, 0).build();
    organization(&none, "acme").await;
    assert!(none.journal().is_empty());
}

#[tokio::test]
async fn a_client_that_goes_away_is_told_of() {
    let mock = Mock::new(Office);
    mock.inject(Fault::latency(Duration::from_secs(3600))).unwrap();
    let request = office_request("AKID", "eu-west-1", "ListOrganizations", &json!({}));
    let waited = tokio::time::timeout(Duration::from_millis(5), mock.call(request)).await;
    assert!(waited.is_err());
    let entry = &mock.journal().entries()[0];
    assert_eq!(format!("{entry:?}"), "#1 Office ListOrganizations -> no response");
    assert!(matches!(entry.outcome(), Some(Outcome::Nothing)));
}
