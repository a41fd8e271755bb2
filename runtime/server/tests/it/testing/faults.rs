//! What goes wrong on purpose, in process and on sockets.

use crate::{
    office::{CreateUser, Office},
    state::crud::organization,
    support::{office, office_as, office_request, zoo},
    zoo::Zoo,
};
use serde_json::json;
use shapewright_server::{Fault, Mock};
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

async fn list(mock: &Mock) -> crate::support::TestResponse {
    office(mock, "ListOrganizations", json!({})).await
}

#[tokio::test]
async fn errors_that_the_description_has() {
    let mock = Mock::builder().add(Office).add(Zoo).build();
    let organization = organization(&mock, "acme").await;
    let fault = Fault::error("EntityNotFoundException")
        .message("never was here")
        .on::<CreateUser>();
    let id = mock.inject(fault.times(2)).unwrap();
    let create = |name: &str| {
        let input = json!({ "OrganizationId": organization, "Name": name });
        office(&mock, "CreateUser", input)
    };
    let expected = (400, "EntityNotFoundException".to_owned(), "never was here".to_owned());
    assert_eq!(create("ann").await.err(), expected);
    list(&mock).await.ok();
    assert_eq!(create("ann").await.err(), expected);
    create("ann").await.ok();
    let faults = mock.faults();
    assert_eq!((faults[0].id, faults[0].fired), (id, 2));
    assert_eq!(
        faults[0].fault.to_string(),
        "EntityNotFoundException on office CreateUser, 2 times"
    );
    let hit: Vec<_> = mock
        .journal()
        .entries()
        .iter()
        .map(|entry| entry.faults().to_vec())
        .collect();
    assert_eq!(hit, [vec![], vec![id], vec![], vec![id], vec![]]);
    // One that names no operation is for those that can return it.
    mock.clear_faults();
    mock.inject(Fault::error("NameAvailabilityException")).unwrap();
    assert_eq!(create("bob").await.code(), "NameAvailabilityException");
    list(&mock).await.ok();
    zoo(&mock, "GET", "/animals/1", "").await.ok();
}

#[tokio::test]
async fn throttling_and_any_other_response() {
    let mock = Mock::builder().add(Office).add(Zoo).build();
    let id = mock.inject(Fault::throttle()).unwrap();
    assert_eq!(
        list(&mock).await.err(),
        (400, "ThrottlingException".to_owned(), "Rate exceeded".to_owned())
    );
    let (status, code, _) = zoo(&mock, "GET", "/animals/1", "").await.err();
    assert_eq!((status, code.as_str()), (429, "ThrottlingException"));
    assert!(mock.remove_fault(id) && !mock.remove_fault(id));
    list(&mock).await.ok();
    let page = Fault::status(502)
        .body("text/html", "<html>Bad Gateway</html>")
        .service("zoo");
    mock.inject(page).unwrap();
    list(&mock).await.ok();
    let request = http::Request::get("/animals/1").body(bytes::Bytes::new()).unwrap();
    let response = mock.call(request).await.unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers()["content-type"].as_bytes()
        ),
        (502, &b"text/html"[..])
    );
    assert_eq!(response.body(), "<html>Bad Gateway</html>");
    assert_eq!(response.headers()["content-length"], "24");
}

#[tokio::test]
async fn whom_they_hit() {
    let mock = Mock::new(Office);
    mock.inject(Fault::status(500).account("123456789012").region("eu-west-1"))
        .unwrap();
    for (account, region, status) in [
        ("123456789012", "eu-west-1", 500),
        ("123456789012", "eu-west-2", 200),
        ("210987654321", "eu-west-1", 200),
    ] {
        let request = office_request(account, region, "ListOrganizations", &json!({}));
        assert_eq!(mock.call(request).await.unwrap().status(), status, "{account} {region}");
    }
    mock.clear_faults();
    // The one added last acts; delays add up.
    mock.inject(Fault::status(500)).unwrap();
    let delay = mock.inject(Fault::latency(Duration::from_millis(10))).unwrap();
    let last = mock
        .inject(Fault::status(503).delay(Duration::from_millis(10)).times(1))
        .unwrap();
    let request = || office_request("AKID", "eu-west-1", "ListOrganizations", &json!({}));
    assert_eq!(mock.call(request()).await.unwrap().status(), 503);
    let before = Instant::now();
    assert_eq!(mock.call(request()).await.unwrap().status(), 500);
    assert!(before.elapsed() >= Duration::from_millis(10));
    let entries = mock.journal().entries();
    assert_eq!(entries[3].faults(), [last]);
    assert_eq!(entries[4].faults(), [delay, 2]);
    assert!(entries[4].took() >= Duration::from_millis(10));
}

