//! The documented behaviour of Amazon WorkMail that needs the mock's clock or a seed, rule by rule: `w26_...` is rule
//! W26. All other rules are shown by `tests/clients/test_workmail.py`.

use shapewright_mock::workmail;
use shapewright_server::schema::Timestamp;
use std::{error::Error, time::Duration};
use workmail_mock::{
    WorkMail,
    client::Client,
    model::types::{EntityState, MailboxExportJobState, UserRole},
    records,
};

type Outcome = Result<(), Box<dyn Error>>;

const ORGANIZATION: &str = "m-0123456789abcdef0123456789abcdef";
const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A mock whose clock stands, a client of it, and an organization with a registered user `ann`.
async fn office() -> Result<(WorkMail, Client, String), Box<dyn Error>> {
    let mock = workmail::start();
    mock.mock().clock().set(Timestamp::new(1_700_000_000, 0)?);
    let mail = mock.client();
    let made = mail.create_organization().alias("example").send().await?;
    let org = made.organization_id.ok_or("no id")?;
    let user = mail.create_user().organization_id(&org).name("ann").display_name("Ann");
    user.password("Correct-Horse-7").send().await?;
    let register = mail.register_to_work_mail().organization_id(&org).entity_id("ann");
    register.email("ann@example.awsapps.com").send().await?;
    Ok((mock, mail, org))
}

async fn export(mail: &Client, org: &str) -> Result<String, Box<dyn Error>> {
    let job = mail
        .start_mailbox_export_job()
        .organization_id(org)
        .entity_id("ann")
        .role_arn("arn:aws:iam::123456789012:role/export")
        .kms_key_arn("arn:aws:kms:eu-west-1:123456789012:key/0f2a")
        .s3_bucket_name("exports")
        .s3_prefix("mail")
        .send()
        .await?;
    Ok(job.job_id.ok_or("no id")?)
}

fn directory() -> records::Directory {
    records::Directory {
        directory_id: Some("d-0123456789".to_owned()),
        alias: Some("example".to_owned()),
    }
}

#[tokio::test]
async fn w01_the_alias_is_that_of_the_directory() -> Outcome {
    let mock = workmail::start();
    mock.seed_directories([directory()])?;
    let mail = mock.client();
    let create = |alias: &str| mail.create_organization().alias(alias).directory_id("d-0123456789");
    let other = create("other").send().await.unwrap_err();
    assert!(other.is_invalid_parameter_exception(), "{other}");
    let made = create("example").send().await?;
    let found = mail
        .describe_organization()
        .organization_id(made.organization_id.unwrap_or_default())
        .send()
        .await?;
    assert_eq!(found.directory_id.as_deref(), Some("d-0123456789"));
    let again = create("example").send().await.unwrap_err();
    assert!(again.is_directory_in_use_exception(), "{again}");
    Ok(())
}

#[tokio::test]
async fn w03_the_directory_goes_when_it_is_told_to() -> Outcome {
    let mock = workmail::start();
    mock.seed_directories([directory()])?;
    let mail = mock.client();
    let create = || {
        mail.create_organization()
            .alias("example")
            .directory_id("d-0123456789")
            .send()
    };
    for delete_directory in [false, true] {
        let org = create().await?.organization_id.unwrap_or_default();
        let delete = mail.delete_organization().organization_id(org);
        delete.delete_directory(delete_directory).send().await?;
    }
    let gone = create().await.unwrap_err();
    assert!(gone.is_directory_unavailable_exception(), "{gone}");
    Ok(())
}

#[tokio::test]
async fn w02_a_seeded_organization_is_whole() -> Outcome {
    let mock = workmail::start().at("111122223333", "cn-north-1");
    mock.seed_organizations([records::Organization {
        organization_id: Some(ORGANIZATION.to_owned()),
        alias: Some("Example".to_owned()),
        ..Default::default()
    }])?;
    let mail = mock.client();
    let found = mail
        .describe_organization()
        .organization_id(ORGANIZATION)
        .send()
        .await?;
    assert_eq!(found.state.as_deref(), Some("Active"));
    assert_eq!(found.default_mail_domain.as_deref(), Some("example.awsapps.com"));
    let arn = format!("arn:aws-cn:workmail:cn-north-1:111122223333:organization/{ORGANIZATION}");
    assert_eq!(found.arn, Some(arn));
    assert!(found.directory_id.is_some_and(|directory| directory.starts_with("d-")));
    let rules = mail
        .list_access_control_rules()
        .organization_id(ORGANIZATION)
        .send()
        .await?;
    assert_eq!(rules.rules().len(), 1);
    Ok(())
}

