//! W5 and W6: a registered entity has an address and a mailbox.

use super::{
    addresses, lookup,
    records::{fields, text, time},
};
use shapewright_server::{Refusal, Transaction, schema::Document};
use workmail_mock::model::types::*;

/// W5: gives an entity an address and a mailbox. Nothing changes where it is enabled already, whatever the address.
pub(super) fn register(
    transaction: &mut Transaction<'_>,
    input: &RegisterToWorkMailRequest,
) -> Result<RegisterToWorkMailResponse, Refusal> {
    let organization = &input.organization_id;
    let entity = lookup::find_entity(transaction, organization, &input.entity_id)?;
    if entity.is_enabled(transaction, organization) {
        return Ok(RegisterToWorkMailResponse {});
    }
    addresses::check_domain(transaction, organization, &input.email)?;
    addresses::check_free(transaction, organization, &input.email, None)?;
    let changes = fields([
        ("State", text("ENABLED")),
        ("Email", text(input.email.clone())),
        ("EnabledDate", time(transaction.now())),
        ("DisabledDate", Document::Null),
    ]);
    transaction.set(entity.kind, &[organization, &entity.id], changes)?;
    Ok(RegisterToWorkMailResponse {})
}

/// W6: takes address, aliases and mailbox away, and with the mailbox what others may do with it. The date when the
/// entity was enabled stays. One that is not enabled stays as it is (choice).
pub(super) fn deregister(
    transaction: &mut Transaction<'_>,
    input: &DeregisterFromWorkMailRequest,
) -> Result<DeregisterFromWorkMailResponse, Refusal> {
    let organization = &input.organization_id;
    let entity = lookup::find_entity(transaction, organization, &input.entity_id)?;
    if !entity.is_enabled(transaction, organization) {
        return Ok(DeregisterFromWorkMailResponse {});
    }
    let now = time(transaction.now());
    let mut changes = fields([
        ("State", text("DISABLED")),
        ("Email", Document::Null),
        ("DisabledDate", now),
    ]);
    if entity.kind == "User" {
        changes.insert("MailboxSize".to_owned(), Document::Float(0.0));
    }
    transaction.set(entity.kind, &[organization, &entity.id], changes)?;
    for kind in ["Alias", "MailboxPermission"] {
        let below = transaction.records(kind, &[organization, &entity.id]);
        let below: Vec<Vec<String>> = below.into_iter().map(|record| record.identifiers().to_vec()).collect();
        for identifiers in below {
            let identifiers: Vec<&str> = identifiers.iter().map(String::as_str).collect();
            transaction.remove(kind, &identifiers)?;
        }
    }
    Ok(DeregisterFromWorkMailResponse {})
}