#[tokio::test]
async fn chance_is_the_same_in_every_run() {
    let hits = |seed: u64, own: Option<u64>| async move {
        let mock = Mock::builder().add(Office).seed(seed).build();
        let fault = Fault::status(500).probability(0.5);
        let fault = own.map_or(fault.clone(), |seed| fault.seed(seed));
        mock.inject(fault).unwrap();
        let mut hits = Vec::new();
        for _ in 0..40 {
            let request = office_request("AKID", "eu-west-1", "ListOrganizations", &json!({}));
            hits.push(mock.call(request).await.unwrap().status() == 500);
        }
        hits
    };
    let first = hits(0, None).await;
    let count = first.iter().filter(|hit| **hit).count();
    assert!((10..=30).contains(&count), "{count} of 40");
    assert_eq!(hits(0, None).await, first);
    assert_ne!(hits(1, None).await, first);
    let own = hits(0, Some(7)).await;
    assert_ne!(own, first);
    assert_eq!(hits(1, Some(7)).await, own);
}

#[tokio::test]
async fn chance_starts_anew_after_a_reset() {
    let mock = Mock::new(Office);
    let hits = || async {
        mock.reset();
        let id = mock.inject(Fault::status(500).probability(0.5)).unwrap();
        let mut hits = Vec::new();
        for _ in 0..40 {
            let request = office_request("AKID", "eu-west-1", "ListOrganizations", &json!({}));
            hits.push(mock.call(request).await.unwrap().status() == 500);
        }
        (id, hits)
    };
    assert_eq!(hits().await, hits().await);
}

#[tokio::test]
async fn what_no_mock_can_have() {
    let mock = Mock::builder().add(Office).add(Zoo).build();
    let said = |fault: Fault| mock.inject(fault).unwrap_err().to_string();
    assert_eq!(
        said(Fault::throttle().service("shop")),
        "there is no service `shop` in this mock; it has office, zoo"
    );
    assert_eq!(
        said(Fault::throttle().service("office").operation("Sleep")),
        "Office has no operation `Sleep`"
    );
    assert_eq!(
        said(Fault::error("Nope").service("office").operation("ListUsers")),
        "ListUsers has no error `Nope`; it has InvalidParameterException, OrganizationNotFoundException"
    );
    assert_eq!(said(Fault::error("Nope").service("zoo")), "zoo has no error `Nope`");
    assert_eq!(said(Fault::status(100)), "a status is 200 to 999, and not 100");
    assert_eq!(
        said(Fault::throttle().probability(2.0)),
        "a probability is 0 to 1, and not 2"
    );
    assert!(mock.faults().is_empty());
}

#[tokio::test]
async fn no_response_in_process() {
    let mock = Mock::new(Office);
    let call = |alias: &str| {
        mock.call(office_request(
            "AKID",
            "eu-west-1",
            "CreateOrganization",
            &json!({ "Alias": alias }),
        ))
    };
    mock.inject(Fault::drop_connection().times(1)).unwrap();
    let dropped = call("dropped").await.unwrap_err();
    assert_eq!(dropped.to_string(), "the connection was reset before a response");
    mock.inject(Fault::cut_body().times(1)).unwrap();
    let cut = call("cut").await.unwrap_err();
    assert_eq!(
        cut.to_string(),
        "the connection was reset in the middle of the response"
    );
    // What was dropped has not happened; what was cut has.
    let all = office_as(&mock, "AKID", "eu-west-1", "ListOrganizations", json!({}))
        .await
        .ok();
    assert_eq!(all["OrganizationSummaries"].as_array().unwrap().len(), 1);
    assert_eq!(all["OrganizationSummaries"][0]["Alias"], "cut");
    let entries = mock.journal().entries();
    assert!(entries[0].response().is_none());
    assert_eq!(entries[1].status().unwrap(), 200);
}

