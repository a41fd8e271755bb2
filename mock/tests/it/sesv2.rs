//! SES v2's reputation entities over typed seeds.

use sesv2_mock::{SESv2, model::types, records::ReputationEntity};
use shapewright_mock::sesv2;
use std::error::Error;

type Outcome = Result<(), Box<dyn Error>>;

const ARN: &str = "arn:aws:ses:us-east-1:000000000000:identity/example.com";

fn entity(customer: types::SendingStatus, own: types::SendingStatus) -> ReputationEntity {
    let status = |status| {
        Some(types::StatusRecord {
            status: Some(status),
            ..Default::default()
        })
    };
    ReputationEntity {
        reputation_entity_type: Some(types::ReputationEntityType::Resource),
        reputation_entity_reference: Some(ARN.to_owned()),
        customer_managed_status: status(customer),
        aws_ses_managed_status: status(own),
        ..Default::default()
    }
}

async fn found(mock: &SESv2) -> Result<types::ReputationEntity, Box<dyn Error>> {
    let listed = mock.client().list_reputation_entities().send().await?;
    assert_eq!(listed.reputation_entities().len(), 1);
    Ok(listed.reputation_entities()[0].clone())
}

/// A status of which a seed says nothing is that of a new entity, with its time.
#[tokio::test]
async fn s02_what_a_seed_does_not_say() -> Outcome {
    use types::SendingStatus::{Disabled, Enabled};
    let mock = sesv2::start();
    let seeded = entity(Disabled, Enabled);
    mock.seed_reputation_entities([ReputationEntity {
        aws_ses_managed_status: None,
        ..seeded
    }])?;
    let found = found(&mock).await?;
    let (customer, own) = (found.customer_managed_status, found.aws_ses_managed_status);
    let own = own.ok_or("it has none")?;
    assert_eq!(
        (own.status, own.last_updated_timestamp.is_some()),
        (Some(Enabled), true)
    );
    let customer = customer.ok_or("it has none")?;
    assert_eq!(
        (customer.status, customer.last_updated_timestamp.is_some()),
        (Some(Disabled), true)
    );
    Ok(())
}

/// SES disables an entity in the middle of a test: it is seeded again.
#[tokio::test]
async fn s04_reinstating_does_not_override_what_ses_has_disabled() -> Outcome {
    use types::SendingStatus::{Disabled, Enabled, Reinstated};
    let mock = sesv2::start();
    mock.seed_reputation_entities([entity(Reinstated, Enabled)])?;
    assert_eq!(found(&mock).await?.sending_status_aggregate, Some(Reinstated));
    mock.seed_reputation_entities([entity(Reinstated, Disabled)])?;
    assert_eq!(found(&mock).await?.sending_status_aggregate, Some(Disabled));
    let client = mock.client();
    client
        .update_reputation_entity_customer_managed_status()
        .reputation_entity_type(types::ReputationEntityType::Resource)
        .reputation_entity_reference(ARN)
        .sending_status(Reinstated)
        .send()
        .await?;
    let entity = found(&mock).await?;
    assert_eq!(entity.sending_status_aggregate, Some(Disabled));
    assert_eq!(
        entity.customer_managed_status.and_then(|record| record.status),
        Some(Reinstated)
    );
    Ok(())
}

#[tokio::test]
async fn s04_a_seed_cannot_say_another_aggregate() -> Outcome {
    use types::SendingStatus::{Disabled, Enabled};
    let mock = sesv2::start();
    let wrong = ReputationEntity {
        sending_status_aggregate: Some(Enabled),
        ..entity(Enabled, Disabled)
    };
    let refused = mock.seed_reputation_entities([wrong]);
    let error = refused.err().ok_or("it was seeded")?;
    assert_eq!(
        error.problems()[0].got,
        "a SendingStatusAggregate of ENABLED, where both statuses make DISABLED"
    );
    let listed = mock.client().list_reputation_entities().send().await?;
    assert!(listed.reputation_entities().is_empty());
    Ok(())
}

#[test]
fn s05_a_seeded_reference_is_an_arn() {
    let wrong = ReputationEntity {
        reputation_entity_reference: Some("example.com".to_owned()),
        ..entity(types::SendingStatus::Enabled, types::SendingStatus::Enabled)
    };
    assert!(sesv2::start().seed_reputation_entities([wrong]).is_err());
}
