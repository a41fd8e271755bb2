//! Every documented operation, called by the generated clients against the in-process mocks.

use shapewright_client::{
    Credentials, ServiceClient,
    errors::{TransportError, TransportErrorKind},
    transport_fn,
};
use shapewright_server::{Mock, Snapshot};
use shapewright_spec::Spec;
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};
use workmail_client::{Client as MailClient, model::types as mail};

/// The operations that have been asked for, by their target or by their method and path.
#[derive(Clone, Default)]
struct Asked(Arc<Mutex<BTreeSet<String>>>);

impl Asked {
    /// A client of the mock, whose requests are noted.
    fn client<C: ServiceClient>(&self, mock: &Mock) -> C {
        let (mock, asked) = (mock.clone(), self.clone());
        let transport = transport_fn(move |request| {
            let target = request
                .headers()
                .get("x-amz-target")
                .and_then(|target| target.to_str().ok());
            let asked_for = match target.and_then(|target| target.split_once('.')) {
                Some((_, operation)) => operation.to_owned(),
                None => format!("{} {}", request.method(), request.uri().path()),
            };
            asked.0.lock().expect("no test panicked").insert(asked_for);
            let mock = mock.clone();
            async move {
                mock.call(request)
                    .await
                    .map_err(|error| TransportError::new(TransportErrorKind::Interrupted, error.to_string()))
            }
        });
        C::builder_for_tests(transport)
    }

    fn names(&self) -> BTreeSet<String> {
        self.0.lock().expect("no test panicked").clone()
    }
}

/// Makes a client with credentials, region and transport.
trait ForTests: Sized {
    fn builder_for_tests(transport: impl shapewright_client::Transport) -> Self;
}

impl<C: ServiceClient> ForTests for C {
    fn builder_for_tests(transport: impl shapewright_client::Transport) -> Self {
        shapewright_client::Builder::new()
            .region("eu-west-1")
            .credentials(Credentials::new("123456789012", "secret", None))
            .endpoint_url("http://mock")
            .transport(transport)
            .build()
            .expect("all is given")
    }
}

fn operations(spec: &Spec) -> BTreeSet<String> {
    spec.operations.keys().cloned().collect()
}

#[tokio::test]
async fn workmail() {
    let asked = Asked::default();
    let mock = workmail_mock::WorkMail::start();
    let mail: MailClient = asked.client(&mock);
    let org = mail
        .create_organization()
        .alias("example")
        .send()
        .await
        .unwrap()
        .organization_id
        .unwrap();
    entities(&mail, &org).await;
    rules(&mail, &org).await;
    domains_and_jobs(&mail, &org).await;
    let (kept, other) = (mock.snapshot(), workmail_mock::WorkMail::start());
    other.restore(&Snapshot::from_json(&kept.to_json()).unwrap()).unwrap();
    assert_eq!(other.snapshot(), kept);
    mail.delete_organization()
        .organization_id(&org)
        .delete_directory(true)
        .send()
        .await
        .unwrap();
    let refused = mail.list_users().organization_id(&org).send().await.unwrap_err();
    assert!(refused.is_organization_not_found_exception(), "{refused}");
    assert_eq!(asked.names(), operations(&crate::support::parsed("workmail").spec));
}

