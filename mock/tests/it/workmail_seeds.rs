//! What seeds of WorkMail may not say, because no requests lead there, and what is made of those that may.

use shapewright_mock::workmail;
use shapewright_server::{SeedError, SeedProblem};
use std::error::Error;
use workmail_mock::WorkMail;

type Outcome = Result<(), Box<dyn Error>>;

const ONE: &str = "m-00000000000000000000000000000001";
const TWO: &str = "m-00000000000000000000000000000002";

fn seed(mock: &WorkMail, collections: &str) -> Result<(), SeedError> {
    mock.mock().seed(&format!(r#"{{"workmail": {collections}}}"#)).map(drop)
}

/// A mock with two organizations, `one` and `two`.
fn offices() -> Result<WorkMail, SeedError> {
    let mock = workmail::start();
    seed(
        &mock,
        &format!(
            r#"{{"Organizations": [
                {{"OrganizationId": "{ONE}", "Alias": "one"}},
                {{"OrganizationId": "{TWO}", "Alias": "two"}}
            ]}}"#
        ),
    )?;
    Ok(mock)
}

/// What is wrong with a seed: where, and what is there.
fn problems(seeded: Result<(), SeedError>) -> Vec<(String, String)> {
    let problem = |problem: &SeedProblem| (problem.pointer.clone(), problem.got.clone());
    seeded.map_or_else(|error| error.problems().iter().map(problem).collect(), |()| Vec::new())
}

fn pointers(seeded: Result<(), SeedError>) -> Vec<String> {
    problems(seeded).into_iter().map(|(pointer, _)| pointer).collect()
}

