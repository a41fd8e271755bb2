//! What no lifecycle can say of reputation entities: the aggregate of two statuses, and which references are well formed.

use sesv2_mock::{
    SESv2, SESv2Service,
    model::{
        operations,
        types::{
            BadRequestException, UpdateReputationEntityCustomerManagedStatusRequest,
            UpdateReputationEntityCustomerManagedStatusResponse,
        },
    },
};
use shapewright_server::{Context, Fields, Handler, Refusal, Seeded, Transaction, schema::Document};
use std::sync::Arc;

/// The lifecycle of the entities.
const ENTITY: &str = "ReputationEntity";

/// Starts a mock of SES v2 whose reputation entities are as they are documented.
pub fn start() -> SESv2 {
    SESv2::with(Behaviours)
}

/// The documented SES v2, ready to be served.
pub fn handler() -> Arc<dyn Handler> {
    sesv2_mock::handler(Behaviours)
}

/// The documented behaviour of reputation entities.
#[derive(Debug, Clone, Copy, Default)]
pub struct Behaviours;

impl SESv2Service for Behaviours {
    async fn update_reputation_entity_customer_managed_status(
        &self,
        input: UpdateReputationEntityCustomerManagedStatusRequest,
        context: &Context,
    ) -> Result<UpdateReputationEntityCustomerManagedStatusResponse, Refusal> {
        // S5: an entity comes to be when a status is put on a well-formed ARN.
        well_formed(&input.reputation_entity_reference)?;
        let identifiers = [
            input.reputation_entity_type.as_str().to_owned(),
            input.reputation_entity_reference.clone(),
        ];
        context.transact(|transaction| {
            // S3: the lifecycle sets the customer's record and its time, and leaves that of SES alone.
            let response =
                transaction.default_response::<operations::UpdateReputationEntityCustomerManagedStatus>(&input)?;
            complete(transaction, &identifiers, context.region())?;
            Ok(response)
        })
    }

    fn seeded(&self, record: &Seeded, transaction: &mut Transaction<'_>) -> Result<(), Refusal> {
        // S5: entities exist because they were seeded.
        well_formed(record.id())?;
        let said = status(transaction, record.identifiers(), "SendingStatusAggregate");
        complete(transaction, record.identifiers(), record.place().region())?;
        let aggregate = status(transaction, record.identifiers(), "SendingStatusAggregate");
        if record.says("SendingStatusAggregate") && said != aggregate {
            return Err(bad_request(format!(
                "a SendingStatusAggregate of {said}, where both statuses make {aggregate}"
            )));
        }
        Ok(())
    }
}

/// Gives an entity what follows from the rest of it.
fn complete(transaction: &mut Transaction<'_>, identifiers: &[String], region: &str) -> Result<(), Refusal> {
    let customer = status(transaction, identifiers, "CustomerManagedStatus");
    let ses = status(transaction, identifiers, "AwsSesManagedStatus");
    let mut changes = Fields::from([(
        "SendingStatusAggregate".to_owned(),
        Document::String(aggregate(&customer, &ses).to_owned()),
    )]);
    // S2: an entity has a policy, which is one of SES's own.
    let identifiers: Vec<&str> = identifiers.iter().map(String::as_str).collect();
    let entity = transaction.find(ENTITY, &identifiers);
    if entity.is_some_and(|entity| entity.get("ReputationManagementPolicy").is_none()) {
        let policy = format!("arn:aws:ses:{region}:aws:reputation-policy/standard");
        changes.insert("ReputationManagementPolicy".to_owned(), Document::String(policy));
    }
    transaction.set(ENTITY, &identifiers, changes).map(drop)
}

/// S4: disabled when either party says so; reinstated when the customer says so and SES permits; else enabled.
fn aggregate(customer: &str, ses: &str) -> &'static str {
    match (customer, ses) {
        ("DISABLED", _) | (_, "DISABLED") => "DISABLED",
        ("REINSTATED", _) => "REINSTATED",
        _ => "ENABLED",
    }
}

/// A status of an entity, of a record or by itself. An entity of which nothing is said is enabled.
fn status(transaction: &Transaction<'_>, identifiers: &[String], member: &str) -> String {
    let identifiers: Vec<&str> = identifiers.iter().map(String::as_str).collect();
    let value = transaction
        .find(ENTITY, &identifiers)
        .and_then(|entity| entity.get(member));
    let text = match value {
        Some(Document::Map(record)) => record.get("Status").and_then(Document::as_str),
        other => other.and_then(Document::as_str),
    };
    text.unwrap_or("ENABLED").to_owned()
}

/// Refuses what is no ARN: `arn:partition:service:region:account:resource`, of which region and account may be empty.
fn well_formed(reference: &str) -> Result<(), Refusal> {
    let parts: Vec<&str> = reference.splitn(6, ':').collect();
    let is_word = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_account = |text: &str| text == "aws" || text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_fine = match parts.as_slice() {
        ["arn", partition, service, region, account, resource] => {
            !partition.is_empty()
                && !service.is_empty()
                && [partition, service, region].into_iter().all(|part| is_word(part))
                && (account.is_empty() || is_account(account))
                && !resource.is_empty()
                && !reference.contains(char::is_whitespace)
        }
        _ => false,
    };
    if is_fine {
        return Ok(());
    }
    let shown: String = reference.chars().take(64).collect();
    Err(bad_request(format!(
        "1 validation error detected: Value '{shown}' at '/ReputationEntityReference' failed to satisfy constraint: \
         Member must be the ARN of a resource"
    )))
}

fn bad_request(message: String) -> Refusal {
    BadRequestException { message: Some(message) }.into()
}