async fn entities(mail: &MailClient, org: &str) {
    assert_eq!(
        mail.describe_organization()
            .organization_id(org)
            .send()
            .await
            .unwrap()
            .alias
            .as_deref(),
        Some("example")
    );
    let organizations = mail.list_organizations().send().await.unwrap();
    assert_eq!(
        organizations.organization_summaries()[0].organization_id.as_deref(),
        Some(org)
    );
    let create = |name: &str| {
        mail.create_user()
            .organization_id(org)
            .name(name)
            .display_name(name)
            .password("Correct-Horse-7")
            .send()
    };
    let ann = create("ann").await.unwrap().user_id.unwrap();
    let bob = create("bob").await.unwrap().user_id.unwrap();
    let taken = create("ann").await.unwrap_err();
    assert!(taken.is_name_availability_exception(), "{taken}");
    let described = mail
        .describe_user()
        .organization_id(org)
        .user_id(&ann)
        .send()
        .await
        .unwrap();
    assert_eq!(described.name.as_deref(), Some("ann"));
    assert_eq!(described.state, Some(mail::EntityState::Disabled));
    let users = mail.list_users().organization_id(org).send().await.unwrap();
    assert_eq!(
        users.users().iter().map(|user| user.id.as_deref()).collect::<Vec<_>>(),
        [Some(ann.as_str()), Some(bob.as_str())]
    );
    mail.reset_password()
        .organization_id(org)
        .user_id(&ann)
        .password("Another-Horse-8")
        .send()
        .await
        .unwrap();
    mail.register_to_work_mail()
        .organization_id(org)
        .entity_id(&ann)
        .email("ann@example.awsapps.com")
        .send()
        .await
        .unwrap();
    mail.update_primary_email_address()
        .organization_id(org)
        .entity_id(&ann)
        .email("a@example.awsapps.com")
        .send()
        .await
        .unwrap();
    let alias = "b@example.awsapps.com";
    mail.create_alias()
        .organization_id(org)
        .entity_id(&ann)
        .alias(alias)
        .send()
        .await
        .unwrap();
    let aliases = mail
        .list_aliases()
        .organization_id(org)
        .entity_id(&ann)
        .send()
        .await
        .unwrap();
    assert!(aliases.aliases().contains(&alias.to_owned()));
    mail.delete_alias()
        .organization_id(org)
        .entity_id(&ann)
        .alias(alias)
        .send()
        .await
        .unwrap();
    mail.update_mailbox_quota()
        .organization_id(org)
        .user_id(&ann)
        .mailbox_quota(2048)
        .send()
        .await
        .unwrap();
    mail.get_mailbox_details()
        .organization_id(org)
        .user_id(&ann)
        .send()
        .await
        .unwrap();

    let group = mail
        .create_group()
        .organization_id(org)
        .name("staff")
        .send()
        .await
        .unwrap()
        .group_id
        .unwrap();
    mail.describe_group()
        .organization_id(org)
        .group_id(&group)
        .send()
        .await
        .unwrap();
    assert_eq!(
        mail.list_groups()
            .organization_id(org)
            .send()
            .await
            .unwrap()
            .groups()
            .len(),
        1
    );
    mail.associate_member_to_group()
        .organization_id(org)
        .group_id(&group)
        .member_id(&ann)
        .send()
        .await
        .unwrap();
    let members = mail
        .list_group_members()
        .organization_id(org)
        .group_id(&group)
        .send()
        .await
        .unwrap();
    assert_eq!(members.members()[0].id.as_deref(), Some(ann.as_str()));
    mail.disassociate_member_from_group()
        .organization_id(org)
        .group_id(&group)
        .member_id(&ann)
        .send()
        .await
        .unwrap();

    let room = mail
        .create_resource()
        .organization_id(org)
        .name("blue")
        .r#type("ROOM")
        .send()
        .await
        .unwrap();
    let room = room.resource_id.unwrap();
    let options = mail::BookingOptions {
        auto_accept_requests: Some(false),
        ..Default::default()
    };
    mail.update_resource()
        .organization_id(org)
        .resource_id(&room)
        .booking_options(options)
        .send()
        .await
        .unwrap();
    let described = mail
        .describe_resource()
        .organization_id(org)
        .resource_id(&room)
        .send()
        .await
        .unwrap();
    assert_eq!(described.booking_options.unwrap().auto_accept_requests, Some(false));
    assert_eq!(
        mail.list_resources()
            .organization_id(org)
            .send()
            .await
            .unwrap()
            .resources()
            .len(),
        1
    );
    mail.associate_delegate_to_resource()
        .organization_id(org)
        .resource_id(&room)
        .entity_id(&ann)
        .send()
        .await
        .unwrap();
    let delegates = mail
        .list_resource_delegates()
        .organization_id(org)
        .resource_id(&room)
        .send()
        .await
        .unwrap();
    assert_eq!(delegates.delegates()[0].id, ann);
    mail.disassociate_delegate_from_resource()
        .organization_id(org)
        .resource_id(&room)
        .entity_id(&ann)
        .send()
        .await
        .unwrap();

    mail.put_mailbox_permissions()
        .organization_id(org)
        .entity_id(&ann)
        .grantee_id(&bob)
        .permission_values(["FULL_ACCESS"])
        .send()
        .await
        .unwrap();
    let permissions = mail
        .list_mailbox_permissions()
        .organization_id(org)
        .entity_id(&ann)
        .send()
        .await
        .unwrap();
    assert_eq!(
        permissions.permissions()[0].permission_values,
        [mail::PermissionType::FullAccess]
    );
    mail.delete_mailbox_permissions()
        .organization_id(org)
        .entity_id(&ann)
        .grantee_id(&bob)
        .send()
        .await
        .unwrap();

    mail.deregister_from_work_mail()
        .organization_id(org)
        .entity_id(&ann)
        .send()
        .await
        .unwrap();
    mail.delete_resource()
        .organization_id(org)
        .resource_id(&room)
        .send()
        .await
        .unwrap();
    mail.delete_group()
        .organization_id(org)
        .group_id(&group)
        .send()
        .await
        .unwrap();
    mail.delete_user()
        .organization_id(org)
        .user_id(&ann)
        .send()
        .await
        .unwrap();
    let gone = mail
        .describe_user()
        .organization_id(org)
        .user_id(&ann)
        .send()
        .await
        .unwrap_err();
    assert!(gone.is_entity_not_found_exception(), "{gone}");
}

