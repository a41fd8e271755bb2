//! A service that speaks several protocols: each request is answered in its own.

use crate::{
    office::{OFFICE, Office},
    support::{authorization, filled, office, office_request},
    zoo::Zoo,
};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use serde_json::json;
use shapewright_schema::{Document, Structure};
use shapewright_server::{Dynamic, Fault, Mock};
use shapewright_wire::{Protocol, protocol::by_name};

fn cbor() -> &'static dyn Protocol {
    by_name("rpcv2Cbor").unwrap()
}

/// A request in CBOR for an operation of the office.
fn request(operation: &str, members: serde_json::Value) -> Request<Bytes> {
    let (_, operation) = OFFICE.operation(operation).unwrap();
    let mut input = Dynamic::new(operation.input);
    for (name, value) in members.as_object().unwrap() {
        let (index, _) = operation.input.member(name).unwrap();
        Document::from(value.as_str().unwrap())
            .fill(input.member_mut(index))
            .unwrap();
    }
    let mut request = cbor().encode_request(&OFFICE, operation, &input).unwrap();
    let signed = authorization("AKIDEXAMPLE", "eu-west-1", "office").parse().unwrap();
    request.headers_mut().insert("authorization", signed);
    request
}

/// The status and body of a response, which must be one in CBOR.
fn read(response: Response<Bytes>) -> (StatusCode, Document) {
    assert_eq!(response.headers()["smithy-protocol"], "rpc-v2-cbor");
    assert_eq!(response.headers()["content-type"], "application/cbor");
    (response.status(), cbor().parse_body(response.body()).unwrap())
}

async fn call(mock: &Mock, operation: &str, members: serde_json::Value) -> (StatusCode, Document) {
    read(mock.call(request(operation, members)).await.unwrap())
}

