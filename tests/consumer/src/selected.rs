//! Three operations of a large service: nothing else of it is generated.

include!(concat!(env!("OUT_DIR"), "/workmail.rs"));

use mock::records::Organization;
use model::types::UserRole;
use std::error::Error;

const ORGANIZATION: &str = "m-0123456789abcdef0123456789abcdef";

#[tokio::test]
async fn a_lifecycle_works_by_the_operations_that_are_left_of_it() -> Result<(), Box<dyn Error>> {
    let mock = mock::WorkMail::start();
    let client = mock.client();
    let create = || {
        client
            .create_user()
            .organization_id(ORGANIZATION)
            .name("ann")
            .display_name("Ann")
            .password("Correct-Horse-7")
    };

    // Organizations are still above users, though no operation makes one.
    let homeless = create().send().await;
    assert!(homeless.is_err_and(|error| error.is_organization_not_found_exception()));
    mock.seed_organizations([Organization {
        organization_id: Some(ORGANIZATION.to_owned()),
        ..Organization::default()
    }])?;

    let id = create().send().await?.user_id.ok_or("a user has an id")?;
    let user = client
        .describe_user()
        .organization_id(ORGANIZATION)
        .user_id(&id)
        .send()
        .await?;
    assert_eq!(
        (user.name.as_deref(), user.user_role),
        (Some("ann"), Some(UserRole::User))
    );
    let users = client.list_users().organization_id(ORGANIZATION).send().await?;
    assert_eq!(users.users().len(), 1);
    let again = create().send().await;
    assert!(again.is_err_and(|error| error.is_name_availability_exception()));
    Ok(())
}