async fn rules(mail: &MailClient, org: &str) {
    let made = mail.create_user().organization_id(org).name("eve").display_name("Eve");
    let made = made.password("Correct-Horse-7").send().await.unwrap();
    let user = made.user_id.as_deref().unwrap();
    mail.put_access_control_rule()
        .organization_id(org)
        .name("office")
        .effect(mail::AccessControlRuleEffect::Allow)
        .description("from the office")
        .ip_ranges(["10.0.0.0/8"])
        .send()
        .await
        .unwrap();
    let rules = mail
        .list_access_control_rules()
        .organization_id(org)
        .send()
        .await
        .unwrap();
    assert!(rules.rules().iter().any(|rule| rule.name.as_deref() == Some("office")));
    mail.get_access_control_effect()
        .organization_id(org)
        .ip_address("10.1.2.3")
        .action("WebMail")
        .user_id(user)
        .send()
        .await
        .unwrap();
    mail.delete_access_control_rule()
        .organization_id(org)
        .name("office")
        .send()
        .await
        .unwrap();
    let rule = mail
        .create_mobile_device_access_rule()
        .organization_id(org)
        .name("phones")
        .effect("DENY")
        .send()
        .await;
    let rule = rule.unwrap().mobile_device_access_rule_id.unwrap();
    mail.update_mobile_device_access_rule()
        .organization_id(org)
        .mobile_device_access_rule_id(&rule)
        .name("tablets")
        .effect("ALLOW")
        .send()
        .await
        .unwrap();
    let rules = mail
        .list_mobile_device_access_rules()
        .organization_id(org)
        .send()
        .await
        .unwrap();
    assert_eq!(rules.rules()[0].name.as_deref(), Some("tablets"));
    mail.get_mobile_device_access_effect()
        .organization_id(org)
        .device_type("iPhone")
        .send()
        .await
        .unwrap();
    mail.delete_mobile_device_access_rule()
        .organization_id(org)
        .mobile_device_access_rule_id(&rule)
        .send()
        .await
        .unwrap();
    mail.put_mobile_device_access_override()
        .organization_id(org)
        .user_id(user)
        .device_id("A1B2")
        .effect("ALLOW")
        .send()
        .await
        .unwrap();
    let read = mail
        .get_mobile_device_access_override()
        .organization_id(org)
        .user_id(user)
        .device_id("A1B2")
        .send();
    assert_eq!(
        read.await.unwrap().effect,
        Some(mail::MobileDeviceAccessRuleEffect::Allow)
    );
    let overrides = mail
        .list_mobile_device_access_overrides()
        .organization_id(org)
        .send()
        .await
        .unwrap();
    assert_eq!(overrides.overrides().len(), 1);
    mail.delete_mobile_device_access_override()
        .organization_id(org)
        .user_id(user)
        .device_id("A1B2")
        .send()
        .await
        .unwrap();
}

