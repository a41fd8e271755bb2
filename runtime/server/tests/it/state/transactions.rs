//! Everything or nothing, and one after the other.

use super::crud::{organization, user};
use crate::{
    office::{CreateUser, CreateUserInput, Office},
    support::office,
};
use serde_json::json;
use shapewright_schema::{Document, Value};
use shapewright_server::{Fields, Mock, Refusal};
use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

const ACCOUNT: &str = "000000000000";

#[tokio::test]
async fn what_ends_badly_has_not_happened() {
    let mock = Mock::new(Office);
    let organization = organization(&mock, "acme").await;
    let ann = user(&mock, &organization, "ann").await;
    let everything = |mock: &Mock| {
        mock.transact("office", ACCOUNT, "eu-west-1", |state| {
            let kinds = ["Organization", "User", "Alias", "Rule"];
            Ok(kinds.map(|kind| state.records(kind, &[]).into_iter().cloned().collect::<Vec<_>>()))
        })
        .unwrap()
    };
    let before = everything(&mock);
    let disturb = |state: &mut shapewright_server::Transaction<'_>| {
        let mut input = CreateUserInput::default();
        let text = |text: &str| Document::String(text.to_owned());
        let fields = Fields::from([
            ("OrganizationId".to_owned(), text(&organization)),
            ("Name".to_owned(), text("bob")),
        ]);
        Document::Map(fields).fill(&mut input as &mut dyn Value).unwrap();
        state.default_response::<CreateUser>(&input)?;
        let changes = Fields::from([("Name".to_owned(), text("eve")), ("State".to_owned(), Document::Null)]);
        assert!(state.set("User", &[&organization, &ann], changes)?);
        state.put("Rule", &[&organization, "r"], Fields::new())?;
        assert!(state.remove("Organization", &[&organization])?);
        assert!(state.records("User", &[]).is_empty());
        Ok::<_, Refusal>(())
    };
    let refused = mock.transact("office", ACCOUNT, "eu-west-1", |state| {
        disturb(state)?;
        Err::<(), _>(Refusal::unmodelled(409, "No", "not like this"))
    });
    assert_eq!(refused.unwrap_err().to_string(), "No (409): not like this");
    assert_eq!(everything(&mock), before);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        mock.transact("office", ACCOUNT, "eu-west-1", |state| {
            disturb(state)?;
            if state.records("Rule", &[]).is_empty() {
                panic!("on purpose")
            } else {
                Ok(())
            }
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(everything(&mock), before);
    // The indexes are as before too.
    let code = office(
        &mock,
        "CreateUser",
        json!({ "OrganizationId": organization, "Name": "ann" }),
    )
    .await
    .code();
    assert_eq!(code, "NameAvailabilityException");
    user(&mock, &organization, "bob").await;
    let unknown = mock.transact("office", ACCOUNT, "eu-west-1", |state| {
        state.put("Nothing", &[], Fields::new())
    });
    assert_eq!(
        unknown.unwrap_err().to_string(),
        "InternalFailure (500): Office has no lifecycle Nothing"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once() {
    let mock = Mock::new(Office);
    let organization = organization(&mock, "acme").await;
    let mut tasks = Vec::new();
    for task in 0..8 {
        let (mock, organization) = (mock.clone(), organization.clone());
        tasks.push(tokio::spawn(async move {
            let mut kept = BTreeSet::new();
            for number in 0..40 {
                let id = user(&mock, &organization, &format!("u{task}-{number}")).await;
                // All want this name; one gets it.
                let contested = json!({ "OrganizationId": organization, "Name": format!("all-{number}") });
                let _ = office(&mock, "CreateUser", contested).await;
                if number % 2 == 0 {
                    office(
                        &mock,
                        "DeleteUser",
                        json!({ "OrganizationId": organization, "UserId": id }),
                    )
                    .await
                    .ok();
                } else {
                    kept.insert(id);
                }
            }
            kept
        }));
    }
    // Meanwhile a reader pages: it never sees a record twice.
    for _ in 0..20 {
        let (mut seen, mut input) = (
            BTreeSet::new(),
            json!({ "OrganizationId": organization, "MaxResults": 7 }),
        );
        loop {
            let page = office(&mock, "ListUsers", input.clone()).await.ok();
            for user in page["Users"].as_array().unwrap() {
                assert!(seen.insert(user["Id"].as_str().unwrap().to_owned()));
            }
            match page.get("NextToken") {
                Some(token) => input["NextToken"] = token.clone(),
                None => break,
            }
        }
    }
    let mut kept = BTreeSet::new();
    for task in tasks {
        kept.extend(task.await.unwrap());
    }
    let left = mock
        .transact("office", ACCOUNT, "eu-west-1", |state| {
            Ok(state
                .records("User", &[])
                .iter()
                .map(|user| user.text("Name").unwrap().to_owned())
                .collect::<Vec<_>>())
        })
        .unwrap();
    assert_eq!(left.iter().filter(|name| name.starts_with("all-")).count(), 40);
    assert_eq!(left.len(), kept.len() + 40);
}

#[tokio::test]
async fn the_same_token_at_the_same_time_makes_one_record() {
    let mock = Mock::new(Office);
    let create = || {
        office(
            &mock,
            "CreateOrganization",
            json!({ "ClientToken": "t", "Alias": "acme" }),
        )
    };
    let (one, two) = tokio::join!(create(), create());
    assert_eq!(one.ok(), two.ok());
}
