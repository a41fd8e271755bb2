//! Amazon WorkMail.

use crate::{client, support::Asked};
use aws_sdk_workmail::{
    Client,
    error::ProvideErrorMetadata,
    operation::RequestId,
    primitives::DateTime,
    types::{
        AccessControlRuleEffect, BookingOptions, EntityState, FolderConfiguration, FolderName,
        MobileDeviceAccessRuleEffect, PermissionType, ResourceType, RetentionAction, Tag,
    },
};

const PASSWORD: &str = "Correct-Horse-7";

/// Sends calls to one organization, each of which must succeed, and gives the responses.
macro_rules! calls {
    ($office:expr; $($operation:ident($($member:ident: $value:expr),*);)*) => {
        $($office.mail.$operation().organization_id(&$office.org)$(.$member($value))*.send().await.unwrap();)*
    };
    ($office:expr, $operation:ident $(, $member:ident: $value:expr)*) => {
        $office.mail.$operation().organization_id(&$office.org)$(.$member($value))*.send().await.unwrap()
    };
}

/// A client and an organization that it made.
struct Office {
    mail: Client,
    org: String,
    alias: String,
    domain: String,
}

impl Office {
    async fn open(name: &str, asked: &Asked) -> Self {
        let alias = &format!("{name}-{}", std::process::id());
        let mail = client!(aws_sdk_workmail, "200000000001", asked);
        let made = mail.create_organization().alias(alias).send().await.unwrap();
        assert!(made.request_id().is_some());
        Self {
            mail,
            org: made.organization_id.unwrap(),
            domain: format!("{alias}.awsapps.com"),
            alias: alias.clone(),
        }
    }

    async fn user(&self, name: &str) -> String {
        let made = calls!(self, create_user, name: name, display_name: name, password: PASSWORD);
        made.user_id.unwrap()
    }
}

#[tokio::test]
async fn every_documented_operation() {
    let asked = Asked::default();
    let office = &Office::open("rust-sdk", &asked).await;
    let user = &office.user("ann").await;
    let other = &office.user("bob").await;
    organization(office).await;
    entities(office, user).await;
    mailboxes(office, user, other).await;
    rules(office, user).await;
    settings(office).await;
    calls!(office; deregister_from_work_mail(entity_id: user););
    assert_eq!(
        calls!(office, describe_user, user_id: user).state(),
        Some(&EntityState::Disabled)
    );
    calls!(office; delete_user(user_id: user););
    let deleted = calls!(office, delete_organization, delete_directory: true);
    assert_eq!(deleted.organization_id(), Some(office.org.as_str()));
    asked.all_documented("workmail");
}

async fn organization(office: &Office) {
    let found = calls!(office, describe_organization);
    assert_eq!(found.alias(), Some(office.alias.as_str()));
    let all = office.mail.list_organizations().send().await.unwrap();
    let ids: Vec<_> = all
        .organization_summaries()
        .iter()
        .filter_map(|summary| summary.organization_id())
        .collect();
    assert!(ids.contains(&office.org.as_str()));
    calls!(office; register_mail_domain(domain_name: "example.com"););
    let domains = calls!(office, list_mail_domains);
    assert!(
        domains
            .mail_domains()
            .iter()
            .any(|domain| domain.domain_name() == Some("example.com"))
    );
    calls!(office;
        get_mail_domain(domain_name: "example.com");
        update_default_mail_domain(domain_name: "example.com");
        update_default_mail_domain(domain_name: &office.domain);
        deregister_mail_domain(domain_name: "example.com");
    );
    let arn = format!("arn:aws:workmail:eu-west-1:200000000001:organization/{}", office.org);
    let tag = Tag::builder().key("team").value("mail").build().unwrap();
    office
        .mail
        .tag_resource()
        .resource_arn(&arn)
        .tags(tag)
        .send()
        .await
        .unwrap();
    office
        .mail
        .list_tags_for_resource()
        .resource_arn(&arn)
        .send()
        .await
        .unwrap();
    office
        .mail
        .untag_resource()
        .resource_arn(&arn)
        .tag_keys("team")
        .send()
        .await
        .unwrap();
}

