//! Macie 2: members, invitations, findings filters.

use crate::{client, support::Asked};
use aws_sdk_macie2::{
    error::ProvideErrorMetadata,
    operation::RequestId,
    types::{FindingsFilterAction, RelationshipStatus},
};

#[tokio::test]
async fn every_documented_operation() {
    let asked = Asked::default();
    let macie = client!(aws_sdk_macie2, "200000000003", asked);
    let answer = macie.get_master_account().send().await.unwrap();
    assert!(answer.master().is_none());
    assert!(answer.request_id().is_some());
    let invitations = macie.list_invitations().into_paginator().page_size(5).items().send();
    assert_eq!(invitations.collect::<Result<Vec<_>, _>>().await.unwrap(), []);
    let members = macie
        .list_members()
        .only_associated("false")
        .into_paginator()
        .items()
        .send();
    assert_eq!(members.collect::<Result<Vec<_>, _>>().await.unwrap(), []);
    let filters = macie.list_findings_filters().into_paginator().items().send();
    assert_eq!(filters.collect::<Result<Vec<_>, _>>().await.unwrap(), []);
    // No documented operation makes a member.
    let missing = macie.get_member().id("111122223333").send().await.unwrap_err();
    assert_eq!(missing.raw_response().unwrap().status().as_u16(), 404);
    let missing = missing.into_service_error();
    assert!(missing.is_resource_not_found_exception(), "{missing:?}");
    assert!(
        missing
            .message()
            .is_some_and(|message| message.contains("111122223333")),
        "{missing:?}"
    );
    asked.all_documented("macie2");
}

/// What is seeded by `tests/clients/seed.json`.
#[tokio::test]
async fn what_was_seeded() {
    let macie = client!(aws_sdk_macie2, "111111111111", Asked::default());
    let members = macie
        .list_members()
        .only_associated("false")
        .into_paginator()
        .page_size(3)
        .items()
        .send();
    let members = members.collect::<Result<Vec<_>, _>>().await.unwrap();
    assert_eq!(members.len(), 10);
    let found = macie.get_member().id("100000000001").send().await.unwrap();
    assert_eq!(found.relationship_status(), Some(&RelationshipStatus::Enabled));
    assert_eq!(found.invited_at().map(|time| time.secs()), Some(1_594_974_600));
    assert_eq!(found.updated_at().map(|time| time.subsec_nanos()), Some(500_000_000));
    let invitations = macie.list_invitations().into_paginator().page_size(1).items().send();
    assert!(invitations.collect::<Result<Vec<_>, _>>().await.unwrap().len() > 1);
    let filters = macie
        .list_findings_filters()
        .into_paginator()
        .page_size(1)
        .items()
        .send();
    for filter in filters.collect::<Result<Vec<_>, _>>().await.unwrap() {
        assert!(
            filter
                .action()
                .is_some_and(|action| FindingsFilterAction::values().contains(&action.as_str()))
        );
    }
}

#[tokio::test]
async fn refusals() {
    let macie = client!(aws_sdk_macie2, "200000000013", Asked::default());
    let large = macie
        .list_members()
        .max_results(9999)
        .send()
        .await
        .unwrap_err()
        .into_service_error();
    assert!(large.is_validation_exception(), "{large:?}");
    assert!(
        large.message().is_some_and(|message| message.contains("maxResults")),
        "{large:?}"
    );
    let token = macie.list_members().next_token("made-up").send().await.unwrap_err();
    assert!(token.as_service_error().unwrap().is_validation_exception(), "{token:?}");
    // An operation that is not described, at the URI of one that is.
    let missing = macie.delete_member().id("111122223333").send().await.unwrap_err();
    assert_eq!(missing.raw_response().unwrap().status().as_u16(), 501);
    assert_eq!(missing.code(), Some("UnknownOperationException"));
}
