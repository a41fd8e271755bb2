//! Seeding of the generated mocks: typed, and by document.

use crate::support::workspace;
use macie2_mock::{Macie2, model::types as macie, records};
use sesv2_mock::SESv2;
use shapewright_server::{Mock, Place};
use workmail_mock::{Defaults as MailDefaults, WorkMail, records as mail};

#[tokio::test]
async fn typed_records_are_what_a_client_reads() {
    let mock = Macie2::start();
    let member = records::Member {
        account_id: Some("111122223333".to_owned()),
        relationship_status: Some(macie::RelationshipStatus::Enabled),
        invited_at: Some("2020-07-17T10:00:00Z".parse().unwrap()),
        ..records::Member::default()
    };
    let seeded = mock.seed_members([member]).unwrap();
    assert_eq!((seeded.len(), seeded[0].id()), (1, "111122223333"));
    let master = records::MasterAccount {
        account_id: Some("999988887777".to_owned()),
        ..records::MasterAccount::default()
    };
    mock.seed_master_account(master).unwrap();

    let client = mock.client();
    let member = client.get_member().id("111122223333").send().await.unwrap();
    assert_eq!(member.relationship_status, Some(macie::RelationshipStatus::Enabled));
    assert_eq!(member.invited_at.unwrap().to_string(), "2020-07-17T10:00:00Z");
    let master = client.get_master_account().send().await.unwrap().master.unwrap();
    assert_eq!(master.account_id.as_deref(), Some("999988887777"));
}

#[tokio::test]
async fn a_mock_can_be_seen_from_another_account_and_region() {
    let mock = Macie2::start();
    let elsewhere = mock.at("123456789012", "eu-west-1");
    let member = records::Member {
        account_id: Some("111122223333".to_owned()),
        ..records::Member::default()
    };
    elsewhere.seed_members([member.clone()]).unwrap();
    assert_eq!(
        elsewhere.client().list_members().send().await.unwrap().members().len(),
        1
    );
    for other in [
        mock.clone(),
        mock.at("123456789012", "us-east-1"),
        mock.at("210987654321", "eu-west-1"),
    ] {
        assert_eq!(other.client().list_members().send().await.unwrap().members().len(), 0);
    }
    // The same record in another account is another record.
    mock.seed_members([member]).unwrap();
}

#[test]
fn typed_records_are_validated_too() {
    let entity = sesv2_mock::records::ReputationEntity {
        reputation_entity_type: Some("PERSON".into()),
        ..Default::default()
    };
    let error = SESv2::start().seed_reputation_entities([entity]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the seed was refused and nothing has changed\n  \
         /sesv2/ReputationEntities/0/ReputationEntityReference: got nothing, must be there: it is one of the members \
         that identify a ReputationEntity\n  \
         /sesv2/ReputationEntities/0/ReputationEntityType: got 'PERSON', must satisfy enum value set: [RESOURCE]"
    );
}

/// An organization and its user by one typed call each: the second needs what the first made up.
#[tokio::test]
async fn identifiers_are_made_up_and_told() {
    let mock = WorkMail::start();
    let organization = mail::Organization {
        alias: Some("example".to_owned()),
        ..Default::default()
    };
    let org = mock.seed_organizations([organization]).unwrap()[0].id().to_owned();
    let user = |name: &str| mail::User {
        organization_id: Some(org.clone()),
        name: Some(name.to_owned()),
        mailbox_size: Some(1.5),
        user_role: Some(workmail_mock::model::types::UserRole::SystemUser),
        ..Default::default()
    };
    mock.seed_users([user("ann"), user("bob")]).unwrap();
    let listed = mock.client().list_users().organization_id(&org).send().await.unwrap();
    let names: Vec<_> = listed.users().iter().filter_map(|user| user.name.as_deref()).collect();
    assert_eq!(names, ["ann", "bob"]);
    // One that is wrong is reason enough to refuse the others.
    mock.seed_users([user("eve"), user("ann")]).unwrap_err();
    let listed = mock.client().list_users().organization_id(&org).send().await.unwrap();
    assert_eq!(listed.users().len(), 2);
}

#[tokio::test]
async fn one_document_seeds_all_services() {
    let mock = Mock::builder()
        .add(macie2_mock::handler(macie2_mock::Defaults))
        .add(sesv2_mock::handler(sesv2_mock::Defaults))
        .add(workmail_mock::handler(MailDefaults))
        .build();
    let document = serde_json::json!({
        "macie2": {
            "Members": [{ "accountId": "111122223333", "relationshipStatus": "Enabled" }],
            "Invitations": [{ "invitationId": "i-1", "accountId": "999988887777" }],
            "FindingsFilters": [{ "id": "f-1", "name": "noise", "action": "ARCHIVE" }],
            "MasterAccount": { "accountId": "999988887777", "relationshipStatus": "Enabled" },
        },
        "sesv2": {
            "ReputationEntities": [{
                "ReputationEntityReference": "arn:aws:ses:us-east-1:000000000000:identity/example.com",
                "ReputationEntityType": "RESOURCE",
            }],
        },
        "workmail": {
            "Organizations": [{ "Alias": "example" }],
            "Directories": [{ "DirectoryId": "d-0123456789", "Alias": "example" }],
        },
    });
    let seeded = mock.seed(&document.to_string()).unwrap();
    assert_eq!(seeded.len(), 7);
    assert!(seeded.iter().all(|record| record.place() == &Place::default()));
    let mut collections: Vec<_> = seeded
        .iter()
        .map(|record| (record.service(), record.collection()))
        .collect();
    collections.sort_unstable();
    assert_eq!(collections[6], ("workmail", "Organizations"));
}

/// The table in the documents has all collections.
#[test]
fn the_documents_name_all_collections() {
    let documents = std::fs::read_to_string(workspace().join("docs/seeding.md")).unwrap();
    for handler in shapewright_mock::services() {
        let mut names: Vec<&str> = handler
            .lifecycles()
            .iter()
            .map(|lifecycle| lifecycle.collection)
            .collect();
        names.sort_unstable();
        let row = format!("| {} | {} |", handler.service().name, names.join(", "));
        assert!(documents.contains(&row), "docs/seeding.md lacks the row: {row}");
    }
}
