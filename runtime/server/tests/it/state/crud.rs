//! What operations do to records by their lifecycle.

use crate::{
    office::Office,
    support::{office, office_as},
};
use serde_json::{Value as Json, json};
use shapewright_schema::Timestamp;
use shapewright_server::{Clock, Mock};
use std::time::Duration;

pub async fn organization(mock: &Mock, alias: &str) -> String {
    let made = office(mock, "CreateOrganization", json!({ "Alias": alias })).await.ok();
    made["OrganizationId"].as_str().unwrap().to_owned()
}

pub async fn user(mock: &Mock, organization: &str, name: &str) -> String {
    let made = office(
        mock,
        "CreateUser",
        json!({ "OrganizationId": organization, "Name": name }),
    )
    .await
    .ok();
    made["UserId"].as_str().unwrap().to_owned()
}

fn at(clock: &Clock) -> Json {
    json!(clock.now().epoch_seconds())
}

#[tokio::test]
async fn a_record_is_made_read_changed_and_removed() {
    let clock = Clock::standing(Timestamp::new(1_700_000_000, 0).unwrap());
    let mock = Mock::builder().add(Office).clock(clock.clone()).build();
    let organization = organization(&mock, "acme").await;
    assert!(
        organization.len() == 34 && organization.starts_with("m-"),
        "{organization}"
    );
    let read = office(&mock, "DescribeOrganization", json!({ "OrganizationId": organization }))
        .await
        .ok();
    assert_eq!(read["Alias"], "acme");
    assert_eq!(read["State"], "Active");
    assert_eq!(read["CompletedDate"], at(&clock));
    assert!(read["Plan"].is_string(), "required, and no record says it: {read}");

    let input =
        json!({ "OrganizationId": organization, "Name": "ann", "Password": "x", "Options": { "Signature": "A" } });
    let made = office(&mock, "CreateUser", input).await.ok();
    let user = json!({ "OrganizationId": organization, "UserId": made["UserId"] });
    let read = office(&mock, "DescribeUser", user.clone()).await.ok();
    let first = json!({
        "UserId": made["UserId"], "Name": "ann", "State": "DISABLED", "Options": { "Signature": "A" },
        "CreatedDate": at(&clock), "ModifiedDate": at(&clock),
    });
    assert_eq!(read, first);

    let then = at(&clock);
    clock.advance(Duration::from_secs(60));
    let mut change = user.clone();
    change["DisplayName"] = json!("Ann");
    assert_eq!(office(&mock, "UpdateUser", change).await.ok(), json!({}));
    let read = office(&mock, "DescribeUser", user.clone()).await.ok();
    assert_eq!(read["DisplayName"], "Ann");
    assert_eq!(read["Name"], "ann");
    assert_eq!((&read["CreatedDate"], &read["ModifiedDate"]), (&then, &at(&clock)));

    assert_eq!(office(&mock, "DeleteUser", user.clone()).await.ok(), json!({}));
    let (status, code, message) = office(&mock, "DescribeUser", user.clone()).await.err();
    let id = made["UserId"].as_str().unwrap();
    assert_eq!((status, code.as_str()), (400, "EntityNotFoundException"));
    assert_eq!(message, format!("There is no User with UserId '{id}'"));
    // The operation has no error for a record that is not there.
    assert_eq!(office(&mock, "DeleteUser", user).await.ok(), json!({}));
}

