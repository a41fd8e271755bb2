//! What requests name: organizations, and the users, groups and resources in them, which are found together (W8).

use shapewright_server::{Record, Refusal, Transaction};
use workmail_mock::model::types::*;

/// Refuses what is asked of an organization that is not there (W3).
pub(super) fn check_organization(transaction: &Transaction<'_>, id: &str) -> Result<(), Refusal> {
    match transaction.find("Organization", &[id]) {
        Some(_) => Ok(()),
        None => Err(OrganizationNotFoundException {
            message: Some(format!("There is no Organization with OrganizationId '{id}'")),
        }
        .into()),
    }
}

/// The lifecycles that an entity can be of.
pub(super) const ENTITY_KINDS: [&str; 3] = ["User", "Group", "Resource"];

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
pub(super) fn find_entity(transaction: &Transaction<'_>, organization: &str, named: &str) -> Result<Entity, Refusal> {
    check_organization(transaction, organization)?;
    // Ids first, so that what one entity is called never hides another.
    let exact = ENTITY_KINDS
        .iter()
        .find_map(|kind| Some(Entity::of(kind, transaction.find(kind, &[organization, named])?)));
    let found = exact.or_else(|| {
        ENTITY_KINDS
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
pub(super) fn entities_with(
    transaction: &Transaction<'_>,
    organization: &str,
    member: &str,
    value: &str,
) -> impl Iterator<Item = Entity> {
    ENTITY_KINDS.iter().filter_map(move |kind| {
        let found = transaction.find_by(kind, &[organization], member, value)?;
        Some(Entity::of(kind, found))
    })
}
