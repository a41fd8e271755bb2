//! What is the same in every run, and that mocks share nothing.

use crate::{
    office::{CreateUser, Office},
    state::crud::{organization, user},
    support::{office, office_request},
    zoo::Zoo,
};
use serde_json::json;
use shapewright_schema::Timestamp;
use shapewright_server::{Clock, Fault, Mock, MockBuilder};
use std::time::Duration;

fn builder() -> MockBuilder {
    let clock = Clock::standing(Timestamp::new(1_700_000_000, 0).unwrap());
    Mock::builder().add(Office).add(Zoo).clock(clock)
}

/// Every byte that some requests are answered, but for the real date.
async fn run(mock: &Mock) -> Vec<String> {
    let organization = organization(mock, "acme").await;
    for name in ["ann", "bob", "cid"] {
        user(mock, &organization, name).await;
    }
    let page = json!({ "OrganizationId": organization, "MaxResults": 2 });
    let page = office(mock, "ListUsers", page).await.ok();
    let rest = json!({ "OrganizationId": organization, "MaxResults": 2, "NextToken": page["NextToken"] });
    office(mock, "ListUsers", rest).await.ok();
    office(mock, "CreateUser", json!({})).await.err();
    let entries = mock.journal().entries();
    entries
        .iter()
        .map(|entry| format!("{:?}", entry.response().unwrap()))
        .collect()
}

#[tokio::test]
async fn the_same_requests_get_the_same_responses() {
    let (one, two) = (builder().build(), builder().build());
    let first = run(&one).await;
    assert_eq!(run(&two).await, first);
    one.reset();
    assert_eq!(run(&one).await, first, "a reset mock is a new one");
    let other = run(&builder().seed(7).build()).await;
    assert_eq!(run(&builder().seed(7).build()).await, other);
    for (place, (first, other)) in first.iter().zip(&other).enumerate() {
        assert_ne!(first, other, "response {place}");
    }
}

#[tokio::test]
async fn request_ids_can_be_random() {
    let id = |mock: Mock| async move {
        organization(&mock, "acme").await;
        let entry = &mock.journal().entries()[0];
        (entry.request_id().to_owned(), entry.response().unwrap().body().clone())
    };
    let (one, made) = id(builder().random_request_ids().build()).await;
    let (two, again) = id(builder().random_request_ids().build()).await;
    assert_ne!(one, two);
    assert_eq!(made, again, "ids of records are not random");
}

#[tokio::test]
async fn a_clock_stands_goes_on_and_runs() {
    let clock = Clock::standing(Timestamp::UNIX_EPOCH);
    let mock = Mock::builder().add(Office).clock(clock).build();
    assert!(!mock.clock().is_running());
    mock.advance(Duration::from_secs(90));
    assert_eq!(mock.clock().now().epoch_seconds(), 90);
    mock.clock().run();
    assert!(mock.clock().is_running());
    let first = mock.clock().now();
    std::thread::sleep(Duration::from_millis(2));
    assert!(mock.clock().now() > first, "it runs");
    mock.advance(Duration::from_secs(3600));
    let seconds = mock.clock().now().epoch_seconds();
    assert!((3690..4000).contains(&seconds), "from where it stood: {seconds}");
    mock.clock().run_with_system();
    assert!(Timestamp::now().epoch_seconds() - mock.clock().now().epoch_seconds() < 10);
}

#[test]
fn tests_at_the_same_time_share_nothing() {
    // Each thread has a mock of its own, with its own faults, stubs and state, and does the same as all others.
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let mock = builder().build();
            let responses = run(&mock).await;
            mock.inject(Fault::throttle().on::<CreateUser>().times(1)).unwrap();
            office(&mock, "CreateUser", json!({})).await.err();
            mock.assert_called::<CreateUser>().times(5);
            assert_eq!((mock.faults()[0].id, mock.faults()[0].fired), (1, 1));
            let listening = mock.listen("127.0.0.1:0").await.unwrap();
            mock.advance(Duration::from_secs(1));
            let addr = listening.addr();
            listening.shutdown().await;
            (responses, mock.snapshot().to_json(), mock.clock().now(), addr.port())
        })
    };
    let threads: Vec<_> = (0..8).map(|_| std::thread::spawn(work)).collect();
    let mut results: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    let (responses, state, now, _) = results.pop().unwrap();
    for (other_responses, other_state, other_now, _) in results {
        assert_eq!((&other_responses, &other_state, other_now), (&responses, &state, now));
    }
}

#[tokio::test]
async fn the_journal_does_not_grow_without_end() {
    // A thousandth of what a server sees in a day; the bound is of entries and bytes, not of time.
    let mock = Mock::builder().add(Office).journal(50, 100_000).build();
    for _ in 0..2_000 {
        let request = office_request("AKID", "eu-west-1", "ListOrganizations", &json!({}));
        mock.call(request).await.unwrap();
    }
    assert!(mock.journal().len() <= 50);
    assert_eq!(mock.journal().forgotten() + mock.journal().len() as u64, 2_000);
}