async fn entities(office: &Office, user: &str) {
    let found = calls!(office, describe_user, user_id: user);
    assert_eq!(
        (found.name(), found.state()),
        (Some("ann"), Some(&EntityState::Disabled))
    );
    assert_eq!(calls!(office, list_users).users().len(), 2);
    let group = &calls!(office, create_group, name: "staff").group_id.unwrap();
    assert_eq!(calls!(office, describe_group, group_id: group).name(), Some("staff"));
    assert_eq!(calls!(office, list_groups).groups()[0].id(), Some(group.as_str()));
    calls!(office; associate_member_to_group(group_id: group, member_id: user););
    let members = calls!(office, list_group_members, group_id: group);
    assert_eq!(members.members()[0].id(), Some(user));
    calls!(office;
        disassociate_member_from_group(group_id: group, member_id: user);
        delete_group(group_id: group);
    );
    let room = calls!(office, create_resource, name: "blue", r#type: ResourceType::Room);
    let room = &room.resource_id.unwrap();
    let booking = BookingOptions::builder().auto_accept_requests(true).build();
    calls!(office; update_resource(resource_id: room, name: "green", booking_options: booking););
    let found = calls!(office, describe_resource, resource_id: room);
    assert_eq!(
        (found.name(), found.r#type()),
        (Some("green"), Some(&ResourceType::Room))
    );
    assert!(found.booking_options().unwrap().auto_accept_requests());
    assert_eq!(calls!(office, list_resources).resources()[0].id(), Some(room.as_str()));
    calls!(office; associate_delegate_to_resource(resource_id: room, entity_id: user););
    let delegates = calls!(office, list_resource_delegates, resource_id: room);
    assert_eq!(delegates.delegates()[0].id(), user);
    calls!(office;
        disassociate_delegate_from_resource(resource_id: room, entity_id: user);
        delete_resource(resource_id: room);
    );
}

async fn mailboxes(office: &Office, user: &str, other: &str) {
    let at = |name: &str| format!("{name}@{}", office.domain);
    calls!(office;
        register_to_work_mail(entity_id: user, email: at("ann"));
        update_primary_email_address(entity_id: user, email: at("a"));
        create_alias(entity_id: user, alias: at("b"));
    );
    let aliases = calls!(office, list_aliases, entity_id: user);
    assert!(aliases.aliases().contains(&at("b")));
    calls!(office;
        delete_alias(entity_id: user, alias: at("b"));
        reset_password(user_id: user, password: PASSWORD);
        update_mailbox_quota(user_id: user, mailbox_quota: 2048);
    );
    assert!(
        calls!(office, get_mailbox_details, user_id: user)
            .mailbox_quota()
            .is_some()
    );
    let full = PermissionType::FullAccess;
    calls!(office; put_mailbox_permissions(entity_id: user, grantee_id: other, permission_values: full.clone()););
    let held = calls!(office, list_mailbox_permissions, entity_id: user);
    assert_eq!(held.permissions()[0].grantee_id(), other);
    assert_eq!(held.permissions()[0].permission_values(), [full]);
    calls!(office; delete_mailbox_permissions(entity_id: user, grantee_id: other););
    let job = calls!(office, start_mailbox_export_job,
        entity_id: user, role_arn: "arn:aws:iam::200000000001:role/export",
        kms_key_arn: "arn:aws:kms:eu-west-1:200000000001:key/0f2a", s3_bucket_name: "exports", s3_prefix: "ann");
    let job = &job.job_id.unwrap();
    let described = calls!(office, describe_mailbox_export_job, job_id: job);
    assert_eq!(described.entity_id(), Some(user));
    let started: Option<&DateTime> = described.start_time();
    assert!(started.is_some_and(|time| time.secs() > 0));
    assert_eq!(
        calls!(office, list_mailbox_export_jobs).jobs()[0].job_id(),
        Some(job.as_str())
    );
    calls!(office; cancel_mailbox_export_job(job_id: job););
}

async fn rules(office: &Office, user: &str) {
    let allow = AccessControlRuleEffect::Allow;
    calls!(office;
        put_access_control_rule(name: "office", effect: allow, description: "Desks", ip_ranges: "10.0.0.0/8");
        get_access_control_effect(ip_address: "10.1.2.3", action: "WebMail", user_id: user);
    );
    let rules = calls!(office, list_access_control_rules);
    assert!(rules.rules().iter().any(|rule| rule.name() == Some("office")));
    calls!(office; delete_access_control_rule(name: "office"););
    let (allow, deny) = (MobileDeviceAccessRuleEffect::Allow, MobileDeviceAccessRuleEffect::Deny);
    let made = calls!(office, create_mobile_device_access_rule, name: "phones", effect: deny.clone());
    let rule = &made.mobile_device_access_rule_id.unwrap();
    calls!(office;
        update_mobile_device_access_rule(mobile_device_access_rule_id: rule, name: "tablets", effect: allow.clone());
    );
    let rules = calls!(office, list_mobile_device_access_rules);
    assert_eq!(
        (rules.rules()[0].name(), rules.rules()[0].effect()),
        (Some("tablets"), Some(&allow))
    );
    calls!(office;
        get_mobile_device_access_effect(device_type: "iPhone");
        delete_mobile_device_access_rule(mobile_device_access_rule_id: rule);
        put_mobile_device_access_override(user_id: user, device_id: "A1B2", effect: deny);
    );
    let held = calls!(office, get_mobile_device_access_override, user_id: user, device_id: "A1B2");
    assert_eq!(held.effect(), Some(&MobileDeviceAccessRuleEffect::Deny));
    assert_eq!(
        calls!(office, list_mobile_device_access_overrides, user_id: user)
            .overrides()
            .len(),
        1
    );
    calls!(office; delete_mobile_device_access_override(user_id: user, device_id: "A1B2"););
}

async fn settings(office: &Office) {
    calls!(office; put_inbound_dmarc_settings(enforced: true););
    assert!(calls!(office, describe_inbound_dmarc_settings).enforced());
    let folder = FolderConfiguration::builder()
        .name(FolderName::Inbox)
        .action(RetentionAction::Delete)
        .period(30);
    let folder = folder.build().unwrap();
    calls!(office; put_retention_policy(name: "short", folder_configurations: folder.clone()););
    let policy = calls!(office, get_default_retention_policy);
    assert_eq!(
        (policy.name(), policy.folder_configurations()),
        (Some("short"), &[folder][..])
    );
    calls!(office; delete_retention_policy(id: policy.id().unwrap_or("default")););
}

#[tokio::test]
async fn pages() {
    let office = &Office::open("rust-sdk-pages", &Asked::default()).await;
    let mut made = Vec::new();
    for number in 0..5 {
        made.push(office.user(&format!("user-{number}")).await);
    }
    let pages = office.mail.list_users().organization_id(&office.org);
    let mut pages = pages.into_paginator().page_size(2).send();
    let (mut sizes, mut listed) = (Vec::new(), Vec::new());
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(page.users().len());
        listed.extend(page.users().iter().filter_map(|user| user.id()).map(str::to_owned));
    }
    assert_eq!((sizes, listed), (vec![2, 2, 1], made));
}

#[tokio::test]
async fn refusals() {
    let office = &Office::open("rust-sdk-refusals", &Asked::default()).await;
    let mail = &office.mail;
    let taken = mail
        .create_organization()
        .alias(&office.alias)
        .send()
        .await
        .unwrap_err();
    assert!(
        taken.as_service_error().unwrap().is_name_availability_exception(),
        "{taken:?}"
    );
    let unknown = "S-1-1-11-1111111111-2222222222-3333333333-4444";
    let missing = mail
        .describe_user()
        .organization_id(&office.org)
        .user_id(unknown)
        .send()
        .await
        .unwrap_err();
    assert_eq!(missing.raw_response().unwrap().status().as_u16(), 400);
    let missing = missing.into_service_error();
    assert!(missing.is_entity_not_found_exception(), "{missing:?}");
    assert!(
        missing.message().is_some() && missing.request_id().is_some(),
        "{missing:?}"
    );
    // The SDK checks no required member for this protocol: it sends `{}`.
    let empty = mail.list_users().send().await.unwrap_err().into_service_error();
    assert!(empty.is_invalid_parameter_exception(), "{empty:?}");
    assert!(
        empty
            .message()
            .is_some_and(|message| message.contains("/OrganizationId")),
        "{empty:?}"
    );
    let elsewhere = mail
        .list_users()
        .organization_id(format!("m-{}", "0".repeat(32)))
        .send()
        .await
        .unwrap_err();
    assert!(
        elsewhere
            .as_service_error()
            .unwrap()
            .is_organization_not_found_exception(),
        "{elsewhere:?}"
    );
    let token = mail
        .list_users()
        .organization_id(&office.org)
        .next_token("made-up")
        .send()
        .await
        .unwrap_err();
    assert!(
        token.as_service_error().unwrap().is_invalid_parameter_exception(),
        "{token:?}"
    );
    // An operation that is not described.
    let unheard = mail
        .list_impersonation_roles()
        .organization_id(&office.org)
        .send()
        .await
        .unwrap_err();
    assert_eq!(unheard.raw_response().unwrap().status().as_u16(), 501);
    assert_eq!(unheard.code(), Some("UnknownOperationException"));
    assert!(
        unheard
            .message()
            .unwrap()
            .contains("It has AssociateDelegateToResource, "),
        "{unheard:?}"
    );
}
