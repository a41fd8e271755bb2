//! W4 and W9: users, groups and resources, which share their names.

use super::{addresses, lookup::entities_with};
use shapewright_server::{Refusal, Seeded, Transaction};
use workmail_mock::model::{operations, types::*};

/// W4: refuses a name that another entity has, whatever its kind. `own` is the id of the entity that is to have it.
pub(super) fn check_name(
    transaction: &Transaction<'_>,
    organization: &str,
    name: &str,
    own: Option<&str>,
) -> Result<(), Refusal> {
    match entities_with(transaction, organization, "Name", name).find(|other| own != Some(&other.id)) {
        Some(other) => Err(NameAvailabilityException {
            message: Some(format!("There is already a {} with Name '{name}'", other.kind)),
        }
        .into()),
        None => Ok(()),
    }
}

/// Refuses a seeded entity whose name one of another kind has, or whose address another one has.
pub(super) fn seeded(transaction: &Transaction<'_>, record: &Seeded) -> Result<(), Refusal> {
    let [organization, id] = record.identifiers() else {
        return Ok(());
    };
    let Some(found) = transaction.find(record.kind(), &[organization, id]) else {
        return Ok(());
    };
    if let Some(name) = found.text("Name") {
        check_name(transaction, organization, name, Some(id))?;
    }
    match found.text("Email") {
        Some(email) => addresses::check_free(transaction, organization, email, Some(id)),
        None => Ok(()),
    }
}

/// W9: changes the name and the booking options of a resource.
pub(super) fn update_resource(
    transaction: &mut Transaction<'_>,
    input: &UpdateResourceRequest,
) -> Result<UpdateResourceResponse, Refusal> {
    let organization = &input.organization_id;
    let resource = transaction.named("Resource", &[organization, &input.resource_id]);
    if let (Some(name), Some(resource)) = (&input.name, resource) {
        let own = resource.identifiers().last().map(String::as_str);
        check_name(transaction, organization, name, own)?;
    }
    transaction.default_response::<operations::UpdateResource>(input)
}
