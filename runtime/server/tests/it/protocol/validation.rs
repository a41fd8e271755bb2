//! What is refused before anything happens, and how that is said.

use crate::{
    office::Office,
    support::{office, zoo},
    zoo::Zoo,
};
use serde_json::{Value as Json, json};
use shapewright_server::Mock;

/// The violations of an animal in the words of Smithy's framework.
async fn violations(animal: Json) -> Vec<String> {
    let response = zoo(&Mock::new(Zoo), "POST", "/checks", &animal.to_string()).await;
    if response.status < 300 {
        return Vec::new();
    }
    assert_eq!(
        (response.status, response.error.as_deref()),
        (400, Some("ValidationException")),
        "{response:?}"
    );
    let said: Vec<String> = response.body["fieldList"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| {
            let (path, message) = (field["path"].as_str().unwrap(), field["message"].as_str().unwrap());
            assert!(message.contains(&format!("at '{path}'")), "{field}");
            message.to_owned()
        })
        .collect();
    let all = response.body["message"].as_str().unwrap();
    assert!(
        all.starts_with(&format!("{} validation error", said.len())) && all.contains(&said[0]),
        "{all}"
    );
    said
}

fn said(start: &str, must: &str) -> String {
    format!("Value{start} failed to satisfy constraint: Member must {must}")
}

#[tokio::test]
async fn what_obeys_passes() {
    let animal = json!({
        "name": "ab", "species": "EMU", "legs": 2, "weight": 2.5, "age": 9, "young": 1, "secret": "1234", "evil": "12",
        "photo": "YWI=", "nicknames": ["abc", "abd"], "gaps": ["x", null, ""], "tags": { "ab": "cd" },
        "cubs": [{ "name": "ab" }], "food": { "mixed": [{ "plant": "ab" }] }, "unheard": { "of": 1 },
    });
    assert_eq!(violations(animal).await, [] as [&str; 0]);
}