/// All that a connection gives, and the error that ends it.
async fn exchange(mock: &Mock, operation: &str) -> (String, Option<std::io::ErrorKind>) {
    let listening = mock.listen("127.0.0.1:0").await.unwrap();
    let mut stream = TcpStream::connect(listening.addr()).await.unwrap();
    let request = format!(
        "POST / HTTP/1.1\r\nHost: office\r\nContent-Type: application/x-amz-json-1.1\r\nX-Amz-Target: \
         OfficeService.{operation}\r\nContent-Length: 2\r\n\r\n{{}}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut read = Vec::new();
    let end = loop {
        match stream.read_buf(&mut read).await {
            Ok(0) => break None,
            Ok(_) => {}
            Err(error) => break Some(error.kind()),
        }
    };
    (String::from_utf8(read).unwrap(), end)
}

#[tokio::test]
async fn connections_break() {
    let mock = Mock::new(Office);
    for number in 0..30 {
        organization(&mock, &format!("organization-{number}")).await;
    }
    mock.inject(Fault::drop_connection().times(1)).unwrap();
    let reset = Some(std::io::ErrorKind::ConnectionReset);
    assert_eq!(exchange(&mock, "ListOrganizations").await, (String::new(), reset));
    mock.inject(Fault::cut_body().times(1)).unwrap();
    let (got, end) = exchange(&mock, "ListOrganizations").await;
    assert_eq!(end, reset);
    let (head, body) = got.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    let whole = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .unwrap();
    assert_eq!(body.len(), whole.parse::<usize>().unwrap() / 2);
}

#[test]
fn a_fault_is_a_document_too() {
    let faults = [
        Fault::error("Nope")
            .message("no")
            .service("office")
            .operation("ListUsers")
            .times(2),
        Fault::throttle()
            .probability(0.5)
            .seed(7)
            .account("123456789012")
            .region("eu-west-1"),
        Fault::status(503)
            .body("text/html", "<html>")
            .delay(Duration::from_millis(20)),
        Fault::status(204),
        Fault::latency(Duration::from_secs(1)),
        Fault::latency(Duration::ZERO),
        Fault::drop_connection(),
        Fault::cut_body(),
    ];
    for fault in faults {
        let document = fault.to_document();
        assert_eq!(Fault::from_document(&document), Ok(fault), "{document:?}");
    }
    let read = |json: serde_json::Value| Fault::from_document(&crate::support::document(&json));
    let said = |json| read(json).unwrap_err().to_string();
    let written = json!({
        "throttle": true, "cut": false, "error": null, "latency_ms": 5, "service": "office", "probability": 1,
    });
    let expected = Fault::throttle()
        .service("office")
        .delay(Duration::from_millis(5))
        .probability(1.0);
    assert_eq!(read(written), Ok(expected));
    assert_eq!(said(json!([])), "a fault must be a map, but is a list");
    let one = "a fault has one of error, throttle, status, drop, cut, or latency_ms alone";
    assert_eq!(said(json!({})), one);
    assert_eq!(said(json!({ "drop": true, "cut": true })), one);
    assert_eq!(said(json!({ "drop": "yes" })), "`drop` must be true, but is text");
    assert_eq!(
        said(json!({ "error": 7 })),
        "`error` must be text, but is a whole number"
    );
    assert_eq!(
        said(json!({ "drop": true, "message": "x" })),
        "`message` goes with `error` alone"
    );
    assert_eq!(
        said(json!({ "status": 500, "body": "x" })),
        "a `body` needs its `content_type`"
    );
    assert_eq!(said(json!({ "status": -1 })), "`status` must not be negative");
    assert_eq!(
        said(json!({ "status": 500, "content_type": "a\nb", "body": "" })),
        "`a\nb` cannot stand in the header Content-Type"
    );
    assert!(said(json!({ "thortle": true })).starts_with("`thortle` means nothing in a fault; there are error, "));
}