async fn domains_and_jobs(mail: &MailClient, org: &str) {
    let domain = "example.com";
    mail.register_mail_domain()
        .organization_id(org)
        .domain_name(domain)
        .send()
        .await
        .unwrap();
    mail.get_mail_domain()
        .organization_id(org)
        .domain_name(domain)
        .send()
        .await
        .unwrap();
    let domains = mail.list_mail_domains().organization_id(org).send().await.unwrap();
    assert!(
        domains
            .mail_domains()
            .iter()
            .any(|summary| summary.domain_name.as_deref() == Some(domain))
    );
    mail.update_default_mail_domain()
        .organization_id(org)
        .domain_name(domain)
        .send()
        .await
        .unwrap();
    mail.update_default_mail_domain()
        .organization_id(org)
        .domain_name("example.awsapps.com")
        .send()
        .await
        .unwrap();
    mail.deregister_mail_domain()
        .organization_id(org)
        .domain_name(domain)
        .send()
        .await
        .unwrap();
    mail.put_inbound_dmarc_settings()
        .organization_id(org)
        .enforced(true)
        .send()
        .await
        .unwrap();
    let settings = mail
        .describe_inbound_dmarc_settings()
        .organization_id(org)
        .send()
        .await
        .unwrap();
    assert_eq!(settings.enforced, Some(true));
    let folder = mail::FolderConfiguration {
        name: mail::FolderName::Inbox,
        action: mail::RetentionAction::Delete,
        period: Some(30),
    };
    mail.put_retention_policy()
        .organization_id(org)
        .name("short")
        .folder_configurations([folder.clone()])
        .send()
        .await
        .unwrap();
    let policy = mail
        .get_default_retention_policy()
        .organization_id(org)
        .send()
        .await
        .unwrap();
    assert_eq!(policy.folder_configurations(), [folder]);
    mail.delete_retention_policy()
        .organization_id(org)
        .id("default")
        .send()
        .await
        .unwrap();
    let job = mail
        .start_mailbox_export_job()
        .organization_id(org)
        .entity_id("eve")
        .role_arn("arn:aws:iam::123456789012:role/export")
        .kms_key_arn("arn:aws:kms:eu-west-1:123456789012:key/0f2a")
        .s3_bucket_name("exports")
        .s3_prefix("ann")
        .send()
        .await
        .unwrap()
        .job_id
        .unwrap();
    let described = mail
        .describe_mailbox_export_job()
        .organization_id(org)
        .job_id(&job)
        .send()
        .await
        .unwrap();
    assert_eq!(described.s3_bucket_name.as_deref(), Some("exports"));
    assert_eq!(
        mail.list_mailbox_export_jobs()
            .organization_id(org)
            .send()
            .await
            .unwrap()
            .jobs()
            .len(),
        1
    );
    mail.cancel_mailbox_export_job()
        .organization_id(org)
        .job_id(&job)
        .send()
        .await
        .unwrap();
    let arn = format!("arn:aws:workmail:eu-west-1:123456789012:organization/{org}");
    let tag = mail::Tag {
        key: "team".to_owned(),
        value: "mail".to_owned(),
    };
    mail.tag_resource().resource_arn(&arn).tags([tag]).send().await.unwrap();
    mail.list_tags_for_resource().resource_arn(&arn).send().await.unwrap();
    mail.untag_resource()
        .resource_arn(&arn)
        .tag_keys(["team"])
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn sesv2() {
    let asked = Asked::default();
    let ses: sesv2_client::Client = asked.client(sesv2_mock::SESv2::start().mock());
    let reference = "arn:aws:ses:eu-west-1:123456789012:identity/example.com";
    ses.update_reputation_entity_customer_managed_status()
        .reputation_entity_type("RESOURCE")
        .reputation_entity_reference(reference)
        .sending_status("DISABLED")
        .send()
        .await
        .unwrap();
    let listed = ses.list_reputation_entities().page_size(10).send().await.unwrap();
    assert_eq!(
        listed.reputation_entities()[0].reputation_entity_reference.as_deref(),
        Some(reference)
    );
    assert_eq!(
        asked.names().len(),
        operations(&crate::support::parsed("sesv2").spec).len()
    );
}

#[tokio::test]
async fn macie2() {
    let asked = Asked::default();
    let macie: macie2_client::Client = asked.client(macie2_mock::Macie2::start().mock());
    assert_eq!(macie.get_master_account().send().await.unwrap().master, None);
    assert!(
        macie
            .list_invitations()
            .max_results(5)
            .send()
            .await
            .unwrap()
            .invitations()
            .is_empty()
    );
    assert!(
        macie
            .list_members()
            .only_associated("false")
            .send()
            .await
            .unwrap()
            .members()
            .is_empty()
    );
    assert!(
        macie
            .list_findings_filters()
            .send()
            .await
            .unwrap()
            .findings_filter_list_items()
            .is_empty()
    );
    let missing = macie.get_member().id("111122223333").send().await.unwrap_err();
    assert!(missing.is_resource_not_found_exception(), "{missing}");
    assert_eq!(missing.status(), Some(404));
    assert_eq!(
        asked.names().len(),
        operations(&crate::support::parsed("macie2").spec).len()
    );
}
