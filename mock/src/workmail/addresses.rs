//! W12 and W13: the primary address and the aliases of an entity. An address belongs to one entity of an organization,
//! whichever of the two it is there.

use super::{
    lookup,
    records::{fields, text},
};
use shapewright_server::{Fields, Refusal, Seeded, Transaction};
use workmail_mock::model::types::*;

/// W12: makes an address the primary one; the old one becomes an alias.
pub(super) fn make_primary(
    transaction: &mut Transaction<'_>,
    input: &UpdatePrimaryEmailAddressRequest,
) -> Result<UpdatePrimaryEmailAddressResponse, Refusal> {
    let (organization, email) = (&input.organization_id, &input.email);
    let entity = lookup::find_entity(transaction, organization, &input.entity_id)?;
    let is_enabled = entity.is_enabled(transaction, organization);
    let Some(old) = entity.email(transaction, organization).filter(|_| is_enabled) else {
        return Err(not_registered(&input.entity_id));
    };
    let is_own_alias = transaction.remove("Alias", &[organization, &entity.id, email])?;
    if !is_own_alias && !old.eq_ignore_ascii_case(email) {
        check_domain(transaction, organization, email)?;
        check_free(transaction, organization, email, None)?;
    }
    if !old.eq_ignore_ascii_case(email) {
        transaction.put("Alias", &[organization, &entity.id, &old], alias(&old))?;
    }
    let primary = fields([("Email", text(email.clone()))]);
    transaction.set(entity.kind, &[organization, &entity.id], primary)?;
    Ok(UpdatePrimaryEmailAddressResponse {})
}

/// W13: adds an alias. Aliases are a set: one that the entity has already is not added again, nor is its primary
/// address. The entity must be registered (choice: without a mailbox there is nothing to name).
pub(super) fn add(
    transaction: &mut Transaction<'_>,
    input: &CreateAliasRequest,
) -> Result<CreateAliasResponse, Refusal> {
    let (organization, address) = (&input.organization_id, &input.alias);
    let entity = lookup::find_entity(transaction, organization, &input.entity_id)?;
    if !entity.is_enabled(transaction, organization) {
        return Err(not_registered(&input.entity_id));
    }
    if owners(transaction, organization, address).any(|owner| owner == entity.id) {
        return Ok(CreateAliasResponse {});
    }
    check_domain(transaction, organization, address)?;
    check_free(transaction, organization, address, None)?;
    transaction.put("Alias", &[organization, &entity.id, address], alias(address))?;
    Ok(CreateAliasResponse {})
}

/// The members of an alias. Addresses are compared without case and shown as they were given.
fn alias(address: &str) -> Fields {
    fields([("Alias", text(address))])
}

/// Refuses a seeded alias that is an address of another entity.
pub(super) fn seeded(transaction: &Transaction<'_>, record: &Seeded) -> Result<(), Refusal> {
    match record.identifiers() {
        [organization, entity, address] => check_free(transaction, organization, address, Some(entity)),
        _ => Ok(()),
    }
}

/// The ids of the entities that have an address, as the primary one or as an alias.
fn owners(transaction: &Transaction<'_>, organization: &str, address: &str) -> impl Iterator<Item = String> {
    let primary = lookup::entities_with(transaction, organization, "Email", address).map(|entity| entity.id);
    let alias = transaction.find_by("Alias", &[organization], "Alias", address);
    primary.chain(alias.and_then(|alias| alias.text("EntityId")).map(str::to_owned))
}

/// Refuses an address that an entity of the organization has (W5). `own` is the id of one that may have it.
pub(super) fn check_free(
    transaction: &Transaction<'_>,
    organization: &str,
    address: &str,
    own: Option<&str>,
) -> Result<(), Refusal> {
    match owners(transaction, organization, address).find(|owner| own != Some(owner)) {
        None => Ok(()),
        Some(owner) => Err(EmailAddressInUseException {
            message: Some(format!("The address '{address}' belongs to the entity '{owner}'")),
        }
        .into()),
    }
}

/// Refuses an address whose domain is not one of the organization's (W5), or has failed its verification (choice: one
/// whose verification is pending can be used, because no mail is delivered here).
pub(super) fn check_domain(transaction: &Transaction<'_>, organization: &str, address: &str) -> Result<(), Refusal> {
    let (_, domain) = address.rsplit_once('@').unwrap_or_default();
    let Some(found) = transaction.find("MailDomain", &[organization, domain]) else {
        return Err(MailDomainNotFoundException {
            message: Some(format!("The organization has no mail domain '{domain}'")),
        }
        .into());
    };
    if found.text("OwnershipVerificationStatus") == Some("FAILED") {
        return Err(MailDomainStateException {
            message: Some(format!("The verification of the mail domain '{domain}' has failed")),
        }
        .into());
    }
    Ok(())
}

fn not_registered(entity: &str) -> Refusal {
    EntityStateException {
        message: Some(format!(
            "The entity '{entity}' is not registered to WorkMail: it is DISABLED"
        )),
    }
    .into()
}