#[tokio::test]
async fn w04_a_seed_with_a_name_that_is_taken_is_refused() -> Outcome {
    let (mock, _, org) = office().await?;
    let group = records::Group {
        organization_id: Some(org),
        name: Some("ann".to_owned()),
        ..Default::default()
    };
    let refused = mock.seed_groups([group]).unwrap_err();
    assert!(
        refused.to_string().contains("There is already a User with Name 'ann'"),
        "{refused}"
    );
    Ok(())
}

#[tokio::test]
async fn w05_w06_dates_go_by_the_clock() -> Outcome {
    let (mock, mail, org) = office().await?;
    let clock = mock.mock().clock();
    let describe = || mail.describe_user().organization_id(&org).user_id("ann").send();
    let enabled = clock.now();
    assert_eq!(describe().await?.enabled_date, Some(enabled));
    clock.advance(DAY);
    mail.deregister_from_work_mail()
        .organization_id(&org)
        .entity_id("ann")
        .send()
        .await?;
    let found = describe().await?;
    assert_eq!(
        (found.enabled_date, found.disabled_date),
        (Some(enabled), Some(clock.now()))
    );
    assert_eq!(found.state, Some(EntityState::Disabled));
    clock.advance(DAY);
    let register = mail.register_to_work_mail().organization_id(&org).entity_id("ann");
    register.email("ann@example.awsapps.com").send().await?;
    let found = describe().await?;
    assert_eq!((found.enabled_date, found.disabled_date), (Some(clock.now()), None));
    Ok(())
}

#[tokio::test]
async fn w08_system_users_are_seeded() -> Outcome {
    let (mock, mail, org) = office().await?;
    mock.seed_users([records::User {
        organization_id: Some(org.clone()),
        name: Some("admin".to_owned()),
        user_role: Some(UserRole::SystemUser),
        ..Default::default()
    }])?;
    let found = mail
        .describe_user()
        .organization_id(&org)
        .user_id("admin")
        .send()
        .await?;
    assert_eq!(
        (found.user_role, found.state),
        (Some(UserRole::SystemUser), Some(EntityState::Disabled))
    );
    Ok(())
}

#[tokio::test]
async fn w11_mailbox_sizes_are_seeded() -> Outcome {
    let (mock, mail, org) = office().await?;
    mock.seed_users([records::User {
        organization_id: Some(org.clone()),
        name: Some("bob".to_owned()),
        mailbox_size: Some(1536.5),
        ..Default::default()
    }])?;
    mail.update_mailbox_quota()
        .organization_id(&org)
        .user_id("bob")
        .mailbox_quota(4096)
        .send()
        .await?;
    let details = mail
        .get_mailbox_details()
        .organization_id(&org)
        .user_id("bob")
        .send()
        .await?;
    assert_eq!(
        (details.mailbox_quota, details.mailbox_size),
        (Some(4096), Some(1536.5))
    );
    Ok(())
}

#[tokio::test]
async fn w17_a_replaced_rule_keeps_the_date_when_it_was_made() -> Outcome {
    let (mock, mail, org) = office().await?;
    let put = || {
        let rule = mail.put_access_control_rule().organization_id(&org).name("office");
        rule.effect("ALLOW").description("Desks").send()
    };
    put().await?;
    let made = mock.mock().clock().now();
    mock.mock().clock().advance(DAY);
    put().await?;
    let rules = mail.list_access_control_rules().organization_id(&org).send().await?;
    let rule = rules
        .rules()
        .iter()
        .find(|rule| rule.name.as_deref() == Some("office"))
        .ok_or("no rule")?;
    assert_eq!(
        (rule.date_created, rule.date_modified),
        (Some(made), Some(mock.mock().clock().now()))
    );
    Ok(())
}

