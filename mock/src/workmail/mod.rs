//! Amazon WorkMail as its documents describe it.
//!
//! What a lifecycle can say is in the description; here is what none can, one file a subject. Every operation is one
//! transaction: a refused request has changed nothing (A5). Rules are named by the numbers that the tests carry, W1 to
//! W29. Where the documents are silent, a comment says "choice".

mod access;
mod addresses;
mod devices;
mod domains;
mod entities;
mod exports;
mod lookup;
mod organizations;
mod records;
mod registration;
mod retention;
mod rules;

use shapewright_server::{Context, Handler, Refusal, Seeded, Transaction};
use std::sync::Arc;
use workmail_mock::{
    WorkMail, WorkMailService,
    model::{operations, types::*},
};

/// Starts a mock of Amazon WorkMail in this process, with the documented behaviour.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let mail = shapewright_mock::workmail::start().client();
/// let made = mail.create_organization().alias("example").send().await?;
/// let organization = made.organization_id.unwrap();
/// let found = mail.describe_organization().organization_id(&organization).send().await?;
/// assert_eq!(found.default_mail_domain.as_deref(), Some("example.awsapps.com"));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
pub fn start() -> WorkMail {
    WorkMail::with(Behaviours)
}

/// Amazon WorkMail, ready to be served beside others.
pub fn handler() -> Arc<dyn Handler> {
    workmail_mock::handler(Behaviours)
}

/// The documented behaviour of Amazon WorkMail.
#[derive(Debug, Clone, Copy, Default)]
pub struct Behaviours;

impl WorkMailService for Behaviours {
    async fn cancel_mailbox_export_job(
        &self,
        input: CancelMailboxExportJobRequest,
        context: &Context,
    ) -> Result<CancelMailboxExportJobResponse, Refusal> {
        context.transact(|transaction| {
            exports::progress(transaction, &input.organization_id)?;
            transaction.default_response::<operations::CancelMailboxExportJob>(&input)
        })
    }

    async fn create_alias(&self, input: CreateAliasRequest, context: &Context) -> Result<CreateAliasResponse, Refusal> {
        context.transact(|transaction| addresses::add(transaction, &input))
    }

    async fn create_group(&self, input: CreateGroupRequest, context: &Context) -> Result<CreateGroupResponse, Refusal> {
        context.transact(|transaction| {
            entities::check_name(transaction, &input.organization_id, &input.name, None)?;
            transaction.default_response::<operations::CreateGroup>(&input)
        })
    }

    async fn create_organization(
        &self,
        input: CreateOrganizationRequest,
        context: &Context,
    ) -> Result<CreateOrganizationResponse, Refusal> {
        context.transact(|transaction| organizations::create(transaction, &input))
    }

    async fn create_resource(
        &self,
        input: CreateResourceRequest,
        context: &Context,
    ) -> Result<CreateResourceResponse, Refusal> {
        context.transact(|transaction| {
            entities::check_name(transaction, &input.organization_id, &input.name, None)?;
            transaction.default_response::<operations::CreateResource>(&input)
        })
    }

    async fn create_user(&self, input: CreateUserRequest, context: &Context) -> Result<CreateUserResponse, Refusal> {
        context.transact(|transaction| {
            entities::check_name(transaction, &input.organization_id, &input.name, None)?;
            transaction.default_response::<operations::CreateUser>(&input)
        })
    }

    async fn delete_organization(
        &self,
        input: DeleteOrganizationRequest,
        context: &Context,
    ) -> Result<DeleteOrganizationResponse, Refusal> {
        context.transact(|transaction| organizations::delete(transaction, &input))
    }

    async fn delete_retention_policy(
        &self,
        input: DeleteRetentionPolicyRequest,
        context: &Context,
    ) -> Result<DeleteRetentionPolicyResponse, Refusal> {
        context.transact(|transaction| retention::delete(transaction, &input))
    }

    async fn deregister_from_work_mail(
        &self,
        input: DeregisterFromWorkMailRequest,
        context: &Context,
    ) -> Result<DeregisterFromWorkMailResponse, Refusal> {
        context.transact(|transaction| registration::deregister(transaction, &input))
    }

    async fn deregister_mail_domain(
        &self,
        input: DeregisterMailDomainRequest,
        context: &Context,
    ) -> Result<DeregisterMailDomainResponse, Refusal> {
        context.transact(|transaction| domains::deregister(transaction, &input))
    }

    async fn describe_inbound_dmarc_settings(
        &self,
        input: DescribeInboundDmarcSettingsRequest,
        context: &Context,
    ) -> Result<DescribeInboundDmarcSettingsResponse, Refusal> {
        let mut settings = context.default_response::<operations::DescribeInboundDmarcSettings>(input)?;
        // W24, choice: nothing is enforced until somebody says so.
        settings.enforced.get_or_insert(false);
        Ok(settings)
    }

