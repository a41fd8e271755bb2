//! Lists that leave records out, and members inside of members.

use crate::{office::Office, support::office};
use serde_json::{Value as Json, json};
use shapewright_server::{Mock, Place};

const ORG: &str = "m-0123456789abcdef0123456789abcdef";

fn seeded() -> Mock {
    let mock = Mock::new(Office);
    let user = |name: &str, state: &str, display: Json| json!({ "OrganizationId": ORG, "UserId": format!("S-1-1-21-{name}"), "Name": name, "State": state, "DisplayName": display });
    let document = json!({ "office": {
        "Organizations": [{ "OrganizationId": ORG, "Alias": "example" }],
        "Users": [
            user("anna", "ENABLED", Json::Null),
            user("anton", "DISABLED", json!("gone")),
            user("ann", "ENABLED", json!("left")),
            user("bob", "ENABLED", json!("gone away")),
            user("anke", "ENABLED", json!("here")),
        ],
    } });
    mock.seed_at(&Place::new("000000000000", "eu-west-1"), &document.to_string())
        .unwrap();
    mock
}

/// The names on a page, and its token.
async fn names(mock: &Mock, mut input: Json) -> (Vec<String>, Option<String>) {
    input["OrganizationId"] = json!(ORG);
    let page = office(mock, "ListUsers", input).await.ok();
    let names = page["Users"].as_array().unwrap().iter();
    (
        names.map(|user| user["Name"].as_str().unwrap().to_owned()).collect(),
        page["NextToken"].as_str().map(str::to_owned),
    )
}

#[tokio::test]
async fn every_condition_has_to_be_met() {
    let mock = seeded();
    let cases = [
        (json!({}), vec!["anna", "bob", "anke"]),
        (json!({ "Everybody": "no" }), vec!["anna", "bob", "anke"]),
        (
            json!({ "Everybody": "yes" }),
            vec!["anna", "anton", "ann", "bob", "anke"],
        ),
        (json!({ "By": { "NamePrefix": "an" } }), vec!["anna", "anke"]),
        (
            json!({ "Everybody": "yes", "By": { "NamePrefix": "an", "State": "ENABLED" } }),
            vec!["anna", "ann", "anke"],
        ),
        (json!({ "By": { "State": "DISABLED" } }), vec![]),
        (json!({ "By": { "NamePrefix": "c" } }), vec![]),
    ];
    for (input, wanted) in cases {
        assert_eq!(
            names(&mock, input.clone()).await,
            (wanted.into_iter().map(str::to_owned).collect(), None),
            "{input}"
        );
    }
}

#[tokio::test]
async fn pages_hold_what_the_filter_leaves() {
    let mock = seeded();
    let filter = json!({ "NamePrefix": "an" });
    let (first, token) = names(&mock, json!({ "By": filter, "MaxResults": 1 })).await;
    assert_eq!(first, ["anna"]);
    let token = token.unwrap();
    let next = json!({ "By": filter, "MaxResults": 1, "NextToken": token });
    assert_eq!(names(&mock, next).await, (vec!["anke".to_owned()], None));
    // A token goes on in the listing that gave it.
    let other = json!({ "OrganizationId": ORG, "By": { "NamePrefix": "a" }, "NextToken": token });
    assert_eq!(
        office(&mock, "ListUsers", other).await.code(),
        "InvalidParameterException"
    );
}

#[tokio::test]
async fn a_name_with_a_dot_is_a_part_of_a_member() {
    let mock = seeded();
    let key = json!({ "OrganizationId": ORG, "UserId": "S-1-1-21-anna" });
    let mut update = key.clone();
    update["Signature"] = json!("A.");
    office(&mock, "UpdateUser", update).await.ok();
    let anna = office(&mock, "DescribeUser", key).await.ok();
    assert_eq!(anna["Options"], json!({ "Forward": true, "Signature": "A." }));
}
