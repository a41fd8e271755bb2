//! What the services do, rule by rule, where Rust shows it best: over typed seeds, and with errors that only a test makes.
//! The other rules are tested by boto3 in `tests/clients`.

use macie2_mock::{Macie2, Macie2Service, model::types as macie, records};
use sesv2_mock::{SESv2, model::types as ses};
use shapewright_client::{Overrides, Retries};
use shapewright_mock::sesv2;
use shapewright_server::{Context, Refusal};

const ARN: &str = "arn:aws:ses:us-east-1:000000000000:identity/example.com";

fn entity(customer: ses::SendingStatus, own: ses::SendingStatus) -> sesv2_mock::records::ReputationEntity {
    let status = |status| {
        Some(ses::StatusRecord {
            status: Some(status),
            ..Default::default()
        })
    };
    sesv2_mock::records::ReputationEntity {
        reputation_entity_type: Some(ses::ReputationEntityType::Resource),
        reputation_entity_reference: Some(ARN.to_owned()),
        customer_managed_status: status(customer),
        aws_ses_managed_status: status(own),
        ..Default::default()
    }
}

async fn found(mock: &SESv2) -> ses::ReputationEntity {
    let listed = mock.client().list_reputation_entities().send().await.unwrap();
    assert_eq!(listed.reputation_entities().len(), 1);
    listed.reputation_entities()[0].clone()
}

/// SES disables an entity in the middle of a test: it is seeded again.
#[tokio::test]
async fn s04_reinstating_does_not_override_what_ses_has_disabled() {
    use ses::SendingStatus::{Disabled, Enabled, Reinstated};
    let mock = sesv2::start();
    mock.seed_reputation_entities([entity(Reinstated, Enabled)]).unwrap();
    assert_eq!(found(&mock).await.sending_status_aggregate, Some(Reinstated));
    mock.seed_reputation_entities([entity(Reinstated, Disabled)]).unwrap();
    assert_eq!(found(&mock).await.sending_status_aggregate, Some(Disabled));
    let client = mock.client();
    client
        .update_reputation_entity_customer_managed_status()
        .reputation_entity_type(ses::ReputationEntityType::Resource)
        .reputation_entity_reference(ARN)
        .sending_status(Reinstated)
        .send()
        .await
        .unwrap();
    let entity = found(&mock).await;
    assert_eq!(entity.sending_status_aggregate, Some(Disabled));
    assert_eq!(entity.customer_managed_status.unwrap().status, Some(Reinstated));
}

#[tokio::test]
async fn s04_a_seed_cannot_say_another_aggregate() {
    use ses::SendingStatus::{Disabled, Enabled};
    let mock = sesv2::start();
    let wrong = sesv2_mock::records::ReputationEntity {
        sending_status_aggregate: Some(Enabled),
        ..entity(Enabled, Disabled)
    };
    let error = mock.seed_reputation_entities([wrong]).unwrap_err();
    assert_eq!(
        error.problems()[0].got,
        "a SendingStatusAggregate of ENABLED, where both statuses make DISABLED"
    );
    let listed = mock.client().list_reputation_entities().send().await.unwrap();
    assert!(listed.reputation_entities().is_empty());
}

#[test]
fn s05_a_seeded_reference_is_an_arn() {
    let wrong = sesv2_mock::records::ReputationEntity {
        reputation_entity_reference: Some("example.com".to_owned()),
        ..entity(ses::SendingStatus::Enabled, ses::SendingStatus::Enabled)
    };
    sesv2::start().seed_reputation_entities([wrong]).unwrap_err();
}

fn member(account: &str, status: macie::RelationshipStatus) -> records::Member {
    records::Member {
        account_id: Some(account.to_owned()),
        relationship_status: Some(status),
        ..Default::default()
    }
}

/// A member that leaves is no current one any more.
#[tokio::test]
async fn m03_current_members() {
    use macie::RelationshipStatus::{Enabled, Removed};
    let mock = Macie2::start();
    mock.seed_members([member("111122223333", Enabled), member("444455556666", Enabled)])
        .unwrap();
    mock.seed_members([member("111122223333", Removed)]).unwrap();
    let client = mock.client();
    let accounts = async |only: Option<&str>| {
        let mut call = client.list_members();
        if let Some(only) = only {
            call = call.only_associated(only);
        }
        let listed = call.send().await.unwrap();
        let accounts = listed.members().iter().map(|member| member.account_id.clone().unwrap());
        accounts.collect::<Vec<_>>()
    };
    assert_eq!(accounts(None).await, ["444455556666"]);
    assert_eq!(accounts(Some("true")).await, ["444455556666"]);
    assert_eq!(accounts(Some("false")).await, ["111122223333", "444455556666"]);
}

/// Fails each call with what `id` names.
struct Failing;

impl Macie2Service for Failing {
    async fn get_member(
        &self,
        input: macie::GetMemberRequest,
        _: &Context,
    ) -> Result<macie::GetMemberResponse, Refusal> {
        let message = Some("as asked for".to_owned());
        Err(match input.id.as_str() {
            "AccessDeniedException" => macie::AccessDeniedException { message }.into(),
            "ConflictException" => macie::ConflictException { message }.into(),
            "InternalServerException" => macie::InternalServerException { message }.into(),
            "ResourceNotFoundException" => macie::ResourceNotFoundException { message }.into(),
            "ServiceQuotaExceededException" => macie::ServiceQuotaExceededException { message }.into(),
            "ThrottlingException" => macie::ThrottlingException { message }.into(),
            _ => macie::ValidationException { message }.into(),
        })
    }
}

#[tokio::test]
async fn m05_the_seven_exceptions_have_their_statuses() {
    let client = Macie2::with(Failing).client();
    for (code, status) in [
        ("AccessDeniedException", 403),
        ("ConflictException", 409),
        ("InternalServerException", 500),
        ("ResourceNotFoundException", 404),
        ("ServiceQuotaExceededException", 402),
        ("ThrottlingException", 429),
        ("ValidationException", 400),
    ] {
        let once = Overrides::new().retries(Retries::off());
        let error = client.get_member().id(code).send().with(once).await.unwrap_err();
        assert_eq!((error.code(), error.status()), (Some(code), Some(status)));
        assert_eq!(error.message(), Some("as asked for"));
    }
}
