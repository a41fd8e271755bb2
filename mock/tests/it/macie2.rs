//! Macie 2 over typed seeds, and with errors that only a test makes.

use macie2_mock::{
    Macie2,
    model::{
        operations::GetMember,
        types::RelationshipStatus::{self, Enabled, Removed},
    },
    records,
};
use shapewright_client::{Overrides, Retries};
use shapewright_server::Fault;
use std::error::Error;

type Outcome = Result<(), Box<dyn Error>>;

fn member(account: &str, status: RelationshipStatus) -> records::Member {
    records::Member {
        account_id: Some(account.to_owned()),
        relationship_status: Some(status),
        ..Default::default()
    }
}

/// A member that leaves is no current one any more.
#[tokio::test]
async fn m03_current_members() -> Outcome {
    let mock = Macie2::start();
    mock.seed_members([member("111122223333", Enabled), member("444455556666", Enabled)])?;
    mock.seed_members([member("111122223333", Removed)])?;
    let client = mock.client();
    for (only_associated, wanted) in [
        (None, ["444455556666"].as_slice()),
        (Some("true"), &["444455556666"]),
        (Some("false"), &["111122223333", "444455556666"]),
    ] {
        let mut call = client.list_members();
        if let Some(text) = only_associated {
            call = call.only_associated(text);
        }
        let listed = call.send().await?;
        let accounts = listed
            .members()
            .iter()
            .filter_map(|member| member.account_id.as_deref());
        assert_eq!(accounts.collect::<Vec<_>>(), wanted);
    }
    Ok(())
}

#[tokio::test]
async fn m05_the_seven_exceptions_have_their_statuses() -> Outcome {
    let mock = Macie2::start();
    let client = mock.client();
    for (code, status) in [
        ("AccessDeniedException", 403),
        ("ConflictException", 409),
        ("InternalServerException", 500),
        ("ResourceNotFoundException", 404),
        ("ServiceQuotaExceededException", 402),
        ("ThrottlingException", 429),
        ("ValidationException", 400),
    ] {
        mock.inject(Fault::error(code).message("as asked for").on::<GetMember>().times(1))?;
        let once = Overrides::new().retries(Retries::off());
        let response = client.get_member().id("111122223333").send().with(once).await;
        let error = response.err().ok_or("it succeeded")?;
        assert_eq!((error.code(), error.status()), (Some(code), Some(status)));
        assert_eq!(error.message(), Some("as asked for"));
    }
    Ok(())
}