/// W5: the state that two owners lead to could not be loaded again.
#[test]
fn w05_an_address_belongs_to_one_entity() -> Outcome {
    let mock = offices()?;
    let bob = format!(r#"{{"OrganizationId": "{ONE}", "Name": "bob", "Email": "bob@one.awsapps.com"}}"#);
    let taken = format!(
        r#"{{
            "Users": [{{"OrganizationId": "{ONE}", "Name": "ann-with-a-long-name", "Email": "ann@one.awsapps.com"}}, {bob}],
            "Aliases": [{{"OrganizationId": "{ONE}", "EntityId": "ann-with-a-long-name", "Alias": "Bob@one.awsapps.com"}}]
        }}"#
    );
    assert_eq!(
        pointers(seed(&mock, &taken)),
        ["/workmail/Users/1", "/workmail/Aliases/0"]
    );
    let shared = format!(
        r#"{{
            "Users": [{bob}],
            "Groups": [{{"OrganizationId": "{ONE}", "Name": "all", "Email": "bob@one.awsapps.com"}}]
        }}"#
    );
    assert_eq!(
        pointers(seed(&mock, &shared)),
        ["/workmail/Groups/0", "/workmail/Users/0"]
    );
    seed(&mock, &format!(r#"{{"Users": [{bob}]}}"#))?;
    mock.mock().restore(&mock.mock().snapshot())?;
    Ok(())
}

#[tokio::test]
async fn w12_an_entity_that_is_disabled_gets_no_primary_address() -> Outcome {
    let mock = offices()?;
    let user = format!(r#"{{"OrganizationId": "{ONE}", "Name": "ann", "Email": "ann@one.awsapps.com"}}"#);
    seed(&mock, &format!(r#"{{"Users": [{user}]}}"#))?;
    let client = mock.client();
    let update = client.update_primary_email_address().organization_id(ONE);
    let update = update.entity_id("ann").email("anne@one.awsapps.com");
    let refused = update.send().await.unwrap_err();
    assert!(refused.is_entity_state_exception(), "{refused}");
    Ok(())
}

#[tokio::test]
async fn w01_every_seeded_organization_has_a_directory_of_its_own() -> Outcome {
    let mock = workmail::start();
    // The directory that the first would get is there.
    seed(
        &mock,
        &format!(
            r#"{{
                "Directories": [{{"DirectoryId": "d-0000000001", "Alias": "other"}}],
                "Organizations": [
                    {{"OrganizationId": "{ONE}", "Alias": "one"}},
                    {{"OrganizationId": "{TWO}", "Alias": "two"}}
                ]
            }}"#
        ),
    )?;
    let mut directories = Vec::new();
    let mail = mock.client();
    for organization in [ONE, TWO] {
        let found = mail.describe_organization().organization_id(organization);
        directories.extend(found.send().await?.directory_id);
    }
    assert_eq!(directories, ["d-0000000002", "d-0000000003"]);
    Ok(())
}

#[test]
fn w01_a_seeded_organization_uses_a_directory_that_is_there_and_free() -> Outcome {
    let mock = workmail::start();
    let organization = |id: &str, alias: &str| {
        format!(r#"{{"OrganizationId": "{id}", "Alias": "{alias}", "DirectoryId": "d-0123456789"}}"#)
    };
    let directory = r#"{"DirectoryId": "d-0123456789", "Alias": "one"}"#;
    let (one, two) = (organization(ONE, "one"), organization(TWO, "two"));
    let missing = format!(r#"{{"Organizations": [{one}]}}"#);
    assert_eq!(pointers(seed(&mock, &missing)), ["/workmail/Organizations/0"]);
    let shared = format!(r#"{{"Directories": [{directory}], "Organizations": [{one}, {two}]}}"#);
    assert_eq!(
        pointers(seed(&mock, &shared)),
        ["/workmail/Organizations/0", "/workmail/Organizations/1"]
    );
    seed(
        &mock,
        &format!(r#"{{"Directories": [{directory}], "Organizations": [{one}]}}"#),
    )?;
    Ok(())
}

/// A rule names users as requests do.
#[tokio::test]
async fn w17_a_seeded_rule_names_users_by_their_names() -> Outcome {
    let mock = offices()?;
    let rule =
        |user: &str| format!(r#"{{"OrganizationId": "{ONE}", "Name": "r", "Effect": "DENY", "UserIds": ["{user}"]}}"#);
    let user = format!(r#"{{"OrganizationId": "{ONE}", "Name": "ann-with-a-long-name"}}"#);
    let unknown = rule("eve-with-a-long-name");
    let unknown = format!(r#"{{"Users": [{user}], "AccessControlRules": [{unknown}]}}"#);
    assert_eq!(pointers(seed(&mock, &unknown)), ["/workmail/AccessControlRules/0"]);
    let rule = rule("ann-with-a-long-name");
    seed(
        &mock,
        &format!(r#"{{"Users": [{user}], "AccessControlRules": [{rule}]}}"#),
    )?;
    let client = mock.client();
    let effect = client.get_access_control_effect().organization_id(ONE);
    let effect = effect
        .ip_address("10.0.0.1")
        .action("WebMail")
        .user_id("ann-with-a-long-name");
    let effect = effect.send().await?;
    assert_eq!(effect.matched_rules(), ["r"]);
    Ok(())
}

#[tokio::test]
async fn w23_a_domain_belongs_to_one_organization() -> Outcome {
    let mock = offices()?;
    let domain = |id: &str| format!(r#"{{"OrganizationId": "{id}", "DomainName": "d.com"}}"#);
    let (one, two) = (domain(ONE), domain(TWO));
    let both = format!(r#"{{"MailDomains": [{one}, {two}]}}"#);
    assert_eq!(
        pointers(seed(&mock, &both)),
        ["/workmail/MailDomains/0", "/workmail/MailDomains/1"]
    );
    // The test domain of an organization may be another's already.
    let mail = mock.client();
    let domain = workmail_mock::model::types::Domain {
        domain_name: "bbb.awsapps.com".to_owned(),
        ..Default::default()
    };
    mail.create_organization().alias("aaa").domains([domain]).send().await?;
    let refused = mail.create_organization().alias("bbb").send().await.unwrap_err();
    assert!(refused.is_name_availability_exception(), "{refused}");
    Ok(())
}

#[tokio::test]
async fn w23_a_seed_agrees_with_itself_on_the_default() -> Outcome {
    let organization = format!(r#"{{"OrganizationId": "{ONE}", "Alias": "ex", "DefaultMailDomain": "d.com"}}"#);
    let domain = |name: &str, default: bool| {
        format!(r#"{{"OrganizationId": "{ONE}", "DomainName": "{name}", "IsDefault": {default}}}"#)
    };
    let missing = format!(r#"{{"Organizations": [{organization}]}}"#);
    assert_eq!(
        problems(seed(&workmail::start(), &missing)),
        [(
            "/workmail/Organizations/0".to_owned(),
            "the DefaultMailDomain 'd.com', which is no domain of the organization".to_owned()
        )]
    );
    let (d, e) = (domain("d.com", false), domain("e.com", true));
    let other = format!(r#"{{"Organizations": [{organization}], "MailDomains": [{d}, {e}]}}"#);
    assert_eq!(
        pointers(seed(&workmail::start(), &other)),
        ["/workmail/Organizations/0"]
    );
    let (d, e) = (domain("d.com", true), domain("e.com", true));
    assert_eq!(
        pointers(seed(&offices()?, &format!(r#"{{"MailDomains": [{d}, {e}]}}"#))),
        ["/workmail/MailDomains/0", "/workmail/MailDomains/1"]
    );
    let mock = workmail::start();
    let d = format!(r#"{{"OrganizationId": "{ONE}", "DomainName": "d.com"}}"#);
    seed(
        &mock,
        &format!(r#"{{"Organizations": [{organization}], "MailDomains": [{d}]}}"#),
    )?;
    let mail = mock.client();
    let found = mail.describe_organization().organization_id(ONE).send().await?;
    assert_eq!(found.default_mail_domain.as_deref(), Some("d.com"));
    let found = mail.get_mail_domain().organization_id(ONE).domain_name("d.com");
    assert_eq!(found.send().await?.is_default, Some(true));
    Ok(())
}
