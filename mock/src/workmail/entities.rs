//! W4 and W9: users, groups and resources, which share their names and are found together.

use super::{addresses, organizations};
use shapewright_server::{Record, Refusal, Seeded, Transaction};
use workmail_mock::model::{operations, types::*};

/// The lifecycles that an entity can be of.
pub(super) const KINDS: [&str; 3] = ["User", "Group", "Resource"];

/// A user, group or resource of an organization.
pub(super) struct Entity {
    pub(super) kind: &'static str,
    pub(super) id: String,
}

impl Entity {
    fn of(kind: &'static str, record: &Record) -> Self {
        let id = record.identifiers().last().cloned().unwrap_or_default();
        Self { kind, id }
    }

    /// Its record.
    pub(super) fn record<'t>(&self, transaction: &'t Transaction<'_>, organization: &str) -> Option<&'t Record> {
        transaction.find(self.kind, &[organization, &self.id])
    }

    /// Whether it is registered.
    pub(super) fn is_enabled(&self, transaction: &Transaction<'_>, organization: &str) -> bool {
        let record = self.record(transaction, organization);
        record.and_then(|record| record.text("State")) == Some("ENABLED")
    }

    /// Its primary address, where it has one.
    pub(super) fn email(&self, transaction: &Transaction<'_>, organization: &str) -> Option<String> {
        Some(self.record(transaction, organization)?.text("Email")?.to_owned())
    }
}

/// The entity that a request names by its id, name or primary address (W8).
pub(super) fn find(transaction: &Transaction<'_>, organization: &str, named: &str) -> Result<Entity, Refusal> {
    organizations::check(transaction, organization)?;
    // Ids first, so that what one entity is called never hides another.
    let exact = KINDS
        .iter()
        .find_map(|kind| Some(Entity::of(kind, transaction.find(kind, &[organization, named])?)));
    let found = exact.or_else(|| {
        KINDS
            .iter()
            .find_map(|kind| Some(Entity::of(kind, transaction.named(kind, &[organization, named])?)))
    });
    found.ok_or_else(|| {
        EntityNotFoundException {
            message: Some(format!("There is no User, Group or Resource '{named}'")),
        }
        .into()
    })
}

/// The entities with this value of a member that tells entities of one kind apart.
pub(super) fn with(
    transaction: &Transaction<'_>,
    organization: &str,
    member: &str,
    value: &str,
) -> impl Iterator<Item = Entity> {
    KINDS.iter().filter_map(move |kind| {
        let found = transaction.find_by(kind, &[organization], member, value)?;
        Some(Entity::of(kind, found))
    })
}

/// W4: refuses a name that another entity has, whatever its kind. `own` is the id of the entity that is to have it.
pub(super) fn check_name(
    transaction: &Transaction<'_>,
    organization: &str,
    name: &str,
    own: Option<&str>,
) -> Result<(), Refusal> {
    match with(transaction, organization, "Name", name).find(|other| own != Some(&other.id)) {
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
