//! What a test does with a generated mock: faults, stubs, checks, sockets, snapshots.

#![allow(clippy::unwrap_used, reason = "a test may fail so")]

use shapewright_server::{Clock, Fault, Refusal, Snapshot, schema::Timestamp};
use std::time::Duration;
use workmail_client::Client;
use workmail_mock::{
    Defaults, WorkMail,
    model::{
        operations::{CreateUser, DeleteUser, DescribeUser, ListUsers},
        types::{CreateUserRequest, CreateUserResponse, DescribeUserResponse, EntityNotFoundException, EntityState},
    },
};

async fn organization(mail: &Client) -> String {
    let made = mail.create_organization().alias("example").send().await.unwrap();
    made.organization_id.unwrap()
}

async fn add(mail: &Client, org: &str, name: &str) -> Option<String> {
    let user = mail.create_user().organization_id(org).name(name).display_name(name);
    let made = user.password("Correct-Horse-7").send().await;
    made.ok().and_then(|made| made.user_id.clone())
}

#[tokio::test]
async fn a_fault_is_survived_and_the_calls_are_checked() {
    let mock = WorkMail::start();
    let mail = mock.client();
    let org = organization(&mail).await;
    // The client tries three times.
    mock.inject(Fault::throttle().on::<CreateUser>().times(2)).unwrap();
    let ann = add(&mail, &org, "ann").await.unwrap();
    mock.assert_called::<CreateUser>().with("Name", "ann").times(3);
    let calls = mock.calls::<CreateUser>();
    assert_eq!(calls[0].input.name, "ann");
    assert_eq!(calls[0].outcome.error().unwrap().code, "ThrottlingException");
    assert_eq!(
        calls[2].outcome.output().unwrap().user_id.as_deref(),
        Some(ann.as_str())
    );
    mock.assert_not_called::<DeleteUser>();

    mock.inject(
        Fault::error("EntityNotFoundException")
            .message("lost")
            .on::<DescribeUser>(),
    )
    .unwrap();
    let error = mail
        .describe_user()
        .organization_id(&org)
        .user_id(&ann)
        .send()
        .await
        .unwrap_err();
    assert!(error.is_entity_not_found_exception(), "{error}");
    let calls = mock.calls::<DescribeUser>();
    let error: EntityNotFoundException = calls[0].outcome.error().unwrap().read().unwrap();
    assert_eq!(error.message.as_deref(), Some("lost"));
}

#[tokio::test]
async fn connections_break_in_process_as_on_sockets() {
    let mock = WorkMail::start();
    let listening = mock.listen("127.0.0.1:0").await.unwrap();
    for mail in [mock.client(), mock.client_for(listening.url()).unwrap()] {
        mock.reset();
        let org = organization(&mail).await;
        // One of each, and the third attempt succeeds.
        mock.inject(Fault::drop_connection().on::<ListUsers>().times(1))
            .unwrap();
        mock.inject(Fault::cut_body().on::<ListUsers>().times(1)).unwrap();
        let users = mail.list_users().organization_id(&org).send().await.unwrap();
        assert!(users.users().is_empty());
        mock.assert_called::<ListUsers>().times(3);
        // A response that never comes: what was cut has happened all the same.
        mock.inject(Fault::cut_body().on::<CreateUser>()).unwrap();
        assert_eq!(add(&mail, &org, "ann").await, None);
        mock.clear_faults();
        let users = mail.list_users().organization_id(&org).send().await.unwrap();
        assert_eq!(users.users().len(), 1);
    }
}

#[tokio::test]
async fn a_cut_is_told_as_a_broken_connection() {
    let mock = WorkMail::start();
    let listening = mock.listen("127.0.0.1:0").await.unwrap();
    for fault in [Fault::cut_body(), Fault::drop_connection()] {
        mock.inject(fault).unwrap();
        for mail in [mock.client(), mock.client_for(listening.url()).unwrap()] {
            let error = mail.list_organizations().send().await.unwrap_err();
            let failure = match &error {
                workmail_client::errors::ListOrganizationsError::Transport(failure) => failure,
                other => panic!("{other}"),
            };
            assert_eq!(
                failure.kind(),
                shapewright_client::errors::TransportErrorKind::Interrupted,
                "{error}"
            );
        }
        mock.reset();
    }
}

#[tokio::test]
async fn operations_are_answered_by_the_test() {
    let mock = WorkMail::start();
    let mail = mock.client();
    let org = organization(&mail).await;
    let made = |id: &str| CreateUserResponse {
        user_id: Some(id.to_owned()),
    };
    let gone = EntityNotFoundException {
        message: Some("gone".to_owned()),
    };
    mock.on::<CreateUser>()
        .when(|input| input.name == "ann")
        .respond(made("S-1-ann"))
        .then()
        .fail(gone);
    assert_eq!(add(&mail, &org, "ann").await.as_deref(), Some("S-1-ann"));
    assert_eq!(add(&mail, &org, "ann").await, None);
    let bob = add(&mail, &org, "bob").await.unwrap();
    mock.on::<DescribeUser>().respond_with(|input, context| {
        if input.user_id.starts_with("S-1-") && input.user_id.ends_with("-ann") {
            return Err(Refusal::unmodelled(418, "Teapot", "short and stout"));
        }
        let read = context.default_response::<DescribeUser>(input)?;
        Ok(DescribeUserResponse {
            state: Some(EntityState::Deleted),
            ..read
        })
    });
    let read = mail
        .describe_user()
        .organization_id(&org)
        .user_id(&bob)
        .send()
        .await
        .unwrap();
    assert_eq!(
        (read.name.as_deref(), &read.state),
        (Some("bob"), &Some(EntityState::Deleted))
    );
    let expected = CreateUserRequest {
        organization_id: org.clone(),
        name: "bob".to_owned(),
        display_name: "bob".to_owned(),
        password: "Correct-Horse-7".to_owned(),
    };
    mock.assert_called::<CreateUser>().with_input(&expected).times(1);
}

#[tokio::test]
async fn a_builder_takes_clock_and_seed_and_state_comes_back() {
    let start = Timestamp::new(1_700_000_000, 0).unwrap();
    let build = || {
        WorkMail::builder(Defaults)
            .clock(Clock::standing(start))
            .seed(7)
            .build()
    };
    let mock = build();
    let org = organization(&mock.client()).await;
    assert_ne!(org, organization(&WorkMail::start().client()).await);
    assert_eq!(org, organization(&build().client()).await);
    mock.advance(Duration::from_secs(60));
    let elsewhere = mock.at("123456789012", "eu-west-1");
    assert!(
        elsewhere
            .client()
            .list_organizations()
            .send()
            .await
            .unwrap()
            .organization_summaries()
            .is_empty()
    );
    let entry = mock.journal().entries().pop().unwrap();
    assert_eq!((entry.account(), entry.region()), ("123456789012", "eu-west-1"));
    assert_eq!(entry.time().epoch_seconds(), 1_700_000_060);

    let kept = mock.snapshot();
    let ann = add(&mock.client(), &org, "ann").await.unwrap();
    mock.restore(&Snapshot::from_json(&kept.to_json()).unwrap()).unwrap();
    let mail = mock.client();
    let gone = mail
        .describe_user()
        .organization_id(&org)
        .user_id(&ann)
        .send()
        .await
        .unwrap_err();
    assert!(gone.is_entity_not_found_exception(), "{gone}");
    mail.describe_organization().organization_id(&org).send().await.unwrap();
}