#[tokio::test]
async fn records_live_under_their_parents() {
    let mock = Mock::new(Office);
    let nowhere = "m-00000000000000000000000000000000";
    for (operation, input) in [
        ("CreateUser", json!({ "OrganizationId": nowhere, "Name": "ann" })),
        ("ListUsers", json!({ "OrganizationId": nowhere })),
        ("GetSetting", json!({ "OrganizationId": nowhere })),
        ("PutRule", json!({ "OrganizationId": nowhere, "Name": "r" })),
    ] {
        assert_eq!(
            office(&mock, operation, input).await.code(),
            "OrganizationNotFoundException",
            "{operation}"
        );
    }
    let (one, two) = (organization(&mock, "one").await, organization(&mock, "two").await);
    let ann = user(&mock, &one, "ann").await;
    let bob = user(&mock, &two, "bob").await;
    let there = json!({ "OrganizationId": two, "UserId": ann });
    assert_eq!(
        office(&mock, "DescribeUser", there).await.code(),
        "EntityNotFoundException"
    );
    office(
        &mock,
        "CreateAlias",
        json!({ "OrganizationId": one, "UserId": ann, "Alias": "a" }),
    )
    .await
    .ok();
    office(&mock, "DeleteOrganization", json!({ "OrganizationId": one }))
        .await
        .ok();
    // What lived under it went with it, and what lived elsewhere did not.
    let left = mock
        .transact("office", "000000000000", "eu-west-1", |state| {
            let names = ["Organization", "User", "Alias"].map(|kind| state.records(kind, &[]).len());
            Ok((names, state.find("User", &[&two, &bob]).is_some()))
        })
        .unwrap();
    assert_eq!(left, ([1, 1, 0], true));
    let known = json!({ "OrganizationId": two });
    let users = office(&mock, "ListUsers", known).await.ok();
    assert_eq!(
        users["Users"],
        json!([{ "Id": bob, "Name": "bob", "State": "DISABLED" }])
    );
}

#[tokio::test]
async fn unique_members_are_unique_under_one_parent() {
    let mock = Mock::new(Office);
    let (one, two) = (organization(&mock, "one").await, organization(&mock, "two").await);
    let (status, code, message) = office(&mock, "CreateOrganization", json!({ "Alias": "one" }))
        .await
        .err();
    assert_eq!((status, code.as_str()), (400, "NameAvailabilityException"));
    assert_eq!(message, "There is already an Organization with Alias 'one'");
    user(&mock, &one, "ann").await;
    let bob = user(&mock, &one, "bob").await;
    user(&mock, &two, "ann").await;
    let renamed = |name: &str| json!({ "OrganizationId": one, "UserId": bob, "Name": name });
    assert_eq!(
        office(&mock, "UpdateUser", renamed("ann")).await.code(),
        "NameAvailabilityException"
    );
    let read = office(&mock, "DescribeUser", json!({ "OrganizationId": one, "UserId": bob }))
        .await
        .ok();
    assert_eq!(read["Name"], "bob", "a refused change changes nothing");
    office(&mock, "UpdateUser", renamed("bob")).await.ok();
    office(&mock, "UpdateUser", renamed("rob")).await.ok();
    user(&mock, &one, "bob").await;
    // An identifier that the caller gives is unique too.
    let alias = json!({ "OrganizationId": one, "UserId": bob, "Alias": "b" });
    office(&mock, "CreateAlias", alias.clone()).await.ok();
    assert_eq!(
        office(&mock, "CreateAlias", alias).await.code(),
        "InvalidParameterException"
    );
}

