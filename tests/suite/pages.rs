//! Paging and presigning through the generated clients, against the in-process mocks.

#![allow(clippy::unwrap_used, reason = "a test may fail so")]

use futures_util::TryStreamExt;
use shapewright_client::{
    Presigning, Set, Unset,
    http::{Request, header::HOST},
};
use shapewright_server::Mock;
use std::time::Duration;
use workmail_client::{
    Client,
    calls::CreateOrganization,
    model::types::{CreateOrganizationRequest, User},
};
use workmail_mock::WorkMail;

/// A mock with an organization of some users.
async fn office(names: &[&str]) -> (WorkMail, Client, String) {
    let mock = WorkMail::start();
    let client = mock.client();
    let made = client.create_organization().alias("example").send().await.unwrap();
    let org = made.organization_id.unwrap();
    for name in names {
        add(&client, &org, name).await;
    }
    (mock, client, org)
}

async fn add(client: &Client, org: &str, name: &str) {
    let user = client.create_user().organization_id(org).name(name).display_name(name);
    user.password("Correct-Horse-7").send().await.unwrap();
}

fn names(users: impl IntoIterator<Item = User>) -> Vec<String> {
    users.into_iter().filter_map(|user| user.name).collect()
}

#[tokio::test]
async fn all_users_page_by_page_and_one_by_one() {
    let (_mock, client, org) = office(&["ann", "bob", "cat", "dan", "eve"]).await;
    let users = || client.list_users().organization_id(&org).paginate().page_size(2);
    let all = ["ann", "bob", "cat", "dan", "eve"];

    let mut items = users().items();
    let mut found = Vec::new();
    while let Some(user) = items.try_next().await.unwrap() {
        found.push(user);
    }
    assert_eq!(names(found), all);
    assert_eq!(items.resume_token(), None);

    let pages: Vec<_> = users().pages().try_collect().await.unwrap();
    let sizes: Vec<usize> = pages.iter().map(|page| page.users().len()).collect();
    assert_eq!(sizes, [2, 2, 1]);
}

#[tokio::test]
async fn what_was_cut_goes_on_another_day() {
    let (_mock, client, org) = office(&["ann", "bob", "cat", "dan", "eve"]).await;
    let users = || client.list_users().organization_id(&org).paginate().page_size(2);
    let mut first = users().max_items(3).items();
    let mut found = Vec::new();
    while let Some(user) = first.try_next().await.unwrap() {
        found.push(user);
    }
    let token = first.resume_token().unwrap();
    let rest: Vec<User> = users().starting_token(&token).items().try_collect().await.unwrap();
    assert_eq!(names(found), ["ann", "bob", "cat"]);
    assert_eq!(names(rest), ["dan", "eve"]);
    // The token stays good, and a limit counts from there.
    let one: Vec<User> = users()
        .starting_token(&token)
        .max_items(1)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(names(one), ["dan"]);
}

#[tokio::test]
async fn users_made_and_removed_while_paging() {
    let (_mock, client, org) = office(&["ann", "bob", "cat"]).await;
    let mut items = client
        .list_users()
        .organization_id(&org)
        .paginate()
        .page_size(1)
        .items();
    let mut found = vec![items.try_next().await.unwrap().unwrap()];
    add(&client, &org, "dan").await;
    client
        .delete_user()
        .organization_id(&org)
        .user_id("ann")
        .send()
        .await
        .unwrap();
    while let Some(user) = items.try_next().await.unwrap() {
        found.push(user);
    }
    assert_eq!(names(found), ["ann", "bob", "cat", "dan"]);
}

