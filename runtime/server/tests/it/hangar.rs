//! A service whose facts go into structures, over awsJson: planes, whose tail numbers are made up and compared without
//! case, and whose lists have page tokens of a form of their own.

use crate::support::{TestResponse, authorization, service};
use bytes::Bytes;
use http::Request;
use serde_json::{Value as Json, json};
use shapewright_schema::{
    Constraints, EndpointFacts, Fault, Kind, Member, Operation, Pagination, RequestFacts, Schema, Service,
    schema::ErrorFacts,
};
use shapewright_server::{Lifecycle, Mock, Transition};

const fn member(name: &'static str, target: &'static Schema) -> Member {
    Member::new(name, target)
}

const fn client_error(code: &'static str) -> ErrorFacts {
    ErrorFacts {
        code,
        fault: Fault::Client,
        status: 400,
        retryable: false,
        throttling: false,
        query_code: None,
    }
}

static STRING: Schema = Schema::new("String", Kind::String);
static INTEGER: Schema = Schema::new("Integer", Kind::Integer);
static TAIL: Schema = Schema::new("Tail", Kind::String).constrained(&Constraints::NONE.pattern("^[A-Z]{10}$"));
static TOKEN: Schema =
    Schema::new("Token", Kind::String).constrained(&Constraints::NONE.max_length(40).pattern(r"^(\d+)##(\S+)$"));
static MESSAGE: [Member; 1] = [member("Message", &STRING)];
static NOT_FOUND: Schema = Schema::structure("NotFound", &MESSAGE).error(client_error("NotFound"));
static CONFLICT: Schema = Schema::structure("Conflict", &MESSAGE).error(client_error("Conflict"));

static STATUS: Schema = Schema::structure("Status", &[member("State", &STRING), member("Reason", &STRING)]);
static PAPERS: Schema = Schema::structure("Papers", &[member("Number", &STRING)]);
static PLANE: Schema = Schema::structure(
    "Plane",
    &[
        member("Tail", &TAIL),
        member("Status", &STATUS),
        member("Papers", &PAPERS),
    ],
);
static CREATE_INPUT: Schema = Schema::structure(
    "CreatePlaneRequest",
    &[member("Status", &STATUS), member("Papers", &PAPERS)],
);
static KEY: Schema = Schema::structure("PlaneKey", &[member("Tail", &TAIL).required()]);
static LIST_INPUT: Schema = Schema::structure(
    "ListPlanesRequest",
    &[member("Token", &TOKEN), member("Most", &INTEGER)],
);
static PLANES: Schema = Schema::list("Planes", &Member::element(&PLANE));
static LIST_OUTPUT: Schema = Schema::structure(
    "ListPlanesResponse",
    &[member("Planes", &PLANES), member("Token", &TOKEN)],
);

const ERRORS: &[&Schema] = &[&NOT_FOUND, &CONFLICT];

const fn operation(name: &'static str, input: &'static Schema, output: &'static Schema) -> Operation {
    Operation {
        name,
        method: "POST",
        uri: "/",
        status: 200,
        input,
        output,
        errors: ERRORS,
        readonly: false,
        idempotent: false,
        pagination: None,
        request: RequestFacts::PLAIN,
    }
}

static CREATE: Operation = operation("CreatePlane", &CREATE_INPUT, &PLANE);
static GET: Operation = operation("GetPlane", &KEY, &PLANE);
static GROUND: Operation = operation("GroundPlane", &KEY, &PLANE);
static LIST: Operation = Operation {
    pagination: Some(Pagination {
        input_token: "Token",
        output_token: "Token",
        page_size: Some("Most"),
        items: Some("Planes"),
    }),
    ..operation("ListPlanes", &LIST_INPUT, &LIST_OUTPUT)
};

static HANGAR: Service = Service {
    name: "hangar",
    id: "Hangar",
    version: "2026-01-01",
    protocols: &["awsJson1_1"],
    target_prefix: "Hangar",
    signing_name: "hangar",
    endpoint: EndpointFacts::of("hangar"),
    headers: &[],
    query_compatible: false,
    operations: &[&CREATE, &GET, &GROUND, &LIST],
};

static LIFECYCLES: [Lifecycle; 1] = [Lifecycle {
    name: "Plane",
    collection: "Planes",
    record: &PLANE,
    id: &["Tail"],
    create: Some(0),
    read: &[1],
    update: &[2],
    list: Some(3),
    not_found: Some(&NOT_FOUND),
    already_exists: Some(&CONFLICT),
    unique: &["Papers.Number"],
    ignore_case: &["Tail"],
    initial: &[("Status.State", "\"FIT\"")],
    transitions: &[Transition {
        operation: 2,
        when: &[("Status.State", &["\"FIT\""])],
        error: Some(&CONFLICT),
        set: &[("Status.State", "\"GROUNDED\""), ("Status.Reason", "null")],
        stamp: &[],
    }],
    ..Lifecycle::NONE
}];