#[tokio::test]
async fn put_makes_or_replaces() {
    let clock = Clock::standing(Timestamp::new(1_700_000_000, 0).unwrap());
    let mock = Mock::builder().add(Office).clock(clock.clone()).build();
    let organization = organization(&mock, "acme").await;
    let put = |name: &str, rest: Json| {
        let mut input = json!({ "OrganizationId": organization, "Name": name });
        input.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        input
    };
    let first = at(&clock);
    office(&mock, "PutRule", put("a", json!({ "Effect": "ALLOW", "Note": "x" })))
        .await
        .ok();
    office(&mock, "PutRule", put("b", json!({ "Effect": "DENY" })))
        .await
        .ok();
    clock.advance(Duration::from_secs(5));
    office(&mock, "PutRule", put("a", json!({ "Effect": "DENY" })))
        .await
        .ok();
    let rules = office(&mock, "ListRules", json!({ "OrganizationId": organization }))
        .await
        .ok();
    let expected = json!([
        { "Name": "a", "Effect": "DENY", "DateCreated": first, "DateModified": at(&clock) },
        { "Name": "b", "Effect": "DENY", "DateCreated": first, "DateModified": first },
    ]);
    assert_eq!(rules["Rules"], expected);
    // There is no error for it, so it succeeds.
    office(&mock, "DeleteRule", put("nobody", json!({}))).await.ok();
    office(&mock, "DeleteRule", put("a", json!({}))).await.ok();
    let rules = office(&mock, "ListRules", json!({ "OrganizationId": organization }))
        .await
        .ok();
    assert_eq!(rules["Rules"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn one_record_per_parent() {
    let mock = Mock::new(Office);
    let (one, two) = (organization(&mock, "one").await, organization(&mock, "two").await);
    let key = |organization: &str| json!({ "OrganizationId": organization });
    assert_eq!(office(&mock, "GetSetting", key(&one)).await.ok(), json!({}));
    office(&mock, "PutSetting", json!({ "OrganizationId": one, "Enforced": true }))
        .await
        .ok();
    office(&mock, "PutSetting", json!({ "OrganizationId": one, "Enforced": false }))
        .await
        .ok();
    assert_eq!(
        office(&mock, "GetSetting", key(&one)).await.ok(),
        json!({ "Setting": { "Enforced": false } })
    );
    assert_eq!(office(&mock, "GetSetting", key(&two)).await.ok(), json!({}));
}

#[tokio::test]
async fn accounts_and_regions_are_apart() {
    let mock = Mock::new(Office);
    let places = [
        ("111111111111", "eu-west-1"),
        ("111111111111", "us-west-2"),
        ("222222222222", "eu-west-1"),
        ("AKIDEXAMPLE", "eu-west-1"),
    ];
    let mut ids = Vec::new();
    for (key, region) in places {
        let made = office_as(&mock, key, region, "CreateOrganization", json!({ "Alias": "acme" }))
            .await
            .ok();
        ids.push(made["OrganizationId"].clone());
    }
    for ((key, region), id) in places.iter().zip(&ids) {
        let found = office_as(&mock, key, region, "ListOrganizations", json!({})).await.ok();
        let found = found["OrganizationSummaries"].as_array().unwrap().clone();
        assert_eq!(
            found.iter().map(|item| &item["OrganizationId"]).collect::<Vec<_>>(),
            [id]
        );
    }
    // Keys that name no account share one.
    let other = office_as(&mock, "AKIDOTHER", "eu-west-1", "ListOrganizations", json!({}))
        .await
        .ok();
    assert_eq!(other["OrganizationSummaries"][0]["OrganizationId"], ids[3]);
    ids.sort_by_key(ToString::to_string);
    ids.dedup();
    assert_eq!(ids.len(), 4, "identifiers of different places differ");
}

#[tokio::test]
async fn made_up_identifiers_are_the_same_every_time() {
    let (first, second) = (Mock::new(Office), Mock::new(Office));
    for alias in ["a", "b", "c"] {
        assert_eq!(organization(&first, alias).await, organization(&second, alias).await);
    }
}

#[tokio::test]
async fn an_idempotency_token_repeats_the_response() {
    let mock = Mock::new(Office);
    let create = |token: &str, alias: &str| json!({ "ClientToken": token, "Alias": alias });
    let first = office(&mock, "CreateOrganization", create("t", "acme")).await.ok();
    let again = office(&mock, "CreateOrganization", create("t", "acme")).await.ok();
    assert_eq!(first, again);
    assert_eq!(
        office(&mock, "CreateOrganization", create("t", "other")).await.code(),
        "InvalidParameterException"
    );
    assert_eq!(
        office(&mock, "CreateOrganization", create("u", "acme")).await.code(),
        "NameAvailabilityException"
    );
    // A refusal is not remembered.
    let there = json!({ "OrganizationId": first["OrganizationId"] });
    office(&mock, "DeleteOrganization", there).await.ok();
    office(&mock, "CreateOrganization", create("u", "acme")).await.ok();
    let all = office(&mock, "ListOrganizations", json!({})).await.ok();
    assert_eq!(all["OrganizationSummaries"].as_array().unwrap().len(), 1);
}
