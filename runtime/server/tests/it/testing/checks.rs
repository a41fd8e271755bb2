//! Checks of what was called, and what they say when they fail.

use crate::{
    office::{CreateUser, CreateUserInput, DeleteUser, DescribeUser, Office},
    state::crud::organization,
    support::{filled, office},
    zoo::{CheckAnimal, Zoo},
};
use serde_json::json;
use shapewright_schema::Document;
use shapewright_server::{Mock, Unmet};

async fn with_users() -> (Mock, String) {
    let mock = Mock::builder().add(Office).add(Zoo).build();
    let organization = organization(&mock, "acme").await;
    let create = |name: &str, forward: bool| {
        let input = json!({
            "OrganizationId": organization, "Name": name, "Password": "Correct-Horse", "Options": { "Forward": forward },
        });
        office(&mock, "CreateUser", input)
    };
    create("ann", true).await.ok();
    create("bob", false).await.ok();
    create("bob", true).await.err();
    (mock, organization)
}

#[track_caller]
fn said<T>(result: Result<T, Unmet>, message: &str) {
    match result {
        Ok(_) => panic!("the check holds"),
        Err(unmet) => assert_eq!(unmet.to_string(), message),
    }
}

#[tokio::test]
async fn what_holds() {
    let (mock, organization) = with_users().await;
    mock.assert_called::<CreateUser>().times(3);
    mock.assert_called::<CreateUser>()
        .with("Name", "bob")
        .times(2)
        .with("/Options/Forward", true)
        .times(1);
    mock.assert_called::<CreateUser>()
        .with("DisplayName", Document::Null)
        .times(3);
    let input: CreateUserInput = filled(json!({
        "OrganizationId": organization, "Name": "ann", "Password": "Correct-Horse", "Options": { "Forward": true },
    }));
    mock.assert_called::<CreateUser>().with_input(&input).times(1);
    let has_name =
        |name: &'static str| move |input: &CreateUserInput| Document::fields_of(input)["Name"].as_str() == Some(name);
    let bobs = mock.assert_called::<CreateUser>().that(has_name("bob")).times(2);
    assert_eq!(bobs.inputs().count(), 2);
    assert_eq!(bobs.entries().map(|entry| entry.number()).collect::<Vec<_>>(), [3, 4]);
    mock.assert_not_called::<DeleteUser>();
    mock.try_called_named("office", "CreateUser")
        .and_then(|called| called.try_with("Name", "ann"))
        .and_then(|called| called.try_times(1))
        .unwrap();
    mock.try_not_called_named("office", "DeleteUser").unwrap();
}