#[tokio::test]
async fn w23_a_seeded_default_is_the_only_one() -> Outcome {
    let (mock, mail, org) = office().await?;
    mock.seed_mail_domains([records::MailDomain {
        organization_id: Some(org.clone()),
        domain_name: Some("example.com".to_owned()),
        is_default: Some(true),
        ..Default::default()
    }])?;
    let domains = mail.list_mail_domains().organization_id(&org).send().await?;
    let defaults = domains
        .mail_domains()
        .iter()
        .filter(|domain| domain.default_domain == Some(true));
    let defaults: Vec<_> = defaults.filter_map(|domain| domain.domain_name.as_deref()).collect();
    assert_eq!(defaults, ["example.com"]);
    let found = mail.describe_organization().organization_id(&org).send().await?;
    assert_eq!(found.default_mail_domain.as_deref(), Some("example.com"));
    Ok(())
}

#[tokio::test]
async fn w23_no_address_in_a_domain_that_failed() -> Outcome {
    let (mock, mail, org) = office().await?;
    mock.seed_mail_domains([records::MailDomain {
        organization_id: Some(org.clone()),
        domain_name: Some("example.com".to_owned()),
        ownership_verification_status: Some("FAILED".into()),
        ..Default::default()
    }])?;
    let alias = mail
        .create_alias()
        .organization_id(&org)
        .entity_id("ann@example.awsapps.com");
    let refused = alias.alias("ann@example.com").send().await.unwrap_err();
    assert!(refused.is_mail_domain_state_exception(), "{refused}");
    Ok(())
}

#[tokio::test]
async fn w26_an_export_gets_on_with_the_clock() -> Outcome {
    let (mock, mail, org) = office().await?;
    let clock = mock.mock().clock();
    let start = clock.now();
    let job = export(&mail, &org).await?;
    let describe = || {
        mail.describe_mailbox_export_job()
            .organization_id(&org)
            .job_id(&job)
            .send()
    };
    let found = describe().await?;
    assert_eq!(
        (found.state, found.estimated_progress),
        (Some(MailboxExportJobState::Running), Some(0))
    );
    clock.advance(5 * MINUTE);
    let found = describe().await?;
    assert_eq!(
        (found.state, found.estimated_progress),
        (Some(MailboxExportJobState::Running), Some(50))
    );
    clock.advance(60 * MINUTE);
    let found = describe().await?;
    assert_eq!(
        (found.state, found.estimated_progress),
        (Some(MailboxExportJobState::Completed), Some(100))
    );
    assert_eq!(
        (found.start_time, found.end_time),
        (Some(start), Some(start.saturating_add(10 * MINUTE)))
    );
    // Too late to be cancelled.
    let cancel = mail.cancel_mailbox_export_job().organization_id(&org).job_id(&job);
    cancel.client_token("one").send().await?;
    assert_eq!(describe().await?.state, Some(MailboxExportJobState::Completed));
    Ok(())
}

#[tokio::test]
async fn w26_jobs_are_listed_for_seven_days() -> Outcome {
    let (mock, mail, org) = office().await?;
    let clock = mock.mock().clock();
    let mut jobs = Vec::new();
    for _ in 0..3 {
        jobs.push(export(&mail, &org).await?);
        clock.advance(3 * DAY);
    }
    let listed = || async {
        let page = mail
            .list_mailbox_export_jobs()
            .organization_id(&org)
            .max_results(1)
            .send()
            .await?;
        let rest = mail.list_mailbox_export_jobs().organization_id(&org);
        let mut ids: Vec<String> = page.jobs().iter().filter_map(|job| job.job_id.clone()).collect();
        if let Some(token) = page.next_token {
            let rest = rest.next_token(token).send().await?;
            ids.extend(rest.jobs().iter().filter_map(|job| job.job_id.clone()));
        }
        Ok::<_, Box<dyn Error>>(ids)
    };
    assert_eq!(listed().await?, jobs[1..]);
    clock.advance(4 * DAY);
    assert_eq!(listed().await?, jobs[2..]);
    let found = mail
        .describe_mailbox_export_job()
        .organization_id(&org)
        .job_id(&jobs[0])
        .send()
        .await?;
    assert_eq!(found.state, Some(MailboxExportJobState::Completed));
    Ok(())
}
