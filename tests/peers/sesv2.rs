//! SES v2: reputation entities.

use crate::{client, support::Asked};
use aws_sdk_sesv2::{
    Client,
    error::ProvideErrorMetadata,
    operation::RequestId,
    types::{ReputationEntityFilterKey, ReputationEntityType, SendingStatus},
};

async fn put(ses: &Client, reference: &str, status: SendingStatus) {
    let put = ses
        .update_reputation_entity_customer_managed_status()
        .reputation_entity_type(ReputationEntityType::Resource)
        .reputation_entity_reference(reference)
        .sending_status(status)
        .send()
        .await
        .unwrap();
    assert!(put.request_id().is_some());
}

#[tokio::test]
async fn every_documented_operation() {
    let asked = Asked::default();
    let ses = client!(aws_sdk_sesv2, "200000000002", asked);
    let references: Vec<String> = (0..5)
        .map(|number| format!("arn:aws:ses:eu-west-1:200000000002:identity/{number}.example.com"))
        .collect();
    for reference in &references {
        put(&ses, reference, SendingStatus::Disabled).await;
    }
    let mut pages = ses.list_reputation_entities().into_paginator().page_size(2).send();
    let (mut sizes, mut listed) = (Vec::new(), Vec::new());
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(page.reputation_entities().len());
        listed.extend(page.reputation_entities().to_vec());
    }
    assert_eq!(sizes, [2, 2, 1]);
    let names: Vec<&str> = listed
        .iter()
        .filter_map(|entity| entity.reputation_entity_reference())
        .collect();
    assert_eq!(names, references);
    let customer = listed[0].customer_managed_status().unwrap();
    assert_eq!(customer.status(), Some(&SendingStatus::Disabled));
    assert!(customer.last_updated_timestamp().is_some_and(|time| time.secs() > 0));
    assert_eq!(listed[0].sending_status_aggregate(), Some(&SendingStatus::Disabled));
    asked.all_documented("sesv2");
}

#[tokio::test]
async fn refusals() {
    let ses = client!(aws_sdk_sesv2, "200000000012", Asked::default());
    let bad = ses.update_reputation_entity_customer_managed_status();
    let bad = bad
        .reputation_entity_type(ReputationEntityType::Resource)
        .reputation_entity_reference("arn:aws:ses:eu-west-1:200000000012:identity/a.example.com")
        .sending_status(SendingStatus::from("PAUSED"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(bad.raw_response().unwrap().status().as_u16(), 400);
    let bad = bad.into_service_error();
    assert!(bad.is_bad_request_exception(), "{bad:?}");
    assert!(
        bad.message().is_some_and(|message| message.contains("/SendingStatus")),
        "{bad:?}"
    );
    assert!(bad.request_id().is_some());
    let unheard = ses
        .list_reputation_entities()
        .next_token("made-up")
        .send()
        .await
        .unwrap_err();
    assert!(
        unheard.as_service_error().unwrap().is_bad_request_exception(),
        "{unheard:?}"
    );
    let filtered = ses
        .list_reputation_entities()
        .filter(ReputationEntityFilterKey::EntityType, "RESOURCE");
    assert!(filtered.send().await.unwrap().reputation_entities().is_empty());
    // An operation that is not described.
    let missing = ses.list_contact_lists().send().await.unwrap_err();
    assert_eq!(missing.raw_response().unwrap().status().as_u16(), 501);
    assert_eq!(missing.code(), Some("UnknownOperationException"));
    assert!(
        missing.message().unwrap().contains("It has ListReputationEntities"),
        "{missing:?}"
    );
}