#[tokio::test]
async fn each_constraint() {
    let pattern = "satisfy regular expression pattern: ^[a-m]+$";
    let length = "have length between 2 and 8, inclusive";
    let deep = json!({ "cubs": [{ "name": "ab", "mother": { "nicknames": ["ab", "zz"] } }] });
    for (animal, expected) in [
        (json!({ "name": "a" }), vec![said(" with length 1 at '/name'", length)]),
        (
            json!({ "name": "abcdefghi" }),
            vec![said(" with length 9 at '/name'", length)],
        ),
        (json!({ "name": "xyz" }), vec![said(" at '/name'", pattern)]),
        (
            json!({ "name": "é" }),
            vec![said(" with length 1 at '/name'", length), said(" at '/name'", pattern)],
        ),
        (
            json!({ "species": "CAT" }),
            vec![said(" at '/species'", "satisfy enum value set: [LION, EMU]")],
        ),
        (
            json!({ "legs": 3 }),
            vec![said(" at '/legs'", "satisfy enum value set: [2, 4]")],
        ),
        (
            json!({ "weight": 2.4 }),
            vec![said(" at '/weight'", "be between 2.5 and 8, inclusive")],
        ),
        (
            json!({ "weight": "NaN" }),
            vec![said(" at '/weight'", "be between 2.5 and 8, inclusive")],
        ),
        (
            json!({ "age": 10 }),
            vec![said(" at '/age'", "be between 3 and 9, inclusive")],
        ),
        (
            json!({ "young": 6 }),
            vec![said(" at '/young'", "be less than or equal to 5")],
        ),
        (
            json!({ "photo": "YQ==" }),
            vec![said(
                " with length 1 at '/photo'",
                "have length between 2 and 4, inclusive",
            )],
        ),
        (
            json!({ "nicknames": ["ab", "cd", "ab"] }),
            vec![said(" at '/nicknames'", "have unique values")],
        ),
        (
            json!({ "tags": { "a": "ab" } }),
            vec![said(" with length 1 at '/tags'", length)],
        ),
        (json!({ "tags": { "ab": "zz" } }), vec![said(" at '/tags/ab'", pattern)]),
        (json!({ "cubs": [{}] }), vec![said(" at '/cubs/0/name'", "not be null")]),
        (deep, vec![said(" at '/cubs/0/mother/nicknames/1'", pattern)]),
        (
            json!({ "food": { "mixed": [{ "plant": "a" }] } }),
            vec![said(" with length 1 at '/food/mixed/0/plant'", length)],
        ),
        (
            json!({ "name": "a", "age": 1, "species": "CAT" }),
            vec![
                said(" with length 1 at '/name'", length),
                said(" at '/species'", "satisfy enum value set: [LION, EMU]"),
                said(" at '/age'", "be between 3 and 9, inclusive"),
            ],
        ),
    ] {
        assert_eq!(violations(animal.clone()).await, expected, "{animal}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_pattern_cannot_be_made_to_hang() {
    let evil = format!("{}!", "0".repeat(5000));
    let found = violations(json!({ "evil": evil })).await;
    assert_eq!(
        found,
        [said(" at '/evil'", "satisfy regular expression pattern: ^([0-9]+)+$")]
    );
}

#[tokio::test]
async fn messages_say_where_what_and_what_instead() {
    let mock = Mock::new(Office);
    let at = |name: &str, got: &str, must: &str| {
        format!("Value {got} at '/{name}' failed to satisfy constraint: Member must {must}")
    };
    let create = |name: Json, password: &str| json!({ "OrganizationId": "m-0123456789abcdef0123456789abcdef", "Name": name, "Password": password });
    let (status, code, message) = office(&mock, "CreateUser", json!({ "OrganizationId": "m-1" }))
        .await
        .err();
    assert_eq!((status, code.as_str()), (400, "InvalidParameterException"));
    let expected = [
        at(
            "OrganizationId",
            "'m-1' with length 3",
            "have length between 34 and 34, inclusive",
        ),
        at(
            "OrganizationId",
            "'m-1'",
            "satisfy regular expression pattern: ^m-[0-9a-f]{32}$",
        ),
        at("Name", "null", "not be null"),
    ];
    assert_eq!(
        message,
        format!("3 validation errors detected: {}", expected.join("; "))
    );
    let long = "n".repeat(65);
    let (.., message) = office(&mock, "CreateUser", create(json!(long), "x")).await.err();
    let got = format!("'{}...' with length 65", "n".repeat(64));
    assert!(
        message.ends_with(&at("Name", &got, "have length between 1 and 64, inclusive")),
        "{message}"
    );
    // What is secret is not shown.
    let secret = "hunter2".repeat(40);
    let (.., message) = office(&mock, "CreateUser", create(json!("ann"), &secret)).await.err();
    assert!(
        message.contains("Value (not shown) with length 280 at '/Password'"),
        "{message}"
    );
    assert!(!message.contains("hunter2"), "{message}");
    // A null is as good as nothing.
    let (.., message) = office(&mock, "CreateUser", create(Json::Null, "x")).await.err();
    assert!(message.contains(&at("Name", "null", "not be null")), "{message}");
    // The pattern with look-ahead is one that only the fuller of the two engines reads.
    let (.., message) = office(&mock, "CreateOrganization", json!({ "Alias": "d-1" }))
        .await
        .err();
    assert!(message.contains("(?!d-)"), "{message}");
}

#[tokio::test]
async fn what_cannot_be_read() {
    let mock = Mock::builder().add(Office).add(Zoo).build();
    let (status, code, message) = zoo(&mock, "GET", "/animals/", "").await.err();
    assert_eq!((status, code.as_str()), (400, "SerializationException"));
    assert!(message.contains("must not be empty"), "{message}");
    // A wrong type is a bad parameter to services with an error for those, text that is no JSON is not.
    let (status, code, message) = office(&mock, "CreateOrganization", json!({ "Alias": 7 })).await.err();
    assert_eq!((status, code.as_str()), (400, "InvalidParameterException"));
    assert!(message.contains("/Alias"), "{message}");
    assert_eq!(
        office(&mock, "CreateOrganization", json!([])).await.code(),
        "InvalidParameterException"
    );
    let (status, code, _) = zoo(&mock, "PUT", "/animals", "{\"name\": ").await.err();
    assert_eq!((status, code.as_str()), (400, "SerializationException"));
    let (status, code, _) = zoo(&mock, "POST", "/checks", "{\"name\": 1}").await.err();
    assert_eq!((status, code.as_str()), (400, "SerializationException"));
    // The operation has no validation error, but its service has.
    let (_, code, _) = office(&mock, "PutRule", json!({})).await.err();
    assert_eq!(code, "InvalidParameterException");
    let all = office(&mock, "ListOrganizations", json!({})).await.ok();
    assert_eq!(all["OrganizationSummaries"], json!([]), "nothing has happened");
}
