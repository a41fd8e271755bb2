//! Responses that a test gives.

use crate::{
    office::{CreateUser, CreateUserOutput, DescribeUser, Office},
    state::crud::{organization, user},
    support::{document, filled, office},
    zoo::GetAnimal,
};
use serde_json::json;
use shapewright_schema::Document;
use shapewright_server::{Mock, Refusal};

const ORGANIZATION: &str = "m-00000000000000000000000000000000";

fn named(name: &'static str) -> impl Fn(&<CreateUser as shapewright_schema::OperationShape>::Input) -> bool {
    move |input| Document::fields_of(input)["Name"].as_str() == Some(name)
}

fn made(id: &str) -> CreateUserOutput {
    filled(json!({ "OrganizationId": ORGANIZATION, "UserId": id }))
}

async fn create(mock: &Mock, name: &str) -> crate::support::TestResponse {
    office(
        mock,
        "CreateUser",
        json!({ "OrganizationId": ORGANIZATION, "Name": name }),
    )
    .await
}

#[tokio::test]
async fn the_last_stub_that_matches_responses() {
    let mock = Mock::new(Office);
    let any = mock.on::<CreateUser>().respond(made("any-user-id-1"));
    let ann = mock
        .on::<CreateUser>()
        .when(named("ann"))
        .times(2)
        .respond(made("ann-user-id-1"));
    for expected in ["ann-user-id-1", "ann-user-id-1", "any-user-id-1"] {
        assert_eq!(create(&mock, "ann").await.ok()["UserId"], expected);
    }
    assert_eq!(create(&mock, "bob").await.ok()["UserId"], "any-user-id-1");
    assert_eq!((any.used(), ann.used()), (2, 2));
    let stubs: Vec<_> = mock
        .stubs()
        .iter()
        .map(|stub| (stub.id, stub.used, stub.left))
        .collect();
    assert_eq!(stubs, [(any.id(), 2, None), (ann.id(), 2, Some(0))]);
    let by: Vec<_> = mock
        .journal()
        .entries()
        .iter()
        .map(|entry| entry.stub().unwrap())
        .collect();
    assert_eq!(by, [ann.id(), ann.id(), any.id(), any.id()]);
    any.remove();
    assert_eq!(create(&mock, "bob").await.code(), "OrganizationNotFoundException");
    mock.clear_stubs();
    assert!(mock.stubs().is_empty());
}

#[tokio::test]
async fn responses_follow_each_other() {
    let mock = Mock::new(Office);
    let busy = || Refusal::unmodelled(503, "Busy", "later");
    mock.on::<CreateUser>()
        .when(named("ann"))
        .times(2)
        .fail(busy())
        .then()
        .respond(made("first-user-id"))
        .then()
        .times(1)
        .respond(made("second-user-id"));
    assert_eq!(create(&mock, "bob").await.code(), "OrganizationNotFoundException");
    assert_eq!(
        create(&mock, "ann").await.err(),
        (503, "Busy".to_owned(), "later".to_owned())
    );
    assert_eq!(create(&mock, "ann").await.code(), "Busy");
    assert_eq!(create(&mock, "ann").await.ok()["UserId"], "first-user-id");
    assert_eq!(create(&mock, "bob").await.code(), "OrganizationNotFoundException");
    assert_eq!(create(&mock, "ann").await.ok()["UserId"], "second-user-id");
    assert_eq!(
        create(&mock, "ann").await.code(),
        "OrganizationNotFoundException",
        "used up: the behaviour"
    );
    // What is followed by nothing is answered for ever.
    mock.on::<CreateUser>()
        .fail(busy())
        .then()
        .respond(made("third-user-id"));
    create(&mock, "ann").await.err();
    for _ in 0..3 {
        assert_eq!(create(&mock, "ann").await.ok()["UserId"], "third-user-id");
    }
}

#[tokio::test]
async fn a_response_is_made_of_the_input_and_the_behaviour() {
    let mock = Mock::new(Office);
    let organization = organization(&mock, "acme").await;
    mock.on::<CreateUser>().respond_with(|input, context| {
        if context.region() != "eu-west-1" {
            return Err(Refusal::unmodelled(400, "Elsewhere", context.region()));
        }
        context.default_response::<CreateUser>(input)
    });
    let ann = user(&mock, &organization, "ann").await;
    let key = json!({ "OrganizationId": organization, "UserId": ann });
    assert_eq!(office(&mock, "DescribeUser", key.clone()).await.ok()["Name"], "ann");
    mock.on::<DescribeUser>().respond_with(|_, _| panic!("on purpose"));
    let (status, code, message) = office(&mock, "DescribeUser", key).await.err();
    assert_eq!((status, code.as_str()), (500, "InternalFailure"));
    assert_eq!(message, "A stub of DescribeUser panicked: on purpose");
}