service! {
    Hangar = HANGAR, &LIFECYCLES;
    CreatePlane: CREATE, CreatePlaneInput = CREATE_INPUT, CreatePlaneOutput = PLANE;
    GetPlane: GET, GetPlaneInput = KEY, GetPlaneOutput = PLANE;
    GroundPlane: GROUND, GroundPlaneInput = KEY, GroundPlaneOutput = PLANE;
    ListPlanes: LIST, ListPlanesInput = LIST_INPUT, ListPlanesOutput = LIST_OUTPUT;
}

async fn call(mock: &Mock, operation: &str, body: Json) -> TestResponse {
    let request = Request::post("/")
        .header("authorization", authorization("000000000000", "us-east-1", "hangar"))
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amz-target", format!("Hangar.{operation}"))
        .body(Bytes::from(body.to_string()))
        .unwrap();
    TestResponse::of(mock.call(request).await.unwrap())
}

#[tokio::test]
async fn an_identifier_that_is_made_up_is_compared_without_case_and_shown_as_it_was_made() {
    let mock = Mock::new(Hangar);
    let made = call(&mock, "CreatePlane", json!({})).await.ok();
    let found = call(&mock, "GetPlane", json!({ "Tail": made["Tail"] })).await.ok();
    assert_eq!(found["Tail"], made["Tail"]);
    let mock = Mock::new(Hangar);
    let seeded = mock.seed(r#"{"hangar": {"Planes": [{}]}}"#).unwrap();
    let listed = call(&mock, "ListPlanes", json!({})).await.ok();
    let tail = &listed["Planes"][0]["Tail"];
    assert_eq!(tail.as_str().unwrap().to_lowercase(), seeded[0].id());
    call(&mock, "GetPlane", json!({ "Tail": tail })).await.ok();
}

#[tokio::test]
async fn what_a_new_record_holds_goes_into_structures() {
    let mock = Mock::new(Hangar);
    let made = call(&mock, "CreatePlane", json!({})).await.ok();
    assert_eq!(made["Status"], json!({ "State": "FIT" }));
    let made = call(&mock, "CreatePlane", json!({ "Status": { "Reason": "new" } }))
        .await
        .ok();
    assert_eq!(made["Status"], json!({ "State": "FIT", "Reason": "new" }));
    let seed = r#"{"hangar": {"Planes": [{"Tail": "AAAAAAAAAA", "Status": {"Reason": "old"}}, {"Tail": "BBBBBBBBBB", "Status": null}]}}"#;
    let mock = Mock::new(Hangar);
    mock.seed(seed).unwrap();
    let listed = call(&mock, "ListPlanes", json!({})).await.ok();
    assert_eq!(
        listed["Planes"][0]["Status"],
        json!({ "State": "FIT", "Reason": "old" })
    );
    assert!(listed["Planes"][1].get("Status").is_none(), "{listed}");
}

#[tokio::test]
async fn operations_ask_of_what_is_in_structures_and_change_it() {
    let mock = Mock::new(Hangar);
    let made = call(&mock, "CreatePlane", json!({ "Status": { "Reason": "new" } }))
        .await
        .ok();
    let ground = || call(&mock, "GroundPlane", json!({ "Tail": made["Tail"] }));
    assert_eq!(ground().await.ok()["Status"], json!({ "State": "GROUNDED" }));
    assert_eq!(
        ground().await.err().2,
        "The Plane has Status.State 'GROUNDED'; GroundPlane needs FIT"
    );
}

#[tokio::test]
async fn what_is_in_structures_can_be_unique() {
    let mock = Mock::new(Hangar);
    let papers = json!({ "Papers": { "Number": "7" } });
    call(&mock, "CreatePlane", papers.clone()).await.ok();
    assert_eq!(
        call(&mock, "CreatePlane", papers).await.err().2,
        "There is already a Plane with Papers.Number '7'"
    );
    let seed = r#"{"hangar": {"Planes": [{"Papers": {"Number": "8"}}, {"Papers": {"Number": "8"}}]}}"#;
    let refused = mock.seed(seed).unwrap_err();
    assert_eq!(refused.problems()[0].pointer, "/hangar/Planes/1/Papers/Number");
    assert_eq!(refused.problems()[0].got, "Papers.Number '8'");
}

/// The form of tokens is the service's own affair; nobody but the mock makes those that it takes.
#[tokio::test]
async fn a_token_that_the_mock_gave_is_taken_back_whatever_its_shape_says() {
    let mock = Mock::new(Hangar);
    for _ in 0..2 {
        call(&mock, "CreatePlane", json!({})).await.ok();
    }
    let one = call(&mock, "ListPlanes", json!({ "Most": 1 })).await.ok();
    let two = json!({ "Most": 1, "Token": one["Token"] });
    let two = call(&mock, "ListPlanes", two).await.ok();
    assert_eq!(two["Planes"].as_array().unwrap().len(), 1);
    assert_ne!(one["Planes"], two["Planes"]);
    for wrong in ["7##x".to_owned(), "nonsense".to_owned(), "0".repeat(48)] {
        let refused = call(&mock, "ListPlanes", json!({ "Token": wrong })).await;
        assert_eq!(refused.code(), "ValidationException");
    }
}
