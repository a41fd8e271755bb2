//! Calls of the admin interface.

use crate::{office::Office, zoo::Zoo};
use bytes::Bytes;
use http::{Request, Response};
use serde_json::Value as Json;
use shapewright_schema::Timestamp;
use shapewright_server::{Admin, Clock, Mock};

/// A mock with the interface.
pub fn administered(admin: Admin) -> Mock {
    let clock = Clock::standing(Timestamp::new(1_700_000_000, 0).unwrap());
    Mock::builder().add(Office).add(Zoo).clock(clock).admin(admin).build()
}

/// A mock with the interface as it is without options.
pub fn plain() -> Mock {
    administered(Admin::new())
}

/// Sends a request and gives its response.
pub async fn send(
    mock: &Mock,
    method: &str,
    path: &str,
    body: impl ToString,
    headers: &[(&str, &str)],
) -> Response<Bytes> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = mock.call(request.body(Bytes::from(body.to_string())).unwrap()).await;
    let response = response.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-store", "{response:?}");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff", "{response:?}");
    response
}

/// Status and body of a response.
pub async fn asked(mock: &Mock, method: &str, path: &str, body: impl ToString) -> (u16, Json) {
    let response = send(mock, method, path, body, &[("host", "127.0.0.1:4599")]).await;
    assert_eq!(response.headers()["content-type"], "application/json");
    let body = serde_json::from_slice(response.body()).unwrap();
    (response.status().as_u16(), body)
}

/// The body of a success.
#[track_caller]
pub fn ok((status, body): (u16, Json)) -> Json {
    assert!(status == 200 || status == 201, "{status} {body}");
    body
}

/// Status, code, pointer and message of an error.
#[track_caller]
pub fn refused((status, body): (u16, Json)) -> (u16, String, Json, String) {
    assert!(status >= 400, "{status} {body}");
    assert_eq!(body.as_object().unwrap().len(), 1, "{body}");
    let error = &body["error"];
    assert_eq!(error.as_object().unwrap().len(), 3, "{body}");
    let text = |member: &str| error[member].as_str().unwrap().to_owned();
    (status, text("code"), error["pointer"].clone(), text("message"))
}