fn text<'a>(document: &'a Document, name: &str) -> &'a str {
    match document {
        Document::Map(fields) => match fields.get(name) {
            Some(Document::String(text)) => text,
            other => panic!("{name} is {other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn both_see_one_state() {
    let mock = Mock::new(Office);
    let (status, made) = call(&mock, "CreateOrganization", json!({ "Alias": "one" })).await;
    assert_eq!(status, 200);
    let id = text(&made, "OrganizationId").to_owned();
    let user = json!({ "OrganizationId": id, "Name": "anna" });
    let made = office(&mock, "CreateUser", user).await.ok();
    let key = json!({ "OrganizationId": id, "UserId": made["UserId"] });
    let (_, user) = call(&mock, "DescribeUser", key).await;
    assert_eq!(text(&user, "Name"), "anna");
}

#[tokio::test]
async fn errors_go_back_in_the_protocol_of_the_request() {
    let mock = Mock::new(Office);
    // One of validation, one of an operation that is not there, one of a fault.
    let (status, error) = call(&mock, "CreateOrganization", json!({})).await;
    assert_eq!(
        (status.as_u16(), text(&error, "__type")),
        (400, "InvalidParameterException")
    );
    let mut unknown = request("CreateOrganization", json!({ "Alias": "one" }));
    *unknown.uri_mut() = "/service/OfficeService/operation/Nonsense".parse().unwrap();
    let (status, error) = read(mock.call(unknown).await.unwrap());
    assert_eq!(
        (status.as_u16(), text(&error, "__type")),
        (501, "UnknownOperationException")
    );
    mock.inject(Fault::throttle()).unwrap();
    let (_, error) = call(&mock, "ListOrganizations", json!({})).await;
    assert!(text(&error, "__type").contains("Thrott") || text(&error, "__type").contains("TooMany"));
    assert!(office(&mock, "ListOrganizations", json!({})).await.status >= 400);
}

/// A body that is no CBOR is refused in CBOR, and one of another media type too.
#[tokio::test]
async fn bodies_that_cannot_be_read() {
    let mock = Mock::new(Office);
    let mut broken = request("CreateOrganization", json!({ "Alias": "one" }));
    *broken.body_mut() = Bytes::from_static(b"{}");
    let (status, error) = read(mock.call(broken).await.unwrap());
    assert_eq!(
        (status.as_u16(), text(&error, "__type")),
        (400, "InvalidParameterException")
    );
    let mut json = request("CreateOrganization", json!({ "Alias": "one" }));
    json.headers_mut()
        .insert("content-type", "application/json".parse().unwrap());
    assert_eq!(read(mock.call(json).await.unwrap()).0, 415);
}

#[tokio::test]
async fn the_path_names_the_service_without_a_signature() {
    let mock = Mock::builder().add(Zoo).add(Office).build();
    for path in [
        "/service/OfficeService/operation/ListOrganizations",
        "/behind/a/prefix/service/com.example.OfficeService/operation/ListOrganizations",
    ] {
        let mut request = request("ListOrganizations", json!({}));
        request.headers_mut().remove("authorization");
        *request.uri_mut() = path.parse().unwrap();
        assert_eq!(read(mock.call(request).await.unwrap()).0, 200, "{path}");
    }
    // Without the mark it is a path like any other.
    let mut unmarked = request("ListOrganizations", json!({}));
    unmarked.headers_mut().remove("smithy-protocol");
    let response = mock.call(unmarked).await.unwrap();
    assert_eq!(response.status(), 501);
    assert_eq!(response.headers()["content-type"], "application/x-amz-json-1.1");
    // A service that does not speak it has no such path; who asks gets to read why.
    let mut zoo = request("ListOrganizations", json!({}));
    zoo.headers_mut().remove("authorization");
    *zoo.uri_mut() = "/service/Zoo/operation/GetAnimal".parse().unwrap();
    assert_eq!(read(mock.call(zoo).await.unwrap()).0, 501);
}

#[tokio::test]
async fn a_repeated_token_gets_the_first_response_in_the_protocol_of_the_second() {
    let mock = Mock::new(Office);
    let members = json!({ "Alias": "one", "ClientToken": "t-1" });
    let first = office(&mock, "CreateOrganization", members.clone()).await.ok();
    let (status, again) = call(&mock, "CreateOrganization", members.clone()).await;
    assert_eq!(status, 200);
    assert_eq!(first["OrganizationId"], text(&again, "OrganizationId"));
    let third = office(&mock, "CreateOrganization", members).await.ok();
    assert_eq!(first, third);
}

#[tokio::test]
async fn the_journal_reads_each_entry_in_its_protocol() {
    let mock = Mock::new(Office);
    call(&mock, "CreateOrganization", json!({ "Alias": "one" })).await;
    let json = office_request(
        "AKIDEXAMPLE",
        "eu-west-1",
        "CreateOrganization",
        &json!({ "Alias": "two" }),
    );
    mock.call(json).await.unwrap();
    call(&mock, "CreateOrganization", json!({})).await;
    let entries = mock.journal().entries();
    let spoken: Vec<_> = entries.iter().map(|entry| entry.protocol().name()).collect();
    assert_eq!(spoken, ["rpcv2Cbor", "awsJson1_1", "rpcv2Cbor"]);
    let alias = |index: usize| {
        let input = entries[index].input().unwrap().unwrap();
        Document::fields_of(&input)["Alias"].clone()
    };
    assert_eq!([alias(0), alias(1)], [Document::from("one"), Document::from("two")]);
    assert_eq!(entries[2].error().unwrap().code, "InvalidParameterException");
}

#[tokio::test]
async fn stubs_response_in_the_protocol_of_the_request() {
    use crate::office::{ListOrganizations, ListOrganizationsOutput};
    let mock = Mock::new(Office);
    let output: ListOrganizationsOutput = filled(json!({ "NextToken": "more" }));
    mock.on::<ListOrganizations>().respond(output);
    let (_, listed) = call(&mock, "ListOrganizations", json!({})).await;
    assert_eq!(text(&listed, "NextToken"), "more");
}
