//! Listings, page by page.

use super::crud::{organization, user};
use crate::{
    office::Office,
    support::{office, office_as},
};
use serde_json::{Value as Json, json};
use shapewright_server::Mock;

fn names(page: &Json) -> Vec<String> {
    let users = page["Users"].as_array().unwrap();
    users
        .iter()
        .map(|user| user["Name"].as_str().unwrap().to_owned())
        .collect()
}

fn ask(organization: &str, size: u32, token: &Json) -> Json {
    let mut input = json!({ "OrganizationId": organization, "MaxResults": size });
    if !token.is_null() {
        input["NextToken"] = token.clone();
    }
    input
}

#[tokio::test]
async fn pages_follow_each_other_while_records_come_and_go() {
    let mock = Mock::new(Office);
    let organization = organization(&mock, "acme").await;
    let mut ids = Vec::new();
    for number in 0..6 {
        ids.push(user(&mock, &organization, &format!("u{number}")).await);
    }
    let one = office(&mock, "ListUsers", ask(&organization, 2, &Json::Null))
        .await
        .ok();
    assert_eq!(names(&one), ["u0", "u1"]);
    // One that was given, the one that the token stands on, and one that is to come go; another comes.
    for gone in [0, 1, 3] {
        office(
            &mock,
            "DeleteUser",
            json!({ "OrganizationId": organization, "UserId": ids[gone] }),
        )
        .await
        .ok();
    }
    user(&mock, &organization, "u6").await;
    let two = office(&mock, "ListUsers", ask(&organization, 2, &one["NextToken"]))
        .await
        .ok();
    assert_eq!(names(&two), ["u2", "u4"]);
    let three = office(&mock, "ListUsers", ask(&organization, 2, &two["NextToken"]))
        .await
        .ok();
    assert_eq!(names(&three), ["u5", "u6"]);
    assert!(
        three.get("NextToken").is_none(),
        "the last page, though it is full: {three}"
    );
    // A token can be used again, with another page size too.
    let again = office(&mock, "ListUsers", ask(&organization, 100, &one["NextToken"]))
        .await
        .ok();
    assert_eq!(names(&again), ["u2", "u4", "u5", "u6"]);
}

#[tokio::test]
async fn a_token_that_was_never_given_is_refused() {
    let mock = Mock::new(Office);
    let (here, there) = (organization(&mock, "here").await, organization(&mock, "there").await);
    for name in ["a", "b", "c"] {
        user(&mock, &here, name).await;
        user(&mock, &there, name).await;
    }
    let page = office(&mock, "ListUsers", ask(&here, 1, &Json::Null)).await.ok();
    let token = page["NextToken"].as_str().unwrap();
    let tampered = token.replacen('0', "1", 1);
    for bad in ["nonsense", "é", &token[1..], &tampered, &token.to_uppercase()] {
        if bad == token {
            continue;
        }
        let (status, code, message) = office(&mock, "ListUsers", ask(&here, 1, &json!(bad))).await.err();
        assert_eq!((status, code.as_str()), (400, "InvalidParameterException"), "{bad}");
        assert!(message.contains("at '/NextToken'"), "{message}");
    }
    // A token belongs to its operation, its filters and its place.
    let elsewhere = office(&mock, "ListUsers", ask(&there, 1, &json!(token))).await;
    assert_eq!(elsewhere.code(), "InvalidParameterException");
    let other = office(&mock, "ListOrganizations", json!({ "NextToken": token })).await;
    assert_eq!(other.code(), "InvalidParameterException");
    let foreign = office_as(
        &mock,
        "111111111111",
        "eu-west-1",
        "ListOrganizations",
        json!({ "NextToken": token }),
    )
    .await;
    assert_eq!(foreign.code(), "InvalidParameterException");
}

#[tokio::test]
async fn a_page_has_at_most_what_may_be_asked_for() {
    let mock = Mock::new(Office);
    let organization = organization(&mock, "acme").await;
    for number in 0..101 {
        user(&mock, &organization, &format!("u{number}")).await;
    }
    let page = office(&mock, "ListUsers", json!({ "OrganizationId": organization }))
        .await
        .ok();
    assert_eq!(names(&page).len(), 100);
    let rest = office(
        &mock,
        "ListUsers",
        json!({ "OrganizationId": organization, "NextToken": page["NextToken"] }),
    )
    .await;
    assert_eq!(names(&rest.ok()), ["u100"]);
    let code = office(&mock, "ListUsers", ask(&organization, 101, &Json::Null))
        .await
        .code();
    assert_eq!(code, "InvalidParameterException");
}

#[tokio::test]
async fn items_may_be_plain_values_and_filters_identifiers() {
    let mock = Mock::new(Office);
    let organization = organization(&mock, "acme").await;
    let (ann, bob) = (
        user(&mock, &organization, "ann").await,
        user(&mock, &organization, "bob").await,
    );
    for (owner, alias) in [(&ann, "a1"), (&bob, "b1"), (&ann, "a2"), (&ann, "a3")] {
        let input = json!({ "OrganizationId": organization, "UserId": owner, "Alias": alias });
        office(&mock, "CreateAlias", input).await.ok();
    }
    let page = |rest: Json| {
        let mut input = json!({ "OrganizationId": organization });
        input.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        input
    };
    let all = office(&mock, "ListAliases", page(json!({}))).await.ok();
    assert_eq!(all, json!({ "Aliases": ["a1", "b1", "a2", "a3"] }));
    let first = office(&mock, "ListAliases", page(json!({ "UserId": ann, "MaxResults": 2 })))
        .await
        .ok();
    assert_eq!(first["Aliases"], json!(["a1", "a2"]));
    let rest = json!({ "UserId": ann, "MaxResults": 2, "NextToken": first["NextToken"] });
    assert_eq!(
        office(&mock, "ListAliases", page(rest)).await.ok(),
        json!({ "Aliases": ["a3"] })
    );
    let nobody = json!({ "UserId": "nobody-here-at-all" });
    assert_eq!(
        office(&mock, "ListAliases", page(nobody)).await.code(),
        "EntityNotFoundException"
    );
    let none = organization_without_aliases(&mock).await;
    assert_eq!(none, json!({ "Aliases": [] }));
}

async fn organization_without_aliases(mock: &Mock) -> Json {
    let other = organization(mock, "other").await;
    office(mock, "ListAliases", json!({ "OrganizationId": other }))
        .await
        .ok()
}