#[tokio::test]
async fn what_a_failure_says() {
    let (mock, organization) = with_users().await;
    said(
        mock.try_called::<CreateUser>()
            .and_then(|called| called.try_with("Name", "eve")),
        "CreateUser with Name = \"eve\" was not called; it was called 3 times:\n  \
         #2 Name: expected \"eve\", got \"ann\"\n  \
         #3 Name: expected \"eve\", got \"bob\"\n  \
         #4 Name: expected \"eve\", got \"bob\"",
    );
    let forwarding = |called: shapewright_server::Called<CreateUserInput>| {
        called
            .try_with("Name", "bob")?
            .try_with("Options.Forward", false)?
            .try_times(2)
    };
    said(
        mock.try_called::<CreateUser>().and_then(forwarding),
        &format!(
            "CreateUser with Name = \"bob\" and Options.Forward = false was expected twice, but was called once:\n  \
             #2 Name: expected \"bob\", got \"ann\"; Options.Forward: expected false, got true\n  \
             #3 CreateUserRequest {{ OrganizationId: \"{organization}\", Name: \"bob\", \
             Password: *** redacted ***, Options: Options {{ Forward: false }} }}\n  \
             #4 Options.Forward: expected false, got true"
        ),
    );
    said(
        mock.try_called::<CreateUser>()
            .and_then(|called| called.try_with("Password", "Wrong")),
        "CreateUser with Password = *** redacted *** was not called; it was called 3 times:\n  \
         #2 Password: expected *** redacted ***, got *** redacted ***\n  \
         #3 Password: expected *** redacted ***, got *** redacted ***\n  \
         #4 Password: expected *** redacted ***, got *** redacted ***",
    );
    let input: CreateUserInput = filled(json!({
        "OrganizationId": organization, "Name": "ann", "DisplayName": "Ann", "Password": "Correct-Horse",
        "Options": { "Forward": true },
    }));
    let error = mock
        .try_called::<CreateUser>()
        .and_then(|called| called.try_with_input(&input));
    let message = error.unwrap_err().to_string();
    assert!(
        message.starts_with("CreateUser with this input was not called; it was called 3 times:\n  #2 DisplayName: expected \"Ann\", got nothing\n"),
        "{message}"
    );
    assert!(
        message.contains("#3 Name: expected \"ann\", got \"bob\"; DisplayName: expected \"Ann\", got nothing; Options: expected Options { Forward: true }, got Options { Forward: false }"),
        "{message}"
    );
    let error = mock
        .try_called::<CreateUser>()
        .and_then(|called| called.try_that(|_| false));
    let message = error.unwrap_err().to_string();
    assert!(
        message.contains("testing/checks.rs:") && !message.contains("Horse"),
        "{message}"
    );
    said(
        mock.try_called::<DescribeUser>(),
        "DescribeUser was not called; called instead:\n  #1 Office CreateOrganization -> 200\n  \
         #2 Office CreateUser -> 200\n  #3 Office CreateUser -> 200\n  #4 Office CreateUser -> 400",
    );
    let message = mock.try_not_called::<CreateUser>().unwrap_err().to_string();
    assert!(
        message.starts_with("CreateUser was not to be called, but was called 3 times:\n  #2 CreateUserRequest {"),
        "{message}"
    );
    mock.journal().clear();
    said(
        mock.try_called::<DescribeUser>(),
        "DescribeUser was not called, nor was anything else",
    );
}

#[tokio::test]
async fn a_path_that_leads_nowhere_is_told() {
    let (mock, _) = with_users().await;
    crate::support::zoo(
        &mock,
        "POST",
        "/checks",
        r#"{"cubs":[{"name":"abc"}],"tags":{"aa":"bb"}}"#,
    )
    .await;
    let users = |path: &str, value: Document| {
        mock.try_called::<CreateUser>()
            .and_then(|called| called.try_with(path, value))
    };
    said(
        users("name", "ann".into()),
        "CreateUser: CreateUserRequest has no member `name`; did you mean `Name`?",
    );
    said(
        users("Options.Colour", "red".into()),
        "CreateUser: Options has no member `Colour`; it has Forward, Signature",
    );
    said(
        users("Name.First", "ann".into()),
        "CreateUser: Name is a string: there is no `First` in it",
    );
    said(
        users("Options.Forward", "yes".into()),
        "CreateUser: the expected value can never be there: the document must be a boolean, but is text",
    );
    let animals = || mock.assert_called::<CheckAnimal>();
    animals()
        .with("cubs.0.name", "abc")
        .with("tags.aa", "bb")
        .with("cubs.1.name", Document::Null);
    said(
        animals().try_with("cubs.first", "x"),
        "CheckAnimal: `first` is no place in the list Cubs",
    );
    said(
        mock.try_called_named("bank", "Pay"),
        "there is no service `bank` in this mock; it has office, zoo",
    );
    said(
        mock.try_called_named("office", "createUser"),
        "Office has no operation `createUser`; did you mean `CreateUser`?",
    );
}

#[tokio::test]
#[should_panic(expected = "CreateUser was expected once, but was called 3 times")]
async fn asserting_panics() {
    let (mock, _) = with_users().await;
    mock.assert_called::<CreateUser>().times(1);
}