#[tokio::test]
async fn a_refusal_ends_the_pages() {
    let (_mock, client, _) = office(&[]).await;
    let unknown = format!("m-{:032x}", 1);
    let mut users = client.list_users().organization_id(unknown).paginate().items();
    let error = users.try_next().await.unwrap_err();
    assert!(error.is_organization_not_found_exception(), "{error}");
    assert_eq!(users.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn operations_that_the_documents_page() {
    let (_mock, client, _) = office(&[]).await;
    for name in [
        "ListAliases",
        "ListGroupMembers",
        "ListGroups",
        "ListMailboxPermissions",
        "ListOrganizations",
        "ListResourceDelegates",
        "ListResources",
        "ListUsers",
    ] {
        assert!(client.can_paginate(name), "{name}");
    }
    for name in ["CreateUser", "ListTagsForResource", "ListNothing"] {
        assert!(!client.can_paginate(name), "{name}");
    }
}

/// Anyone can send a presigned request, as it is.
#[tokio::test]
async fn presigned_requests_are_answered() {
    let (mock, client, org) = office(&["ann"]).await;
    let presign = client
        .list_users()
        .organization_id(&org)
        .presign(Duration::from_secs(60));
    let body = send(mock.mock(), presign.await.unwrap()).await;
    assert!(body.contains("\"ann\""), "{body}");

    let mock = macie2_mock::Macie2::start();
    let presign = mock
        .client()
        .list_members()
        .max_results(5)
        .presign(Duration::from_secs(60));
    let presigned = presign.await.unwrap();
    assert!(
        presigned.headers.is_empty() && presigned.body.is_empty(),
        "{presigned:?}"
    );
    assert_eq!(send(mock.mock(), presigned).await, r#"{"members":[]}"#);

    let error = client.list_organizations().presign(Duration::ZERO).await.unwrap_err();
    assert!(error.to_string().contains("7 days"), "{error}");
}

/// A builder that could be presigned twice gave both requests one token: the service took the second for the first.
#[tokio::test]
async fn presigned_requests_have_tokens_of_their_own() {
    let mock = WorkMail::start();
    let client = mock.client();
    let mut tokens = Vec::new();
    let mut organizations = Vec::new();
    for alias in ["one", "other"] {
        let call = client.create_organization().alias(alias);
        let presigned = call.presign(Duration::from_secs(60)).await.unwrap();
        let body: serde_json::Value = serde_json::from_slice(&presigned.body).unwrap();
        tokens.push(body["ClientToken"].as_str().unwrap().to_owned());
        organizations.push(send(mock.mock(), presigned).await);
    }
    assert!(tokens[0].len() == 36 && tokens[0] != tokens[1], "{tokens:?}");
    assert_ne!(organizations[0], organizations[1]);
}

/// By value: nothing is left that could be sent or presigned again. These lines compile only as long as that is so.
#[test]
fn a_builder_is_used_once() {
    type Create<Alias> = CreateOrganization<'static, Alias>;
    let _: fn(Create<Set>, Duration) -> Presigning = Create::<Set>::presign;
    let _: fn(Create<Unset>, CreateOrganizationRequest) -> Create<Set> = Create::<Unset>::with_input;
}

async fn send(mock: &Mock, presigned: shapewright_client::PresignedRequest) -> String {
    let host = presigned.uri.authority().expect("the URI is whole").to_string();
    let mut request = Request::builder()
        .method(presigned.method)
        .uri(presigned.uri)
        .body(presigned.body)
        .unwrap();
    *request.headers_mut() = presigned.headers;
    request.headers_mut().insert(HOST, host.parse().unwrap());
    let response = mock.call(request).await.unwrap();
    assert_eq!(response.status(), 200, "{:?}", response.body());
    String::from_utf8_lossy(response.body()).into_owned()
}

/// On a thread that cannot await.
#[test]
fn presigning_blocks() {
    let mock = WorkMail::start();
    let client = mock.client();
    let presigned = client
        .list_organizations()
        .presign(Duration::from_secs(60))
        .block()
        .unwrap();
    assert!(
        presigned
            .uri
            .query()
            .is_some_and(|query| query.contains("X-Amz-Signature="))
    );
    let wrong = client.list_organizations().presign(Duration::ZERO).block().unwrap_err();
    assert!(wrong.to_string().contains("7 days"), "{wrong}");
}
