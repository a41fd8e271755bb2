//! Services that are loaded when they are first needed, and handlers that take the place of others.

use crate::{
    office::{OFFICE, Office},
    state::crud::{organization, user},
    support::office,
};
use serde_json::json;
use shapewright_schema::Service;
use shapewright_server::{Fault, Handler, Mock, SchemaHandler};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

/// What is known of the office before it is loaded.
static FACTS: Service = Service {
    operations: &[],
    ..OFFICE
};

#[tokio::test]
async fn a_service_is_loaded_once_when_it_is_first_needed() {
    let loads = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&loads);
    let mock = Mock::builder()
        .add_on_demand(&FACTS, move || {
            counted.fetch_add(1, Relaxed);
            Ok(Arc::new(Office))
        })
        .build();
    let listed: Vec<_> = mock.services().collect();
    assert_eq!((listed[0].name, listed[0].operations.len()), ("office", 0));
    assert_eq!(mock.snapshot().services().count(), 0, "it has no state yet");
    mock.inject(Fault::error("OrganizationNotFoundException").operation("DescribeOrganization"))
        .expect("a service that is not loaded may have the operation");
    mock.reset();
    assert_eq!(loads.load(Relaxed), 0, "nobody has needed it");

    let acme = organization(&mock, "acme").await;
    user(&mock, &acme, "ann").await;
    assert_eq!(loads.load(Relaxed), 1);
    assert!(mock.services().all(|service| !service.operations.is_empty()));
    let kept = mock.snapshot();
    mock.clear_state();
    mock.restore(&kept).unwrap();
    let read = office(&mock, "DescribeOrganization", json!({ "OrganizationId": acme })).await.ok();
    assert_eq!(read["Alias"], "acme");
    mock.on_named("office", "Nonsense").err().expect("there is no such operation");
}

#[tokio::test]
async fn a_snapshot_or_a_seed_loads_the_service_that_it_names() {
    let from = Mock::new(Office);
    let acme = organization(&from, "acme").await;
    let to = Mock::builder().add_lazy(&FACTS, || Ok(Arc::new(Office))).build();
    to.restore(&from.snapshot()).unwrap();
    let read = office(&to, "DescribeOrganization", json!({ "OrganizationId": acme })).await.ok();
    assert_eq!(read["Alias"], "acme");
}

#[tokio::test]
async fn requests_to_a_service_that_cannot_be_loaded_are_told_why() {
    let mock = Mock::builder()
        .add_lazy(&FACTS, || Err("specs/office.json:3:7: `strin` is no type".to_owned()))
        .build();
    let (status, code, message) = office(&mock, "ListUsers", json!({})).await.err();
    assert_eq!((status, &*code), (501, "UnknownOperationException"));
    assert_eq!(message, "Office cannot be served: specs/office.json:3:7: `strin` is no type");
}

#[tokio::test]
async fn a_handler_that_takes_the_place_of_another_keeps_the_state_that_fits() {
    let mock = Mock::new(Office);
    let acme = organization(&mock, "acme").await;
    user(&mock, &acme, "ann").await;
    user(&mock, &acme, "bob").await;

    // The same service, without users.
    let organizations = &Office.lifecycles()[..1];
    assert_eq!(organizations[0].name, "Organization");
    let lost = mock.replace(SchemaHandler::new(&OFFICE, organizations, None)).unwrap();
    assert_eq!(lost, ["000000000000 in eu-west-1: 2 records of `User`, which is gone"]);
    let read = office(&mock, "DescribeOrganization", json!({ "OrganizationId": acme })).await.ok();
    assert_eq!(read["Alias"], "acme");

    assert_eq!(mock.replace(Office).unwrap(), [""; 0]);
    let users = office(&mock, "ListUsers", json!({ "OrganizationId": acme })).await.ok();
    assert_eq!(users["Users"], json!([]));
    let read = office(&mock, "DescribeOrganization", json!({ "OrganizationId": acme })).await.ok();
    assert_eq!(read["Alias"], "acme");

    let error = mock.replace(crate::zoo::Zoo).unwrap_err();
    assert_eq!(error.to_string(), "there is no service `zoo` in this mock; it has office");
}
