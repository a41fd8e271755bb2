//! W1 to W3: organizations, the directories that they use, and what they start with.

use super::{
    domains,
    records::{fields, text, time},
};
use shapewright_server::{Record, Refusal, Seeded, Transaction, schema::Document};
use workmail_mock::model::{operations, types::*};

/// Makes an organization (W1) that is `Active` at once (choice).
pub(super) fn create(
    transaction: &mut Transaction<'_>,
    input: &CreateOrganizationRequest,
) -> Result<CreateOrganizationResponse, Refusal> {
    if let Some(directory) = &input.directory_id {
        check_directory(transaction, directory, &input.alias, None)?;
    }
    let made = transaction.default_response::<operations::CreateOrganization>(input)?;
    let id = made.organization_id.clone().unwrap_or_default();
    complete(transaction, &id)?;
    for domain in input.domains.iter().flatten() {
        domains::add(transaction, &id, &domain.domain_name)?;
    }
    Ok(made)
}

/// Gives a seeded organization what one that is made has, as far as the seed does not say otherwise. The directory that
/// it names must be as a request needs it.
pub(super) fn seeded(transaction: &mut Transaction<'_>, record: &Seeded) -> Result<(), Refusal> {
    let id = record.id();
    if let Some(organization) = transaction.find("Organization", &[id])
        && let Some(directory) = organization.text("DirectoryId")
    {
        let alias = organization.text("Alias").unwrap_or_default();
        check_directory(transaction, directory, alias, Some(id))?;
    }
    complete(transaction, id)
}

/// What an organization starts with: a directory, its test domain, which is the default (W2), and one access control
/// rule that allows everything (W18).
fn complete(transaction: &mut Transaction<'_>, id: &str) -> Result<(), Refusal> {
    let Some(organization) = transaction.find("Organization", &[id]) else {
        return Ok(());
    };
    let alias = organization.text("Alias").unwrap_or_default().to_owned();
    if organization.text("DirectoryId").is_none() {
        let directory = free_directory(transaction, id);
        let own = fields([("Alias", text(alias.clone()))]);
        transaction.put("Directory", &[&directory], own)?;
        transaction.set("Organization", &[id], fields([("DirectoryId", text(directory))]))?;
    }
    domains::add_test_domain(transaction, id, &format!("{}.awsapps.com", alias.to_lowercase()))?;
    if transaction.records("AccessControlRule", &[id]).is_empty() {
        let now = time(transaction.now());
        let everything = fields([
            ("Effect", text("ALLOW")),
            ("Description", text("Default WorkMail Rule")),
            ("DateCreated", now.clone()),
            ("DateModified", now),
        ]);
        transaction.put("AccessControlRule", &[id, "Default"], everything)?;
    }
    Ok(())
}

/// The id of a new directory for an organization: ten digits out of the 32 that tell organizations apart, or the next
/// ones that are free.
fn free_directory(transaction: &Transaction<'_>, organization: &str) -> String {
    let digits = organization.trim_start_matches("m-");
    let digits = u128::from_str_radix(digits, 16).unwrap_or_default();
    let first = digits ^ (digits >> 40) ^ (digits >> 80) ^ (digits >> 120);
    let mut ids = (0..).map(|more| format!("d-{:010x}", first.wrapping_add(more) & 0xff_ffff_ffff));
    ids.find(|id| transaction.find("Directory", &[id]).is_none())
        .unwrap_or_default()
}

/// W1: an existing directory is free, and its alias is the organization's. `own` is the id of an organization that may
/// use it.
fn check_directory(
    transaction: &Transaction<'_>,
    directory: &str,
    alias: &str,
    own: Option<&str>,
) -> Result<(), Refusal> {
    let Some(found) = transaction.find("Directory", &[directory]) else {
        return Err(DirectoryUnavailableException {
            message: Some(format!(
                "There is no directory '{directory}' in this account and region"
            )),
        }
        .into());
    };
    let its_alias = found.text("Alias").unwrap_or_default();
    if !its_alias.eq_ignore_ascii_case(alias) {
        return Err(InvalidParameterException {
            message: Some(format!(
                "The alias '{alias}' is not that of the directory '{directory}', which is '{its_alias}'"
            )),
        }
        .into());
    }
    let mut organizations = transaction.records("Organization", &[]).into_iter();
    let uses_it = |other: &Record| {
        let is_own = other.identifiers().last().map(String::as_str) == own;
        other.text("DirectoryId") == Some(directory) && !is_own
    };
    if organizations.any(uses_it) {
        return Err(DirectoryInUseException {
            message: Some(format!("Another organization uses the directory '{directory}'")),
        }
        .into());
    }
    Ok(())
}

/// Removes an organization with all that is in it, at once and for good: it is in no list any more (W3, choice).
pub(super) fn delete(
    transaction: &mut Transaction<'_>,
    input: &DeleteOrganizationRequest,
) -> Result<DeleteOrganizationResponse, Refusal> {
    let organization = transaction.find("Organization", &[&input.organization_id]);
    let directory = organization.and_then(|found| found.get("DirectoryId")).cloned();
    let response = transaction.default_response::<operations::DeleteOrganization>(input)?;
    if let Some(directory) = directory
        .as_ref()
        .and_then(Document::as_str)
        .filter(|_| input.delete_directory)
    {
        transaction.remove("Directory", &[directory])?;
    }
    Ok(response)
}