#[tokio::test]
async fn a_request_that_is_not_valid_meets_no_stub() {
    let mock = Mock::new(Office);
    let stub = mock.on::<CreateUser>().respond(made("any-user-id-1"));
    let refused = office(&mock, "CreateUser", json!({ "Name": "ann" })).await;
    assert_eq!(refused.code(), "InvalidParameterException");
    assert_eq!(stub.used(), 0);
}

#[tokio::test]
async fn a_repeated_token_gets_the_response_of_the_stub_again() {
    let mock = Mock::new(Office);
    let create = || {
        office(
            &mock,
            "CreateOrganization",
            json!({ "ClientToken": "t", "Alias": "acme" }),
        )
    };
    let busy = document(&json!({ "OrganizationId": ORGANIZATION }));
    let stub = mock
        .on_named("office", "CreateOrganization")
        .unwrap()
        .times(2)
        .respond(&busy)
        .unwrap();
    assert_eq!(create().await.ok(), json!({ "OrganizationId": ORGANIZATION }));
    assert_eq!(create().await.ok(), json!({ "OrganizationId": ORGANIZATION }));
    assert_eq!(mock.stubs()[0].id, stub.id());
    let behaviour = create().await.ok();
    assert_ne!(behaviour["OrganizationId"], ORGANIZATION);
    assert_eq!(create().await.ok(), behaviour);
}

#[tokio::test]
async fn by_name_responses_are_checked() {
    let mock = Mock::new(Office);
    let on = || mock.on_named("office", "DescribeUser").unwrap();
    let refused = |json| on().respond(&document(&json)).map(|_| ()).unwrap_err().to_string();
    let message = refused(json!({ "Nmae": "ann" }));
    let start =
        "this is no response of DescribeUser: /Nmae: DescribeUserResponse has no such member; it has UserId, Name, ";
    assert!(message.starts_with(start), "{message}");
    assert_eq!(
        refused(json!({ "Options": { "Forward": "yes" } })),
        "this is no response of DescribeUser: /Options/Forward must be a boolean, but is text"
    );
    assert!(refused(json!({ "State": "ASLEEP" })).contains("enum value set: [ENABLED, DISABLED]"));
    assert!(refused(json!([])).contains("it must be a map by member names, but is a list"));
    let unknown = on().fail("NoSuchException", "").map(|_| ()).unwrap_err().to_string();
    assert_eq!(
        unknown,
        "DescribeUser has no error `NoSuchException`; it has InvalidParameterException, \
         OrganizationNotFoundException, EntityNotFoundException, NameAvailabilityException"
    );
    assert!(mock.stubs().is_empty());
    let is_ann =
        |input: &Document| matches!(input, Document::Map(fields) if fields["UserId"].as_str() == Some("ann-user-id-1"));
    let response = document(&json!({ "Name": "ann", "CreatedDate": "2026-01-31T12:00:00Z" }));
    on().when(is_ann)
        .times(1)
        .respond(&response)
        .unwrap()
        .then()
        .fail("EntityNotFoundException", "gone")
        .unwrap();
    let ask = |id: &str| {
        office(
            &mock,
            "DescribeUser",
            json!({ "OrganizationId": ORGANIZATION, "UserId": id }),
        )
    };
    assert_eq!(ask("bob-user-id-1").await.code(), "OrganizationNotFoundException");
    let read = ask("ann-user-id-1").await.ok();
    assert_eq!(read, json!({ "Name": "ann", "CreatedDate": 1_769_860_800 }));
    let gone = ask("ann-user-id-1").await.err();
    assert_eq!(gone, (400, "EntityNotFoundException".to_owned(), "gone".to_owned()));
    assert!(mock.on_named("office", "Describe").is_err() && mock.on_named("shop", "Buy").is_err());
}

#[tokio::test]
#[should_panic(expected = "there is no service `zoo` in this mock; it has office")]
async fn an_operation_of_another_service_cannot_be_stubbed() {
    let _ = Mock::new(Office).on::<GetAnimal>();
}
