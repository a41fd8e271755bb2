//! What records are found by, what operations ask of them, and how they refer to each other.

use super::crud::{organization, user};
use crate::{office::Office, support::office};
use serde_json::{Value as Json, json};
use shapewright_schema::Timestamp;
use shapewright_server::{Clock, Mock, Refusal};

async fn members(mock: &Mock, organization: &str) -> Vec<Json> {
    let listed = office(mock, "ListMembers", json!({ "OrganizationId": organization }))
        .await
        .ok();
    listed["Members"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_record_is_found_by_its_other_names_without_case() {
    let mock = Mock::new(Office);
    let org = organization(&mock, "acme").await;
    let ann = user(&mock, &org, "Annabelle-Rose").await;
    for name in ["Annabelle-Rose", "ANNABELLE-ROSE", ann.as_str()] {
        let key = json!({ "OrganizationId": org, "UserId": name });
        let read = office(&mock, "DescribeUser", key).await.ok();
        assert_eq!(
            (&read["UserId"], &read["Name"]),
            (&json!(ann), &json!("Annabelle-Rose"))
        );
    }
    let change = json!({ "OrganizationId": org, "UserId": "annabelle-rose", "DisplayName": "A" });
    office(&mock, "UpdateUser", change).await.ok();
    let read = office(&mock, "DescribeUser", json!({ "OrganizationId": org, "UserId": ann }))
        .await
        .ok();
    assert_eq!((&read["UserId"], &read["DisplayName"]), (&json!(ann), &json!("A")));
    let again = json!({ "OrganizationId": org, "Name": "aNNABELLE-rOSE" });
    let (_, code, _) = office(&mock, "CreateUser", again).await.err();
    assert_eq!(code, "NameAvailabilityException");
    // A name is one under its parent only, and what lives under a record is found through it.
    let other = organization(&mock, "other").await;
    user(&mock, &other, "ann").await;
    let alias = json!({ "OrganizationId": org, "UserId": "annabelle-rose", "Alias": "a@example.com" });
    office(&mock, "CreateAlias", alias).await.ok();
    let aliases = office(&mock, "ListAliases", json!({ "OrganizationId": org, "UserId": ann }))
        .await
        .ok();
    assert_eq!(aliases["Aliases"], json!(["a@example.com"]));
    let (_, code, _) = office(
        &mock,
        "ListAliases",
        json!({ "OrganizationId": org, "UserId": "nobody-of-that-name" }),
    )
    .await
    .err();
    assert_eq!(code, "EntityNotFoundException");
}

#[tokio::test]
async fn identifiers_without_case_replace_each_other() {
    let mock = Mock::new(Office);
    let org = organization(&mock, "acme").await;
    for (name, effect) in [("Doors", "OPEN"), ("doors", "SHUT")] {
        let rule = json!({ "OrganizationId": org, "Name": name, "Effect": effect });
        office(&mock, "PutRule", rule).await.ok();
    }
    let rules = office(&mock, "ListRules", json!({ "OrganizationId": org })).await.ok();
    assert_eq!(rules["Rules"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&rules["Rules"][0]["Name"], &rules["Rules"][0]["Effect"]),
        (&json!("doors"), &json!("SHUT"))
    );
    office(&mock, "DeleteRule", json!({ "OrganizationId": org, "Name": "DOORS" }))
        .await
        .ok();
    let rules = office(&mock, "ListRules", json!({ "OrganizationId": org })).await.ok();
    assert_eq!(rules["Rules"], json!([]));
}

#[tokio::test]
async fn no_more_records_than_there_may_be() {
    let mock = Mock::new(Office);
    let org = organization(&mock, "acme").await;
    let rule = |name: &str| json!({ "OrganizationId": org, "Name": name });
    for name in ["a", "b", "a"] {
        office(&mock, "PutRule", rule(name)).await.ok();
    }
    let (_, code, message) = office(&mock, "PutRule", rule("c")).await.err();
    assert_eq!(code, "NameAvailabilityException");
    assert_eq!(message, "There can be at most 2 of the kind Rule");
    office(&mock, "DeleteRule", rule("a")).await.ok();
    office(&mock, "PutRule", rule("c")).await.ok();
}

#[tokio::test]
async fn operations_ask_for_a_state_and_lead_to_another() {
    let clock = Clock::standing(Timestamp::new(1_700_000_000, 0).unwrap());
    let mock = Mock::builder().add(Office).clock(clock.clone()).build();
    let org = organization(&mock, "acme").await;
    let ann = user(&mock, &org, "ann").await;
    let key = json!({ "OrganizationId": org, "UserId": ann });
    let enabled = office(&mock, "EnableUser", key.clone()).await.ok();
    let now = json!(clock.now().epoch_seconds());
    assert_eq!((&enabled["State"], &enabled["EnabledDate"]), (&json!("ENABLED"), &now));
    let (_, code, message) = office(&mock, "DeleteUser", key.clone()).await.err();
    assert_eq!(code, "NameAvailabilityException");
    assert_eq!(message, "The User has State 'ENABLED'; DeleteUser needs DISABLED");
    let disabled = office(&mock, "DisableUser", key.clone()).await.ok();
    assert_eq!(
        (&disabled["State"], &disabled["EnabledDate"]),
        (&json!("DISABLED"), &Json::Null)
    );
    // Without an error for it, an operation in another state succeeds and changes nothing.
    let again = office(&mock, "DisableUser", key.clone()).await.ok();
    assert_eq!(again, disabled);
    office(&mock, "DeleteUser", key).await.ok();
}

#[tokio::test]
async fn records_show_what_they_refer_to_and_go_with_it() {
    let mock = Mock::new(Office);
    let org = organization(&mock, "acme").await;
    let (ann, bob) = (user(&mock, &org, "ann").await, user(&mock, &org, "bob").await);
    let member = |name: &str| json!({ "OrganizationId": org, "Team": "blue", "MemberId": name });
    for name in ["ann", bob.as_str()] {
        office(&mock, "AddMember", member(name)).await.ok();
    }
    let (_, code, message) = office(&mock, "AddMember", member("nobody")).await.err();
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("EntityNotFoundException", "There is no User with MemberId 'nobody'")
    );
    let first = json!({ "Id": ann, "Name": "ann", "State": "DISABLED", "Kind": "PERSON" });
    assert_eq!(members(&mock, &org).await[0], first);
    office(&mock, "EnableUser", json!({ "OrganizationId": org, "UserId": ann }))
        .await
        .ok();
    assert_eq!(members(&mock, &org).await[0]["State"], "ENABLED");
    // By the name too, and where the operation has no error for who is not there, it succeeds.
    office(&mock, "RemoveMember", member("ANN")).await.ok();
    office(&mock, "RemoveMember", member("nobody")).await.ok();
    assert_eq!(members(&mock, &org).await.len(), 1);
    office(&mock, "DeleteUser", json!({ "OrganizationId": org, "UserId": bob }))
        .await
        .ok();
    assert_eq!(members(&mock, &org).await, Vec::<Json>::new());
}

#[tokio::test]
async fn a_seed_names_only_what_is_there() {
    let mock = Mock::new(Office);
    let org = "m-0123456789abcdef0123456789abcdef";
    let seed = |member: &str| {
        let seed = json!({ "office": {
            "Members": [{ "OrganizationId": org, "Team": "blue", "MemberId": member }],
            "Users": [{ "OrganizationId": org, "UserId": "u-0123456789", "Name": "annabelle-rose" }],
            "Organizations": [{ "OrganizationId": org, "Alias": "acme" }],
        } });
        mock.seed(&seed.to_string())
    };
    let refused = seed("u-9999999999").unwrap_err().to_string();
    assert!(
        refused.contains("/office/Members/0/MemberId: got MemberId 'u-9999999999', must name a User"),
        "{refused}"
    );
    seed("u-0123456789").unwrap();
    let found = mock.transact("office", "000000000000", "us-east-1", |transaction| {
        Ok::<_, Refusal>(transaction.records("Member", &[org]).len())
    });
    assert_eq!(found.unwrap(), 1);
}

#[tokio::test]
async fn code_finds_records_as_requests_do() {
    let mock = Mock::new(Office);
    let org = organization(&mock, "acme").await;
    let ann = user(&mock, &org, "ann").await;
    let found = mock.transact("office", "000000000000", "eu-west-1", |transaction| {
        let id = |record: Option<&shapewright_server::Record>| {
            record.and_then(|record| record.text("UserId")).map(str::to_owned)
        };
        Ok::<_, Refusal>([
            id(transaction.named("User", &[&org, "ANN"])),
            id(transaction.named("User", &[&org, &ann])),
            id(transaction.find_by("User", &[&org], "Name", "Ann")),
            id(transaction.find("User", &[&org, "ann"])),
            id(transaction.find_by("User", &[&org], "DisplayName", "Ann")),
        ])
    });
    let ann = Some(ann.clone());
    assert_eq!(found.unwrap(), [ann.clone(), ann.clone(), ann, None, None]);
}
