//! How responses and failures become errors.

use crate::{
    calls::{client_over, client_returning, http_response},
    sample::{Client, CreateUserError, DeleteUserError},
};
use shapewright_client::{
    OperationError,
    bytes::Bytes,
    errors::{TransportError, TransportErrorKind},
    http::Response,
    transport_fn,
};
use std::error::Error;

async fn delete(client: Client) -> DeleteUserError {
    client.delete_user().user_id("u").send().await.unwrap_err()
}

async fn answered(response: Response<Bytes>) -> DeleteUserError {
    delete(client_returning(response)).await
}

#[tokio::test]
async fn a_modelled_error_has_its_members_and_what_the_response_says() {
    let body = r#"{"__type":"com.sample#EntityStateException","Message":"The user is enabled","Secret":"hush"}"#;
    let error = answered(http_response(400, &[("x-amzn-requestid", "r-1")], body)).await;
    let line = "DeleteUser failed: EntityStateException: The user is enabled (status 400, request id r-1)";
    assert_eq!(error.to_string(), line);
    assert!(!error.details().retryable && error.source().is_none());
    assert!(!format!("{error:?}").contains("hush"), "{error:?}");
    let DeleteUserError::EntityStateException(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.message.as_deref(), Some("The user is enabled"));
    assert_eq!(
        (error.status(), error.request_id(), error.code()),
        (400, Some("r-1"), "EntityStateException")
    );
    assert_eq!(error.into_inner().secret.as_deref(), Some("hush"));
}

#[tokio::test]
async fn descriptions_and_codes_tell_throttling() {
    let error = answered(http_response(400, &[], r#"{"__type":"TooBusy"}"#)).await;
    assert!(matches!(error, DeleteUserError::TooBusy(_)));
    assert!(error.details().throttling && error.details().retryable);
    let error = answered(http_response(400, &[], r#"{"__type":"ThrottlingException"}"#)).await;
    assert!(matches!(error, DeleteUserError::Unknown(_)));
    assert!(error.details().throttling && error.details().retryable);
}

#[tokio::test]
async fn an_error_that_no_description_knows_is_unknown() {
    let error = answered(http_response(403, &[], r#"{"__type":"AccessDenied","message":"No"}"#)).await;
    assert_eq!(error.to_string(), "DeleteUser failed: AccessDenied: No (status 403)");
    assert!(!error.details().retryable);
    let error = answered(http_response(
        502,
        &[("content-type", "text/html")],
        "<html>secret</html>",
    ))
    .await;
    assert_eq!(
        error.to_string(),
        "DeleteUser failed: the service responded with an error that has no code; its content type is text/html, and it \
         came from data.users.eu-west-1.amazonaws.com (status 502)"
    );
    assert!(error.details().retryable && !error.details().throttling);
    assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    let DeleteUserError::Unknown(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.response().raw().body(), "<html>secret</html>");
}

#[tokio::test]
async fn a_response_that_cannot_be_read_says_where() {
    let client = client_returning(http_response(200, &[("x-amzn-requestid", "r-2")], r#"{"UserId":[]}"#));
    let error = client
        .create_user()
        .name("ann")
        .r#type("USER")
        .send()
        .await
        .unwrap_err();
    let line = error.to_string();
    assert!(
        line.starts_with("CreateUser failed: the response could not be read: /UserId"),
        "{line}"
    );
    assert!(line.ends_with("(status 200, request id r-2)"), "{line}");
    assert!(error.source().is_some());
    assert!(matches!(error, CreateUserError::Decode(_)));
}

#[tokio::test]
async fn a_request_without_response() {
    for (kind, retryable) in [
        (TransportErrorKind::Interrupted, true),
        (TransportErrorKind::Other, false),
    ] {
        let error = delete(client_over(transport_fn(move |_| async move {
            Err(TransportError::new(kind, "the line is dead").caused_by("a mouse"))
        })))
        .await;
        assert_eq!(error.to_string(), "DeleteUser failed: the line is dead");
        assert_eq!(error.source().unwrap().to_string(), "a mouse");
        assert_eq!(error.details().retryable, retryable);
        assert!(matches!(error, DeleteUserError::Transport(_)));
    }
}