    async fn describe_mailbox_export_job(
        &self,
        input: DescribeMailboxExportJobRequest,
        context: &Context,
    ) -> Result<DescribeMailboxExportJobResponse, Refusal> {
        context.transact(|transaction| {
            exports::progress(transaction, &input.organization_id)?;
            transaction.default_response::<operations::DescribeMailboxExportJob>(&input)
        })
    }

    async fn get_access_control_effect(
        &self,
        input: GetAccessControlEffectRequest,
        context: &Context,
    ) -> Result<GetAccessControlEffectResponse, Refusal> {
        context.transact(|transaction| access::effect(transaction, &input))
    }

    async fn get_mail_domain(
        &self,
        input: GetMailDomainRequest,
        context: &Context,
    ) -> Result<GetMailDomainResponse, Refusal> {
        context.transact(|transaction| domains::get(transaction, context, &input))
    }

    async fn get_mobile_device_access_effect(
        &self,
        input: GetMobileDeviceAccessEffectRequest,
        context: &Context,
    ) -> Result<GetMobileDeviceAccessEffectResponse, Refusal> {
        context.transact(|transaction| devices::effect(transaction, &input))
    }

    async fn list_mailbox_export_jobs(
        &self,
        input: ListMailboxExportJobsRequest,
        context: &Context,
    ) -> Result<ListMailboxExportJobsResponse, Refusal> {
        context.transact(|transaction| exports::list(transaction, &input))
    }

    async fn put_access_control_rule(
        &self,
        input: PutAccessControlRuleRequest,
        context: &Context,
    ) -> Result<PutAccessControlRuleResponse, Refusal> {
        context.transact(|transaction| access::put(transaction, input))
    }

    async fn put_retention_policy(
        &self,
        input: PutRetentionPolicyRequest,
        context: &Context,
    ) -> Result<PutRetentionPolicyResponse, Refusal> {
        context.transact(|transaction| retention::put(transaction, input))
    }

    async fn register_mail_domain(
        &self,
        input: RegisterMailDomainRequest,
        context: &Context,
    ) -> Result<RegisterMailDomainResponse, Refusal> {
        context.transact(|transaction| domains::register(transaction, &input))
    }

    async fn register_to_work_mail(
        &self,
        input: RegisterToWorkMailRequest,
        context: &Context,
    ) -> Result<RegisterToWorkMailResponse, Refusal> {
        context.transact(|transaction| registration::register(transaction, &input))
    }

    async fn start_mailbox_export_job(
        &self,
        input: StartMailboxExportJobRequest,
        context: &Context,
    ) -> Result<StartMailboxExportJobResponse, Refusal> {
        context.transact(|transaction| exports::start(transaction, &input))
    }

    async fn update_default_mail_domain(
        &self,
        input: UpdateDefaultMailDomainRequest,
        context: &Context,
    ) -> Result<UpdateDefaultMailDomainResponse, Refusal> {
        context.transact(|transaction| domains::make_default(transaction, &input))
    }

    async fn update_mobile_device_access_rule(
        &self,
        input: UpdateMobileDeviceAccessRuleRequest,
        context: &Context,
    ) -> Result<UpdateMobileDeviceAccessRuleResponse, Refusal> {
        context.transact(|transaction| devices::update(transaction, &input))
    }

    async fn update_primary_email_address(
        &self,
        input: UpdatePrimaryEmailAddressRequest,
        context: &Context,
    ) -> Result<UpdatePrimaryEmailAddressResponse, Refusal> {
        context.transact(|transaction| addresses::make_primary(transaction, &input))
    }

    async fn update_resource(
        &self,
        input: UpdateResourceRequest,
        context: &Context,
    ) -> Result<UpdateResourceResponse, Refusal> {
        context.transact(|transaction| entities::update_resource(transaction, &input))
    }

    fn seeded(&self, record: &Seeded, transaction: &mut Transaction<'_>) -> Result<(), Refusal> {
        match record.kind() {
            "Organization" => organizations::seeded(transaction, record),
            "User" | "Group" | "Resource" => entities::seeded(transaction, record),
            "Alias" => addresses::seeded(transaction, record),
            "MailDomain" => domains::seeded(transaction, record),
            "AccessControlRule" => access::seeded(transaction, record),
            _ => Ok(()),
        }
    }

    fn keeps_state(&self, operation: &str) -> bool {
        // All that is not here has a lifecycle.
        matches!(
            operation,
            "DeregisterFromWorkMail"
                | "GetAccessControlEffect"
                | "GetMobileDeviceAccessEffect"
                | "RegisterToWorkMail"
                | "UpdateDefaultMailDomain"
                | "UpdatePrimaryEmailAddress"
        )
    }
}
